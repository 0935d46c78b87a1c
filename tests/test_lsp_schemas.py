"""`stagebrief schema --write`: editors find the schemas, and nothing that somebody wrote is lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lspeditor import write_brief
from stagebrief.build import check
from stagebrief.cli import group

ROOT = Path(__file__).parents[1]
SCHEMAS = {"./.stagebrief/brief.schema.json": ["brief.yaml"], "./.stagebrief/stage.schema.json": ["stages/*.yaml"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A brief in which nothing is wrong."""
    return write_brief(tmp_path / "brief")


def write(folder: Path, *further: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(group, ["schema", "--write", str(folder), *further])


def settings(folder: Path) -> Path:
    """The settings of VS Code."""
    return folder / ".vscode" / "settings.json"


def test_schemas_are_written_where_editors_find_them(folder: Path) -> None:
    """The two schemas and VS Code's setting, which names them; a second time changes nothing."""
    assert write(folder).exit_code == 0
    for kind in ("brief", "stage"):
        written = json.loads((folder / ".stagebrief" / f"{kind}.schema.json").read_text(encoding="utf-8"))
        assert written == json.loads((ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text(encoding="utf-8"))
    assert json.loads(settings(folder).read_text()) == {"yaml.schemas": SCHEMAS}
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert write(folder).exit_code == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert not [one for one in check(folder).diagnostics if one.severity == "error"]


def test_a_folder_of_briefs_is_one_workspace(tmp_path: Path) -> None:
    """Above several briefs all of them are named."""
    write_brief(tmp_path / "content" / "one")
    write_brief(tmp_path / "content" / "two")
    assert write(tmp_path).exit_code == 0
    named = json.loads(settings(tmp_path).read_text())["yaml.schemas"]
    assert named["./.stagebrief/stage.schema.json"] == ["content/one/stages/*.yaml", "content/two/stages/*.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "",
        '{"editor.tabSize": 2}',
        '{\n    "editor.tabSize": 2,\n    "files.exclude": {"**/a": true}\n}\n',
        '{\r\n\t"yaml.schemas": {},\r\n\t"a": [1,  2]\r\n}\r\n',
        '{"yaml.schemas": {"https://example.org/x.json": "*.x.yaml"}, "b": "{"}',
        '{"a": {"yaml.schemas": {"no": "this"}}, "yaml.schemas": {"./.stagebrief/brief.schema.json": "brief.yaml"}}',
    ],
)
def test_settings_are_added_to(folder: Path, text: str) -> None:
    """What stands in the settings stays, to the letter, and the schemas are named besides."""
    settings(folder).parent.mkdir()
    settings(folder).write_bytes(text.encode())
    assert write(folder).exit_code == 0
    new = settings(folder).read_bytes().decode()
    old = json.loads(text or "{}")
    kept = old.get("yaml.schemas", {})
    assert json.loads(new) == {**old, "yaml.schemas": {**SCHEMAS, **kept}}
    pieces = [piece for piece in text.split('"yaml.schemas": {') if piece.strip("{}\r\n ")]
    assert all(piece.rstrip("{}\r\n ").lstrip("{") in new for piece in pieces)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{\n  // mine\n  "a": 1,\n}\n', "it is no plain JSON"),
        ('{"a": 1, "a": 2}', "a name stands twice in it"),
        ("[1]", "it is no object"),
        ('{"yaml.schemas": "x"}', "'yaml.schemas' is no object"),
        ('{"yaml.schemas": {"./.stagebrief/brief.schema.json": "other.yaml"}}', "stands there for other files"),
        (b"{\xff}", "could not be added to"),
    ],
)
def test_settings_that_cannot_be_added_to_stay(folder: Path, text: str | bytes, why: str) -> None:
    """Settings with comments, or otherwise out of the ordinary, are left as they are, and what to add is printed."""
    data = text if isinstance(text, bytes) else text.encode()
    settings(folder).parent.mkdir()
    settings(folder).write_bytes(data)
    result = write(folder)
    assert result.exit_code == 1
    assert settings(folder).read_bytes() == data
    assert why in result.output
    assert '"./.stagebrief/stage.schema.json"' in result.output
    assert (folder / ".stagebrief" / "stage.schema.json").is_file()


def test_a_first_line_names_the_schema_for_any_editor(folder: Path) -> None:
    """With --modelines each YAML file gets a line, before all else, with its line ends; one that has it stays."""
    stage, brief = folder / "stages" / "1-open.yaml", folder / "brief.yaml"
    text = stage.read_text()
    stage.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    brief.write_text("# yaml-language-server: $schema=https://example.org/mine.json\n" + brief.read_text())
    before = brief.read_bytes()
    for _ in range(2):
        assert write(folder, "--modelines").exit_code == 0
        assert brief.read_bytes() == before
        line = "# yaml-language-server: $schema=../.stagebrief/stage.schema.json\r\n"
        assert stage.read_bytes() == b"\xef\xbb\xbf" + (line + text.replace("\n", "\r\n")).encode()
    assert not [one for one in check(folder).diagnostics if one.severity == "error"]


def test_a_file_of_another_kind_is_not_overwritten(folder: Path) -> None:
    """A file that has the schema's name and is something else is left as it is."""
    (folder / ".stagebrief").mkdir()
    (folder / ".stagebrief" / "brief.schema.json").write_text("my own notes")
    result = write(folder)
    assert (folder / ".stagebrief" / "brief.schema.json").read_text() == "my own notes"
    assert "is left as it is: it is another file than the schema" in result.output


def test_a_folder_without_briefs_is_refused(tmp_path: Path) -> None:
    """Where there is nothing to describe, nothing is written."""
    result = write(tmp_path)
    assert result.exit_code == 2
    assert "there is no brief.yaml in" in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_folder_may_be_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name it is the folder where one stands; the name of a schema beside it is refused."""
    monkeypatch.chdir(folder)
    assert CliRunner().invoke(group, ["schema", "--write"]).exit_code == 0
    assert settings(folder).is_file()
    for wrong in (["schema"], ["schema", "brief", "--modelines"], ["schema", "brief", "--write", "."]):
        assert CliRunner().invoke(group, wrong).exit_code == 2


def test_the_example_names_its_schemas(tmp_path: Path) -> None:
    """The example's files have the line already, and keep it."""
    copy = Path(shutil.copytree(ROOT / "content" / "tajikistan-russia", tmp_path / "example"))
    before = (copy / "brief.yaml").read_bytes()
    assert write(copy, "--modelines").exit_code == 0
    assert (copy / "brief.yaml").read_bytes() == before
