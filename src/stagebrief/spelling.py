"""What was probably meant by a name that is not known."""

from __future__ import annotations

from collections.abc import Iterable


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
    return get_close_matches(name, known, most, 0.7)


def strange_letter(name: str, meant: str) -> str | None:
    """What to say of a letter of another script that looks like one of the name that was meant."""
    from unicodedata import name as name_of  # noqa: PLC0415 - for the misspelt only

    if not meant.isascii():
        return None
    letter = next((character for character in name if not character.isascii() and character.isalpha()), None)
    return f"the '{letter}' in it is a {name_of(letter, 'strange').split()[0].capitalize()} letter" if letter else None
