"""The commands and environments that formulas may use."""

from __future__ import annotations

from pathlib import Path

COMMANDS = frozenset(Path(__file__).with_name("maths.txt").read_text(encoding="ascii").split())
"""The commands of LaTeX, amsmath and amssymb that show something and do nothing else."""
ENVIRONMENTS = frozenset(
    {"aligned", "alignedat", "gathered", "split", "cases", "array", "subarray", "smallmatrix"}
    | {"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"}
)
SYMBOLS = frozenset("\\,:;!{}|&%$#_> -/@")
TEXTS = frozenset({"text", "textrm", "textsf", "texttt", "textit", "textbf", "mbox"})
ALPHABETS = frozenset({"mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathbb", "mathcal", "mathfrak", "boldsymbol"})
ACCENTS = frozenset({"hat", "bar", "vec", "tilde", "overline", "underline", "widehat", "widetilde"})
FRACTIONS = frozenset(
    {"frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom", "overset", "underset", "stackrel"}
)
ARGUMENTS = {
    **dict.fromkeys(FRACTIONS, 2),
    **dict.fromkeys(TEXTS | ALPHABETS | ACCENTS | {"sqrt", "operatorname"}, 1),
}
"""How many arguments these commands need; the others need none, or TeX says so."""
