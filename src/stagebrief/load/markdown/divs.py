"""Fenced divs: `::: slide`, `::: {.slide title="…"}`, `::: pullquote {speaker="…"}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stagebrief.diagnostics import Span
from stagebrief.load.markdown.attributes import NONE, Attributes, hint_at, parse_attributes
from stagebrief.load.markdown.reading import Reading
from stagebrief.load.markdown.tree import Branch
from stagebrief.model.block import Block, Blocks, Div, DivKind, Heading, PullQuoteDiv
from stagebrief.model.inline import Inlines
from stagebrief.model.plain import plain_text
from stagebrief.spelling import near_names

PULLQUOTE = "pullquote"
NAMES = (*(kind.value for kind in DivKind), PULLQUOTE)
KNOWN = {DivKind.SLIDE.value: ("title", "steps"), PULLQUOTE: ("speaker",)}
"""Which attributes a div may have."""
DECK = frozenset({DivKind.SLIDE.value, DivKind.SLIDES_ONLY.value, DivKind.NOTES.value})
HEAD = re.compile(r"(?P<name>[\w-]+)?[ \t]*(?P<words>[^{]*)(?P<attributes>\{.*\})?")

QUOTED = re.compile(r'["“](?P<words>[^"“”]*)["”]')


@dataclass(frozen=True, slots=True)
class Head:
    """What the opening line says; `words` stand behind the name, and begin at `at`."""

    name: str
    words: str
    at: int
    attributes: Attributes


def read_div(branch: Branch, reading: Reading) -> Sequence[Block]:
    """A fenced div; what stands in one that is not known is kept."""
    span, start = reading.place(branch), branch.token.meta["head"]
    if not branch.token.meta["closed"]:
        reading.error("div-is-closed", "this div is not closed", span, "write a line `:::` where it ends")
    head = head_of(branch.token.content, span, reading)
    if head is None:
        return reading.blocks(branch.children)
    check_place(head.name, span, reading)
    further = Attributes(tuple(piece for piece in head.attributes.pieces if piece.name != head.name))
    known = KNOWN.get(head.name, ())
    reading.check_attributes(further, known, lambda a, b: reading.span(start + a, start + b))
    with reading.within(head.name):
        content = reading.blocks(branch.children)
    words = words_of(head, start, reading)
    if head.name == PULLQUOTE:
        return (PullQuoteDiv(content, plain_text(words), span=span),)
    return (replace(made_div(DivKind(head.name), content, words, span), steps=wants_steps(head, start, reading)),)


def read_stray(branch: Branch, reading: Reading) -> Sequence[Block]:
    """A line of colons that closes nothing."""
    hint = "delete it, or open a div before it: ::: slide"
    reading.error("div-is-opened", "this line closes no div", reading.place(branch), hint)
    return ()


def head_of(text: str, span: Span, reading: Reading) -> Head | None:
    """The head of a div; None, and a fault, for what is not understood."""
    match = HEAD.fullmatch(text)
    found = parse_attributes(match["attributes"].rstrip()) if match and match["attributes"] else (NONE, 0)
    if match is None or found is None:
        hint = 'write ::: slide, or ::: {.slide title="…"} with straight quotation marks'
        reading.error("div-is-known", f"'::: {text}' is not understood", span, hint)
        return None
    attributes = parse_attributes(text, match.start("attributes")) if match["attributes"] else None
    pieces = attributes[0] if attributes else NONE
    name = match["name"] or pieces.name("class")
    if name not in NAMES:
        near = near_names(name, NAMES)
        hint = f"did you mean '{near}'?" if near else f"known are {', '.join(NAMES)}"
        message = f"there is no div '{name}'" if name else "this div has no name"
        reading.error("div-is-known", message, span, hint)
        return None
    return Head(name, match["words"].strip(), match.start("words"), pieces)


def words_of(head: Head, start: int, reading: Reading) -> Inlines:
    """The title of a slide or the speaker of a quotation."""
    key = next(iter(KNOWN.get(head.name, ())), "")
    if key and (piece := head.attributes.find("key", key)):
        return reading.phrase(piece.written, start + piece.at)
    if head.words and not key:
        place = reading.span(start + head.at, start + head.at + len(head.words))
        hint = hint_at(head.words, ())
        reading.warn("attribute-is-known", f"'{head.words}' has no meaning for '{head.name}'", place, hint)
        return ()
    quoted = QUOTED.fullmatch(head.words)
    words = quoted["words"] if quoted else head.words
    return reading.phrase(words, start + head.at + bool(quoted)) if words else ()


def wants_steps(head: Head, start: int, reading: Reading) -> bool:
    """Whether a slide says `steps=true`."""
    piece = head.attributes.find("key", "steps")
    if piece is None or piece.written in {"true", "false"}:
        return piece is not None and piece.written == "true"
    place = reading.span(start + piece.at, start + piece.at + len(piece.written))
    reading.warn("attribute-is-known", f"'{piece.written}' is neither true nor false", place, "write steps=true")
    return False


def made_div(kind: DivKind, content: Blocks, title: Inlines, span: Span) -> Div:
    """The div; a slide without title takes the heading that it begins with."""
    if kind is DivKind.SLIDE and not title and content and isinstance(content[0], Heading):
        title, content = content[0].content, content[1:]
    return Div(kind, content, title, span=span)


def check_place(name: str, span: Span, reading: Reading) -> None:
    """A div that stands where neither brief nor deck would show it is a fault."""
    inside = reading.inside
    outer = inside[0] if inside else ""
    if name in DECK and not reading.origin.file.endswith(".md"):
        message = f"'::: {name}' stands where nothing is shown by it"
        reading.error("div-is-shown", message, span, "write it in the prose of a stage")
    elif name == DivKind.BRIEF_ONLY and DECK.intersection(inside):
        hint = f"take it out of '{outer}', which only the deck shows"
        reading.error("div-is-shown", f"'::: {name}' would be shown nowhere", span, hint)
    elif is_hidden(name, inside):
        hint = "put it at the left margin, outside of lists, quotations and other divs"
        reading.error("div-is-shown", f"'::: {name}' would not be shown within a '{inside[-1]}'", span, hint)


def is_hidden(name: str, inside: Sequence[str]) -> bool:
    """Whether the deck would not find a div of that name within these."""
    if name == DivKind.SLIDE:
        return bool(inside)
    if name == DivKind.NOTES:
        return bool(inside) and (len(inside) > 1 or inside[0] not in {DivKind.SLIDE, DivKind.SLIDES_ONLY})
    return name == DivKind.SLIDES_ONLY and bool(inside) and inside[0] not in DECK
