"""The campaigns on editing and breaking what is watched (benchmarks/), a few steps of each."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import edits, watch_faults
from benchmarks.generated import realistic, write_content
from benchmarks.speed.changes import CHANGES, paragraphs
from benchmarks.speed.contenders import Words
from benchmarks.speed.page import page_of
from benchmarks.speed.pandoc_source import brief_markdown, deck_markdown
from benchmarks.speed.plot import plot_of
from benchmarks.speed.typst_source import brief_typst, deck_typst

from stagebrief import check

SMALL = Path(__file__).parent / "cases" / "small"


@pytest.mark.tex
def test_random_edits_give_the_bytes_of_builds_from_nothing(tmp_path: Path) -> None:
    """Two random edits under a session that watches: both PDFs are those of a build in another folder."""
    told: list[str] = []
    campaign = edits.Campaign(tmp_path, SMALL, ("brief",), seed=1, say=told.append)
    assert campaign.run(2) == []
    assert campaign.compared + campaign.broken == len(told) == 2


@pytest.mark.tex
@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc, which Linux has")
def test_no_fault_under_watch_leaves_a_wrong_pdf_or_a_process(tmp_path: Path) -> None:
    """A broken save, killed engines, a killed watch: the PDFs are right after each, and no process stays."""
    told: list[str] = []
    campaign = watch_faults.Campaign(tmp_path.resolve(), SMALL, "brief", say=told.append)
    steps = (
        watch_faults.Campaign.broken_save,
        watch_faults.Campaign.killed_waiting,
        watch_faults.Campaign.killed_watch,
        watch_faults.Campaign.changed_template,
    )
    assert campaign.run(len(steps), steps) == []
    assert len(told) == 4


def test_a_change_that_changes_nothing_is_a_fault_of_the_campaign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that leaves the PDFs as they were has tried nothing, whatever a build from nothing gives."""
    campaign = watch_faults.Campaign(tmp_path.resolve(), SMALL, "brief")
    (campaign.output / "small.pdf").write_bytes(b"%PDF")
    monkeypatch.setattr(watch_faults.Campaign, "cold", lambda self: self.pdfs(self.output))
    campaign.changed(campaign.pdfs(campaign.output), "a changed template")
    assert campaign.faults == ["after a changed template: the PDFs are as they were"]


def test_a_change_leaves_content_that_builds(tmp_path: Path) -> None:
    """Another word, a longer heading, a new source: each changes one brief, and `check` finds nothing."""
    folder = write_content(realistic(6), tmp_path)
    for name, change in CHANGES.items():
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        change(folder, Random(2))
        assert any(path.read_bytes() != data for path, data in before.items()), name
        assert check(folder).diagnostics == (), name


def test_paragraphs_are_what_the_brief_shows() -> None:
    """Headings, lists, tables and what stands in divs are no paragraphs to edit."""
    line = "One two three four five six seven eight nine.\n"
    text = f"# {line}\n{line}\n::: slide A\n{line}::: notes\n{line}:::\n:::\n\n- {line}\n{line}"
    assert [text[place:].partition("\n")[0] for place, _ in paragraphs(text)] == [line.strip()] * 2


def test_other_tools_get_the_same_words(tmp_path: Path) -> None:
    """Each word of the prose stands in Pandoc's Markdown and in Typst's markup; sources are cited by their keys."""
    words = Words.of(write_content(realistic(6), tmp_path))
    prose = (words.folder / "introduction.md").read_text(encoding="utf-8").replace("*", "").partition("[")[0][:60]
    keys = {entry.key for entry in words.resolved.bibliography.entries}
    markdown, typst = brief_markdown(words.resolved), brief_typst(words.resolved)
    assert prose in markdown.replace("*", "")
    assert prose in typst.replace("\\", "")
    assert {key for key in keys if f"@{{{key}}}" in markdown} == keys
    assert {key for key in keys if f'label("{key}")' in typst} == keys
    for deck in (deck_markdown(words.resolved), deck_typst(words.resolved)):
        assert all(key in deck for key in keys if f"@{key}" in (words.folder / "stages/1-part-1.yaml").read_text())


RECORDS = [
    {"size": size, "case": case, "name": name, "round": number, "seconds": seconds * (1 + size / 10), "good": True}
    for size in (5, 20, 100)
    for number in range(3)
    for case, name, seconds in (
        ("cold", "stagebrief --no-daemon", 1.0),
        ("cold", "latexmk", 5.0),
        ("word", "stagebrief, resident", 1.0),
        ("word", "latexmk", 2.0),
    )
]
RAW = {"date": "2026-01-01", "machine": "a machine", "versions": {"Typst": "1"}, "records": RECORDS}


def test_the_page_says_which_targets_are_met() -> None:
    """Ratios are taken round by round and judged by the targets; what was not measured is said."""
    page = page_of(RAW, {"edits": {"steps": 100, "faults": 0, "date": "2026-01-01"}})
    assert (
        "| cold, both targets, against latexmk, 20 pages | ≤ 0.25 of theirs | 0.20 (0.20–0.20, n = 3) | met |" in page
    )
    assert (
        "| one word, resident, against latexmk, 5 pages | ≤ 0.3 of theirs | 0.50 (0.50–0.50, n = 3) | **missed** |"
        in page
    )
    assert "| nothing changed, against latexmk | ≤ 3 of theirs | not measured | – |" in page
    assert "| same bytes as a cold build | 100 steps, 0 faults (2026-01-01) | met |" in page
    assert "growth of time, cold | linear: a page costs no more than before (× 1.25) | 0.100 s a page" in page


def test_the_drawing_has_a_line_for_each() -> None:
    """Two lines in the field of cold builds, two in that of a changed word, with their names below."""
    drawing = plot_of(RECORDS)
    assert drawing.count("<polyline") == 4
    assert all(f">{name}<" in drawing for name in ("latexmk", "stagebrief, resident", "stagebrief --no-daemon"))
