"""What is told of words that the PDF does not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from stagebrief.diagnostics import Diagnostic, error
from stagebrief.readback.expected import Expected, Need, Word

CONTEXT = 4
"""So many words before and behind what is lost are shown with it."""
SHOWN = 12
"""At most so many lost words are shown."""
CLOSING = ".,;:!?()[]…"
"""What stands beside words; by itself it is not missed, for a mark or a number may take it along."""
MOST = 60
"""At most so many findings are reported; one more says how many are left."""
HINT = (
    "look at the page; if the words are not there this is a fault of stagebrief: please report it. "
    "`--no-read-back` builds without this check"
)


def lost_needs(needs: Iterable[Need]) -> Iterator[Diagnostic]:
    """Something that a citation, a date or a cross-reference must show is lost."""
    return (error("words-arrive", f"{need.what} is not in the PDF", need.span, HINT) for need in needs)


def lost_words(block: Expected, lost: Iterable[int]) -> Iterator[Diagnostic]:
    """Elements of a block are lost: one error for each run of words among them."""
    numbers = {index: number for number, index in enumerate(word_indices(block))}
    words = block.words
    positions = sorted({numbers[element] for element in lost if element in numbers})
    positions = [position for position in positions if words[position].text.strip(CLOSING)]
    for _, group in groupby(enumerate(positions), key=lambda pair: pair[1] - pair[0]):
        run = [position for _, position in group]
        yield loss(block, run[0], run[-1] + 1)


def word_indices(block: Expected) -> Iterator[int]:
    """Which elements of a block are words."""
    return (index for index, element in enumerate(block.elements) if isinstance(element, Word))


def loss(block: Expected, start: int, end: int) -> Diagnostic:
    """The error for the words from one number to another."""
    words = block.words
    if end - start == 1:
        count, verb = "the word", "is"
    else:
        count, verb = (f"{end - start} words" if end - start < len(words) else "all words"), "are"
    message = f"{count} {quoted(words[start:end])} of this {block.what} {verb} not in the PDF"
    before, behind = text_of(words[max(0, start - CONTEXT) : start]), text_of(words[end : end + CONTEXT])
    around = f"… {before} [{text_of(words[start : min(end, start + SHOWN)])}] {behind} …"
    return error("words-arrive", message, words[start].span, HINT, *([around] if before or behind else []))


def text_of(words: Sequence[Word]) -> str:
    """The words with spaces between them."""
    return " ".join(word.text for word in words)


def quoted(words: Sequence[Word]) -> str:
    """The lost words in quotation marks."""
    return f"'{text_of(words[:SHOWN])} …'" if len(words) > SHOWN else f"'{text_of(words)}'"


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings by their place, each once, no more of them than can be read."""
    unique = tuple(dict.fromkeys(sorted(found, key=lambda diagnostic: (diagnostic.span is None, diagnostic.span))))
    if len(unique) <= MOST:
        return unique
    more = error("words-arrive", f"{len(unique) - MOST} more stretches of text are not in the PDF", None, HINT)
    return (*unique[:MOST], more)
