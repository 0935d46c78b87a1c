"""Sequences of notes as the PDF holds them; `benchmarks/pandoc_sequences.py` compares them with Pandoc's."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from notesequences import CASES, Note, NoteSequence, folder_of, read_sequences, typeset, write_sequences
from stagebrief.build import build


@pytest.mark.tex
@pytest.mark.parametrize("ibid", ["false", "true"])
def test_notes_follow_one_another_as_expected(ibid: str, tmp_path: Path, update_cases: bool) -> None:
    """First notes are full and later ones short, or *ibid.*, for sources of each kind, as the case files say."""
    files = {file: read_sequences(file) for file in sorted(CASES.glob("*.txt"))}
    chosen = [one for sequences in files.values() for one in sequences if one.group == ("en-US", ibid)]
    found = typeset(chosen, tmp_path)
    expected = [[note.text for note in sequence.notes] for sequence in chosen]
    if update_cases:
        for sequence, notes in zip(chosen, found, strict=True):
            known = {note.text: note for note in sequence.notes}
            sequence.notes = [known.get(text, Note(text)) for text in notes]
        for file, sequences in files.items():
            write_sequences(file, sequences)
    assert dict(zip(names(chosen), found, strict=True)) == dict(zip(names(chosen), expected, strict=True))


def names(sequences: list[NoteSequence]) -> list[str]:
    """What the sequences are called."""
    return [sequence.name for sequence in sequences]


def test_every_sequence_has_a_name_of_its_own() -> None:
    """A sequence is told from the others by its name, and has its notes beneath it."""
    sequences = [sequence for file in CASES.glob("*.txt") for sequence in read_sequences(file)]
    assert len({sequence.name for sequence in sequences}) == len(sequences)
    assert all(sequence.notes for sequence in sequences)


@pytest.mark.tex
@pytest.mark.parametrize(("across", "second"), [(False, "Adams, The Quiet Frontier, 13."), (True, "Ibid., 13.")])
def test_ibid_is_kept_from_the_head_of_a_page(across: bool, second: str, tmp_path: Path) -> None:
    """With `ibid-across-pages` off the first note of a page names its source, and the one after it says *ibid.*"""
    library = (CASES / "sources.bib").read_text(encoding="utf-8")
    filler = "\n\n".join(["A paragraph between the notes, of some words."] * 60)
    text = f"One.[@adams1999, 12]\n\n{filler}\n\nTwo.[@adams1999, 13]\n\nThree.[@adams1999, 14]"
    content = folder_of([NoteSequence("page", text, {"ibid": "true"}, [], library)], tmp_path / "content")
    settings = content / "brief.yaml"
    turned = settings.read_text(encoding="utf-8").replace("endnotes", f"footnotes, ibid-across-pages: {across}".lower())
    settings.write_text(turned, encoding="utf-8")
    report = build(content, tmp_path / "output", ["brief"], read_back=False)
    with pypdfium2.PdfDocument(report.artifacts[0].path) as document:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    assert "12." in pages[0] and "Two." not in pages[0]
    last = next(page for page in pages if "Two." in page)
    assert f"3. {second} 4. Ibid., 14." in last


@pytest.mark.tex
@pytest.mark.parametrize("style", ["chicago-notes", "authoryear"])
def test_sources_within_notes_are_read_back(style: str, tmp_path: Path) -> None:
    """A footnote that ends with a source, in brackets or without, is found in the PDF with its place."""
    library = (CASES / "sources.bib").read_text(encoding="utf-8")
    text = (
        "One.^[Much has been said [@adams1999, 12].]\n\nTwo.^[As @series2001 [pp. 101-108] says.]\n\n"
        "Three.^[Words. [see @rowe2019, 145-163, 200-209].]\n\nFour.^[*Contra* @series2001 [p. 9].]"
    )
    content = folder_of([NoteSequence("read back", text, {}, [], library)], tmp_path / "content")
    settings = content / "brief.yaml"
    styled = settings.read_text(encoding="utf-8").replace("notes: endnotes", f"style: {style}")
    settings.write_text(styled, encoding="utf-8")
    report = build(content, tmp_path / "output", ["brief"])
    assert [found.code for found in report.diagnostics] == []
