"""Drawings as SVG: words stay words, and what the drawing shows is told in a title and a description. No scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from stagebrief.render.drawing import Dot, Drawing, Head, Label, Line, Rect, Shape
from stagebrief.render.graphic_sheets import SIZES

FAMILY = "'Noto Sans', 'Source Sans 3', 'Noto Naskh Arabic', 'Segoe UI', system-ui, sans-serif"
"""Fonts that a reader's machine may have, and at the end any that it reads with."""
BOLD = frozenset({"heading", "date", "number", "cellhead"})
COLOURS = {
    "year": "SBgrey",
    "legend": "SBgrey",
    "heading": "SBaccent",
    "date": "SBaccent",
    "number": "SBaccent",
    "cellhead": "SBaccent",
}
INK = "#1F1F1F"
MARGIN = 14.0
DEFINED = re.compile(r"\\definecolor\{(SB\w+)\}\{HTML\}\{([0-9A-Fa-f]{6})\}")
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML may hold."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a drawing: its title, what it shows in words, and the language of both."""

    title: str
    description: str
    language: str
    right_to_left: bool = False


def palette_of(texts: Mapping[str, str]) -> dict[str, str]:
    """The colours of a target by name, as its files of TeX define them; the last word holds."""
    return {name: f"#{value.upper()}" for text in texts.values() for name, value in DEFINED.findall(text)}


def svg_of(drawing: Drawing, told: Told, palette: Mapping[str, str], width: int) -> str:
    """The drawing as a file of SVG, so many pixels wide."""
    wide, high = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{round(width * high / wide)}" '
        f'viewBox="{-MARGIN:g} {-MARGIN:g} {wide:.1f} {high:.1f}" role="img" aria-labelledby="title description" '
        f'xml:lang={attribute(told.language)} font-family="{FAMILY}">',
        f'<title id="title">{text_of(told.title)}</title>',
        f'<desc id="description">{text_of(told.description)}</desc>',
        f'<rect x="{-MARGIN:g}" y="{-MARGIN:g}" width="{wide:.1f}" height="{high:.1f}" fill="#FFFFFF"/>',
        *(element(shape, palette, told) for shape in drawing.shapes),
        "</svg>",
        "",
    ]
    return "\n".join(lines)


def element(shape: Shape, palette: Mapping[str, str], told: Told) -> str:
    """One shape."""
    match shape:
        case Rect(colour, left, top, right, bottom):
            size = f'width="{right - left:.2f}" height="{max(0, bottom - top):.2f}"'
            return f'<rect x="{left:.2f}" y="{top:.2f}" {size} fill="{palette.get(colour, INK)}"/>'
        case Line(colour, width, left, top, right, bottom, dashed):
            dash = ' stroke-dasharray="2 1.6"' if dashed else ""
            ends = f'x1="{left:.2f}" y1="{top:.2f}" x2="{right:.2f}" y2="{bottom:.2f}"'
            return f'<line {ends} stroke="{palette.get(colour, INK)}" stroke-width="{width:g}"{dash}/>'
        case Dot(colour, x, y, radius, hollow):
            ink = palette.get(colour, INK)
            paint = f'fill="#FFFFFF" stroke="{ink}"' if hollow else f'fill="{ink}" stroke="#FFFFFF"'
            return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:g}" {paint} stroke-width="0.7"/>'
        case Head(colour, x, y, size, half, turn):
            if turn == "down":
                points = f"{x - half:.2f},{y:.2f} {x + half:.2f},{y:.2f} {x:.2f},{y + size:.2f}"
            else:
                tip = x - size if turn == "left" else x + size
                points = f"{x:.2f},{y - half:.2f} {x:.2f},{y + half:.2f} {tip:.2f},{y:.2f}"
            return f'<polygon points="{points}" fill="{palette.get(colour, INK)}"/>'
        case Label():
            return words(shape, palette, told)


def words(label: Label, palette: Mapping[str, str], told: Told) -> str:
    """A line of words; from right to left its beginning is on the right."""
    anchor = label.anchor
    direction = ""
    if told.right_to_left:
        anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        direction = ' direction="rtl" unicode-bidi="plaintext"'
    ink = palette.get(COLOURS.get(label.style, ""), INK)
    weight = ' font-weight="bold"' if label.style in BOLD else ""
    place = f'x="{label.x:.2f}" y="{label.y:.2f}" text-anchor="{anchor}"'
    return (
        f'<text {place} font-size="{SIZES[label.style]:g}"{weight} fill="{ink}"{direction}>{text_of(label.text)}</text>'
    )


def text_of(text: str) -> str:
    """The text as content of an element."""
    return escape_xml(NO_XML.sub("\ufffd", text))


def attribute(text: str) -> str:
    """The text as the value of an attribute, with its quotation marks."""
    return quoteattr(NO_XML.sub("\ufffd", text))
