"""Lists of names that a style would read otherwise than they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, warning
from stagebrief.model.library import Entry, Field

OTHERS = re.compile(
    r"(?:\bet al\b\.?|\bи др\b\.?|\bва диг\b|\bта ін\b\.?|\bu\. ?a\.|\bund andere\b|\bet autres\b|\by otros\b)\s*$"
)
"""What others write for `and others`."""

AND = re.compile(r"\s+and\s+", re.IGNORECASE)


INITIALS = re.compile(r"\b[^\W\d_]{2,}\s+(?:(?!Jr|Sr)[^\W\d_]{1,2}\.[\s-]*)+$")
"""A family name with initials behind it and no comma between, as Russian bibliographies have it."""

PATRONYMIC = re.compile(r"(?:вич|вна|ична|ович|евич|ўғли|қизи|оглы|кызы)\b[^,]*,\s*\w+\s+\w+\s+\w+")
"""Whole Russian names with a comma between them."""

PERSON_AS_BODY = re.compile(r"\{((?!U\.|E\.\s?U\.)(?:[^\W\d_]{1,2}\.\s?){1,3})([^\W\d_]{2,}(?:-\w+)?)\}")
"""A person in the braces of a body, as Mendeley has one that was typed as a single name; not `{U.S. Congress}`."""

NUMBERED = re.compile(r"\s\d{4}$")
"""How dblp tells namesakes apart."""


def check_names(entry: Entry, field: Field) -> Iterator[Diagnostic]:
    """What is wrong with the names of one field; what stands in braces is one name."""
    value = re.sub(r"\{[^{}]*\}", "X", field.value)
    names = [name.strip() for name in AND.split(f" {value} ")]
    for message, hint in (
        *slips_of_others(value, names, field.name),
        *slips_of_signs(value, names, field.name, field.value),
    ):
        yield warning("names-are-divided", message.replace("{key}", entry.key), field.span, hint)


def slips_of_others(value: str, names: list[str], name: str) -> Iterator[tuple[str, str]]:
    """Slips with `and others`, as what is wrong and the remedy."""
    if OTHERS.search(value):
        yield f"the {name} of '{{key}}' ends in words that the style prints itself", "write 'and others' in their place"
    lower = [one.lower().rstrip(".") for one in names]
    if lower[0] == "others":
        yield f"the {name} of '{{key}}' is nobody but others", "name the first one"
    elif "others" in lower[:-1]:
        yield f"names follow 'others' in the {name} of '{{key}}'", "put 'and others' at the end"
    if re.search(r"(?:[,;&]|\bund|\bи|\bet)\s*others\s*$", value, re.IGNORECASE):
        yield f"'others' in the {name} of '{{key}}' does not stand behind 'and'", "write 'and others'"


def slips_of_signs(value: str, names: list[str], name: str, written: str) -> Iterator[tuple[str, str]]:
    """Names that are not divided as they should be."""
    if "" in names and len(names) > 1:
        yield f"there is an 'and' too many in the {name} of '{{key}}'", "write it only between two names"
    if ";" in value or " & " in value:
        hint = "write 'and' between names; put the name of a body in braces of its own"
        yield f"the names in the {name} of '{{key}}' are not divided by 'and'", hint
    for one in AND.split(f" {written} "):
        if match := PERSON_AS_BODY.fullmatch(one.strip()):
            hint = f"write {match[2]}, {match[1].strip()}"
            yield f"'{match[1]}{match[2]}' in the {name} of '{{key}}' stands in braces, as the name of a body", hint
    for one in names:
        if "," not in one and INITIALS.search(one) and not OTHERS.search(one):
            family, _, given = one.partition(" ")
            hint = f"write {family}, {given}" if family.count(".") == 0 else "write Family, Given"
            yield f"initials stand behind the family name '{shortened(one)}' in the {name} of '{{key}}'", hint
        if PATRONYMIC.search(one):
            hint = "write Family, Given and Family, Given"
            yield f"a comma stands between two persons in the {name} of '{{key}}': '{shortened(one)}'", hint
        if NUMBERED.search(one):
            yield f"the name '{shortened(one)}' in the {name} of '{{key}}' ends in a number", "leave the number out"
        if one.count(",") > 2:
            hint = "write Family, Given and Family, Given; put the name of a body in braces of its own"
            shown = one.replace("{", "{{").replace("}", "}}")
            yield f"a name in the {name} of '{{key}}' has too many commas: '{shortened(shown)}'", hint


def shortened(text: str) -> str:
    """A text short enough for a message."""
    return text if len(text) <= 60 else f"{text[:57]}…"
