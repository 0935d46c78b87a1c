"""What was probably meant by a name that is not known."""

from __future__ import annotations

from collections.abc import Iterable

MANY = 200
"""Of more names than this only the likely ones are compared closely."""


def near_names(name: str, names: Iterable[str]) -> str | None:
    """The name that differs least from `name`, letter case first; None if none is near."""
    found = nearest(name, names, 1)
    return found[0] if found else None


def nearest(name: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The names that differ least from `name`, the nearest first, at most that many."""
    from difflib import get_close_matches  # noqa: PLC0415 - for the misspelt only

    known = list(names)
    folded = {other.casefold(): other for other in known}
    if other := folded.get(name.casefold()):
        return [other]
    return get_close_matches(name, likely(name, known) if len(known) > MANY else known, most, 0.7)


def likely(name: str, names: list[str]) -> list[str]:
    """Of many names those that share most pairs of letters with `name`, which can be told quickly."""
    from heapq import nlargest  # noqa: PLC0415 - for the misspelt only

    wanted = pairs_in(name)
    return nlargest(MANY, names, key=lambda other: len(wanted & pairs_in(other)) * 2 - abs(len(other) - len(name)))


def pairs_in(name: str) -> set[str]:
    """The pairs of neighbouring letters in a name."""
    return {name[index : index + 2] for index in range(len(name) - 1)}


def strange_letter(name: str, meant: str) -> str | None:
    """What to say of a letter of another script that looks like one of the name that was meant."""
    from unicodedata import name as name_of  # noqa: PLC0415 - for the misspelt only

    if not meant.isascii():
        return None
    letter = next((character for character in name if not character.isascii() and character.isalpha()), None)
    return f"the '{letter}' in it is a {name_of(letter, 'strange').split()[0].capitalize()} letter" if letter else None
