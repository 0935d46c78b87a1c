"""The inspector after a build: the author's lines, what TeX has said; and briefs of which nothing is said."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue_examples import BASE
from stagebrief import BuildReport, ContentError, build
from stagebrief.build import inspect
from stagebrief.diagnostics import Diagnostic, Severity
from stagebrief.model.checks import OF_PAGES

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.generated import realistic, write_content  # noqa: E402 - it is no package that is installed

pytestmark = pytest.mark.tex
WRITTEN = r"""
```{=latex}
\noindent\mbox{This line is written so that it cannot break anywhere and runs out of the measure of the page}
```

```{=latex}
\noindent The first reading of the treaty\llap{A second reading set over it}
```

```{=latex}
\textcolor[gray]{.7}{So faint that one hardly sees these words}
```

```{=latex}
\hyperlink{nowhere-at-all}{A link to nowhere}
```

```{=latex}
\newpage\null\newpage
```

```{=latex}
\noindent\hspace*{15cm}\mbox{These words stand far outside}
```
"""
SEVERITIES = "checks: {text-is-apart: warning, text-is-on-page: note, page-is-used: off, picture-is-sharp: off}\n"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, BuildReport]]:
    """A brief with raw LaTeX that breaks its pages, each fault set to be no error; its PDF; and the report."""
    root = tmp_path_factory.mktemp("broken")
    shutil.copytree(BASE, root / "content")
    with (root / "content" / "introduction.md").open("a", encoding="utf-8") as file:
        file.write(WRITTEN)
    with (root / "content" / "brief.yaml").open("a", encoding="utf-8") as file:
        file.write(f"allow-raw-latex: true\n{SEVERITIES}")
    report = build(root / "content", root / "output", ["brief"])
    yield root / "content", root / "output" / "content-brief.pdf", report


def line_of(content: Path, words: str) -> int:
    """The line of the introduction that holds these words."""
    lines = (content / "introduction.md").read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def told(found: tuple[Diagnostic, ...]) -> set[tuple[str, Severity, int]]:
    """What is said of pages: code, severity and the author's line."""
    return {(one.code, one.severity, one.span.line if one.span else 0) for one in found if one.code in OF_PAGES}


def test_faults_of_pages_are_told_at_the_authors_lines(broken: tuple[Path, Path, BuildReport]) -> None:
    """Each is told once, where it was written, as severe as the author wants it; TeX's own words get their page."""
    content, _, report = broken
    assert told(report.diagnostics) == {
        ("box-fits", Severity.WARNING, line_of(content, "cannot break")),
        ("text-is-apart", Severity.WARNING, line_of(content, "llap")),
        ("contrast-is-enough", Severity.WARNING, line_of(content, "So faint")),
        ("link-has-target", Severity.WARNING, line_of(content, "hyperlink")),
        ("text-is-on-page", Severity.NOTE, line_of(content, "far outside")),
    }
    assert all(one.area and one.area.pdf == "brief" for one in report.diagnostics)
    assert len(report.diagnostics) == len(told(report.diagnostics))


def test_a_pdf_is_inspected_with_its_content_and_without(broken: tuple[Path, Path, BuildReport]) -> None:
    """With the content the lines are those of the build; without it there are pages, and the usual severities."""
    content, pdf, report = broken
    with_lines = inspect(pdf, content).diagnostics
    of_tex = {one for one in told(report.diagnostics) if one[0] == "box-fits"}  # on so short a page it knows no measure
    assert told(with_lines) == told(report.diagnostics) - of_tex
    without = inspect(pdf).diagnostics
    assert {one.span for one in without} == {None}
    assert {one.code for one in without} >= {"text-is-apart", "text-is-on-page", "page-is-used", "picture-is-sharp"}
    assert {one.severity for one in without if one.code == "text-is-apart"} == {Severity.ERROR}


def test_what_was_said_is_said_again_when_there_is_nothing_to_do(broken: tuple[Path, Path, BuildReport]) -> None:
    """The findings with their places on the pages are kept with the record of the build."""
    content, pdf, report = broken
    again = build(content, pdf.parent, ["brief"])
    assert again.up_to_date
    assert again.diagnostics == report.diagnostics


def test_looked_at_pages_are_kept_in_the_work_folder(broken: tuple[Path, Path, BuildReport]) -> None:
    """The pages are kept by their digests beside the work of TeX, and not among its files."""
    _, pdf, report = broken
    kept = json.loads((pdf.parent / ".stagebrief" / "content" / "inspected-brief.json").read_bytes())
    assert len(kept["pages"]) == report.artifacts[0].pages


def test_an_unreadable_page_stops_the_build(tmp_path: Path) -> None:
    """Text over text is an error unless the author says otherwise, and no PDF is put in place."""
    shutil.copytree(BASE, tmp_path / "content")
    with (tmp_path / "content" / "introduction.md").open("a", encoding="utf-8") as file:
        file.write(
            "\n```{=latex}\n\\noindent The first reading of the treaty\\llap{A second reading set over it}\n```\n"
        )
    with (tmp_path / "content" / "brief.yaml").open("a", encoding="utf-8") as file:
        file.write("allow-raw-latex: true\n")
    with pytest.raises(ContentError) as raised:
        build(tmp_path / "content", tmp_path / "output", ["brief"])
    assert [one.code for one in raised.value.diagnostics if one.severity is Severity.ERROR] == ["text-is-apart"]
    assert not list((tmp_path / "output").glob("*.pdf"))


@pytest.mark.parametrize("folder", ["content/tajikistan-russia", "tests/cases/persian", "tests/cases/small"])
def test_nothing_is_said_of_sound_briefs(folder: str, tmp_path: Path) -> None:
    """The built-in design gives no findings on what is shipped, nor from right to left."""
    report = build(ROOT / folder, tmp_path)
    assert [one for one in report.diagnostics if one.code in OF_PAGES] == []


def test_nothing_is_lost_or_unreadable_in_a_made_up_brief(tmp_path: Path) -> None:
    """A realistic made-up brief and its deck have no text outside the page or over other text, and no lost glyph."""
    report = build(write_content(realistic(6, 3, "en"), tmp_path / "content"), tmp_path / "output")
    assert {one.code for one in report.diagnostics} & {"text-is-on-page", "text-is-apart", "glyph-is-shown"} == set()
