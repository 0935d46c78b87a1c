"""The description of the content format: its tables are those of the models, and its examples are good."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from faultcases import BASE
from fieldtables import tables
from stagebrief import check
from stagebrief.load.schema import BriefFile, StageFile
from stagebrief.report.short import format_diagnostics

DOCUMENT = Path(__file__).parents[1] / "docs" / "content.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
BLOCK = re.compile(r"^(?P<fence>`{3,4})(?P<info>[^`\n]+)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
BLOCKS = [(match["info"].partition(" "), match["text"]) for match in BLOCK.finditer(TEXT)]
FILES = {info[2]: text for info, text in BLOCKS if info[2] and not info[2].endswith(", in part")}
PARTS = [(info[2].removesuffix(", in part"), text) for info, text in BLOCKS if info[2].endswith(", in part")]
PROSE = [text for info, text in BLOCKS if info[0] == "markdown" and not info[2]]
FIELD = re.compile(r"^(?=[\w-]+:)", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest brief of the description, with a picture."""
    shutil.copytree(BASE / "figures", tmp_path / "figures")
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def found_in(folder: Path) -> str:
    """What is wrong with the folder."""
    return format_diagnostics(check(folder).diagnostics)


def test_smallest_brief_is_whole(folder: Path) -> None:
    """The files of the first example make a brief with nothing to complain of."""
    assert {"brief.yaml", "stages/1-open.yaml", "stages/1-open.md", "references.bib"} == set(FILES)
    assert found_in(folder) == ""


@pytest.mark.parametrize(("name", "part"), PARTS, ids=[part.partition(":")[0] for _, part in PARTS])
def test_fields_of_the_examples_are_good(folder: Path, name: str, part: str) -> None:
    """The fields of each further example, put in place of those of the smallest brief, are good."""
    fields = {piece.partition(":")[0]: piece for piece in FIELD.split(FILES[name]) if piece}
    fields |= {piece.partition(":")[0]: piece for piece in FIELD.split(part) if piece}
    (folder / name).write_text("".join(fields.values()), encoding="utf-8")
    assert found_in(folder) == ""


@pytest.mark.parametrize("text", PROSE, ids=[text[:25].strip() for text in PROSE])
def test_prose_of_the_examples_is_good(folder: Path, text: str) -> None:
    """Each example of Markdown is good as the prose of the smallest brief."""
    (folder / "stages" / "1-open.md").write_text(text, encoding="utf-8")
    assert found_in(folder) == ""


def test_tables_are_those_of_the_models(update_cases: bool) -> None:
    """Every field of both YAML files stands in the description with what the schema says of it."""
    current = TEXT
    for name, model in (("brief.yaml", BriefFile), ("stage.yaml", StageFile)):
        before, start, rest = current.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition("<!-- end -->\n")
        heading = "Of the brief:" if model is BriefFile else "Of the stage:"
        current = f"{before}{start}{tables(model, heading)}\n\n{end}{after}"
    if update_cases:
        DOCUMENT.write_text(current, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == current


def test_links_lead_to_files() -> None:
    """What the description refers to is there."""
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT):
        if not link.startswith("figures/"):
            assert (DOCUMENT.parent / link).is_file(), link
