r"""LaTeX in the fields of a .bib file, turned into plain Unicode.

What a reader sees is kept; markup goes. Braces that protect capitals stay as the only markup, so that a brace meant as
a character is written `\{` or `\}` in the result, and a backslash `\\`. Commands that could make TeX do something are
faults.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "f": "\u0311",
    "G": "\u030f",
    "U": "\u030e",
    "C": "\u030f",
    "h": "\u0309",
    "t": "\u0361",
}
"""The combining character of each accent command."""

SYMBOLS = {
    "&": "&",
    "%": "%",
    "$": "$",
    "#": "#",
    "_": "_",
    "{": r"\{",
    "}": r"\}",
    " ": " ",
    "\n": " ",
    "\t": " ",
    ",": "\u202f",
    ";": " ",
    ":": " ",
    "!": "",
    "-": "\u00ad",
    "/": "",
    "@": "",
    "\\": " ",
    "textbackslash": r"\\",
    "textbraceleft": r"\{",
    "textbraceright": r"\}",
    "lbrace": r"\{",
    "rbrace": r"\}",
    "slash": "/",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textquotedbl": '"',
    "textquotesingle": "'",
    "textunderscore": "_",
    "space": " ",
    "nobreakspace": "\u00a0",
    "quad": " ",
    "qquad": " ",
    "thinspace": "\u202f",
    "enspace": " ",
    "newline": " ",
    "par": " ",
    "linebreak": " ",
    "copyright": "©",
    "S": "§",
    "P": "¶",
    "pounds": "£",
    "euro": "€",
    "No": "№",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
    "XeTeX": "XeTeX",
    "LuaTeX": "LuaTeX",
    "LaTeXe": "LaTeX2ε",
    "bibrangedash": "–",
    "bibinitperiod": ".",
    "bibopenparen": "(",
    "bibcloseparen": ")",
    "textcompwordmark": "",
    "protect": "",
    "relax": "",
    "noindent": "",
    "unskip": "",
    "ignorespaces": "",
    "leavevmode": "",
    "allowbreak": "",
    "hfill": " ",
    "left": "",
    "right": "",
    "limits": "",
    "displaystyle": "",
}
"""Commands without argument that stand for characters, besides those that pylatexenc knows."""

FONTS = _words_of(
    "emph textit textbf textsc textrm textsf texttt textup textsl textmd textnormal textlf textcyr textcyrillic "
    "textgreek text mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak boldsymbol ensuremath mbox hbox "
    "uppercase lowercase MakeUppercase MakeLowercase underline uline sout st ul mkbibemph mkbibitalic mkbibbold "
    "protect operatorname NoCaseChange bibstring acro ac url path nolinkurl latin textlatin lsc mkbibacro autocap "
    "relax phantom overline widehat widetilde hat bar vec tilde dot ddot sqrt fbox emphasize so caps textlang "
    "footnote"
)
"""Commands of which only the argument's text is kept."""

SWITCHES = _words_of(
    "em it bf sc sf tt rm sl bfseries itshape scshape sffamily ttfamily rmfamily upshape mdseries slshape "
    "normalfont normalsize small footnotesize scriptsize tiny large Large LARGE huge Huge cyr cal selectfont "
    "sloppy centering"
)
"""Commands that change the font up to the end of the group."""

WITHOUT = {
    "noopsort": 1,
    "noop": 1,
    "SortNoop": 1,
    "sortnoop": 1,
    "hspace": 1,
    "vspace": 1,
    "kern": 0,
    "label": 1,
    "index": 1,
    "cite": 1,
    "textcolor": 1,
    "color": 1,
    "foreignlanguage": 1,
    "selectlanguage": 1,
    "raisebox": 1,
    "href": 1,
    "texorpdfstring": 1,
    "fontsize": 2,
    "begin": 1,
    "end": 1,
    "hphantom": 1,
    "vphantom": 1,
}
"""Commands whose first arguments are no text; the number of them."""

BEFORE_TEXT = frozenset(("textcolor", "foreignlanguage", "href", "texorpdfstring", "raisebox"))
"""Those of them that a text follows as the next argument."""

QUOTES = {"enquote": "“”", "mkbibquote": "“”", "textquote": "“”"}
WRAPPED = {"mkbibparens": "()", "mkbibbrackets": "[]", "parentext": "()"}

FORBIDDEN = _words_of(
    "input include includeonly InputIfFileExists IfFileExists openin openout read readline write closein closeout "
    "immediate special directlua latelua luadirect luaexec luacode luafunction catcode csname endcsname def edef "
    "gdef xdef let futurelet newcommand renewcommand providecommand DeclareRobustCommand NewDocumentCommand "
    "RenewDocumentCommand newenvironment expandafter noexpand scantokens loop repeat errmessage message typeout "
    "jobname usepackage RequirePackage documentclass lstinputlisting verbatiminput includegraphics includepdf "
    "ShellEscape shellescape pdffiledump pdfobj pdfliteral pdfextension pdfvariable everyjob everypar output "
    "shipout makeatletter makeatother AtBeginDocument AtEndDocument bgroup egroup begingroup endgroup aftergroup "
    "afterassignment lccode uccode mathcode sfcode endlinechar escapechar active mathchardef chardef char toks "
    "count dimen skip box global long outer protected detokenize string meaning the number romannumeral "
    "unexpanded ExplSyntaxOn batchmode nonstopmode scrollmode errorstopmode dump bye stop endinput tracingall "
    "show showthe hypersetup addbibresource ExecuteBibliographyOptions sys_shell_now:n iow_now:Nn file_input:n "
    "write18 tex_input:D primitive"
)
"""Commands that read, write, define or run something; they have no business in a field."""

MATH_RELAXED = str.maketrans({"{": "", "}": ""})
SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
SUBSCRIPTS = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))

PLAIN = re.compile(r"[\\${}~`'^]|--")
"""What a value must hold to need more than its spaces mended."""

COMMAND = re.compile(r"\\(?:[A-Za-z@]+(?::[A-Za-z]*)?|.|\n|$)", re.DOTALL)
SPECIAL = re.compile(r"\\|[{}$~]|`{1,2}|'{1,2}|-{2,3}")
DEEPEST = 60
"""Groups nested deeper than this are no title; their braces are dropped."""


@dataclass(slots=True)
class Converted:
    """Plain text, and the commands that were found wanting with their places in the value."""

    text: str = ""
    unknown: list[tuple[int, str]] = field(default_factory=list)
    forbidden: list[tuple[int, str]] = field(default_factory=list)


def to_plain(value: str) -> Converted:
    """The value of a field as plain Unicode with case-protecting braces."""
    if not PLAIN.search(value):
        return Converted(" ".join(value.split()))
    scanner = _Scanner(value)
    text = scanner.run()
    scanner.found.text = unicodedata.normalize("NFC", " ".join(_words(text)))
    return scanner.found


def to_verbatim(value: str) -> Converted:
    r"""The value of an address or identifier: as it stands, without `\url{…}` and the escapes that managers write."""
    plain = re.sub(r"^\s*\\(?:url|path|nolinkurl)\s*\{(.*)\}\s*$", r"\1", value, flags=re.DOTALL)
    plain = re.sub(r"\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}", r"\1", plain)
    plain = re.sub(r"\{?\\([_%&#$~^])(?:\{\})?\}?", r"\1", plain)
    plain = re.sub(r"\{?\\(?:textasciitilde|sim)(?:\{\}|\s)?\}?", "~", plain).replace(r"$\sim$", "~")
    found = Converted(re.sub(r"\s+", "", plain) if "://" in plain else " ".join(plain.split()))
    for match in COMMAND.finditer(plain):
        if match[0][1:] in FORBIDDEN:
            found.forbidden.append((max(0, value.find(match[0])), match[0][1:]))
    return found


def _words(text: str) -> list[str]:
    """The pieces between breakable spaces; a no-break space stays where it is."""
    return [piece for piece in re.split(r"[ \t\n\r\f\v]+", text) if piece]


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
        return f"{sign}{content}" if len(content) == 1 else f"{sign}({content})" if content else sign

    def group(self, depth: int, *, math: bool) -> str:
        """A group in braces; the braces stay unless they hold a single accented letter, a font or nothing."""
        start = self.position
        self.position += 1
        content = self.text(depth + 1, math=math) if depth < DEEPEST else self.flat()
        if self.value.startswith("}", self.position):
            self.position += 1
        if not content or math or depth >= DEEPEST:
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
