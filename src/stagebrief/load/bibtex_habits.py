"""What programs write into fields of a .bib file that is neither text nor BibTeX, and what is meant by it."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from stagebrief.load.bibtex_dates import tidy_date
from stagebrief.load.bibtex_names import MONTHS
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

TITLED = frozenset(("title", "subtitle", "booktitle", "series", "edition"))
WHOLE = re.compile(r"\{([^{}]*)\}")
TAG = re.compile(r"</?(?:jats:)?(?:i|b|em|strong|sc|scp|sup|sub|span|italic|bold|p|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|[rl]squo|[rl]dquo|[nm]dash|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
PAGE_WORD = re.compile(r"^(?:pp?|Pp?|SS?|с|С|c|C|сс|СС|стр|Стр|саҳ)\.\s*(?=[\divxlcIVXLC])")
JOINED = re.compile(r"(?<=\d)\+(?=\d)")
"""What Chinese databases put between pages: 45-52+95."""
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


SCOPUS_NOTE = re.compile(r"Cited [Bb]y:? \d+(?:;.*)?|(?:Export Date|Cited References Count): .*", re.DOTALL)
SEEN = re.compile(
    r"[\[(]?(?:(?:online|онлайн)\s*[;,:]\s*)?(?:last\s+)?(?:accessed|retrieved|visited|viewed|seen|дата\s+обращения|"
    r"(?:zuletzt\s+)?(?:abgerufen|aufgerufen)|zugriff|letzter\s+zugriff|consulté|consultado)(?:\s+(?:on|am|le|el))?\s*:?\s*"
    r"(?P<date>[^;()\[\]]{6,24}?)[\])]?\.?",
    re.IGNORECASE,
)
"""A note that says when a page was seen."""
CATALOGUED = re.compile(r"\s*(?:\s[:;/]|,)$")
"""The sign that catalogues of libraries put at the end of a field."""
LAST_STOP = re.compile(r"(?<=[^\W\d_]{5})\.$")
"""The full stop that PubMed puts behind a title."""
VOLUME_WORD = re.compile(r"^(?:Т|T|Vol|vol|Bd|т)\.\s*(?=\d)")
NUMBER_WORD = re.compile(r"^(?:№|No\.?|no\.?|Nr\.|nr\.|[Nn][°º]|Вып\.|вып\.)\s*(?=\d)")


def tidy(name: str, text: str) -> str:
    """A field's value, in plain Unicode, as it is meant; empty where it is not meant for readers."""
    if name in UNBRACED and (match := WHOLE.fullmatch(text)):
        text = match[1]
    if name in NAMES:
        text = text.replace("،", ",").replace("，", ",")
        return " and ".join(map(tidy_name, text.split(" and "))) if ODD_NAME.search(text) else text
    if name in LITERALS or name in LISTS:
        if "&" in text:
            text = ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if "<" in text:
            text = TAG.sub("", text)
    if name in TITLED or name in LISTS:
        text = CATALOGUED.sub("", text)
    if name == "title":
        text = LAST_STOP.sub("", text)
    if name == "note" and ":" in text:
        return "" if ZOTERO_NOTE.fullmatch(text) or SCOPUS_NOTE.fullmatch(text) else text
    if name in RANGES:
        return ONE_PAGE.sub(r"\1", JOINED.sub(", ", PAGE_WORD.sub("", text)))
    return text


def tidy_name(name: str) -> str:
    """A name that is written part by part, as biber's own form has it, or with a comma behind the name of a body."""
    if EXTENDED.match(name):
        parts = dict(part.strip().split("=", 1) for part in name.split(",") if "=" in part)
        parts = {key.strip(): value.strip().strip('"') for key, value in parts.items()}
        family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
        return ", ".join(filter(None, (family, parts.get("suffix"), parts.get("given")))) or name
    body = name.strip().removesuffix(",")
    if not name.rstrip().endswith(","):
        return name
    return f"{{{body}}}" if " " in body and "," not in body and not body.startswith("{") else body


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
    if (note := fields.get("note")) and "urldate" not in fields and (date := day_seen(note.value)):
        fields = {name: field for name, field in fields.items() if name != "note"}
        fields["urldate"] = replace(note, name="urldate", value=date)
    if kind == "article":
        for name, word in (("volume", VOLUME_WORD), ("number", NUMBER_WORD)):
            if name in fields:
                fields[name] = replace(fields[name], value=word.sub("", fields[name].value))
    issue = fields.get("issue")
    if kind == "article" and issue and "number" not in fields and ISSUE_NUMBER.fullmatch(issue.value):
        fields = {name: field for name, field in fields.items() if name != "issue"}
        fields["number"] = replace(issue, name="number")
    eprint = fields.get("eprint")
    if eprint and "eprinttype" not in fields and ADDRESS_BEGINS.match(eprint.value):
        fields = {name: field for name, field in fields.items() if name != "eprint"}
        fields.setdefault("url", replace(eprint, name="url"))
    if kind not in {"misc", "online"}:
        return kind, fields
    shown = fields.get("howpublished")
    if shown and "url" not in fields and ADDRESS_BEGINS.match(shown.value) and " " not in shown.value:
        fields = {name: field for name, field in fields.items() if name != "howpublished"}
        fields["url"] = replace(shown, name="url")
    told = fields.keys() & {"urldate", "journaltitle"} and "howpublished" not in fields
    if "url" not in fields or not (told or kind == "online"):
        return kind, fields
    name = next((name for name in ("journaltitle", "booktitle") if name in fields), "")
    if name and "organization" not in fields:
        site = fields.pop(name)
        value = site.value if site.value.startswith("{") else f"{{{site.value}}}"
        if not (author := fields.get("author")) or author.value != value:
            fields["organization"] = replace(site, name="organization", value=value)
    return "online", fields


def day_seen(note: str) -> str:
    """The day that a note says a page was seen on; empty where it says anything else."""
    match = SEEN.fullmatch(note.strip())
    if match is None:
        return ""
    date = tidy_date(match["date"].strip())
    if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", date):
        return date
    words = re.findall(r"\w+", date)
    days = [word for word in words if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", word)]
    years = [word for word in words if re.fullmatch(r"\d{4}", word)]
    months = [found for word in words if 0 < (found := MONTHS.get(word.lower(), 0)) < 13]
    if len(days) == len(years) == len(months) == 1 and len(words) == 3:
        return f"{years[0]}-{months[0]:02d}-{int(days[0].rstrip('stndrh')):02d}"
    return ""
