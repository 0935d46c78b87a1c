"""Words put together to lines: what stands on one base line without a wide space between."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from stagebrief.inspect.sheet import Box, Sheet, Word, union

SAME = 0.12
"""Base lines that differ by less than this share of the size are one."""
WIDEST = 2.2
"""A space of more than so many ems parts two lines."""
BACK = -0.6
"""A word may begin so many ems before the one before it ends."""
SMALL = 0.85
"""A script is smaller than what it stands at by this factor,"""
RAISED = 0.65
"""and is raised or lowered by less than this share of the size."""
OPEN = 4
"""A word may go on with one of the last so many lines,"""
CLOSE = 0.6
"""if it is not the last only over a space of so many ems: cells of a table are lines of their own."""
SHOWN = 80
"""So many letters of a line are kept."""


@dataclass(slots=True)
class Strip:
    """A line as it is put together; scripts belong to it and do not change its base line."""

    words: list[Word]
    scripts: list[Word] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0

    @property
    def first(self) -> Word:
        """The word that was painted first."""
        return self.words[0]

    @property
    def box(self) -> Box:
        """The box around its ink."""
        return union([word.box for word in (*self.words, *self.scripts)])

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return max(sizes, key=lambda size: sizes[size])

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in sorted((*self.words, *self.scripts), key=lambda word: word.order))

    def takes(self, word: Word, widest: float = WIDEST) -> bool:
        """Whether a word goes on with this line, over a space of at most so many ems."""
        last = self.words[-1]
        size = max(last.size, word.size)
        gap = max(word.box[0] - self.right, self.left - word.box[2])
        if abs(word.base - last.base) <= SAME * size:
            return BACK * size <= gap <= widest * size
        script = word.size <= SMALL * last.size and abs(word.base - last.base) < RAISED * last.size
        return script and -0.3 * size <= gap <= 0.5 * size

    def add(self, word: Word) -> None:
        """The word belongs to this line."""
        same = abs(word.base - self.words[-1].base) <= SAME * max(self.words[-1].size, word.size)
        (self.words if same else self.scripts).append(word)
        self.left, self.right = min(self.left, word.box[0]), max(self.right, word.box[2])


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page as it is kept: its box, base line, size, and what it looks like.

    `rank` are the letters before it on the page. `gap` is where its widest space lies, `count` how many words it has;
    it is `drawn` if it belongs to a picture.
    """

    box: Box
    base: float
    size: float
    bold: bool
    leftward: bool
    maths: bool
    rank: int
    count: int
    gap: tuple[float, float]
    text: str
    drawn: bool = False

    def data(self) -> tuple[object, ...]:
        """The line as it is kept."""
        looks = self.bold, self.leftward, self.maths
        return self.box, self.base, self.size, *looks, self.rank, self.count, self.gap, self.text, self.drawn

    @property
    def left(self) -> float:
        """Where it begins on the left."""
        return self.box[0]

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.box[2]


def text_from(strip: Strip, word: Word) -> str:
    """The text of a line from a word on."""
    return " ".join(one.text for one in strip.words if one.order >= word.order)[:SHOWN]


def strips_of(sheet: Sheet) -> list[Strip]:
    """The lines of a page in the order in which they were begun; turned words are in none."""
    found: list[Strip] = []
    for word in sheet.words:
        if word.turned:
            continue
        for strip in reversed(found[-OPEN:]):
            if strip.takes(word, WIDEST if strip is found[-1] else CLOSE):
                strip.add(word)
                break
        else:
            found.append(Strip([word], [], word.box[0], word.box[2]))
    return found


def kept(strip: Strip) -> Line:
    """A line as it is kept."""
    words = sorted(strip.words, key=lambda word: word.box[0])
    ink = sorted((*strip.words, *strip.scripts), key=lambda word: word.box[0])
    gaps = [(one.box[2], two.box[0]) for one, two in pairwise(ink)]
    box = strip.box
    letters = sum(len(word.text) for word in words)
    return Line(
        tuple(round(side, 2) for side in box),  # type: ignore[arg-type]
        round(strip.first.base, 2),
        round(strip.size, 2),
        sum(len(word.text) for word in words if word.face.bold) > letters / 2,
        len(words) > 1 and strip.words[0].box[0] > strip.words[-1].box[0],
        sum(len(word.text) for word in words if word.face.maths) > letters / 2,
        strip.first.rank,
        len(words),
        tuple(round(side, 2) for side in max(gaps, key=lambda gap: gap[1] - gap[0], default=(0.0, 0.0))),  # type: ignore[arg-type]
        strip.text[:SHOWN],
        all(word.drawn for word in words),
    )
