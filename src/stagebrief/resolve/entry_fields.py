"""What the fields of a source may say: dates, numbers, addresses, languages, titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stagebrief.diagnostics import Diagnostic, warning
from stagebrief.model.edtf import has_shape, is_in_order, is_possible
from stagebrief.model.fields import DATES, NAMES, TITLES
from stagebrief.model.identifiers import COUNTRIES, doi_fault, isbn_fault, issn_fault, orcid_fault
from stagebrief.model.languages import BY_NAME, language_tag
from stagebrief.model.library import Entry, Field
from stagebrief.model.pages import ranges_of
from stagebrief.resolve.names import check_names, shortened
from stagebrief.spelling import near_names

ADDRESS = re.compile(r"^(?:https?|ftp)://[^\s/]+\.[^\s]+$", re.IGNORECASE)
LANGUAGE = re.compile(r"^(?:[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*|[a-z]{4,}(?:-[a-z]+)*)$")
SMALL = frozenset("the a of and in on for to и в на о der die und in de la et y e ва дар аз".split())  # noqa: SIM905
EMPTY_YEARS = frozenset(
    (
        *("forthcoming", "inpress", "n.d.", "nd", "s.a.", "undated", "submitted", "accepted", "toappear", "б.г."),
        *("o.j.", "s.d.", "s.f.", "imerscheinen", "imdruck", "àparaître", "enprensa", "вб.г.", "впечати", "б.д."),
    )
)
"""What stands for a year that is not known or has not come, without spaces."""

NUMBERS: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "doi": ("doi-is-a-doi", "write it as 10.1234/abc, without punctuation behind it", doi_fault),
    "isbn": ("isbn-is-an-isbn", "compare it with the book", isbn_fault),
    "issn": ("issn-is-an-issn", "compare it with the journal", issn_fault),
    "orcid": ("orcid-is-an-orcid", "compare it with the page at orcid.org", orcid_fault),
}


def check_field(entry: Entry, field: Field) -> Iterator[Diagnostic]:
    """What is wrong with one field."""
    name = field.name
    if name in DATES or name == "year":
        yield from check_date(entry, field)
    elif name in NUMBERS:
        yield from check_number(entry, field)
    elif name == "url" and not ADDRESS.match(field.value):
        message = f"the address of '{entry.key}' is not one of the web: '{shortened(field.value)}'"
        yield warning("address-is-whole", message, field.span, hint="write it whole, with https://")
    elif name == "langid":
        yield from check_langid(entry, field)
    elif name in NAMES:
        yield from check_names(entry, field)
    elif name == "pages":
        yield from check_pages(entry, field)
    elif name in TITLES:
        yield from check_capitals(entry, field)


def check_langid(entry: Entry, field: Field) -> Iterator[Diagnostic]:
    """A language that is none, as far as its shape or a likeness tells."""
    language = field.value.partition("-")[0].lower()
    near = COUNTRIES.get(language)
    if not near and len(language) > 3 and not language_tag(language):
        near = near_names(language, BY_NAME)
    if near or not LANGUAGE.match(field.value):
        message = f"the langid '{shortened(field.value)}' of '{entry.key}' is not a language"
        hint = f"did you mean '{near}'?" if near else "write a tag such as ru, tg or de, or its English name"
        yield warning("language-is-known", message, field.span, hint)


def check_date(entry: Entry, field: Field) -> Iterator[Diagnostic]:
    """A date that is none, that the calendar has not, or that ends before it begins."""
    value = field.value.strip("{}")
    if field.name == "year":
        if re.sub(r"\s", "", value.lower()) not in EMPTY_YEARS and not re.search(r"\d{3,4}", value):
            message = f"the year of '{entry.key}' is not a year: '{shortened(value)}'"
            yield warning("date-is-a-date", message, field.span, hint="write date = {2011}; it is printed as it is")
    elif not has_shape(value):
        message = f"the {field.name} of '{entry.key}' is not a date: '{shortened(value)}'"
        hint = "write 2011, 2011-03, 2011-03-25 or a range with a slash between"
        yield warning("date-is-a-date", message, field.span, hint)
    elif not is_possible(value):
        message = f"the calendar has no such {field.name} as '{value}' of '{entry.key}'"
        yield warning("date-is-a-date", message, field.span, hint="look at month and day")
    elif not is_in_order(value):
        message = f"the {field.name} of '{entry.key}' ends before it begins: '{value}'"
        yield warning("range-is-in-order", message, field.span, hint="put the earlier date first")


def check_number(entry: Entry, field: Field) -> Iterator[Diagnostic]:
    """A DOI, ISBN, ISSN or ORCID that cannot be one; a field may list several of the last three."""
    code, hint, fault_of = NUMBERS[field.name]
    values = [field.value]
    if field.name != "doi":  # "0-19-850012-1 (vol. 1), 0-19-850013-X"
        listed = re.sub(r"\([^()]*\)|IS[BS]N(?:-1[03])?:?", "", field.value)
        values = re.split(r"[,;/]|\s+(?=97[89])|\s+(?=\d{4}-?\d{3}[\dXx]$)|\band\b", listed.strip(" :;"))
    for value in filter(None, map(str.strip, values)):
        if (field.name == "doi" or re.search(r"\d", value)) and (fault := fault_of(value)):
            other = {"isbn": "issn", "issn": "isbn"}.get(field.name, "")
            is_other = bool(other) and not NUMBERS[other][2](value)
            said = f"name the field {other}: it is {'an ISSN' if other == 'issn' else 'an ISBN'}" if is_other else hint
            yield warning(code, f"the {field.name} '{shortened(value)}' of '{entry.key}' {fault}", field.span, said)


def check_pages(entry: Entry, field: Field) -> Iterator[Diagnostic]:
    """Pages that run backwards."""
    for first, last, roman in ranges_of(field.value) or ():
        if last < first:
            message = f"the pages of '{entry.key}' end before they begin: '{shortened(field.value)}'"
            hint = "look at the Roman numbers" if roman else "put the first page first"
            yield warning("range-is-in-order", message, field.span, hint)


def check_capitals(entry: Entry, field: Field) -> Iterator[Diagnostic]:
    """A title in capitals throughout; a word or two may be the name of a body."""
    letters = [letter for letter in field.value if letter.isalpha()]
    words = [word for word in field.value.split() if any(letter.isalpha() for letter in word)]
    cased = [letter for letter in letters if letter.lower() != letter.upper()]
    if all(len(word.strip("{}.,:;")) < 6 and word.lower() not in SMALL for word in words):
        return  # names of bodies
    if len(words) > 2 and len(cased) > 12 and all(letter.isupper() for letter in cased):
        message = f"the {field.name} of '{entry.key}' is in capitals"
        yield warning("title-is-in-lower-case", message, field.span, "write it as a sentence; styles know no way back")
