r"""LaTeX in the fields of a .bib file, turned into plain Unicode.

What a reader sees is kept; markup goes. Braces that protect capitals stay as the only markup, so that a brace meant as
a character is written `\{` or `\}` in the result, and a backslash `\\`. Commands that could make TeX do something are
faults.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from stagebrief.load.latex_commands import (
    ACCENTS,
    BEFORE_TEXT,
    FONTS,
    FORBIDDEN,
    QUOTES,
    SWITCHES,
    SYMBOLS,
    WITHOUT,
    WRAPPED,
)
from stagebrief.load.latex_verbatim import COMMAND, Converted, to_verbatim

MATH_RELAXED = str.maketrans({"{": "", "}": ""})
ORDINALS = frozenset(("st", "nd", "rd", "th", "er", "re", "e", "ème", "eme", "o", "a"))
"""What stands raised behind a number in words, as in 21st."""
SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
SUBSCRIPTS = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))

PLAIN = re.compile(r"[\\${}~`'^]|--")
"""What a value must hold to need more than its spaces mended."""

SPECIAL = re.compile(r"\\|[{}$~]|`{1,2}|'{1,2}|-{2,3}")
DEEPEST = 60
"""Groups nested deeper than this are no title; their braces are dropped."""


def to_plain(value: str) -> Converted:
    """The value of a field as plain Unicode with case-protecting braces."""
    if not PLAIN.search(value):
        return Converted(unicodedata.normalize("NFC", " ".join(_words(value))))
    scanner = _Scanner(value)
    text = scanner.run()
    scanner.found.text = unicodedata.normalize("NFC", " ".join(_words(text)))
    return scanner.found


def _words(text: str) -> list[str]:
    """The pieces between breakable spaces; a no-break space stays where it is."""
    return [piece for piece in re.split(r"[ \t\n\r\f\v]+", text) if piece]


def is_group(text: str) -> bool:
    """Whether the text is one group in braces from end to end."""
    depth = 0
    for match in re.finditer(r"\\[\\{}]|[{}]", text):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.end() == len(text) and text[0] == "{"
    return False


@cache
def _known_symbols() -> dict[str, str]:
    """The commands that pylatexenc turns into characters."""
    from pylatexenc.latex2text import get_default_latex_context_db  # noqa: PLC0415 - costs time, and few files need it

    database = get_default_latex_context_db()
    specs = (spec for category in database.categories() for spec in database.iter_macro_specs([category]))
    return {
        spec.macroname: spec.simplify_repl
        for spec in specs
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl and spec.macroname != "today"
    }


class _Scanner:
    """One walk through a value; `position` only rises, so that no input takes long."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.position = 0
        self.found = Converted()
        self.absent: set[str] = set()

    def ahead(self, sign: str) -> int:
        """Where `sign` is next, or -1; once it was not found it is not looked for again."""
        if sign in self.absent:
            return -1
        index = self.value.find(sign, self.position)
        if index < 0:
            self.absent.add(sign)
        return index

    def run(self) -> str:
        """The whole value."""
        pieces = []
        while self.position < len(self.value):
            pieces.append(self.text(depth=0, math=False))
            self.position += 1  # a closing brace too many
        return "".join(pieces)

    def text(self, depth: int, *, math: bool, until: str = "") -> str:
        """What stands up to the closing brace, or up to the sign `until`, which is left to the caller."""
        pieces: list[str] = []
        while self.position < len(self.value):
            if until and self.value.startswith(until, self.position):
                break
            if self.value[self.position] == "}":
                break
            pieces.append(self.piece(depth, math=math))
        return "".join(pieces)

    def piece(self, depth: int, *, math: bool) -> str:
        """The next character, command or group."""
        value, start = self.value, self.position
        match = SPECIAL.match(value, start)
        if match is None:
            if math and value[start] in "^_":
                return self.script(depth)
            following = SPECIAL.search(value, start)
            end = following.start() if following else len(value)
            if math:
                end = start + 1
            self.position = end
            return value[start:end]
        sign = match[0]
        if sign == "{":
            return self.group(depth, math=math)
        if sign == "\\":
            return self.command(depth, math=math)
        self.position = match.end()
        if sign == "$":
            return self.maths(depth) if not math else ""
        signs = {"~": "\u00a0", "``": "“", "''": "”", "`": "‘", "'": "’", "--": "–", "---": "—"}
        return signs.get(sign, sign) if not math or sign == "~" else sign

    def maths(self, depth: int, closing: str = "$") -> str:
        """Maths as readable text; a dollar without its fellow is a dollar."""
        if closing == "$" and self.value.startswith("$", self.position):
            self.position += 1
            closing = "$$"
        if self.ahead(closing) < 0:
            return "$"
        text = self.text(depth + 1, math=True, until=closing)
        if self.value.startswith(closing, self.position):
            self.position += len(closing)
        return text.translate(MATH_RELAXED)

    def script(self, depth: int) -> str:
        """A superscript or a subscript, in characters where there are such."""
        sign = self.value[self.position]
        self.position += 1
        content = self.argument(depth, math=True).translate(MATH_RELAXED)
        table = SUPERSCRIPTS if sign == "^" else SUBSCRIPTS
        if content and all(character in table for character in content):
            return "".join(table[character] for character in content)
        if sign == "^" and (content == "∘" or content.casefold() in ORDINALS):
            return "°" if content == "∘" else content
        return f"{sign}{content}" if len(content) == 1 else f"{sign}({content})" if content else sign

    def group(self, depth: int, *, math: bool) -> str:
        """A group in braces; the braces stay unless they hold a single accented letter, a font or nothing."""
        start = self.position
        self.position += 1
        content = self.text(depth + 1, math=math) if depth < DEEPEST else self.flat()
        if self.value.startswith("}", self.position):
            self.position += 1
        if not content or math or depth >= DEEPEST or content == '"':
            return content
        if self.value.startswith("{", start + 1) and is_group(content):
            return content
        if self.value.startswith("\\", start + 1):
            command = COMMAND.match(self.value, start + 1)
            name = command[0][1:] if command else ""
            if len(unicodedata.normalize("NFC", content)) <= 2 or name in SWITCHES or name in FONTS:
                return content.removeprefix(" ") if name in SWITCHES else content
        return f"{{{content}}}"

    def flat(self) -> str:
        """What stands in too deep a group, up to its end, without its braces."""
        start, depth = self.position, 1
        while self.position < len(self.value):
            depth += {"{": 1, "}": -1}.get(self.value[self.position], 0)
            if depth == 0:
                break
            self.position += 1
        return re.sub(r"[{}\\]", "", self.value[start : self.position])

    def command(self, depth: int, *, math: bool) -> str:
        """A command with its arguments."""
        start = self.position
        match = COMMAND.match(self.value, start)
        name = match[0][1:] if match else ""
        self.position = match.end() if match else start + 1
        if name in FORBIDDEN or (name == "write" and self.value.startswith("18", self.position)):
            self.found.forbidden.append((start, name))
            return ""
        if name in {"(", "["}:
            return self.maths(depth, "\\" + {"(": ")", "[": "]"}[name])
        if name in ACCENTS and (not name.isalpha() or not math):
            return self.accent(name, depth)
        if name.isalpha():
            self.skip_spaces()
        return self.named(name, start, depth, math=math)

    def named(self, name: str, start: int, depth: int, *, math: bool) -> str:
        """What a command of that name stands for."""
        if name in QUOTES or name in WRAPPED:
            pair = QUOTES.get(name) or WRAPPED[name]
            return f"{pair[0]}{self.argument(depth, math=math)}{pair[1]}"
        if name in {"textsuperscript", "textsubscript"}:
            table = SUPERSCRIPTS if name == "textsuperscript" else SUBSCRIPTS
            content = self.argument(depth, math=math)
            small = content and all(character in table for character in content)
            return "".join(table[character] for character in content) if small else content
        if name in {"url", "path", "nolinkurl"}:
            return self.address()
        if name in WITHOUT:
            for _ in range(WITHOUT[name]):
                self.option()
                self.argument(depth, math=math)
            return self.argument(depth, math=math) if name in BEFORE_TEXT else ""
        if name in {"frac", "nicefrac", "tfrac", "sfrac"}:
            return f"{self.argument(depth, math=math)}/{self.argument(depth, math=math)}"
        if name in FONTS:
            self.option()
            return self.argument(depth, math=math)
        if name in SWITCHES:
            return ""
        symbol = SYMBOLS.get(name)
        if symbol is None:
            symbol = _known_symbols().get(name)
        if symbol is None:
            self.found.unknown.append((start, name))
            return self.argument(depth, math=math) if self.value.startswith("{", self.position) else ""
        if self.value.startswith("{}", self.position):
            self.position += 2
        elif name.isalpha() and math and self.value[self.position : self.position + 1].isalpha():
            return symbol
        return symbol

    def accent(self, name: str, depth: int) -> str:
        """A letter with an accent, written in any of the usual ways."""
        if name.isalpha():
            self.skip_spaces()
        base = self.argument(depth, math=False)
        base = base.translate(MATH_RELAXED).replace("ı", "i").replace("ȷ", "j") or " "
        return unicodedata.normalize("NFC", base[0] + ACCENTS[name] + base[1:]) if base.strip() else name

    def argument(self, depth: int, *, math: bool) -> str:
        """The next argument: a group without its braces, a command or one character."""
        self.skip_spaces()
        if self.position >= len(self.value) or self.value[self.position] == "}":
            return ""
        if self.value[self.position] == "{":
            self.position += 1
            content = self.text(depth + 1, math=math) if depth < DEEPEST else self.flat()
            if self.value.startswith("}", self.position):
                self.position += 1
            return content
        if self.value[self.position] == "\\" and depth < DEEPEST:
            return self.command(depth + 1, math=math)
        self.position += 1
        return self.value[self.position - 1]

    def address(self) -> str:
        """An address, in which no sign but the brace means anything."""
        start = self.position
        if not self.value.startswith("{", start):
            return ""
        self.position += 1
        self.flat()
        content = self.value[start + 1 : self.position]
        self.position += 1
        return re.sub(r"([\\{}])", r"\\\1", to_verbatim(content).text)

    def option(self) -> None:
        """Step over an argument in square brackets."""
        if self.value.startswith("[", self.position):
            end = self.ahead("]")
            self.position = end + 1 if end >= 0 else self.position

    def skip_spaces(self) -> None:
        """Step over the spaces that TeX leaves out after a command's name."""
        while self.position < len(self.value) and self.value[self.position] in " \t\n":
            self.position += 1
