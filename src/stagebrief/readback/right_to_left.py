"""Pages that hold letters written from right to left, in the order in which they were typeset.

LuaTeX writes such a line letter by letter from the right; PDFium takes each text object to be in the order of sight and
turns it round. Here the characters of an object are sorted by their place and read from the right, numbers and words
of other scripts from the left; the objects follow one another as in the content of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from ctypes import byref, c_double
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
GAP = 0.12
"""A space between letters is wider than this share of the size of type."""
NUMERIC = (".", ",", ":", "/", "-", "+")
"""Signs within a number."""
SHIFT = 0.5
"""A new line begins where letters stand lower or higher than by this share of the size of type."""


@dataclass(frozen=True, slots=True)
class Character:
    """A character and its box: left, right, base line, and the size of type."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def strong(self) -> str:
        """`R` for a letter that is written from the right, `L` for other letters and digits, else nothing."""
        if LETTERS.match(self.text) and not self.text.isdigit():
            return "R"
        return "L" if self.text.isalnum() else ""


def holds_right_to_left(text: str) -> bool:
    """Whether letters written from right to left occur."""
    return LETTERS.search(text) is not None


def text_in_order(page: Any, text_page: Any) -> str:
    """The text of the page as it was typeset; what lies outside the page is left out."""
    objects: dict[int, list[Character]] = {}
    box = page.get_bbox()
    for index in range(text_page.count_chars()):
        owner, character = character_at(text_page, index)
        if character and box[0] - 1 <= character.left and character.right <= box[2] + 1 and box[1] <= character.base:
            objects.setdefault(owner, []).append(character)
    order = {address: index for index, address in enumerate(addresses_in(page))}
    ordered = [objects[owner] for owner in sorted(objects, key=lambda owner: order.get(owner, len(order)))]
    around = zip(([], *ordered), ordered, (*ordered[1:], []), strict=False)
    return joined(
        character
        for before, characters, behind in around
        for character in in_order(characters, flows_left(before, characters, behind))
    )


def flows_left(before: Sequence[Character], characters: Sequence[Character], behind: Sequence[Character]) -> bool:
    """Whether an object stands in a line that goes to the left, by the objects before and behind it in its line."""
    left = min(character.left for character in characters)
    from_right = [min(item.left for item in before) >= left] if same_line(before, characters) else []
    to_left = [min(item.left for item in behind) <= left] if same_line(characters, behind) else []
    return bool(from_right or to_left) and all((*from_right, *to_left))


def same_line(first: Sequence[Character], second: Sequence[Character]) -> bool:
    """Whether one object follows the other in a line."""
    return bool(first and second) and abs(first[-1].base - second[0].base) <= SHIFT * second[0].size


def character_at(text_page: Any, index: int) -> tuple[int, Character | None]:
    """The address of the object that holds the character, and the character; None for spaces, which are made anew."""
    from ctypes import addressof  # noqa: PLC0415

    import pypdfium2.raw as pdfium  # noqa: PLC0415

    if pdfium.FPDFText_IsGenerated(text_page, index):
        return 0, None
    owner = pdfium.FPDFText_GetTextObject(text_page, index)
    left, _, right, _ = text_page.get_charbox(index, loose=True)
    x, y = c_double(), c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, index, byref(x), byref(y))
    size = float(pdfium.FPDFText_GetFontSize(text_page, index))
    text = chr(pdfium.FPDFText_GetUnicode(text_page, index))
    if text.isspace():
        return 0, None
    return (addressof(owner.contents) if owner else 0), Character(text, left, right, y.value, size)


def addresses_in(page: Any) -> Iterable[int]:
    """The addresses of the text objects of the page in the order of its content, forms opened."""
    from ctypes import addressof  # noqa: PLC0415

    import pypdfium2.raw as pdfium  # noqa: PLC0415

    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8):
        yield addressof(item.raw.contents)


def in_order(characters: Sequence[Character], flows_left: bool) -> Sequence[Character]:
    """The characters of one object in the order of reading; `flows_left` says what its neighbours tell of it."""
    from_right = sum(character.strong == "R" for character in characters)
    from_left = sum(character.strong == "L" and character.text.isalpha() for character in characters)
    rising = all(first.left <= second.left + 0.1 for first, second in pairwise(characters))
    if rising and not from_right and not flows_left:
        return characters
    turned = "L" if from_right >= from_left or not from_right else "R"
    # Letters of one glyph share their place: PDFium has turned them round with the rest.
    placed = list(reversed(characters))
    placed.sort(key=middle, reverse=turned == "L")
    found: list[Character] = []
    index = 0
    while index < len(placed):
        end = end_of_run(placed, index, turned)
        found += reversed(placed[index:end])
        index = end
    return found


def middle(character: Character) -> float:
    """Where the character stands in its line."""
    return round((character.left + character.right) / 2, 2)


def end_of_run(characters: Sequence[Character], start: int, direction: str) -> int:
    """The end of the run that goes against the line: from one strong character to the last before another kind.

    Signs between letters belong to it; between numbers only a sign such as a point or a hyphen does.
    """
    if characters[start].strong != direction:
        return start + 1
    end = start + 1
    for index in range(start + 1, len(characters)):
        if characters[index].strong == direction:
            numbers = characters[index].text.isdigit() and characters[end - 1].text.isdigit()
            between = "".join(character.text for character in characters[end:index])
            if numbers and between and between not in NUMERIC:
                break
            end = index + 1
        elif characters[index].strong:
            break
    return end


def joined(characters: Iterable[Character]) -> str:
    """The characters with spaces and line ends where their distances tell of such."""
    pieces: list[str] = []
    last: Character | None = None
    for character in characters:
        if last and abs(character.base - last.base) > SHIFT * max(last.size, character.size):
            pieces.append("\n")
        elif last and distance(last, character) > GAP * character.size:
            pieces.append(" ")
        pieces.append(character.text)
        last = character
    return "".join(pieces)


def distance(first: Character, second: Character) -> float:
    """The space between two characters; negative where they overlap."""
    return max(second.left - first.right, first.left - second.right)
