"""What programs write into fields of a .bib file that is neither text nor BibTeX, and what is meant by it."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from stagebrief.load.latex_verbatim import ADDRESS_BEGINS
from stagebrief.model.fields import ADDRESSES, DATES, IDENTIFIERS, LISTS, LITERALS, NAMES, RANGES
from stagebrief.model.languages import spoken_tag
from stagebrief.model.library import Field

UNBRACED = (
    ADDRESSES
    | IDENTIFIERS
    | RANGES
    | DATES
    | frozenset(
        ["volume", "number", "issue", "isbn", "issn", "eid", "chapter", "langid", "pagetotal", "year", "edition"]
    )
)
"""Fields in which braces around the whole, as Web of Science has them, protect nothing."""

WHOLE = re.compile(r"\{([^{}]*)\}")
TAG = re.compile(r"</?(?:jats:)?(?:i|b|em|strong|sc|scp|sup|sub|span|italic|bold|p|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[rl]squo|[rl]dquo|[nm]dash|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
PAGE_WORD = re.compile(r"^(?:pp?|Pp?|SS?|с|С|c|C|сс|СС|стр|Стр|саҳ)\.\s*(?=[\divxlcIVXLC])")
ONE_PAGE = re.compile(r"^([\w:.]+)[-–—]+\1$")
ISSUE_NUMBER = re.compile(r"\d+(?:\s?[-–/]\s?\d+)?(?:\s?\(\d+\))?")
EXTENDED = re.compile(r"^(?:family|given|prefix|suffix|useprefix|[a-z]+-i)\s*=")
ODD_NAME = re.compile(r"=|,\s*(?:$|and\s)")
ZOTERO = (
    "Accession Number|Archive Location|Backup Publisher|Citations|Conference Name|DOI|Edition|Institution|ISBN|ISSN|"
    "Issue|Journal Abbreviation|Library Catalog|Meeting Name|Num Pages|Number|Pages|Page Version ID|Place|Publication "
    "Title|Publisher|Running Time|Section|Series|Series Title|Type|URL|Volume"
)
ZOTERO_NOTE = re.compile(rf"(?:(?:{ZOTERO}): .*?(?:$|(?=\s(?:{ZOTERO}): )))+", re.DOTALL)
"""A note that Zotero makes of fields that BibTeX has no place for: `Publisher: Brill`."""


def tidy(name: str, text: str) -> str:
    """A field's value, in plain Unicode, as it is meant; empty where it is not meant for readers."""
    if name in UNBRACED and (match := WHOLE.fullmatch(text)):
        text = match[1]
    if name in NAMES:
        return " and ".join(map(tidy_name, text.split(" and "))) if ODD_NAME.search(text) else text
    if name in LITERALS or name in LISTS:
        if "&" in text:
            text = ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if "<" in text:
            text = TAG.sub("", text)
    if name == "note" and ": " in text:
        return "" if ZOTERO_NOTE.fullmatch(text) else text
    if name in RANGES:
        return ONE_PAGE.sub(r"\1", PAGE_WORD.sub("", text))
    return text


def tidy_name(name: str) -> str:
    """A name that is written part by part, as biber's own form has it, or with a comma behind the name of a body."""
    if EXTENDED.match(name):
        parts = dict(part.strip().split("=", 1) for part in name.split(",") if "=" in part)
        parts = {key.strip(): value.strip().strip('"') for key, value in parts.items()}
        family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
        return ", ".join(filter(None, (family, parts.get("suffix"), parts.get("given")))) or name
    body = name.strip().removesuffix(",")
    ends = name.rstrip().endswith(",") and "," not in body and not body.startswith("{")
    return f"{{{body}}}" if ends and " " in body else body if ends else name


def with_langid(fields: dict[str, Field]) -> dict[str, Field]:
    """The fields with the language of the work as `langid`: what managers write as `language` is not to be printed."""
    language = fields.get("language")
    if language is None or not (tag := spoken_tag(language.value)):
        return fields
    rest = {name: field for name, field in fields.items() if name != "language"}
    rest.setdefault("langid", replace(language, name="langid", value=tag))
    return rest


def tidy_fields(kind: str, fields: dict[str, Field]) -> tuple[str, dict[str, Field]]:
    """The type and the fields of an entry, a page of the web among them that old styles have no type for."""
    fields = with_langid(fields)
    issue = fields.get("issue")
    if kind == "article" and issue and "number" not in fields and ISSUE_NUMBER.fullmatch(issue.value):
        fields = {name: field for name, field in fields.items() if name != "issue"}
        fields["number"] = replace(issue, name="number")
    eprint = fields.get("eprint")
    if eprint and "eprinttype" not in fields and ADDRESS_BEGINS.match(eprint.value):
        fields = {name: field for name, field in fields.items() if name != "eprint"}
        fields.setdefault("url", replace(eprint, name="url"))
    if kind != "misc":
        return kind, fields
    shown = fields.get("howpublished")
    if shown and "url" not in fields and ADDRESS_BEGINS.match(shown.value) and " " not in shown.value:
        fields = {name: field for name, field in fields.items() if name != "howpublished"}
        fields["url"] = replace(shown, name="url")
    if "url" not in fields or not fields.keys() & {"urldate", "journaltitle"} or "howpublished" in fields:
        return kind, fields
    if "journaltitle" in fields:
        site = fields.pop("journaltitle")
        value = site.value if site.value.startswith("{") else f"{{{site.value}}}"
        fields.setdefault("organization", replace(site, name="organization", value=value))
    return "online", fields
