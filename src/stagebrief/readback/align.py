"""What of a block is there and what is lost, where the block as a whole is not found.

The words are looked for one after the other within a window. Where the next word does not follow, it is asked in this
order whether a word or more have been left out at this very place, whether the text goes on at another line, whether
something has come in between, and whether the text goes on farther behind with words lost. Each of these wants
letters enough in a row to be no chance.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from stagebrief.readback.finder import Filled, Finder, Match, Stretch
from stagebrief.readback.pattern import Gaps, Pattern, Run, is_at_mark

ENOUGH = 12
"""So many letters in a row are no chance."""
SHORT = 4
"""A block of short words may be known by a word of so many letters."""
MOST_LOST = 60
"""So many words in a row may be lost before the search is given up at a place."""
NEAR = 400
"""What has come in between takes no more letters than this, else words are held to be lost."""


@dataclass(slots=True)
class Alignment:
    """The elements of a block that are lost, and where the others stand; `gaps` are those between two words found."""

    lost: list[int] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    gaps: list[Filled] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """One word: its letters, its element, and the gaps before it."""

    letters: str
    element: int
    gaps: Gaps | None


def align(finder: Finder, pattern: Pattern, start: int, end: int) -> Alignment:
    """The block's words as they stand between two places."""
    return Walk(finder, steps_of(pattern), start, end).run()


def pieces(finder: Finder, pattern: Pattern, most: int) -> list[Match]:
    """At most so many places where some words of a block stand in a row, for one that is found nowhere as a whole."""
    found: dict[int, Match] = {}
    walk = Walk(finder, steps_of(pattern), 0, len(finder.letters))
    for index in range(len(walk.steps)):
        probe = walk.probe(index)
        at = finder.letters.find(probe) if len(probe) >= ENOUGH else -1
        while at >= 0 and len(found) < most:
            found.setdefault(at, Match(((at, at + len(probe)),), partial=True))
            at = finder.letters.find(probe, at + 1)
    return list(found.values())


def steps_of(pattern: Pattern) -> list[Step]:
    """The words of a pattern that have letters."""
    steps: list[Step] = []
    gaps: Gaps | None = None
    for part in pattern.parts:
        if isinstance(part, Gaps):
            gaps = part
            continue
        for letters, element in words_of_run(part):
            if letters:
                steps.append(Step(letters, element, gaps))
                gaps = None
    return steps


def words_of_run(run: Run) -> list[tuple[str, int]]:
    """The letters of each word of a run with its element."""
    ends = [start for start, _ in run.words[1:]] + [len(run.letters)]
    return [(run.letters[start:end], element) for (start, element), end in zip(run.words, ends, strict=True)]


def divided(stretches: list[Stretch], length: int) -> tuple[list[Stretch], int]:
    """The first so many letters of the stretches, and the place of the letter behind them."""
    own: list[Stretch] = []
    for start, end in stretches:
        if length < end - start:
            return ([*own, (start, start + length)] if length else own), start + length
        own.append((start, end))
        length -= end - start
    return own, stretches[-1][1]


class Walk:
    """The walk over the words of one block through one window of the text."""

    def __init__(self, finder: Finder, steps: list[Step], start: int, end: int) -> None:
        self.finder = finder
        self.letters = finder.letters
        self.steps = steps
        self.start, self.end = start, end
        self.found = Alignment()

    def run(self) -> Alignment:
        """Find the words; all of them are lost if no place is known where to begin."""
        begin = self.anchor()
        if begin is None:
            self.found.lost = [step.element for step in self.steps]
            return self.found
        index, place = begin
        self.backwards(index, place)
        place = self.accept(index, place)
        index += 1
        while index < len(self.steps):
            index, place = self.forwards(index, place)
        self.found.lost.sort()
        self.found.stretches.sort()
        return self.found

    def probe(self, index: int, enough: int = ENOUGH) -> str:
        """The letters from a word on up to the next gap, so many of them as are enough if there are as many."""
        pieces: list[str] = []
        length = 0
        for step in self.steps[index:]:
            if pieces and (step.gaps or length >= enough):
                break
            pieces.append(step.letters)
            length += len(step.letters)
        return "".join(pieces)

    def anchor(self) -> tuple[int, int] | None:
        """The first word from which on enough letters stand in a row, and where."""
        for least in (ENOUGH, SHORT):
            for index in range(len(self.steps)):
                probe = self.probe(index, least)
                if len(probe) < least:
                    continue
                place = self.search(probe, self.start, self.end, at_word=True)
                if place is not None:
                    return index, place
        return None

    def search(self, probe: str, start: int, end: int, *, at_word: bool = False) -> int | None:
        """Where the letters stand in a row and belong to no other block."""
        at = self.letters.find(probe, start, end)
        while at >= 0:
            if self.finder.is_free(at, at + len(probe)) and not (at_word and not self.finder.text.begins_word(at)):
                return at
            at = self.letters.find(probe, at + 1, end)
        return None

    def backwards(self, index: int, place: int) -> None:
        """The words before the first that was found: those that stand there, and those that are lost."""
        while index > 0:
            if gaps := self.steps[index].gaps:
                before = self.before(gaps, index, place)
                if before is None:
                    self.found.lost += [step.element for step in self.steps[:index]]
                    return
                self.found.gaps.append(Filled(gaps, before, place))
                index, place = index - 1, before - len(self.steps[index - 1].letters)
                self.found.stretches.append((place, before))
                continue
            skipped = next(
                (
                    count
                    for count in range(min(index, MOST_LOST))
                    if self.ends(self.steps[index - 1 - count].letters, place)
                ),
                None,
            )
            if skipped is None:
                self.found.lost += [step.element for step in self.steps[:index]]
                return
            self.found.lost += [step.element for step in self.steps[index - skipped : index]]
            index -= skipped + 1
            self.found.stretches.append((place - len(self.steps[index].letters), place))
            place -= len(self.steps[index].letters)

    def ends(self, letters: str, place: int) -> bool:
        """Whether letters end at a place and belong to no other block."""
        start = place - len(letters)
        return start >= self.start and self.letters.startswith(letters, start) and self.finder.is_free(start, place)

    def before(self, gaps: Gaps, index: int, place: int) -> int | None:
        """Where the words before a gap end that stands before a place: those up to the gap before it, or enough."""
        letters = ""
        for step in reversed(self.steps[:index]):
            letters = step.letters + letters
            if step.gaps or len(letters) >= ENOUGH:
                break
        at = self.letters.rfind(letters, max(self.start, place - gaps.room - len(letters)), place)
        return at + len(letters) if at >= 0 else None

    def forwards(self, index: int, place: int) -> tuple[int, int]:
        """The next word: the number of the word to look for after it, and from where on."""
        step = self.steps[index]
        if step.gaps:
            at = self.behind(step.gaps, index, place)
            if at is not None:
                self.found.gaps.append(Filled(step.gaps, place, at))
                return index + 1, self.accept(index, at)
        elif self.stands(step.letters, place):
            return index + 1, self.accept(index, place)
        elif (taken := self.finder.take(self.probe(index), place)) and self.may_take(taken):
            own, further = divided(taken, len(step.letters))
            self.found.stretches += own
            return index + 1, further
        return self.recover(index, place)

    def stands(self, letters: str, place: int) -> bool:
        """Whether letters stand at a place and belong to no other block."""
        return self.letters.startswith(letters, place) and self.may_take([(place, place + len(letters))])

    def may_take(self, stretches: list[Stretch]) -> bool:
        """Whether the stretches lie in the window and belong to no other block."""
        return all(end <= self.end and self.finder.is_free(start, end) for start, end in stretches)

    def behind(self, gaps: Gaps, index: int, place: int) -> int | None:
        """Where a word stands behind gaps."""
        probe = self.probe(index)
        if gaps.only_marks:
            for length in range(gaps.room + 1):
                if length and not is_at_mark(self.letters[place + length - 1 : place + length]):
                    break
                if self.stands(probe, place + length):
                    return place + length
        else:
            at = self.search(probe, place, place + gaps.room + len(probe))
            if at is not None:
                return at
        lines = self.finder.text.lines
        further = bisect_left(lines, place)
        for line in lines[further : further + 200]:
            if self.stands(probe, line):
                return line
        return None

    def recover(self, index: int, place: int) -> tuple[int, int]:
        """Go on where a word does not follow: here without it, or farther behind."""
        most = min(len(self.steps) - index, MOST_LOST)
        for count in range(1, most):
            if self.stands_here(index + count, place):
                return self.lose(index, count, place)
        gap = next((count for count in range(1, most) if self.steps[index + count].gaps), 0)
        if gap and (gaps := self.steps[index + gap].gaps) and not self.steps[index].gaps:
            at = self.behind(gaps, index + gap, place)
            if at is not None and at <= place + gaps.room:
                self.found.gaps.append(Filled(gaps, place, at))
                return self.lose(index, gap, at)
        for count in range(most):
            probe = self.probe(index + count)
            if len(probe) < ENOUGH:
                continue
            reach = min(self.end, place + NEAR) if count == 0 else self.end
            at = self.search(probe, place, reach)
            if at is not None:
                return self.lose(index, count, at)
        self.found.lost += [step.element for step in self.steps[index:]]
        return len(self.steps), place

    def stands_here(self, index: int, place: int) -> bool:
        """Whether a word and the one behind it, if there is one, stand at this very place and end as a word does."""
        letters = self.steps[index].letters
        if index + 1 < len(self.steps) and not self.steps[index + 1].gaps:
            letters += self.steps[index + 1].letters
        return self.stands(letters, place) and self.finder.text.begins_word(place + len(letters))

    def lose(self, index: int, count: int, place: int) -> tuple[int, int]:
        """Take words for lost and go on behind them."""
        self.found.lost += [step.element for step in self.steps[index : index + count]]
        return index + count + 1, self.accept(index + count, place)

    def accept(self, index: int, place: int) -> int:
        """Take a word as found at a place; gives the place behind it."""
        end = place + len(self.steps[index].letters)
        self.found.stretches.append((max(place, 0), end))
        return end
