"""Building for real: what comes out, when nothing is done, and what a failed build leaves alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from stagebrief import BuildReport, ContentError, UsageError, build, check
from stagebrief.build import epoch_of
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.passes import compile_source
from stagebrief.compile.system import SystemEngine
from stagebrief.render.brief import render_brief
from stagebrief.render.slides import render_slides

pytestmark = pytest.mark.tex
SMALL = Path(__file__).parent / "cases" / "small"


def text_of(pdf: Path) -> str:
    """All text of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, BuildReport]]:
    """A copy of the small brief, where its PDFs are, and the report of the first build."""
    root = tmp_path_factory.mktemp("built")
    content = root / "small"
    shutil.copytree(SMALL, content)
    yield content, root / "output", build(content, root / "output")


def test_four_lines_of_python_give_two_pdfs(built: tuple[Path, Path, BuildReport]) -> None:
    """The report names target, place and pages of each PDF, and what it took."""
    _, output, report = built
    assert [(item.target, item.path.name, item.pages) for item in report.artifacts] == [
        ("brief", "small-brief.pdf", 2),
        ("slides", "small-slides.pdf", 9),
    ]
    assert all(item.path.parent == output and item.path.is_file() for item in report.artifacts)
    assert not report.up_to_date
    assert [item.program for item in report.artifacts[0].passes].count("biber") == 1


def test_signs_of_tex_arrive_as_themselves(built: tuple[Path, Path, BuildReport]) -> None:
    """The page shows what the author typed."""
    text = text_of(built[1] / "small-brief.pdf")
    assert "50% of it & more words. Как дела, Тоҷикистон? See Stage 1." in text.replace("\r\n", " ")


def test_nothing_changed_is_nothing_to_do(built: tuple[Path, Path, BuildReport]) -> None:
    """A touched file is not a changed one, and the PDFs stay as they are."""
    content, output, _ = built
    before = (output / "small-brief.pdf").stat().st_mtime_ns
    os.utime(content / "brief.yaml")
    again = build(content, output)
    assert again.up_to_date
    assert [item.target for item in again.artifacts] == ["brief", "slides"]
    assert (output / "small-brief.pdf").stat().st_mtime_ns == before


def test_a_pdf_that_was_tampered_with_is_made_anew(built: tuple[Path, Path, BuildReport]) -> None:
    """Nothing to do means that the PDFs are there as they were written."""
    content, output, _ = built
    good = (output / "small-brief.pdf").read_bytes()
    (output / "small-brief.pdf").write_bytes(b"not a PDF")
    assert not build(content, output).up_to_date
    assert (output / "small-brief.pdf").read_bytes() == good


def test_the_same_content_gives_the_same_bytes_elsewhere(
    built: tuple[Path, Path, BuildReport], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folder, locale and time zone leave no trace in the PDFs."""
    monkeypatch.setenv("TZ", "Asia/Dushanbe")
    monkeypatch.setenv("LC_ALL", "C")
    content = tmp_path / "a deeper" / "folder" / "small"
    shutil.copytree(SMALL, content)
    build(content, tmp_path / "out")
    for name in ("small-brief.pdf", "small-slides.pdf"):
        assert (tmp_path / "out" / name).read_bytes() == (built[1] / name).read_bytes()


def test_plain_runs_give_the_same_bytes(built: tuple[Path, Path, BuildReport], tmp_path: Path) -> None:
    """Forking, looking ahead and what they spare of passes leave no trace in the PDFs."""
    content, output, _ = built
    resolved, fonts = check(content).resolved, find_fonts()
    assert resolved is not None
    for render in (render_brief, render_slides):
        source = render(resolved, fonts, content)
        plain = compile_source(source, tmp_path / source.target, SystemEngine(), epoch_of(resolved.brief.date))
        assert plain.pdf.read_bytes() == (output / f"small-{source.target}.pdf").read_bytes()


def test_a_failed_build_leaves_the_earlier_pdfs(built: tuple[Path, Path, BuildReport], tmp_path: Path) -> None:
    """A fault in the content raises, and what was there stays; then the mended content builds again."""
    content, output = tmp_path / "small", tmp_path / "output"
    shutil.copytree(built[0], content)
    shutil.copytree(built[1], output)
    before = (output / "small-brief.pdf").read_bytes()
    prose = content / "stages" / "1-first.md"
    good = prose.read_text(encoding="utf-8")
    prose.write_text(f"{good}\n\nA formula $\\frac{{1}}$ and a key [@nobody].\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        build(content, output)
    assert "citation-resolves" in {item.code for item in caught.value.diagnostics}
    assert (output / "small-brief.pdf").read_bytes() == before
    prose.write_text(good, encoding="utf-8")
    assert build(content, output, ["brief"]).artifacts[0].path.read_bytes() == before


def test_a_fault_that_only_tex_finds_is_told_at_its_line(tmp_path: Path) -> None:
    """Raw LaTeX that the brief allows may fail; the error names the author's line, not TeX's."""
    content = tmp_path / "small"
    shutil.copytree(SMALL, content)
    brief = content / "brief.yaml"
    brief.write_text(brief.read_text(encoding="utf-8") + "allow-raw-latex: true\n", encoding="utf-8")
    prose = content / "stages" / "1-first.md"
    lines = prose.read_text(encoding="utf-8") + "\n```{=latex}\n\\nosuchcommand\n```\n"
    prose.write_text(lines, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        build(content, tmp_path / "out", ["brief"])
    first = caught.value.diagnostics[0]
    assert (str(first.span), first.code) == ("stages/1-first.md:10:1", "command-is-known")
    assert not (tmp_path / "out" / "small-brief.pdf").exists()


def test_the_tex_can_be_kept_and_compiles_by_hand(tmp_path: Path) -> None:
    """`--keep-tex` writes what latexmk takes; an edited copy is moved aside and not overwritten."""
    content = tmp_path / "small"
    shutil.copytree(SMALL, content)
    build(content, tmp_path / "out", ["brief"], keep_tex=True)
    kept = tmp_path / "out" / "small-brief-tex"
    command = ["latexmk", "-lualatex", "-interaction=nonstopmode", "small-brief"]
    if shutil.which("latexmk"):
        subprocess.run(command, cwd=kept, check=True, capture_output=True, timeout=300)
    else:
        one_pass = ["lualatex", "-interaction=nonstopmode", "small-brief"]
        subprocess.run(one_pass, cwd=kept, check=True, capture_output=True, timeout=300)
    assert (kept / "small-brief.pdf").is_file()
    (kept / "front.tex").write_text("edited by hand", encoding="utf-8")
    build(content, tmp_path / "out", ["brief"], keep_tex=True)
    assert (tmp_path / "out" / "small-brief-tex.1" / "front.tex").read_text(encoding="utf-8") == "edited by hand"


def test_nothing_starts_a_program(tmp_path: Path) -> None:
    """Raw LaTeX and Lua cannot run a program, even where raw LaTeX is allowed."""
    content = tmp_path / "small"
    shutil.copytree(SMALL, content)
    brief = content / "brief.yaml"
    brief.write_text(brief.read_text(encoding="utf-8") + "allow-raw-latex: true\n", encoding="utf-8")
    prose = content / "stages" / "1-first.md"
    canary = tmp_path / "canary"
    attack = rf"\directlua{{pcall(os.execute, 'touch {canary}') pcall(io.popen, 'touch {canary}')}}"
    attack += rf"\immediate\write18{{touch {canary}}}"
    prose.write_text(f"Words.\n\n```{{=latex}}\n{attack}\n```\n", encoding="utf-8")
    build(content, tmp_path / "out", ["brief"])
    assert not canary.exists()


def test_wrong_use_is_told_apart_from_wrong_content(tmp_path: Path) -> None:
    """A folder that is none and a target that is none are faults of the call."""
    with pytest.raises(UsageError):
        build(tmp_path / "nowhere", tmp_path)
    with pytest.raises(UsageError):
        build(SMALL, tmp_path, ["poster"])


def test_check_needs_no_tex(monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing on the PATH the content can still be checked."""
    monkeypatch.setenv("PATH", "/nonexistent")
    assert check(SMALL).good


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    """The first build names the PDFs; the second says that there is nothing to do; exit status 0."""
    content = tmp_path / "small"
    shutil.copytree(SMALL, content)
    command = [sys.executable, "-m", "stagebrief", "build", str(content), "--target", "brief", "--output"]
    first = subprocess.run([*command, str(tmp_path / "out")], capture_output=True, text=True, timeout=300, check=True)
    assert "small-brief.pdf  2 pages" in first.stdout
    again = subprocess.run([*command, str(tmp_path / "out")], capture_output=True, text=True, timeout=60, check=True)
    assert "nothing to do" in again.stdout
    assert "\x1b" not in first.stdout + first.stderr
