r"""LaTeX's commands by what they stand for in a field: characters, accents, fonts, and what no field may hold."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a text."""
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
    "hyphen": "-",
    "emdash": "—",
    "endash": "–",
    "and": " and ",
    "adddot": ".",
    "addcomma": ",",
    "addcolon": ":",
    "addsemicolon": ";",
    "addspace": " ",
    "addnbspace": "\u00a0",
    "isdot": "",
    "psq": " f.",
    "psqq": " ff.",
    "bibinitperiod": ".",
    "bibopenparen": "(",
    "bibcloseparen": ")",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "lt": "<",
    "gt": ">",
    "amp": "&",
    "ddag": "‡",
    "degree": "°",
    "celsius": "℃",
    "degC": "℃",
    "SS": "ẞ",
    "textpercent": "%",
    "textminus": "−",
    "dash": "–",
    "ndash": "–",
    "mdash": "—",
    "nobreakdash": "",
    "hyp": "-",
    "nbsp": "\u00a0",
    "break": " ",
    "newblock": " ",
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

FONTS = words_of(
    "emph textit textbf textsc textrm textsf texttt textup textsl textmd textnormal textlf textcyr textcyrillic "
    "textgreek text mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak boldsymbol ensuremath mbox hbox "
    "uppercase lowercase MakeUppercase MakeLowercase underline uline sout st ul mkbibemph mkbibitalic mkbibbold "
    "protect operatorname NoCaseChange bibstring acro ac url path nolinkurl latin textlatin lsc mkbibacro autocap "
    "relax phantom overline widehat widetilde hat bar vec tilde dot ddot sqrt fbox emphasize so caps textlang "
    "footnote textrussian textnohyphenation natexlab urlprefix doi"
)
"""Commands of which only the argument's text is kept."""

SWITCHES = words_of(
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
    "bibinfo": 1,
    "fontencoding": 1,
    "href": 1,
    "texorpdfstring": 1,
    "fontsize": 2,
    "hphantom": 1,
    "vphantom": 1,
}
"""Commands whose first arguments are no text; the number of them."""

BEFORE_TEXT = frozenset(("bibinfo", "textcolor", "foreignlanguage", "href", "texorpdfstring", "raisebox"))
"""Those of them that a text follows as the next argument."""

QUOTES = {"enquote": "“”", "mkbibquote": "“”", "textquote": "“”"}
WRAPPED = {"mkbibparens": "()", "mkbibbrackets": "[]", "parentext": "()"}

FORBIDDEN = words_of(
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
