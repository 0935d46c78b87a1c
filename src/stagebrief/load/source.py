"""The only reader of files: texts and bytes below the content folder, and nothing outside it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.errors import UsageError
from stagebrief.spelling import near_names

MOST_FILES = 5000
"""Files that are looked through for a name that was probably meant."""

LONGEST_PATH, LONGEST_NAME = 1000, 255
"""Bytes of a path below the folder, and of a name in it."""

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""What a file in UTF-16 begins with."""
UNFIT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
"""Characters that no text of an author holds."""
NOTHING_UNSAVED: Mapping[str, bytes] = {}
"""What an editor holds that has no unsaved texts."""
UNFIT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that no file's name may hold: line ends, and what turns the direction of writing."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is for: its name in messages, how such files end, and the bytes that they have at most."""

    name: str
    suffixes: tuple[str, ...]
    largest: int
    article: str = "a"


YAML_FILE = FileKind("YAML file", (".yaml", ".yml"), 1 << 20)
STAGE = FileKind("stage file", (".yaml", ".yml"), 1 << 20)
PROSE = FileKind("Markdown file", (".md",), 4 << 20)
BIBLIOGRAPHY = FileKind("bibliography", (".bib", ".json", ".yaml"), 64 << 20)
PICTURE = FileKind("picture", (".png", ".jpg", ".jpeg", ".pdf"), 64 << 20)


@dataclass(slots=True)
class SourceFolder:
    """A content folder: what is read from it is kept in `texts`, what is wrong in `faults`.

    `unread` are lines (file, number) whose values could not be read and of which nothing more is to be said. `unsaved`
    are texts that count in place of the files of these names, as an editor holds them, be there such files or not.
    """

    root: Path
    unsaved: Mapping[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)
    unread: set[tuple[str, int]] = field(default_factory=set)
    listed: list[str] = field(default_factory=list)

    def report(self, faults: Iterable[Diagnostic]) -> None:
        """Keep the faults, save those of lines that could not be read."""
        self.faults += [fault for fault in faults if not self.is_unread(fault.span)]

    def is_unread(self, span: Span | None) -> bool:
        """Whether the place is in a line that could not be read."""
        return span is not None and (span.file, span.line) in self.unread

    def path(self, name: str, span: Span | None) -> Path | None:
        """The file of that name, if it lies in the folder; else None and a fault at `span`."""
        if UNFIT_IN_NAMES.search(name):
            hint = "rename the file with letters, digits and hyphens"
            self.report([error("path-is-plain", "the file's name holds a character that no name may hold", span, hint)])
            return None
        if is_too_long(name):
            message, hint = f"the file's name '{name[:40]}…' is longer than a name may be", "give the file a short name"
            self.report([error("path-is-plain", message, span, hint)])
            return None
        pure = PurePosixPath(name.replace("\\", "/"))
        path = self.root / pure
        if pure.is_absolute() or ".." in pure.parts or not self.is_inside(path):
            is_link = not pure.is_absolute() and ".." not in pure.parts
            message = f"'{name}' lies outside the content folder"
            message = f"'{name}' is a link to a file outside the content folder" if is_link else message
            hint = (
                "put a copy of the file in its place" if is_link else "copy the file into the folder and name it there"
            )
            self.report([error("path-is-inside", message, span, hint)])
            return None
        return path

    def is_inside(self, path: Path) -> bool:
        """Whether the file lies in the folder, links followed."""
        try:
            return path.resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError, ValueError):
            return False

    def is_named(self, name: str) -> bool:
        """Whether something of that name stands in the folder, be it a link that leads nowhere."""
        return self.draft(name) is not None or os.path.lexists(self.root / name)

    def has(self, name: str) -> bool:
        """Whether there is a file of that name in the folder."""
        path = self.root / name
        return not is_too_long(name) and (self.draft(name) is not None or path.is_file()) and self.is_inside(path)

    def draft(self, name: str) -> bytes | None:
        """What an editor holds of the file and has not saved; None where it holds nothing."""
        return self.unsaved.get(PurePosixPath(name).as_posix()) if self.unsaved else None

    def data(self, name: str, span: Span | None, kind: FileKind) -> bytes | None:
        """The file's bytes; None where they cannot be had, with a fault at `span`."""
        path = self.path(name, span)
        if path is None:
            return None
        draft = self.draft(name.replace("\\", "/"))
        try:
            if draft is None and not path.is_file():
                self.report([self.absent(name, path, span, kind)])
                return None
            if (path.stat().st_size if draft is None else len(draft)) > kind.largest:
                message = f"'{name}' is too large for {kind.article} {kind.name}"
                self.report([error("file-is-small", message, span, "look whether it is the right file, or divide it")])
                return None
            return path.read_bytes() if draft is None else draft
        except OSError as fault:
            message = f"'{name}' cannot be read: {(fault.strerror or 'unknown').lower()}"
            self.report([error("file-is-readable", message, span, "look at the file's permissions")])
            return None

    def absent(self, name: str, path: Path, span: Span | None, kind: FileKind) -> Diagnostic:
        """The fault of a file that is not there."""
        if path.is_dir():
            return error("file-exists", f"'{name}' is a folder and not a file", span, f"name the {kind.name} itself")
        message = f"there is no {kind.name} '{name}'"
        if "\\" in name:
            return error("file-exists", message, span, f"write {name.replace(chr(92), '/')}")
        hint = (
            self.nearest(name, kind.suffixes) or f"put it into the folder, or name {kind.article} {kind.name} that is"
        )
        return error("file-exists", message, span, hint)

    def text(self, name: str, span: Span | None, kind: FileKind) -> str | None:
        """The file's text with line ends as `\\n`; None where there is none.

        A text in another encoding, or with characters that no text holds, is read all the same, with a fault at the
        place: so the other faults in it are found too.
        """
        data = self.data(name, span or Span(name), kind)
        if data is None:
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            self.report([not_utf8(name, data, fault.start)])
            text = data.decode("utf-16" if data.startswith(UTF_16) else "cp1252", "replace").removeprefix("\ufeff")
        text = plain_line_ends(text)
        if found := UNFIT.search(text):
            line, column = place_of(text, found.start())
            message = f"there is a control character (U+{ord(found[0]):04X}) in the text"
            hint = "delete it; it may have come with copied text"
            self.report([error("file-is-text", message, Span(name, line, column), hint)])
        self.texts[name] = UNFIT.sub(" ", without_form_feeds(text))
        return self.texts[name]

    def nearest(self, name: str, suffixes: tuple[str, ...] = (), without: Iterable[str] = ()) -> str | None:
        """A hint at the file that was probably meant, of those that end as wanted and are not named elsewhere."""
        known = [other for other in self.names() if not suffixes or other.lower().endswith(suffixes)]
        taken = set(without)
        near = near_names(name, [other for other in known if other not in taken])
        if near is None:
            same = [other for other in known if PurePosixPath(other).name == PurePosixPath(name).name]
            near = same[0] if len(same) == 1 and same[0] not in taken else None
        return f"did you mean '{near}'?" if near else None

    def names(self) -> list[str]:
        """The files in the folder by their paths below it, hidden ones left out."""
        if not self.listed:
            for name in files_below(self.root):
                self.listed.append(name)
                if len(self.listed) >= MOST_FILES:
                    break
            self.listed += sorted(set(self.unsaved).difference(self.listed))
        return self.listed


def is_too_long(name: str) -> bool:
    """Whether no system has a file of that name, since it or a part of it is too long."""
    return len(name.encode(errors="replace")) > LONGEST_PATH or any(
        len(part.encode(errors="replace")) > LONGEST_NAME for part in name.split("/")
    )


def files_below(root: Path) -> Iterator[str]:
    """The paths of the files below a folder in order, without hidden ones; links to folders are not followed."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and not UNFIT_IN_NAMES.search(name):
                yield (Path(folder) / name).relative_to(root).as_posix()


def plain_line_ends(text: str) -> str:
    """The text with `\\n` for every way of ending a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_form_feeds(text: str) -> str:
    """The text with spaces for the marks at which old printers took a new page; no line is moved by that.

    One at the beginning of a line goes to the end of the line before, where it indents nothing.
    """
    if "\f" not in text:
        return text
    moved = re.sub(r"\n(\f+)", lambda found: f"{' ' * len(found[1])}\n", text.lstrip("\f"))
    return moved.replace("\f", " ")


def place_of(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of a position in a text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def not_utf8(name: str, data: bytes, start: int) -> Diagnostic:
    """The fault of a file in another encoding, at its first byte that is not UTF-8."""
    hint = "save the file as UTF-8 in your editor"
    if data.startswith(UTF_16):
        return error("file-is-utf-8", "the file is UTF-16 and not UTF-8", Span(name), hint)
    before = plain_line_ends(data[:start].decode("utf-8-sig", "replace"))
    line, column = place_of(before, len(before))
    message = "the file is not UTF-8; this character is written in another encoding"
    return error("file-is-utf-8", message, Span(name, line, column, line, column + 1), hint)


def refuse_no_content(folder: Path) -> None:
    """Raise UsageError for a folder that is none, or that holds no brief."""
    if (folder / "brief.yaml").is_file():
        return
    hint = "name the folder that holds brief.yaml"
    if folder.is_file():
        what = "is a file and not a folder"
        hint = f"name its folder: {folder.parent}" if folder.name == "brief.yaml" else hint
    elif folder.is_dir():
        what = "has no brief.yaml"
        others = sorted(path.name for path in folder.iterdir() if path.name.lower() in {"brief.yaml", "brief.yml"})
        below = sorted(path.parent for path in folder.glob("*/brief.yaml"))
        hint = f"rename {others[0]} to brief.yaml" if others else f"did you mean {below[0]}?" if below else hint
    else:
        what = "is not there"
    raise UsageError([error("folder-is-content", f"{folder} {what}", None, hint)])
