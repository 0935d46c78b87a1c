"""Where a quotation stands in a text, and what of the text comes nearest to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stagebrief.wording import Segment, Stream, agree

MOST_TRIES = 2000
MOST_PLACES = 50
FURTHEST = 1
"""Pages to the page on which a quotation goes on behind a cut; a cut leaves out no whole page."""
COMMON = 2000
"""A word that stands at more places than this says nothing about where a quotation may stand."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a quotation stands in a stream: its first letter and the letter behind its last."""

    start: int
    end: int


def find_all(segments: Sequence[Segment], stream: Stream) -> list[Match]:
    """The places at which all segments stand, one after the other."""
    found: list[Match] = []
    if not segments:
        return found
    for start, end in occurrences(segments[0], stream, 0, len(stream.letters)):
        last = finish(segments[1:], stream, end, [MOST_TRIES])
        if last is not None:
            found.append(Match(start, last))
        if len(found) >= MOST_PLACES:
            break
    return found


def finish(segments: Sequence[Segment], stream: Stream, position: int, tries: list[int]) -> int | None:
    """Where the last of the segments ends if they follow from `position` on; None if they do not."""
    if not segments:
        return position
    head = segments[0]
    limit = position + head.reach + len(head.stream.letters)
    # The next word may stand behind pages without words.
    page = max(stream.pages[stream.word_at(position - 1)] + FURTHEST, stream.pages[stream.word_at(position)])
    for start, end in occurrences(head, stream, position, limit):
        tries[0] -= 1
        if tries[0] < 0 or stream.pages[stream.word_at(start)] > page:
            return None
        last = finish(segments[1:], stream, end, tries)
        if last is not None:
            return last
    return None


def occurrences(segment: Segment, stream: Stream, first: int, limit: int) -> Iterator[tuple[int, int]]:
    """The places of a segment between `first` and `limit`."""
    needle = segment.stream.letters
    shift = 1 if segment.free_case and len(needle) > 1 else 0
    position = first + shift
    while (position := stream.letters.find(needle[shift:], position, limit)) >= 0:
        start, end = position - shift, position - shift + len(needle)
        if stands(segment, stream, start, end):
            yield start, end
        position += 1


def stands(segment: Segment, stream: Stream, start: int, end: int) -> bool:
    """Whether the segment stands at letters of which all but the first are known to agree."""
    own = segment.stream
    if own.letters[0].lower() != stream.letters[start].lower():
        return False
    if segment.whole_start and not stream.begins_word(start):
        return False
    if segment.whole_end and not stream.begins_word(end):
        return False
    low, high = bisect_right(stream.starts, start), bisect_left(stream.starts, end)
    places = {start + place for place in own.starts[1:-1]} | set(stream.starts[low:high])
    return all(agree(own.mark_at(place - start), stream.mark_at(place)) for place in places)


@dataclass(frozen=True, slots=True)
class Near:
    """What comes nearest to a wording: the numbers of its first word and of the word behind its last, and how near."""

    first: int
    last: int
    likeness: float


def nearest_words(words: Sequence[str], within: Sequence[str]) -> Near | None:
    """The stretch of `within` that shares most words with `words` in their order; both in small letters."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for what has not been found

    if not words or not within:
        return None
    wanted = set(words)
    places: dict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(within):
        if word in wanted:
            places[word].append(index)
    width = max(4, len(words))
    votes: Counter[int] = Counter()
    for index, word in enumerate(words):
        if len(places[word]) <= COMMON:
            for bucket in {max(0, place - index) // width for place in places[word]}:
                votes[bucket] += 1
                votes[bucket + 1] += 1  # a stretch may lie over the edge of two
    best: Near | None = None
    for bucket, _ in votes.most_common(5):
        start = max(0, (bucket - 1) * width - width // 2)
        window = within[start : start + 4 * width]
        blocks = SequenceMatcher(None, words, window, autojunk=False).get_matching_blocks()[:-1]
        if not blocks:
            continue
        likeness = sum(block.size for block in blocks) / len(words)
        first = start + max(0, blocks[0].b - blocks[0].a)
        last = min(len(within), start + blocks[-1].b + len(words) - blocks[-1].a)
        if best is None or likeness > best.likeness:
            best = Near(first, max(first, last), likeness)
    return best
