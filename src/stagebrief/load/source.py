"""The only reader of files: texts and bytes below the content folder, and nothing outside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.spelling import near_names

LARGEST = 8 << 20
"""Bytes; a text that is larger is not one that somebody wrote."""
LARGEST_PICTURE = 64 << 20

ENCODINGS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


@dataclass(slots=True)
class SourceFolder:
    """A content folder: what is read from it is kept in `texts`, what is wrong in `faults`."""

    root: Path
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)

    def path(self, name: str, span: Span | None) -> Path | None:
        """The file of that name, if it lies in the folder; else None and a fault at `span`."""
        pure = PurePosixPath(name.replace("\\", "/"))
        path = self.root / pure
        if pure.is_absolute() or not path.resolve().is_relative_to(self.root.resolve()):
            hint = "copy the file into the folder and name it from there"
            self.faults.append(error("path-is-inside", f"'{name}' lies outside the content folder", span, hint))
            return None
        return path

    def has(self, name: str) -> bool:
        """Whether there is a file of that name in the folder."""
        path = self.root / name
        return path.is_file() and path.resolve().is_relative_to(self.root.resolve())

    def text(self, name: str, span: Span | None) -> str | None:
        """The file's text with line ends as `\\n`; None where it cannot be read, with the fault at the bad byte."""
        path = self.path(name, span)
        if path is None:
            return None
        try:
            if path.stat().st_size > LARGEST:
                self.faults.append(
                    error(
                        "file-is-text",
                        f"'{name}' is too large for a text",
                        span,
                        "split it, or look whether it is the right file",
                    )
                )
                return None
            data = path.read_bytes()
        except OSError as fault:
            self.faults.append(
                error(
                    "file-is-readable",
                    f"'{name}' cannot be read: {(fault.strerror or 'unknown').lower()}",
                    span,
                    self.nearest(name),
                )
            )
            return None
        text = self.decoded(name, data)
        if text is not None:
            self.texts[name] = text
        return text

    def decoded(self, name: str, data: bytes) -> str | None:
        """The bytes as text; what is not UTF-8 or not text at all is a fault at its place."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            self.faults.append(not_utf8(name, data, fault.start))
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        for index, character in enumerate(text):
            if (character < " " and character not in "\n\t\f") or character == "\x7f":
                line = text.count("\n", 0, index) + 1
                column = index - text.rfind("\n", 0, index)
                message = f"there is a control character (U+{ord(character):04X}) in the text"
                self.faults.append(
                    error(
                        "file-is-text",
                        message,
                        Span(name, line, column),
                        "delete it; it may have come with copied text",
                    )
                )
                return None
        return text.replace("\f", "\n")

    def nearest(self, name: str) -> str | None:
        """A hint at the file that was probably meant."""
        near = near_names(name, self.names())
        return f"did you mean '{near}'?" if near else None

    def names(self) -> list[str]:
        """The files in the folder by their paths below it, hidden ones left out."""
        found = []
        for path in sorted(self.root.rglob("*")):
            relative = path.relative_to(self.root)
            if path.is_file() and not any(part.startswith(".") for part in relative.parts):
                found.append(relative.as_posix())
            if len(found) > 5000:
                break
        return found


def not_utf8(name: str, data: bytes, start: int) -> Diagnostic:
    """The fault of a file in another encoding, at its first byte that is not UTF-8."""
    encoding = next((encoding for mark, encoding in ENCODINGS if data.startswith(mark)), "")
    line = data.count(b"\n", 0, start) + 1
    column = len(data[data.rfind(b"\n", 0, start) + 1 : start].decode("utf-8", "replace")) + 1
    message = (
        f"the file is {encoding} and not UTF-8"
        if encoding
        else f"byte {data[start]:#04x} is not UTF-8; the file is in another encoding"
    )
    return error("file-is-utf-8", message, Span(name, line, column), "save the file as UTF-8 in your editor")
