"""What has changed between two editions, by meaning: added, removed, changed, moved, and words within."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from stagebrief.archive.items import Item

ALIKE, ALIKE_ELSEWHERE = 0.5, 0.75
"""How alike the words of two items must be to be taken for one, in the same place and in another."""

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both editions have (`same`), or only the earlier (`old`) or the later one (`new`)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that has been `added`, `removed`, `changed` or `moved`; `old` or `new` is None where it is not."""

    kind: str
    old: Item | None
    new: Item | None

    @property
    def item(self) -> Item:
        """What it is about, in the later edition if it is there."""
        item = self.new or self.old
        assert item is not None
        return item

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words of both editions."""
        return word_pieces(self.old.words if self.old else "", self.new.words if self.new else "")

    @property
    def sources(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sources that it no longer rests on, and those that it rests on now."""
        before, after = (item.sources if item else () for item in (self.old, self.new))
        return tuple(item for item in before if item not in after), tuple(item for item in after if item not in before)


def changes_between(old: Iterable[Item], new: Iterable[Item]) -> tuple[Change, ...]:
    """All changes, in the order of the later edition; what has been removed stands behind what was before it."""
    before, after = list(old), list(new)
    pairs = matched(before, after)
    found: list[tuple[float, Change]] = []
    places = place_pairs(before, after, pairs)
    for one, two in pairs.items():
        change = compared(before[one], after[two], places)
        if change:
            found.append((two, change))
    for index in sorted(reordered(before, after, pairs)):
        if not any(change.old is before[index] for _, change in found):
            found.append((pairs[index], Change("moved", before[index], after[pairs[index]])))
    matched_new = set(pairs.values())
    found += [(index, Change("added", None, item)) for index, item in enumerate(after) if index not in matched_new]
    last = -1.0
    for index, item in enumerate(before):
        last = pairs.get(index, last)
        if index not in pairs:
            found.append((last + 0.5, Change("removed", item, None)))
    return tuple(change for _, change in sorted(found, key=lambda pair: pair[0]))


def matched(before: list[Item], after: list[Item]) -> dict[int, int]:
    """Which item of the later edition is which of the earlier: by name, by words, then by likeness."""
    pairs: dict[int, int] = {}
    free = set(range(len(after)))

    def take(wanted: Iterator[tuple[int, int]]) -> None:
        for one, two in wanted:
            if one not in pairs and two in free:
                pairs[one] = two
                free.discard(two)

    def same(*names: str) -> Iterator[tuple[int, int]]:
        index: dict[tuple[str, ...], list[int]] = {}
        for number in sorted(free):
            index.setdefault(tuple(getattr(after[number], name) for name in names), []).append(number)
        for number, item in enumerate(before):
            for other in index.get(tuple(getattr(item, name) for name in names), ()):
                if bool(item.key) == bool(after[other].key):
                    yield number, other

    def named() -> Iterator[tuple[int, int]]:
        return ((one, two) for one, two in same("kind", "key") if before[one].key)

    def unnamed(*names: str) -> Iterator[tuple[int, int]]:
        return ((one, two) for one, two in same(*names) if not before[one].key)

    take(named())
    take(unnamed("kind", "place", "words", "sources"))
    take(unnamed("kind", "place", "words"))
    take(unnamed("kind", "words"))
    take(alike(before, after, pairs, free))
    return pairs


def alike(before: list[Item], after: list[Item], pairs: dict[int, int], free: set[int]) -> Iterator[tuple[int, int]]:
    """Pairs of what is left, the most alike first."""
    scored = []
    stages = {before[one].label: after[two].label for one, two in pairs.items() if before[one].kind == "stage"}
    for one, item in enumerate(before):
        if one in pairs or item.key:
            continue
        for two in free:
            other = after[two]
            if other.kind != item.kind or other.key:
                continue
            here = stages.get(item.place, item.place) == other.place
            least = ALIKE if here else ALIKE_ELSEWHERE
            matcher = SequenceMatcher(None, item.words.split(), other.words.split(), autojunk=False)
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= least and matcher.ratio() >= least:
                scored.append((-matcher.ratio() - 0.2 * here, one, two))
    return ((one, two) for _, one, two in sorted(scored))


def place_pairs(before: list[Item], after: list[Item], pairs: dict[int, int]) -> dict[str, str]:
    """The names of the stages in the earlier edition, and what they are called now."""
    return {before[one].label: after[two].label for one, two in pairs.items() if before[one].kind == "stage"}


def compared(old: Item, new: Item, places: dict[str, str]) -> Change | None:
    """How one item has changed, if it has."""
    moved = places.get(old.place, old.place) != new.place
    if moved:
        return Change("moved", old, new)
    if old.words != new.words or old.sources != new.sources:
        return Change("changed", old, new)
    return None


def reordered(before: list[Item], after: list[Item], pairs: dict[int, int]) -> set[int]:
    """The items that stand in another order among those of their kind and place."""
    groups: dict[tuple[str, str], list[int]] = {}
    for one in sorted(pairs):
        if before[one].kind not in {"source", "event"}:  # sources and events are put in order by the tool
            groups.setdefault((before[one].kind, after[pairs[one]].place), []).append(one)
    found: set[int] = set()
    for ones in groups.values():
        kept = longest_rising([pairs[one] for one in ones])
        found |= {one for one in ones if pairs[one] not in kept}
    return found


def longest_rising(numbers: list[int]) -> set[int]:
    """The longest part of the numbers that is in order."""
    best: list[list[int]] = []
    for number in numbers:
        chains = [chain for chain in best if chain[-1] < number]
        best.append([*longest_of(chains), number])
    return set(longest_of(best))


def longest_of(chains: list[list[int]]) -> list[int]:
    """The longest of the chains, the first of several; empty where there is none."""
    return max(chains, key=len) if chains else []


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The words of two texts, with what only one of them has."""
    one, two = TOKEN.findall(old), TOKEN.findall(new)
    found: list[Piece] = []
    for tag, start, end, low, high in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(one[start:end])))
        else:
            found += [Piece("old", "".join(one[start:end]))] if end > start else []
            found += [Piece("new", "".join(two[low:high]))] if high > low else []
    return tuple(merged(found))


def merged(pieces: list[Piece]) -> list[Piece]:
    """The pieces with those that only a space divides put together, so that changed phrases stay whole."""
    found: list[Piece] = []
    for index, piece in enumerate(pieces):
        beside = pieces[index - 1 : index] + pieces[index + 1 : index + 2]
        between = piece.words.isspace() and [near.kind == "same" for near in beside] == [False, False]
        if piece.kind == "same" and not between:
            found.append(piece)
            continue
        for kind in ("old", "new") if piece.kind == "same" else (piece.kind,):
            here = next((place for place in (-1, -2) if ends_with(found, place, kind)), None)
            if here is None:
                found.append(Piece(kind, piece.words))
            else:
                found[here] = Piece(kind, found[here].words + piece.words)
    return found


def ends_with(pieces: list[Piece], place: int, kind: str) -> bool:
    """Whether the last piece but none or one is of that kind, with no unchanged words behind it."""
    return len(pieces) >= -place and pieces[place].kind == kind and pieces[-1].kind != "same"
