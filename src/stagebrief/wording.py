"""The wording of a text as words and what stands between them, so that a quotation can be compared with its source.

What may differ: the kinds of quotation marks and dashes, hyphens at line ends, ligatures, invisible characters, spaces,
the case of the first letter, marks of notes, and the places of `[…]` and of `[words put in]`. All else must agree.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

LONGEST_CUT = 6000
"""Letters that `[…]` may leave out: about two pages."""
LONGEST_INSERTION = 80
"""Letters of the source that words in brackets may stand for."""

QUOTATION_MARKS = '"“”„‟«»‹›『』「」❝❞'
APOSTROPHES = "'’‘‚‛ʼ′`´"
DASHES = "-‐‑‒–—―−⁃﹘﹣－"
NOTE_MARKS = "*†‡⁰¹²³⁴⁵⁶⁷⁸⁹"
SIGNIFICANT = "%&@#§"
"""Punctuation to Unicode that reads as a word."""
LINE_HYPHEN = "\ue001"
"""Stands for a hyphen at the end of a line, of which nobody can tell whether it belongs to the word."""

ELLIPSIS = r"(?:…|\.\s?\.\s?\.)(?:\s?\.)?"
GAP = re.compile(
    rf"(?P<cut>[\[(]\s*{ELLIPSIS}\s*[\])]|{ELLIPSIS})|(?<!\w)\[(?P<case>\w)\](?=\w)|\[(?P<words>[^\[\]]*)\]"
)
PRESENTATION = re.compile("[ﬀ-ﬆﬓ-ﬗﭐ-﷿ﹰ-ﻼ！-～]")
INVISIBLE = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
BROKEN = re.compile(r"(?<=\w)(?:\ufffe\s*|[-\u00ad\u2010\u2011][^\S\r\n\f]*[\r\n\f]\s*)(?=\w)")


@dataclass(frozen=True, slots=True)
class Stream:
    """A text as words with what stands between them.

    `gaps[i]` is what stands before word `i` as it was written, `marks[i]` what of it must agree, `pages[i]` the page
    of the word, from 0. `letters` are the words without spaces, `starts` their places in it, with the end as the last.
    """

    words: tuple[str, ...]
    gaps: tuple[str, ...]
    marks: tuple[str, ...]
    pages: tuple[int, ...]
    letters: str
    starts: tuple[int, ...]

    def begins_word(self, position: int) -> bool:
        """Whether a word begins at that letter, or the text ends there."""
        return self.starts[bisect_left(self.starts, position)] == position

    def word_at(self, position: int) -> int:
        """The number of the word that the letter at that position belongs to."""
        return max(0, min(bisect_right(self.starts, position), len(self.words)) - 1)

    def mark_at(self, position: int) -> str:
        """The marks before the letter at that position; none within a word."""
        index = bisect_left(self.starts, position)
        return self.marks[index] if index < len(self.marks) and self.starts[index] == position else ""

    def text(self, first: int, last: int) -> str:
        """The words from `first` up to but without `last` as they were written, on one line."""
        pieces: list[str] = []
        for index in range(max(0, first), min(last, len(self.words))):
            gap = self.gaps[index] if pieces else ""
            pieces.append("" if LINE_HYPHEN in gap else re.sub(r"\s+", " ", gap))
            pieces.append(self.words[index])
        return "".join(pieces)


def plain(text: str) -> str:
    """The text composed, without ligatures and invisible characters, with hyphens at line ends marked as such."""
    text = BROKEN.sub(lambda match: LINE_HYPHEN + "\f" * match[0].count("\f"), text)
    text = PRESENTATION.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text.replace("\ufffe", "-")))


@lru_cache(maxsize=4096)
def is_of_word(character: str) -> bool:
    """Whether the character belongs to a word and not between words."""
    if character in SIGNIFICANT:
        return True
    return unicodedata.category(character)[0] in "LMNS" and character not in NOTE_MARKS + APOSTROPHES + "~"


def stream_of(pages: Sequence[str], *, first_page: int = 0, without_notes: bool = False) -> Stream:
    """The pages as one stream; on request without what may be the numbers of notes."""
    gaps, words = divided(plain("\f".join(page.replace("\f", "\n") for page in pages)))
    if without_notes:
        gaps, words = drop_notes(gaps, words)
    starts: list[int] = []
    numbers: list[int] = []
    position, page = 0, first_page
    for gap, word in zip(gaps, words, strict=False):
        page += gap.count("\f")
        numbers.append(page)
        starts.append(position)
        position += len(word)
    gaps = gaps[: len(words)]
    return Stream(
        tuple(words), tuple(gaps), tuple(map(mark_of, gaps)), tuple(numbers), "".join(words), (*starts, position)
    )


def divided(text: str) -> tuple[list[str], list[str]]:
    """What stands between the words, one more than there are words, and the words."""
    between = "".join(sorted(character for character in set(text) if not is_of_word(character)))
    pieces = re.split(f"([{re.escape(between)}]+)", text) if between else [text]
    words, gaps = pieces[::2], ["", *pieces[1::2], ""]
    if words and not words[0]:
        words, gaps = words[1:], gaps[1:]
    if words and not words[-1]:
        words, gaps = words[:-1], gaps[:-1]
    return gaps, words


def drop_notes(gaps: list[str], words: list[str]) -> tuple[list[str], list[str]]:
    """The same without the numbers of notes: small ones that hang on a word, stand alone in a line or in brackets."""
    kept_gaps, kept = gaps[:1], list[str]()
    for index, word in enumerate(words):
        after = gaps[index + 1]
        if hangs := re.fullmatch(r"([^\W\d_]{2,})\d{1,3}", word):
            kept.append(hangs[1])
            kept_gaps.append(after)
        elif kept and re.fullmatch(r"\d{1,3}", word) and is_note_place(kept[-1], kept_gaps[-1], after):
            kept_gaps[-1] = re.sub(r"\[$", "", kept_gaps[-1]) + re.sub(r"^\]", "", after)
        else:
            kept.append(word)
            kept_gaps.append(after)
    return kept_gaps, kept


def is_note_place(word: str, before: str, after: str) -> bool:
    """Whether a number that stands after the word and between these marks may be that of a note."""
    if before.endswith("[") and after.startswith("]"):
        return True
    alone = bool(re.search(r"[\r\n][^\S\r\n]*$", before) and re.match(r"[^\S\r\n]*[\r\n]", after))
    hangs = bool(re.search(r"[.,;:!?…”’»\"')]$", before)) and (after == "" or after[0].isspace())
    return alone or (hangs and not (word[-1].isdigit() and len(before) == 1))


@lru_cache(maxsize=4096)
def mark_of(gap: str) -> str:
    """What of a gap between two words must agree: punctuation, one kind of dash, an apostrophe within a word."""
    if len(gap) == 1 and gap in APOSTROPHES:
        return "'"
    kept = ""
    for character in gap.replace("...", "…"):
        if character in DASHES:
            kept += "" if kept.endswith("-") else "-"
        elif not (character.isspace() or character in QUOTATION_MARKS + APOSTROPHES + NOTE_MARKS):
            kept += character
    return kept


def agree(quoted: str, printed: str) -> bool:
    """Whether the marks of a quotation and those of the source agree; a hyphen at a line end may be there or not."""
    return quoted == printed or (LINE_HYPHEN in printed and quoted in {"", "-"})


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a quotation without cuts.

    `reach` is how many letters may lie between the segment before and this one. Where `whole_start` or `whole_end` is
    false the segment may begin or end within a word; `free_case` lets the first letter differ in case.
    """

    stream: Stream
    reach: int
    whole_start: bool = True
    whole_end: bool = True
    free_case: bool = False


def segments_of(quotation: str) -> tuple[Segment, ...]:
    """The stretches of a quotation between its cuts and its insertions."""
    found: list[Segment] = []
    reach, free_case, whole_start = 0, True, True
    for text, match in pieces_of(plain(quotation)):
        inserted = match is not None and match["words"] is not None
        stream = stream_of([text])
        if stream.words:
            whole_end = not (inserted and text[-1:].isalnum())
            found.append(Segment(stream, reach if found else 0, whole_start, whole_end, free_case or not found))
            reach, free_case = 0, False
        if match:
            after = match.string[match.end() : match.end() + 1]
            whole_start = not (inserted and after.isalnum())
            reach = max(reach, LONGEST_CUT if match["cut"] else LONGEST_INSERTION if inserted else 0)
            free_case = not inserted
    return tuple(found)


def pieces_of(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """The text between its gaps, each piece with the gap behind it; of `[t]he` the letter belongs to the next piece."""
    position, head = 0, ""
    for match in GAP.finditer(text):
        yield head + text[position : match.start()], match
        position, head = match.end(), match["case"] or ""
    yield head + text[position:], None


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without marks."""
    return tuple(word.lower() for word in divided(plain(text))[1])
