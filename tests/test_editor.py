"""The author's editor: known forms of `file:line`, no shell, and no word of an author's that becomes an option."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from processes import comes_true
from stagebrief.compile.editor import editor_of, open_editor

PLACE = ("/c/a b.md", 7, 3)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with programs of all names that are asked for; each writes its arguments to `said`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in (
        "code",
        "subl",
        "gvim",
        "vim",
        "nano",
        "emacs",
        "emacsclient",
        "kate",
        "idea",
        "own",
        "mousepad",
        "zed",
    ):
        program = folder / name
        program.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/said.new\nmv {tmp_path}/said.new {tmp_path}/said\n'
        )
        program.chmod(0o755)
    return folder


def words(programs: Path, **environment: str) -> list[str] | None:
    """What would be started for the place, without the program's folder."""
    editor = editor_of({"PATH": str(programs), **environment})
    if editor is None:
        return None
    found = editor.words(Path(PLACE[0]), *PLACE[1:])
    assert Path(found[0]).parent == programs
    return [Path(found[0]).name, *found[1:]]


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("EDITOR", "code", ["code", "--goto", "/c/a b.md:7:3"]),
        ("VISUAL", "code --wait", ["code", "--wait", "--goto", "/c/a b.md:7:3"]),
        ("EDITOR", "subl", ["subl", "/c/a b.md:7:3"]),
        ("EDITOR", "zed", ["zed", "/c/a b.md:7:3"]),
        ("EDITOR", "gvim", ["gvim", "+7", "/c/a b.md"]),
        ("EDITOR", "vim -g", ["vim", "-g", "+7", "/c/a b.md"]),
        ("EDITOR", "kate", ["kate", "--line", "7", "--column", "3", "/c/a b.md"]),
        ("EDITOR", "idea", ["idea", "--line", "7", "--column", "3", "/c/a b.md"]),
        ("EDITOR", "mousepad", ["mousepad", "--line", "7", "/c/a b.md"]),
        ("STAGEBRIEF_EDITOR", "own --at {line}:{column} {file}", ["own", "--at", "7:3", "/c/a b.md"]),
        ("STAGEBRIEF_EDITOR", "own", ["own", "/c/a b.md"]),
        ("EDITOR", "vim", None),
        ("EDITOR", "nano", None),
        ("EDITOR", "emacs", None),
        ("EDITOR", "own", None),
        ("EDITOR", "nowhere-to-be-found", None),
        ("EDITOR", 'code "', None),
        ("EDITOR", "", None),
    ],
)
def test_editors_are_told_the_line_in_their_way(
    programs: Path, variable: str, value: str, expected: list[str] | None
) -> None:
    """Editors with a window are started at the line; those of a terminal, and unknown ones, are not."""
    assert words(programs, **{variable: value}) == expected


def test_emacs_is_started_where_there_is_a_screen(programs: Path) -> None:
    """Emacs opens a window under X or Wayland, and emacsclient does not wait for it."""
    assert words(programs, EDITOR="emacs", DISPLAY=":0") == ["emacs", "+7:3", "/c/a b.md"]
    assert words(programs, EDITOR="emacs -nw", DISPLAY=":0") is None
    assert words(programs, EDITOR="emacsclient", WAYLAND_DISPLAY="w") == ["emacsclient", "-n", "+7:3", "/c/a b.md"]


def test_ours_comes_before_visual_and_editor(programs: Path) -> None:
    """STAGEBRIEF_EDITOR is asked first, then VISUAL, then EDITOR; one that cannot be started gives way to the next."""
    assert words(programs, STAGEBRIEF_EDITOR="subl", VISUAL="code", EDITOR="kate") == ["subl", "/c/a b.md:7:3"]
    assert words(programs, VISUAL="vim", EDITOR="subl") == ["subl", "/c/a b.md:7:3"]


@pytest.mark.parametrize("name", ["-c quit.md", "--wait.md", "$(touch x).md", "a;b.md", "{line}.md", "%s.md"])
def test_no_name_of_a_file_becomes_an_option_or_a_command(programs: Path, tmp_path: Path, name: str) -> None:
    """Whatever a file is called, the editor gets its absolute path as one word."""
    for value in ("code", "gvim", "own {file}"):
        editor = editor_of({"PATH": str(programs), "STAGEBRIEF_EDITOR": value})
        assert editor
        given = editor.words(tmp_path / name, 1, 1)[1:]
        assert any(str(tmp_path / name) in word for word in given)
        assert all(word.startswith(("/", "+1", "--goto")) for word in given)


def test_the_editor_is_started_and_named(programs: Path, tmp_path: Path) -> None:
    """The program runs with the place, and its name is told; without one nothing is started."""
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "EDITOR": "code"}
    assert open_editor(tmp_path / "a b.md", 7, 3, environment) == "code"
    said = tmp_path / "said"
    assert comes_true(said.exists)
    assert said.read_text() == f"--goto\n{tmp_path}/a b.md:7:3\n"
    said.unlink()
    assert open_editor(tmp_path / "a b.md", 7, 3, {"PATH": str(programs), "EDITOR": "nano"}) == ""
    time.sleep(0.1)
    assert not said.exists()
