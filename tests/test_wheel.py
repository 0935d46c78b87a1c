"""What is handed on: the wheel and the source archive, installed where the repository is not."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pypdfium2
import pytest

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content" / "tajikistan-russia"


def run(*command: str | Path, folder: Path, **settings: str) -> str:
    """The output of a program; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    result = subprocess.run(
        command, cwd=folder, env={**environment, **settings}, capture_output=True, text=True, check=False, timeout=300
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def packed(source: Path, target: Path) -> tuple[Path, Path]:
    """The wheel and the source archive made of that folder."""
    run(sys.executable, "-m", "hatchling", "build", "-d", target, folder=source)
    (wheel,), (archive,) = target.glob("*.whl"), target.glob("*.tar.gz")
    return wheel, archive


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the source archive of this repository."""
    return packed(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(packages: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment into which the wheel was installed; its dependencies are those of this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", "--without-pip", "venv", folder=folder)
    programs = folder / "venv" / "bin"
    pip = (sys.executable, "-m", "pip", "--python", programs / "python", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", packages[0], folder=folder)
    names = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    site = Path(sysconfig.get_path("purelib", vars=names))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def names_in(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel by name."""
    with zipfile.ZipFile(wheel) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_templates_and_schemas_travel_in_the_wheel(packages: tuple[Path, Path]) -> None:
    """Every template and every JSON Schema of the repository is in the wheel, as it is here."""
    found = names_in(packages[0])
    for folder, place in ((ROOT / "templates", "stagebrief/templates"), (ROOT / "docs/schema", "stagebrief/schema")):
        for path in folder.rglob("*"):
            if path.is_file():
                assert found[f"{place}/{path.relative_to(folder).as_posix()}"] == path.read_bytes()


def test_the_wheel_holds_all_code_and_nothing_else(packages: tuple[Path, Path]) -> None:
    """Every file of the package is in the wheel; tests, content and tools are not."""
    found = names_in(packages[0])
    package = ROOT / "src" / "stagebrief"
    ours = {f"stagebrief/{path.relative_to(package).as_posix()}" for path in package.rglob("*") if path.is_file()}
    assert {name for name in ours if "__pycache__" not in name} <= found.keys()
    assert "stagebrief/py.typed" in found
    assert {name.split("/")[0].partition("-")[0] for name in found} == {"stagebrief"}


def test_the_source_archive_gives_the_same_wheel(packages: tuple[Path, Path], tmp_path: Path) -> None:
    """A wheel that is made of the unpacked source archive holds the same files as one made of the repository."""
    run("tar", "-xzf", packages[1], folder=tmp_path)
    (source,) = tmp_path.iterdir()
    assert (source / "Makefile").is_file() and (source / "requirements.lock").is_file()
    again, _ = packed(source, tmp_path / "dist")
    assert names_in(again) == names_in(packages[0])


def test_the_command_works_where_it_is_installed(installed: Path, tmp_path: Path) -> None:
    """The command and `python -m stagebrief` run from the wheel alone, with its own templates, and tell the version."""
    code = "import stagebrief.resources as r; print(r.__file__); print(r.templates_folder())"
    places = run(installed / "python", "-c", code, folder=tmp_path).splitlines()
    assert [Path(place).is_relative_to(installed.parent) for place in places] == [True, True]
    assert Path(places[1], "brief", "preamble.tex").is_file()
    version = run(installed / "stagebrief", "--version", folder=tmp_path)
    assert version == run(installed / "python", "-m", "stagebrief", "--version", folder=tmp_path)
    assert version.startswith("stagebrief 0.")
    assert "Every citation names a source" in run(
        installed / "stagebrief", "explain", "citation-resolves", folder=tmp_path
    )


def test_content_is_checked_without_tex(installed: Path, tmp_path: Path) -> None:
    """`stagebrief check` finds nothing wrong in the shipped content with no program on the PATH."""
    assert "error" not in run(installed / "stagebrief", "check", CONTENT, folder=tmp_path, PATH=str(tmp_path))


@pytest.mark.tex
def test_the_brief_is_built_where_it_is_installed(installed: Path, tmp_path: Path) -> None:
    """From the wheel, in an empty folder, the shipped content becomes a brief with its title in it."""
    report = run(installed / "stagebrief", "build", CONTENT, "--target", "brief", folder=tmp_path)
    assert "built in" in report
    with pypdfium2.PdfDocument(tmp_path / "output" / "tajikistan-russia-brief.pdf") as document:
        text = document[0].get_textpage().get_text_range()
    assert "Tajikistan" in text
