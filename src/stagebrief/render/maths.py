r"""Mathematics to LaTeX: letters and signs that TeX's fonts lack become commands, words become text."""

from __future__ import annotations

import re
from pathlib import Path

from stagebrief.model.block import MathBlock
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import escape
from stagebrief.render.links import target_name

TABLE = Path(__file__).with_name("signs.txt").read_text(encoding="utf-8").split()
SIGNS = dict(zip(TABLE[::2], TABLE[1::2], strict=True))
"""Letters and signs with the commands that show them."""

INSTEAD = {
    "−": "-",
    "–": "-",
    "\u00a0": "~",
    "ℝ": r"\mathbb{R}",
    "ℕ": r"\mathbb{N}",
    "ℤ": r"\mathbb{Z}",
    "ℚ": r"\mathbb{Q}",
    "ℂ": r"\mathbb{C}",
    "°": r"{}^{\circ}",
    "′": "'",
    "″": "''",
}
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₙ", "0123456789+-n")
COMMANDS = {
    "argmax": r"\operatorname*{arg\,max}",
    "argmin": r"\operatorname*{arg\,min}",
    "degree": r"{}^{\circ}",
    "lt": "<",
    "gt": ">",
}
"""Commands that are known to authors and not to amsmath."""

TOKEN = re.compile(r"\\(?P<name>[A-Za-z]+)|\\.|(?P<open>\{)|(?P<close>\})|(?P<other>[^\x00-\x7f]+)", re.DOTALL)
PIECE = re.compile(r"[⁰¹²³⁴-⁹⁺⁻ⁿ]+|[₀-₉₊₋ₙ]+|[^\W\d_⁰¹²³⁴-⁹ⁿ₀-₉ₙ]+|.", re.DOTALL)
TEXTS = frozenset({"text", "textrm", "textsf", "texttt", "textit", "textbf", "mbox"})


def maths_to_tex(tex: str) -> str:
    """A formula's TeX of the characters and commands that TeX's mathematics knows."""
    pieces, position, groups, plain = [], 0, list[bool](), False
    for match in TOKEN.finditer(tex):
        pieces.append(tex[position : match.start()])
        position = match.end()
        if match["open"]:
            groups.append(plain or any(groups[-1:]))
        elif match["close"] and groups:
            groups.pop()
        plain = match["name"] in TEXTS
        if match["other"]:
            pieces.append(str(escape(match[0])) if any(groups[-1:]) else signs_to_tex(match[0]))
        else:
            pieces.append(COMMANDS.get(match["name"] or "", match[0]))
    return "".join([*pieces, tex[position:]])


def signs_to_tex(signs: str) -> str:
    """Signs outside text: commands where there are some, words as text."""
    pieces = []
    for sign in PIECE.findall(signs):
        if sign.translate(RAISED).isascii():
            pieces.append(f"^{{{sign.translate(RAISED)}}}")
            continue
        if sign.translate(LOWERED).isascii():
            pieces.append(f"_{{{sign.translate(LOWERED)}}}")
            continue
        known = [INSTEAD.get(one) or (rf"\{SIGNS[one]} " if one in SIGNS else "") for one in sign]
        pieces += known if all(known) else [rf"\text{{{escape(sign)}}}"]
    return "".join(pieces)


def inline_maths_to_tex(tex: str) -> str:
    """A formula in the line."""
    return rf"\({' '.join(maths_to_tex(tex).split())}\)"


def math_block_to_tex(block: MathBlock, context: RenderContext) -> str:
    """A displayed formula; a labelled one is numbered as the brief counts."""
    tex = re.sub(r"\n\s*\n", "\n", maths_to_tex(block.tex).strip())
    label = context.resolved.label("eq", block.label) if block.label else None
    if label is None:
        return f"\\[\n{tex}\n\\]"
    return f"\\SBtarget{{{target_name('eq', block.label)}}}%\n\\[\n{tex}\n\\tag{{{label.number}}}\n\\]"
