"""The author's editor, started at a line of a file: no shell, and nothing that an author writes becomes an option."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

VARIABLES = ("STAGEBRIEF_EDITOR", "VISUAL", "EDITOR")

Form = Callable[[str, int, int], list[str]]
"""The arguments that open a file at a line and a column."""


def joined(path: str, line: int, column: int) -> list[str]:
    """`file:line:column`."""
    return [f"{path}:{line}:{column}"]


def goto(path: str, line: int, column: int) -> list[str]:
    """As Visual Studio Code and its kin have it."""
    return ["--goto", f"{path}:{line}:{column}"]


def plus(path: str, line: int, _column: int) -> list[str]:
    """`+line file`, as vi has had it."""
    return [f"+{line}", path]


def plus_column(path: str, line: int, column: int) -> list[str]:
    """`+line:column file`, as Emacs has it."""
    return [f"+{line}:{column}", path]


def line_column(path: str, line: int, column: int) -> list[str]:
    """`--line … --column … file`."""
    return ["--line", str(line), "--column", str(column), path]


def line_only(path: str, line: int, _column: int) -> list[str]:
    """`--line … file`."""
    return ["--line", str(line), path]


FORMS: dict[str, Form] = {
    **dict.fromkeys(
        ("code", "code-insiders", "code-oss", "codium", "vscodium", "cursor", "windsurf", "positron"), goto
    ),
    **dict.fromkeys(("subl", "sublime_text", "zed", "zeditor", "lapce", "atom", "pulsar"), joined),
    **dict.fromkeys(
        ("gvim", "mvim", "nvim-qt", "neovide", "gedit", "gnome-text-editor", "xed", "pluma", "bbedit"), plus
    ),
    **dict.fromkeys(("emacs", "emacsclient"), plus_column),
    **dict.fromkeys(("kate", "kwrite"), line_column),
    **dict.fromkeys(("idea", "pycharm", "webstorm", "phpstorm", "goland", "clion", "rubymine", "rider"), line_column),
    **dict.fromkeys(("geany", "mate", "mousepad", "featherpad"), line_only),
}
"""How editors that have a window of their own are told a line."""

IN_TERMINAL = frozenset(
    [
        "vi",
        "vim",
        "nvim",
        "view",
        "ex",
        "ed",
        "nano",
        "pico",
        "micro",
        "joe",
        "jed",
        "ne",
        "mg",
        "hx",
        "helix",
        "kak",
        "emacs-nox",
        "mcedit",
    ]
)
"""Editors that need the terminal in which they are started, which a page has not."""

WITHOUT_WINDOW = ("-nw", "--no-window-system", "-t", "--tty", "-nox")


@dataclass(frozen=True, slots=True)
class Editor:
    """A command that is known to open a window: its words, and how it is told a line."""

    command: tuple[str, ...]
    form: Form | None

    @property
    def name(self) -> str:
        """What people call it."""
        return Path(self.command[0]).name

    def words(self, path: Path, line: int, column: int) -> list[str]:
        """The whole command for a place; the path is absolute, so that it can never be taken for an option."""
        place = {"file": str(path.absolute()), "line": str(line), "column": str(column)}
        if self.form is None:
            return [self.command[0], *(filled(word, place) for word in self.command[1:])]
        return [*self.command, *self.form(place["file"], line, column)]


def filled(word: str, place: Mapping[str, str]) -> str:
    """A word of a command with the place written in, each sign once."""
    parts = word.split("{")
    return parts[0] + "".join(
        place[name] + rest if close and name in place else "{" + part
        for part in parts[1:]
        for name, close, rest in (part.partition("}"),)
    )


def editor_of(environment: Mapping[str, str]) -> Editor | None:
    """The editor that the user has chosen, if it can be started without a terminal; None if there is none."""
    for variable in VARIABLES:
        try:
            words = shlex.split(environment.get(variable, ""))
        except ValueError:
            continue
        if words and (editor := editor_for(words, environment, chosen=variable == VARIABLES[0])):
            return editor
    return None


def editor_for(words: list[str], environment: Mapping[str, str], *, chosen: bool) -> Editor | None:
    """The editor that these words name; `chosen` for us, it may be one that nobody here knows."""
    found = shutil.which(words[0], path=environment.get("PATH"))
    if found is None:
        return None
    name, command = Path(words[0]).name, (found, *words[1:])
    if chosen and any("{file}" in word for word in words[1:]):
        return Editor(command, None)
    if name in IN_TERMINAL and not (name in ("vim", "nvim") and "-g" in words[1:]):
        return None
    if name in ("emacs", "emacsclient") and not has_window(words[1:], environment):
        return None
    if name in ("vim", "nvim"):
        return Editor(command, plus)
    form = FORMS.get(name)
    if form is None:
        return Editor((*command, "{file}"), None) if chosen else None
    if name == "emacsclient" and not {"-n", "--no-wait"} & set(words):
        command = (*command, "-n")
    return Editor(command, form)


def has_window(options: list[str], environment: Mapping[str, str]) -> bool:
    """Whether Emacs opens a window."""
    shown = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    return bool(shown) and not any(option in WITHOUT_WINDOW for option in options)


def open_editor(path: Path, line: int, column: int, environment: Mapping[str, str] | None = None) -> str:
    """Start the user's editor at a place; returns its name, or nothing if there is none that can be started."""
    given = os.environ if environment is None else environment
    editor = editor_of(given)
    return editor.name if editor and begin(editor.words(path, line, column), given) else ""


def open_address(address: str) -> bool:
    """Show a page in the user's browser; whether a program for that was found."""
    for name in ("xdg-open", "open", "sensible-browser"):
        if found := shutil.which(name):
            return begin([found, address], os.environ)
    return False


def begin(words: list[str], environment: Mapping[str, str]) -> bool:
    """Start a program that goes on by itself; whether it could be started."""
    try:
        process = subprocess.Popen(
            words,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    threading.Thread(target=process.wait, daemon=True).start()
    return True
