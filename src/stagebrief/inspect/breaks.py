"""How pages and columns break: single lines of paragraphs, and headings without their text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stagebrief.inspect.facts import Facts
from stagebrief.inspect.findings import Finding, quoted
from stagebrief.inspect.layout import Layout
from stagebrief.inspect.strips import Line
from stagebrief.model.printed import Printed, Source

SMALL = 0.93
"""Type smaller than the body's by this factor is not of its flow."""
LARGE = 1.08
"""Type larger than the body's by this factor is a heading's."""
DEEP = 5.0
"""A heading is at the foot of a page if less than so many lines are left below it."""
FULL = 1.5
"""A line is full that ends within so many ems of its column's edge."""
EVEN = 1.5
"""Lines whose beginnings differ by fewer points begin at one place."""
PROSE = frozenset({"paragraph", "finding", "note"})

HEADINGS = frozenset({"heading", "title", "stage title", "frame title", "period", "finding", "determinant"})
"""What a block is called that stands over others."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the flow on its page."""

    page: int
    line: Line


def broken(pages: Sequence[Facts], layout: Layout, printed: Printed | None) -> Iterator[Finding]:
    """Widows, orphans and stranded headings."""
    flow = Flow(pages, layout, printed)
    for index in range(len(flow.places) - 1):
        if flow.breaks(index):
            yield from flow.faults(index)


class Flow:
    """The lines of the text, page after page in the order in which they were typeset."""

    def __init__(self, pages: Sequence[Facts], layout: Layout, printed: Printed | None) -> None:
        self.pages = pages
        self.layout = layout
        self.printed = printed
        self.places = [
            Place(page, line)
            for page, facts in enumerate(pages)
            for line in layout.own(page, facts)
            if line.size >= SMALL * layout.body and not line.maths
        ]

    def breaks(self, index: int) -> bool:
        """Whether the page or the column ends behind a line."""
        one, two = self.places[index], self.places[index + 1]
        if one.page != two.page:
            return True
        apart = one.line.right <= two.line.left or two.line.right <= one.line.left
        return apart and two.line.base > one.line.base + 2 * self.layout.leading

    def at(self, index: int, of: int) -> Line | None:
        """A line on the page and column of another; None where there is none."""
        if not 0 <= index < len(self.places) or self.breaks(min(index, of)):
            return None
        return self.places[index].line

    def faults(self, index: int) -> Iterator[Finding]:
        """What is wrong at the end of a page or column."""
        last, first = self.places[index], self.places[index + 1]
        before = self.at(index - 1, index)
        behind = self.at(index + 2, index + 1) if index + 2 < len(self.places) else None
        if self.is_heading(last.line):
            alike = self.same_style(last.line, first.line) and last.line.bold == first.line.bold
            if not alike and last.page != first.page and self.may_head(last) and self.is_stranded(last):
                yield self.told("heading-has-text", last, STRANDED, NEXT_PAGE)
            return
        if self.is_heading(first.line) or not self.same_style(last.line, first.line):
            return
        if self.begins(last, before) and self.goes_on(last, first, indented=True):
            yield self.told("orphan-is-avoided", last, FIRST_ALONE, REWORD)
        if self.goes_on(last, first) and self.ends(first, behind):
            yield self.told("widow-is-avoided", first, LAST_ALONE, REWORD)

    def told(self, code: str, place: Place, message: str, hint: str) -> Finding:
        """The finding for a line."""
        facts, line = self.pages[place.page], place.line
        share = line.rank / max(1, facts.letters)
        return Finding(code, place.page, line.box, message.format(quoted(line.text)), hint, share, line.text)

    def source(self, place: Place) -> Source | None:
        """The block that a line shows, if that is known."""
        if self.printed is None:
            return None
        facts = self.pages[place.page]
        found = self.printed.source(place.page, place.line.rank / max(1, facts.letters), place.line.text)
        return found if found and found.inside else None

    # Headings

    def is_heading(self, line: Line) -> bool:
        """Whether a line looks like a heading."""
        large = line.size >= LARGE * self.layout.body and round(line.size, 1) not in self.layout.usual
        return large or (line.bold and not self.is_full(line))

    def may_head(self, place: Place) -> bool:
        """Whether a line may be a heading by what it shows, as far as that is known; a quotation is none."""
        source = self.source(place)
        return source is None or source.what in HEADINGS

    def is_stranded(self, place: Place) -> bool:
        """Whether nothing but notes stands below a heading, and little room is left there."""
        facts = self.pages[place.page]
        own = self.layout.own(place.page, facts)
        if sum(self.layout.is_body(line) and not self.is_heading(line) for line in own) < 3:
            return False
        below = [line for line in own if line.base < place.line.base - 0.5 * line.size and line.rank > place.line.rank]
        if below and not is_note(below[0], self.layout):
            return False
        if any(box[3] < place.line.base and box[3] - box[1] > 3 for box in facts.shapes + facts.pictures):
            return False
        floor = max((line.box[3] for line in below), default=self.layout.bottom)
        return place.line.base - floor < DEEP * self.layout.leading

    # Paragraphs

    def same_style(self, one: Line, other: Line) -> bool:
        """Whether two lines may be of one paragraph."""
        return abs(one.size - other.size) <= 0.04 * self.layout.body

    def is_full(self, line: Line) -> bool:
        """Whether a line ends at the edge of its column."""
        column = self.layout.column(line)
        if column is None:
            return False
        left, right = column
        rest = line.left - left if line.leftward else right - line.right
        return rest <= FULL * line.size

    def indent(self, line: Line) -> float:
        """How far a line begins from the edge of its column."""
        column = self.layout.column(line)
        if column is None:
            return 0.0
        return column[1] - line.right if line.leftward else line.left - column[0]

    def begins(self, place: Place, before: Line | None) -> bool:
        """Whether a line is the first of its paragraph, by its block or by how it looks."""
        if before is None:
            return False
        if (own := self.source(place)) and (other := self.source(Place(place.page, before))):
            return own.block != other.block
        line = place.line
        return (
            not self.same_style(before, line)
            or self.is_heading(before)
            or before.base - line.base > 1.3 * self.layout.leading
            or not self.is_full(before)
        )

    def goes_on(self, last: Place, first: Place, *, indented: bool = False) -> bool:
        """Whether a paragraph goes on from the last line of a page or column to the first of the next."""
        if (own := self.source(last)) and (other := self.source(first)):
            return own.block == other.block and own.what in PROSE and last.line.text != first.line.text
        if not self.is_full(last.line):
            return False
        step, em = self.indent(last.line) - self.indent(first.line), first.line.size
        return abs(step) < EVEN or (indented and 0.5 * em < step < 4 * em)

    def ends(self, place: Place, behind: Line | None) -> bool:
        """Whether a line is the last of its paragraph."""
        if behind is None:
            return not self.is_full(place.line)
        other = self.source(Place(place.page, behind))
        if (own := self.source(place)) and other:
            return own.block != other.block
        return (
            not self.same_style(place.line, behind)
            or self.is_heading(behind)
            or not self.is_full(place.line)
            or 0.5 * behind.size < self.indent(behind) - self.indent(place.line) < 4 * behind.size
            or place.line.base - behind.base > 1.3 * self.layout.leading
        )


STRANDED = "the heading {} stands at the foot of the page without its text"
NEXT_PAGE = "let the heading go to the next page with its text"
FIRST_ALONE = "the first line of a paragraph stands alone at the foot of the page: {}"
LAST_ALONE = "the last line of a paragraph stands alone at the head of the page: {}"
REWORD = "word the paragraph a little longer or shorter"


def is_note(line: Line, layout: Layout) -> bool:
    """Whether a line below the text looks like the first of the notes."""
    return line.size < SMALL * layout.body and bool(line.text) and not line.text[0].isalpha()
