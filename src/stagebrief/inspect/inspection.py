"""A PDF inspected: all that its pages show to be wrong, at the author's lines where these are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from stagebrief.diagnostics import Area, Diagnostic
from stagebrief.errors import UsageError
from stagebrief.inspect.breaks import broken
from stagebrief.inspect.digests import Digests
from stagebrief.inspect.facts import Facts, facts_of
from stagebrief.inspect.findings import SEVERITIES, Finding
from stagebrief.inspect.frames import near_edge, small_type
from stagebrief.inspect.fullness import nearly_empty, unlike, unused
from stagebrief.inspect.ground import PageGround
from stagebrief.inspect.layout import Layout, layout_of
from stagebrief.inspect.links import Targets, dead_links
from stagebrief.inspect.measure import too_wide
from stagebrief.inspect.memory import Memory
from stagebrief.inspect.reader import Faces, Reader
from stagebrief.inspect.sheet import Box
from stagebrief.model.printed import Printed

MOST = 8
"""So many findings of one code are told by themselves; of the rest only how many they are."""
SHAPES = (16 / 9, 16 / 10, 4 / 3)
"""Frames have one of these shapes, lying."""
TOO_WIDE = frozenset({"box-fits", "address-fits-line", "text-is-on-page", "text-is-in-frame"})
"""What a line that is too wide is told as."""
AMOUNT = re.compile(r"([\d.]+) mm")
ALIKE = 0.8
"""Lines are one that stick out by amounts which differ by fewer millimetres."""
FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError)
"""What reading a PDF that is not as it should be may raise."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A PDF to inspect: what it is called, whether it is a deck, and what is known of it already.

    `printed` says where the author's blocks stand, `said` what typesetting has told of it, `memory` is the file in
    which looked-at pages are kept. `pictures` says that the pages show frames of a deck as pictures, with room between
    them: these keep to no measure of the page.
    """

    pdf: Path
    name: str
    deck: bool
    printed: Printed | None = None
    said: tuple[Diagnostic, ...] = ()
    memory: Path | None = None
    pictures: bool = False


def inspect(subject: Subject) -> tuple[Diagnostic, ...]:
    """What is wrong with the pages of a PDF, in their order; raises UsageError for a file that is no PDF.

    What typesetting has said already is given again with its place on the page, in place of what was said.
    """
    pages, links = look_at(subject)
    layout = layout_of(pages)
    found = sorted([*links, *judged(pages, layout, subject)], key=lambda one: one.page)
    return tuple(told(found, subject))


def look_at(subject: Subject) -> tuple[list[Facts], list[Finding]]:
    """All pages, those from memory that are as they were; and links that lead nowhere."""
    import pikepdf  # noqa: PLC0415 - only who inspects needs it

    memory = Memory(subject.memory, "deck" if subject.deck else "paper")
    faces, digests, ground = Faces(), Digests(), PageGround(subject.pdf)
    pages: list[Facts] = []
    links: list[Finding] = []
    with ExitStack() as stack:
        stack.callback(ground.close)
        try:
            pdf = stack.enter_context(pikepdf.open(subject.pdf))
        except (pikepdf.PdfError, OSError) as problem:
            raise UsageError([not_a_pdf(subject.pdf)]) from problem
        targets = Targets(pdf)
        for number, page in enumerate(pdf.pages):
            try:
                digest = digests.page(page)
            except (*FAULTS, pikepdf.PdfError):
                digest = f"page {number} of another file"
            facts = memory.recall(digest, number)
            if facts is None:
                facts = looked_at(page, number, faces, ground, deck=subject.deck)
                memory.keep(digest, facts)
            pages.append(facts)
            with suppress(*FAULTS, pikepdf.PdfError):
                links += dead_links(page, number, targets)
    memory.write()
    return pages, links


def looked_at(page: Any, number: int, faces: Faces, ground: PageGround, *, deck: bool) -> Facts:
    """A page; of one whose content cannot be read what was read before the fault."""
    import pikepdf  # noqa: PLC0415

    reader, broken_off = Reader(faces, box_of(page)), False
    try:
        reader.read(page)
    except (*FAULTS, pikepdf.PdfError):
        broken_off = True
    facts = facts_of(reader.sheet, number, ground, deck=deck)
    if not broken_off:
        return facts
    message, hint = "the content of the page cannot be read to its end", "make the PDF anew"
    return replace(facts, found=(*facts.found, Finding("page-is-readable", number, None, message, hint)))


def judged(pages: list[Facts], layout: Layout, subject: Subject) -> Iterator[Finding]:
    """What is wrong with each page by itself, and with pages as they follow one another."""
    for facts in pages:
        yield from facts.found
    yield from foreign_fonts(pages)
    yield from unlike(pages)
    yield from unused(pages, layout)
    if subject.pictures:
        return
    yield from nearly_empty(pages, layout, deck=subject.deck)
    if subject.deck:
        yield from small_type(pages, layout, subject.printed)
        yield from near_edge(pages, layout)
    else:
        yield from too_wide(pages, layout)
        yield from broken(pages, layout, subject.printed)


def foreign_fonts(pages: list[Facts]) -> Iterator[Finding]:
    """Fonts that the PDF names and does not hold, each at its first page."""
    told: set[str] = set()
    for page, facts in enumerate(pages):
        for name in facts.foreign:
            if name not in told:
                told.add(name)
                message = f"the font {name or 'without a name'} is not in the PDF"
                yield Finding(
                    "font-is-embedded", page, None, message, "embed the font, in the picture that brings it too"
                )


def told(found: Iterable[Finding], subject: Subject) -> Iterator[Diagnostic]:
    """The findings as diagnostics, a few of each code; what was said already is not said twice."""
    rest = list(subject.said)
    counts: dict[str, int] = {}
    left: dict[str, list[Finding]] = {}
    for finding in found:
        counts[finding.code] = counts.get(finding.code, 0) + 1
        if counts[finding.code] > MOST:
            left.setdefault(finding.code, []).append(finding)
            continue
        diagnostic = diagnostic_of(finding, subject)
        known = next((one for one in rest if is_same(one, diagnostic)), None)
        if known:
            rest.remove(known)
            diagnostic = together(known, diagnostic, subject)
        yield diagnostic
    for one in rest:
        page = subject.printed.page_of(one.span) if subject.printed and one.span and not one.area else None
        yield replace(one, area=Area(subject.name, page + 1)) if page is not None else one
    for code, others in left.items():
        numbers = sorted({one.page + 1 for one in others})
        pages = ", ".join(map(str, numbers[:MOST])) + (" and others" if len(numbers) > MOST else "")
        message = f"{subject.name}: {len(others)} more of this kind, on page {pages}"
        yield Diagnostic(code, SEVERITIES[code], message, None, others[0].hint or None)


def diagnostic_of(finding: Finding, subject: Subject) -> Diagnostic:
    """A finding at the author's line, where that is known."""
    source = subject.printed.source(finding.page, finding.share, finding.text) if subject.printed else None
    box = tuple(round(side, 1) for side in finding.box) if finding.box else None
    return Diagnostic(
        finding.code,
        SEVERITIES[finding.code],
        place_of(finding, subject) + finding.message,
        source.span if source else None,
        finding.hint or None,
        area=Area(subject.name, finding.page + 1, box),  # type: ignore[arg-type]
    )


def place_of(finding: Finding, subject: Subject) -> str:
    """The page as it stands before a message."""
    return f"{subject.name}, page {finding.page + 1}: "


def together(said: Diagnostic, found: Diagnostic, subject: Subject) -> Diagnostic:
    """One diagnostic for what typesetting has told and the page shows, at the line that typesetting names."""
    if said.code == "glyph-exists" and found.area:
        return replace(said, area=found.area, message=f"{subject.name}, page {found.area.page}: {said.message}")
    return replace(found, span=said.span or found.span)


def is_same(said: Diagnostic, found: Diagnostic) -> bool:
    """Whether typesetting has told of the same: a character without a glyph, or a line that is too wide."""
    if said.code == "glyph-exists":
        return found.code == "glyph-is-shown"
    if said.code != "box-fits" or found.code not in TOO_WIDE or "wide" not in said.message:
        return False
    one, other = AMOUNT.search(said.message), AMOUNT.search(found.message)
    if one and other and abs(float(one[1]) - float(other[1])) <= ALIKE:
        return True
    if said.span is None or found.span is None:
        return False
    return said.span.file == found.span.file and abs(said.span.line - found.span.line) <= 1


def box_of(page: Any) -> Box:
    """The part of a page that is shown."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def looks_like_deck(pdf: Path) -> bool:
    """Whether the first page has the shape of a frame; raises UsageError for a file that is no PDF."""
    import pikepdf  # noqa: PLC0415

    try:
        with pikepdf.open(pdf) as document:
            box = box_of(document.pages[0]) if len(document.pages) else (0.0, 0.0, 0.0, 1.0)
    except (pikepdf.PdfError, OSError) as problem:
        raise UsageError([not_a_pdf(pdf)]) from problem
    shape = (box[2] - box[0]) / ((box[3] - box[1]) or 1.0)
    return any(abs(shape - one) < 0.02 * one for one in SHAPES)


def not_a_pdf(pdf: Path) -> Diagnostic:
    """The error for a file that cannot be read as a PDF."""
    from stagebrief.diagnostics import error  # noqa: PLC0415

    return error(
        "file-is-pdf", f"'{pdf}' cannot be read as a PDF", None, "name a PDF that is whole and has no password"
    )
