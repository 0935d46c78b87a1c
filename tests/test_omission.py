"""One fault does not hide the others: what TeX cannot get over is left out, and the rest is looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from faultcases import BASE
from stagebrief import ContentError, Span, build
from stagebrief.compile.engine import EngineRun
from stagebrief.compile.omission import LEFT_OUT, MORE, MOST, all_faults
from stagebrief.model.raw_latex import RawPiece
from stagebrief.model.tex import TexSource

PLACES = [Span("a.md", number * 10, 1) for number in range(1, 13)]
FINE = "Output written on job.pdf (1 page, 9 bytes)."


def source_of(*texts: str) -> TexSource:
    """A document whose blocks are raw LaTeX, one at each tenth line of the author's file."""
    pieces = tuple(RawPiece(span, text) for span, text in zip(PLACES, texts, strict=False))
    body = "\n\n".join(f"%@ {piece.span}\n{piece.tex}" for piece in pieces)
    return TexSource("brief", "job", (("job.tex", "\\input{part}"), ("part.tex", body)), raw=pieces)


def playing(says: Callable[[str, int], str]) -> Callable[[TexSource], EngineRun]:
    """An engine that goes over the lines of the body and says what the function gives for each, until it is fatal."""

    def run(source: TexSource) -> EngineRun:
        log = ["(./part.tex"]
        for number, line in enumerate(source.text("part.tex").split("\n"), 1):
            said = says(line, number)
            log.append(said)
            if "Fatal" in said:
                return EngineRun(1, 0.0, "\n".join(log))
        return EngineRun(0, 0.0, "\n".join([*log, FINE]))

    return run


def says(line: str, number: int) -> str:
    """An unknown command is told and got over; a missing file ends the run."""
    place = f"l.{number} {line}\n"
    if "\\foo" in line:
        return f"part.tex:{number}: Undefined control sequence.\n{place}"
    if "\\input" in line:
        return (
            f"! LaTeX Error: File `x.tex' not found.\n\n{place}\npart.tex:{number}: Emergency stop.\n"
            f"part.tex:{number}:  ==> Fatal error occurred, no output PDF file produced!"
        )
    return ""


def told(*texts: str) -> list[str]:
    """What is told of a document with these blocks: line and code, and + where it was left out."""
    source, run = source_of(*texts), playing(says)
    return [
        f"{one.span.line if one.span else 0} {one.code}{'+' * (LEFT_OUT in one.notes)}{'!' * (MORE in one.notes)}"
        for one in all_faults(run(source), source, run)
    ]


def test_what_can_be_got_over_needs_no_other_run() -> None:
    """Errors that bring no others are all told by the first run."""
    assert told("\\foo", "fine", "\\foo") == ["11 command-is-known", "31 command-is-known"]


def test_a_fatal_error_does_not_hide_what_is_behind_it() -> None:
    """What ends the run is left out, said to be so, and what comes behind it is found."""
    assert told("\\foo", "\\input{x}", "\\foo", "\\input{x}", "\\foo") == [
        "11 command-is-known",
        "21 file-is-found+",
        "31 command-is-known",
        "41 file-is-found+",
        "51 command-is-known",
    ]


def test_there_is_a_bound() -> None:
    """After so many pieces it is said that there may be more."""
    found = told(*["\\input{x}"] * 12)
    assert len(found) == MOST
    assert [line[-1] for line in found] == ["+"] * (MOST - 1) + ["!"]


def test_what_opens_goes_with_what_closes() -> None:
    """With a block that opens an environment the one that closes it is left out, so that this is no new fault."""
    bodies: list[str] = []

    def run(source: TexSource) -> EngineRun:
        bodies.append(source.text("part.tex"))
        return playing(says)(source)

    source = source_of("\\begin{center}\n\\input{x}", "\\textbf{a}", "\\end{center}")
    all_faults(run(source), source, run)
    assert "center" in bodies[0]
    assert "center" not in bodies[1] and "\\textbf{a}" in bodies[1]
    assert bodies[0].count("\n") == bodies[1].count("\n")


def test_a_stretch_of_a_line_is_left_out_alone() -> None:
    """Of a paragraph only its raw LaTeX is left out."""
    piece = RawPiece(Span("a.md", 3, 7, 3, 26), "\\input{x}", is_block=False)
    body = "%@ a.md:3:1\nWords \\input{x} and more."
    source = TexSource("brief", "job", (("job.tex", ""), ("part.tex", body)), raw=(piece,))
    bodies: list[str] = []

    def run(less: TexSource) -> EngineRun:
        bodies.append(less.text("part.tex"))
        return playing(says)(less)

    (found,) = all_faults(playing(says)(source), source, run)
    assert found.span == Span("a.md", 3, 16, 3, 17)
    assert bodies == ["%@ a.md:3:1\nWords  and more."]


def test_missing_characters_are_found_behind_an_error() -> None:
    """A character that no font has is told though another fault has kept the PDF from being made."""
    missing = "Missing character: There is no ꙮ (U+A66E) in font X!"
    log = f"(./part.tex\npart.tex:2: Undefined control sequence.\nl.2 \\foo\n\n{missing}"
    source = source_of("\\foo", "ꙮ")
    found = all_faults(EngineRun(0, 0.0, f"{log}\n{FINE}"), source, lambda _: pytest.fail("nothing is to be left out"))
    assert [(one.code, one.span.line) for one in found if one.span] == [("command-is-known", 11), ("glyph-exists", 21)]


def test_a_damaged_picture_is_named_where_it_stands() -> None:
    """TeX meets a damaged picture when it writes the page; it is told, and left out, at the author's figure."""
    body = "%@ a.md:3:1\n\\SBpicture{1cm}{figures/a.png}{}\n\n%@ a.md:9:1\nWords."
    source = TexSource("brief", "job", (("job.tex", ""), ("part.tex", body)))
    log = "(./part.tex) [2<./figures/a.png\n./part.tex:5: error:  (readpng): internal error\n"
    bodies: list[str] = []

    def run(less: TexSource) -> EngineRun:
        bodies.append(less.text("part.tex"))
        return EngineRun(0, 0.0, FINE)

    (found,) = all_faults(EngineRun(1, 0.0, log), source, run)
    assert (found.code, found.span) == ("picture-is-readable", Span("a.md", 3, 1))
    assert "figures/a.png" in found.message
    assert "a.png" not in bodies[0] and "Words." in bodies[0]


def test_a_locked_picture_is_told_by_its_name() -> None:
    """A PDF with a password is named, though TeX meets it before it puts it on a page."""
    body = "%@ a.md:3:1\nWords.\n\n%@ a.md:9:1\n\\SBpicture{1cm}{figures/a.pdf}{}"
    source = TexSource("brief", "job", (("job.tex", ""), ("part.tex", body)))
    said = "error:  (file figures/a.pdf) (pdf inclusion): the pdf file './figures/a.pdf' is encrypted, passwords wrong"
    run = EngineRun(1, 0.0, f"(./part.tex\n./part.tex:5: {said}\n")
    (found,) = all_faults(run, source, lambda _: EngineRun(0, 0.0, FINE))
    assert found.message == "the picture 'figures/a.pdf' is locked with a password"
    assert found.span == Span("a.md", 9, 1)


def test_what_comes_to_no_end_is_looked_for_in_raw_latex() -> None:
    """A run that takes too long is told at the only raw LaTeX, or with the places of all."""
    stopped = EngineRun(-9, 0.0, "", stopped="time")
    (one,) = all_faults(stopped, source_of("\\loop\\iftrue\\repeat"), lambda _: pytest.fail("it would take as long"))
    assert (one.code, one.span) == ("typesetting-ends", Span("a.md", 11, 1, 11, 20))
    (several,) = all_faults(stopped, source_of("a", "b"), lambda _: pytest.fail("it would take as long"))
    assert several.notes == ("raw LaTeX, which may be to blame, stands at a.md:10, a.md:20",)


def test_an_error_without_a_place_is_told() -> None:
    """Where nothing can be left out, all that the run says is told."""
    source = source_of("fine")
    run = EngineRun(1, 0.0, "! I am an error that nobody foresaw.\n")
    found = all_faults(run, source, lambda _: pytest.fail("there is nothing to leave out"))
    assert [one.code for one in found] == ["typesetting-succeeds"]


@pytest.mark.tex
def test_a_build_tells_the_faults_of_all_blocks_and_keeps_the_pdf(tmp_path: Path) -> None:
    """Raw LaTeX with errors that TeX gets over, that cascade and that end the run: each is told at its own line."""
    import shutil  # noqa: PLC0415

    content, output = tmp_path / "content", tmp_path / "output"
    shutil.copytree(BASE, content)
    with (content / "brief.yaml").open("a", encoding="utf-8") as file:
        file.write("allow-raw-latex: true\n")
    build(content, output, ["brief"], read_back=False)
    before = (output / "content-brief.pdf").read_bytes()
    blocks = [
        "\\textbff{a}",
        "\\input{nosuch}",
        "\\begin{tabular}{ll}\na & \\toprule b \\\\\n\\end{tabular}",
        "\\item x",
        "\\foo",
    ]
    with (content / "introduction.md").open("a", encoding="utf-8") as file:
        file.write("".join(f"\n```{{=latex}}\n{block}\n```\n" for block in blocks))
    with pytest.raises(ContentError) as caught:
        build(content, output, ["brief"], read_back=False)
    found = [
        (one.span.line if one.span else 0, one.code) for one in caught.value.diagnostics if one.severity == "error"
    ]
    assert found == [
        (6, "command-is-known"),
        (10, "file-is-found"),
        (15, "cells-fit-columns"),
        (20, "item-is-in-list"),
        (24, "command-is-known"),
    ]
    assert (output / "content-brief.pdf").read_bytes() == before
