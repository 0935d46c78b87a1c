"""A second opinion on what seems lost: whether the PDF shows the block whole as often as the content has it.

Where the same few words stand in many places, with a date here and a source there, the search may give one block the
letters of another and then miss what stood beside it. So a block that is not found where it is looked for is counted:
it is there if it stands somewhere word for word, with its dates and sources, as often as anything that was written
would show it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stagebrief.readback.finder import Filled, Finder, Match, Stretch
from stagebrief.readback.needs import search
from stagebrief.readback.pages import PdfText
from stagebrief.readback.pattern import Gaps, Pattern, Run

PRINTED_MORE = frozenset({"title", "stage title", "heading", "frame title"})
"""Blocks whose words the tool prints at other places besides, in heads and in the table of contents."""
LONGEST_DATE = 24
"""Letters of what stands before a block, a date."""
LEAST = 8
"""Fewer letters than these may stand anywhere, unless a date or a source is with them."""
RUNNING = 120
"""Letters of the running head of a page."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the first look has found.

    `numbers` are those of the notes as they are printed, `stretches` those of all blocks, `sure` those of blocks that
    are too long to be found by chance.
    """

    numbers: dict[int, str]
    stretches: Sequence[Stretch]
    sure: Sequence[Stretch]


class Recount:
    """The count of blocks in one text."""

    def __init__(self, text: PdfText, patterns: Sequence[Pattern], found: Found) -> None:
        self.text = text
        self.finder = Finder(text, lambda _start, _end: True)
        self.patterns = patterns
        self.numbers = found.numbers
        self.stretches = found.stretches
        self.starts = sorted(start for start, _ in found.sure)
        self.ends = sorted(end for _, end in found.sure)

    def is_there(self, pattern: Pattern) -> bool:
        """Whether the block stands in the text as often as the content has it."""
        if pattern.block.what in PRINTED_MORE or (pattern.size < LEAST and not needs_of(pattern)):
            return False
        runs = [part for part in pattern.parts if isinstance(part, Run)]
        longest = max(runs, key=lambda run: len(run.letters), default=None)
        if longest is None:
            return False
        needs, letters = needs_of(pattern), longest.letters
        counts = [(other, shown_in(letters, other)) for other in self.patterns]
        like = sum(count if other is not pattern else 1 for other, count in counts if needs <= needs_of(other))
        mark = self.numbers.get(pattern.block.note, "")
        whole = apart(match for match in self.finder.matches(pattern) if self.is_whole(match, mark))
        bare = Pattern(pattern.block)
        bare.parts = (longest,)
        every = apart(filter(self.is_own, self.finder.matches(bare)))
        return whole >= like and every >= sum(count for _, count in counts)

    def is_own(self, match: Match) -> bool:
        """Whether a match is no running head, nor made of the end of one block and the head of another."""
        if any(start <= match.start and match.end <= end for start, end in self.text.furniture):
            return False
        return not any(
            start < match.start < end < match.end or match.start < start < match.end < end
            for start, end in self.stretches
        )

    def is_whole(self, match: Match, mark: str) -> bool:
        """Whether a match is no running head, follows the note's number, and its gaps hold what they need."""
        if not self.text.letters[: match.start].rstrip(".").endswith(mark):
            return False
        if match.unhyphened or not self.is_own(match):
            return False
        return not any(search(self.text, gap.gaps.needs, self.places_of(gap))[0] for gap in match.gaps)

    def places_of(self, gap: Filled) -> list[Stretch]:
        """Where the content of a gap may stand: up to the next block, or at the head of the next page."""
        room = gap.gaps.room
        if gap.start < 0:
            before = self.ends[bisect_right(self.ends, gap.end) - 1] if self.ends and self.ends[0] <= gap.end else 0
            return [(max(before, gap.end - min(room, LONGEST_DATE)), gap.end)]
        if gap.end >= 0:
            return [(gap.start, gap.end)]
        turned = self.text.page_end(self.text.page(max(gap.start - 1, 0)))
        ways = ((gap.start, gap.start + room), (turned, turned + room + RUNNING))
        return [(start, min(end, self.next_block(start))) for start, end in ways]

    def next_block(self, place: int) -> int:
        """Where the next block begins."""
        index = bisect_left(self.starts, place)
        return self.starts[index] if index < len(self.starts) else len(self.text.letters)


def apart(matches: Iterable[Match]) -> int:
    """How many matches there are that share no letters."""
    count = end = 0
    for match in sorted(matches, key=lambda match: match.start):
        if match.start >= end:
            count, end = count + 1, match.end
    return count


def shown_in(letters: str, pattern: Pattern) -> int:
    """How often these letters stand in a row in a block as it was written."""
    return sum(part.letters.count(letters) for part in pattern.parts if isinstance(part, Run))


def needs_of(pattern: Pattern) -> frozenset[tuple[str, ...]]:
    """What the gaps of a block must hold."""
    return frozenset(need.choices for part in pattern.parts if isinstance(part, Gaps) for need in part.needs)
