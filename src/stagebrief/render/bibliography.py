r"""The bibliography written anew for biber: known fields only, each value escaped by its type.

Nothing of an author's .bib reaches TeX but through here: no macros, no @string, no @preamble, no options.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

from stagebrief.model.edtf import has_shape, is_possible
from stagebrief.model.fields import (
    ADDRESSES,
    DATES,
    IDENTIFIERS,
    LISTS,
    LITERALS,
    NAMES,
    RANGES,
    REFERENCES,
    TITLES,
)
from stagebrief.model.library import Entry, Field
from stagebrief.model.resolved import Bibliography
from stagebrief.render.escape import escape, escape_address
from stagebrief.render.languages import BY_SCRIPT, LANGUAGES, Language, language_of
from stagebrief.render.scripts import Script, runs_right_to_left, script_of

BIBLIOGRAPHY_FILE = "references.bib"
"""The clean file's name in the build folder."""

LONG = 8
"""A title of more words than this has a short form,"""

SHORT = 6
"""of no more words than this."""

SAFE_KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9:.+/_-]*$")

URL_SAFE = ":/?#[]@!$&'()*+,;=-._~%"
IDENTIFIER_SAFE = "/:;()<>[].,_-+=@!*#&'"


def bib_key(key: str) -> str:
    """The key that biber and TeX are given: as written if that is safe, else a slug with a digest, one for each key."""
    if SAFE_KEY.match(key):
        return key
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "source"
    return f"{slug}.{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:8]}"


def bibliography_to_bib(bibliography: Bibliography) -> str:
    """The clean .bib of the entries that are cited, children before the parents that they inherit from."""
    known = {entry.key for entry in bibliography.entries}
    ordered = sorted(bibliography.entries, key=lambda entry: not entry.get("crossref") and not entry.get("xdata"))
    return "\n".join(entry_to_bib(entry, known) for entry in ordered)


def bibliography_languages(bibliography: Bibliography) -> frozenset[str]:
    """The languages of the cited sources as BCP 47 tags."""
    languages = map(entry_language, bibliography.entries)
    return frozenset(language.tag for language in languages if language)


def entry_language(entry: Entry) -> Language | None:
    """The language of a source: as its `langid` says, or what its title's script stands for if that is not Latin."""
    for name in ("langid", "language"):
        if found := language_of(entry.get(name)):
            return found
    scripts = [script for script in map(script_of, entry.get("title")) if script]
    most = max(sorted(set(scripts)), key=scripts.count, default=Script.LATIN)
    return None if most is Script.LATIN else LANGUAGES[BY_SCRIPT[most]]


def entry_to_bib(entry: Entry, known: set[str] | frozenset[str]) -> str:
    """One entry; references to entries that are not `known` are left out."""
    language = entry_language(entry)
    values: dict[str, str] = {}
    for field in entry.fields:
        if value := value_to_bib(field, known):
            values.setdefault(field.name, f"{{{value}}}" if keeps_capitals(field, language) else value)
    if "date" not in values and (date := entry.get("date")):
        values.setdefault("year", literal_to_bib(date))  # printed as it is
    if "shorttitle" not in values and "shorthand" not in values and (short := short_title(entry.get("title"))):
        values["shorttitle"] = f"{{{isolated(title_to_bib(short))}}}"
    if language:
        values["langid"] = language.babel
    lines = [f"@{entry.type}{{{bib_key(entry.key)},", *(f"  {name} = {{{value}}}," for name, value in values.items())]
    return "\n".join([*lines, "}", ""])


def keeps_capitals(field: Field, language: Language | None) -> bool:
    """Whether no style may take capitals from the field: they do not know English names, nor any other language.

    An English title in which its author protected some words is meant for such styles; the others stay as they are.
    """
    if field.name not in TITLES:
        return False
    english = language is None or language.tag.startswith("en")
    return field.name.endswith("addon") or not english or "{" not in field.value


def short_title(title: str) -> str:
    """The first words of a long title, for notes and frames; empty where the title itself will do.

    It ends where a subtitle begins. What is still long ends before a preposition or the like, but not by a machine's
    wit: the author's own `shorttitle` is always better.
    """
    main = re.split(r"(?<=[?!])\s|:\s|(?<=\w{4})\.\s|\s[|/]\s", title, maxsplit=1)[0].strip()
    words = main.split(" ")
    if len(words) > LONG:
        words = words[1:] if words[0].lower() in {"a", "an", "the"} else words
        ends = [index for index in range(3, SHORT + 1) if is_small(words[index])]
        words = words[: ends[-1] if ends else SHORT]
        while len(words) > 2 and is_small(words[-1]):
            words.pop()
    short = " ".join(words).rstrip(",;:–—- ")
    short = short.replace("{", "").replace("}", "") if short.count("{") != short.count("}") else short
    marks = {"“": "”", "«": "»", "„": "“", "(": ")", "[": "]"}
    if any(short.count(left) != short.count(right) for left, right in marks.items() if left in short):
        return ""
    return short if short != title else ""


def is_small(word: str) -> bool:
    """Whether the word is a preposition, an article or the like, which no title should end with."""
    return word.islower() and (len(word) <= 3 or word in SMALL)


SMALL = frozenset(
    (
        *("about", "after", "among", "amid", "around", "before", "between", "during", "from", "into", "over", "toward"),
        *("towards", "under", "with", "within", "without", "through", "since", "until", "against", "beyond", "their"),
        *("между", "после", "перед", "через", "около", "более", "барои", "байни", "баъди", "über", "unter", "zwischen"),
        *("gegen", "nach", "durch", "dans", "pour", "avec", "sans", "sous", "entre", "para", "sobre", "desde", "hacia"),
    )
)
"""Longer words of that kind."""


def value_to_bib(field: Field, known: set[str] | frozenset[str]) -> str:
    """A field's value for the clean file; empty if the field does not belong there."""
    name, value = field.name, field.value.strip()
    if name in REFERENCES:
        return ",".join(bib_key(key) for key in map(str.strip, value.split(",")) if key in known)
    for names, write in WRITERS:
        if name in names:
            return write(value)
    return ""


def literal_to_bib(value: str) -> str:
    r"""Text with its case-protecting braces; a literal brace is `\{` in a value, a literal backslash `\\`."""
    pieces, depth = [], 0
    for token in re.findall(r"\\[\\{}]|[{}]|[^\\{}]+|\\", value):
        if token == "{":
            depth += 1
            pieces.append(token)
        elif token == "}":
            if depth:
                depth -= 1
                pieces.append(token)
        else:
            pieces.append(character_to_bib(token[1:] if len(token) == 2 and token[0] == "\\" else token))
    return "".join(pieces) + "}" * depth


def isolated(tex: str) -> str:
    """A value; one that runs from right to left is kept together, for signs of the note stand around it."""
    return rf"\SBisolated{{{tex}}}" if runs_right_to_left(without_commands(tex)) else tex


def without_commands(tex: str) -> str:
    """TeX without the names of its commands, which are letters too."""
    return re.sub(r"\\[A-Za-z]+", "", tex)


def character_to_bib(text: str) -> str:
    r"""Plain text for TeX; braces as commands, since biber counts `\{` as one that opens."""
    pieces = re.split(r"(https?://\S+)", unicodedata.normalize("NFC", text))
    tex = "".join(escape_address(piece) if index % 2 else escape(piece) for index, piece in enumerate(pieces))
    return tex.replace(r"\{", r"\textbraceleft{}").replace(r"\}", r"\textbraceright{}")


def names_to_bib(value: str) -> str:
    """Names with `and` between them; one with more commas than a name can have is kept whole, in braces."""
    shown = []
    for name in split_outside_braces(value, r"\s+and\s+"):
        parts = [part.strip() for part in split_outside_braces(name, ",")]
        while len(parts) > 1 and not parts[-1]:
            parts.pop()
        clean = ", ".join(parts) if parts[0] else ""
        if clean:
            shown.append(literal_to_bib(clean if len(parts) <= 3 else f"{{{clean}}}"))
    return " and ".join(shown)


def list_to_bib(value: str) -> str:
    """A list of places, publishers or languages with `and` between its items."""
    items = (isolated(literal_to_bib(item.strip())) for item in split_outside_braces(value, r"\s+and\s+"))
    return " and ".join(item for item in items if item)


def split_outside_braces(value: str, separator: str) -> list[str]:
    """The pieces between separators (a regular expression) that stand in no braces."""
    pieces, depth, start, position = [], 0, 0, 0
    pattern = re.compile(separator, re.IGNORECASE)
    while position < len(value):
        character = value[position]
        if character == "\\":
            position += 2
            continue
        depth = max(0, depth + (character == "{") - (character == "}"))
        match = pattern.match(value, position) if depth == 0 else None
        if match:
            pieces.append(value[start:position])
            start = position = match.end()
        else:
            position += 1
    return [*pieces, value[start:]]


def date_to_bib(value: str) -> str:
    """A date, if it is one that biber can read."""
    return value if has_shape(value) and is_possible(value) else ""


def range_to_bib(value: str) -> str:
    """Page numbers and ranges with biber's dash."""
    return literal_to_bib(re.sub(r"\s*[-–—]+\s*", "--", value)).replace("\u2013", "--")


def address_to_bib(value: str) -> str:
    """An address with all that is unsafe in it percent-encoded; letters of other scripts are left to biber."""
    plain = re.sub(r"[{}\s]", "", value)
    return "".join(
        character if ord(character) > 0x9F and character.isalnum() else quote(character, safe=URL_SAFE)
        for character in plain
    )


def identifier_to_bib(value: str) -> str:
    """A DOI or another identifier without the address of the service that resolves it."""
    plain = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", value.strip(), flags=re.IGNORECASE)
    return quote(re.sub(r"[{}\s]", "", plain), safe=IDENTIFIER_SAFE)


def title_to_bib(value: str) -> str:
    """A title: quotation marks within it change with those around it."""
    tex = literal_to_bib(value)
    return QUOTED.sub(lambda match: rf"\enquote{{{match[1]}}}" if is_balanced(match[1]) else match[0], tex)


def is_balanced(tex: str) -> bool:
    """Whether every brace that opens in the text closes in it."""
    depth = 0
    for brace in re.findall(r"[{}]", tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


QUOTED = re.compile("“([^“”]*)”")

WRITERS: tuple[tuple[frozenset[str], Callable[[str], str]], ...] = (
    (TITLES, lambda value: isolated(title_to_bib(value))),
    (LITERALS, lambda value: isolated(literal_to_bib(value))),
    (NAMES, names_to_bib),
    (LISTS, list_to_bib),
    (DATES, date_to_bib),
    (RANGES, range_to_bib),
    (ADDRESSES, address_to_bib),
    (IDENTIFIERS, identifier_to_bib),
)
"""How the values of each kind of field are written; a field in none of them is left out."""
