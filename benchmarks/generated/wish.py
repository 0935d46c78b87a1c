"""What a made-up brief shall be like."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

LANGUAGES = ("en", "ru", "tg", "fr", "de", "es", "fa")


@dataclass(frozen=True, slots=True)
class Wish:
    """One made-up brief: `pages` is met roughly, and passed where stages and events alone need more.

    `columns` 0 is a brief without tables; `foreign` is the share of sources in other languages.
    """

    seed: int
    language: str = "en"
    pages: int = 5
    stages: int = 2
    events: int = 5
    title_words: int = 6
    long_words: bool = False
    columns: int = 3
    pictures: int = 1
    determinants: int = 3
    numbers: int = 2
    quotes: int = 1
    foreign: float = 0.1
    style: str = ""

    @property
    def name(self) -> str:
        """The folder's name, which is the PDFs' too."""
        return f"{self.language}-{self.pages}-{self.seed}"


def realistic(pages: int, seed: int = 1, language: str = "en") -> Wish:
    """A brief as people write them, of about so many pages."""
    stages = next((count for limit, count in ((3, 1), (8, 2), (30, 4), (150, 8)) if pages <= limit), 12)
    events = 2 if pages <= 3 else 5 if pages <= 30 else 10
    return Wish(
        seed,
        language,
        pages,
        stages,
        events,
        pictures=min(6, pages // 4),
        columns=4 if pages > 3 else 0,
        determinants=3 if pages <= 8 else 4,
        quotes=1 if pages > 2 else 0,
        numbers=2 if pages > 2 else 0,
    )


def varied(seed: int) -> Wish:
    """A brief anywhere between the smallest and the largest, with what is hard to typeset."""
    rng = Random(seed)
    return Wish(
        seed,
        LANGUAGES[seed % len(LANGUAGES)],
        pages=rng.choice((2, 3, 4, 5, 6, 8, 10, 12)),
        stages=rng.randint(1, 12),
        events=rng.choice((0, 1, 2, 3, 5, 8, 13, 21, 34, 60)),
        title_words=rng.choice((1, 2, 3, 5, 8, 12, 18, 25, 32, 40)),
        long_words=rng.random() < 0.5,
        columns=rng.randint(1, 12),
        pictures=rng.randint(0, 9),
        determinants=rng.randint(1, 5),
        numbers=rng.randint(0, 6),
        quotes=rng.randint(0, 3),
        foreign=0.2,
    )
