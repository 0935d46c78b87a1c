"""Whether a quotation that stands in two places is worded alike in both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stagebrief.diagnostics import Diagnostic, Severity
from stagebrief.model.trust import Quotation
from stagebrief.resolve.quotations import shortened
from stagebrief.wording import segments_of

FEWEST_ALIKE = 4
"""Words that two wordings must share to be those of one quotation;"""
FEWEST_ALIKE_ELSEWHERE = 7
"""the same where they cite different sources."""
COMMON = 40
"""A pair of words in more stretches than this says nothing about which of them belong together."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a quotation without cuts or insertions: its words as written and in small letters."""

    quotation: Quotation
    written: Words
    words: Words


@dataclass(frozen=True, slots=True)
class Difference:
    """How two stretches differ: the words they share, how many differ, and the first words that do.

    `within` says that words differ between others that are alike, and not only where one of the two begins or ends.
    """

    alike: int
    different: int
    within: bool
    here: str
    there: str


def check_wordings(quotations: Sequence[Quotation]) -> Iterator[Diagnostic]:
    """A fault for each quotation that repeats an earlier one in other words; both places are named."""
    stretches = [stretch for quotation in quotations for stretch in stretches_of(quotation)]
    index: dict[Words, list[int]] = defaultdict(list)
    told: set[tuple[int, int]] = set()
    for number, stretch in enumerate(stretches):
        pairs = set(pairwise(stretch.words))
        near = sorted({other for pair in pairs if len(index[pair]) <= COMMON for other in index[pair]})
        for pair in pairs:
            index[pair].append(number)
        for other in near:
            earlier = stretches[other]
            both = (id(earlier.quotation), id(stretch.quotation))
            if both in told or both[0] == both[1]:
                continue
            difference = difference_of(stretch, earlier)
            if difference and is_same_quotation(difference, stretch.quotation, earlier.quotation):
                told.add(both)
                yield fault_of(stretch.quotation, earlier.quotation, difference)


def stretches_of(quotation: Quotation) -> Iterator[Stretch]:
    """The stretches of a quotation, and of its original wording, that are long enough to be known again."""
    for text in (quotation.words, quotation.original):
        for segment in segments_of(text):
            words = segment.stream.words
            if len(words) >= FEWEST_ALIKE:
                yield Stretch(quotation, words, tuple(word.lower() for word in words))


def difference_of(one: Stretch, other: Stretch) -> Difference | None:
    """How two stretches differ where they overlap; None where they do not differ there."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - most briefs quote nothing twice

    if one.words == other.words:
        return None
    blocks = SequenceMatcher(None, one.words, other.words, autojunk=False).get_matching_blocks()[:-1]
    if not blocks:
        return None
    gaps = [(a.a + a.size, b.a, a.b + a.size, b.b) for a, b in pairwise(blocks)]
    first, last = blocks[0], blocks[-1]
    before = min(first.a, first.b)
    behind = min(len(one.words) - last.a - last.size, len(other.words) - last.b - last.size)
    gaps = [
        (first.a - before, first.a, first.b - before, first.b),
        *gaps,
        (last.a + last.size, last.a + last.size + behind, last.b + last.size, last.b + last.size + behind),
    ]
    wrong = [gap for gap in gaps if gap[1] > gap[0] or gap[3] > gap[2]]
    if not wrong:
        return None
    here, there = " ".join(one.written[slice(*wrong[0][:2])]), " ".join(other.written[slice(*wrong[0][2:])])
    different = sum(max(gap[1] - gap[0], gap[3] - gap[2]) for gap in wrong)
    return Difference(sum(block.size for block in blocks), different, len(blocks) > 1, here, there)


def is_same_quotation(difference: Difference, one: Quotation, other: Quotation) -> bool:
    """Whether two wordings are so near that they must be meant for the same."""
    needed = FEWEST_ALIKE if share_source(one, other) or not (one.items and other.items) else FEWEST_ALIKE_ELSEWHERE
    return difference.alike >= needed and difference.different <= max(1, difference.alike // 3)


def share_source(one: Quotation, other: Quotation) -> bool:
    """Whether two quotations cite a source in common."""
    return bool({item.key for item in one.items} & {item.key for item in other.items})


def fault_of(quotation: Quotation, earlier: Quotation, difference: Difference) -> Diagnostic:
    """The fault: an error where both cite the same source and differ in the middle, else a warning."""
    here = f"“{difference.here}”" if difference.here else "nothing"
    there = f"“{difference.there}”" if difference.there else "nothing"
    message = f"this quotation is worded otherwise than at {earlier.span}: {here} here, {there} there"
    return Diagnostic(
        "quotation-is-worded-once",
        Severity.ERROR if difference.within and share_source(quotation, earlier) else Severity.WARNING,
        message,
        quotation.span,
        "look at the source and give both the same wording; mark what is left out with […]",
        (f"here “{shortened(quotation.words)}”", f"there “{shortened(earlier.words)}”"),
    )
