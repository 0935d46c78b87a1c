"""What a style makes of a citation: a note, an author with a date, or a number or label; and of a page of the web."""

from __future__ import annotations

import re
from enum import StrEnum

from stagebrief.model.brief import CitationSettings


class Family(StrEnum):
    """What a style makes of `[@key]`."""

    NOTES = "notes"  # a footnote with the source in full or short
    AUTHOR_DATE = "author-date"  # (Zarifi 2011, 9)
    OTHER = "other"  # [3, p. 9], or what else the style does in place


NOTES = re.compile(
    r"^(?:chicago-notes|biblatex-chicago|verbose|ext-verbose|footnote|authortitle(?!-t)|ext-authortitle(?!-t)|oxnotes|oscola"
    r"|jura|historian|historische|windycity|gost-footnote|mla-footnotes|archa|arthistory|enc$|musuos|nottsclassic|sbl|zaes"
    r"|philosophy-verbose|abnt-ibid)"
)
AUTHOR_DATE = re.compile(
    r"^(?:authoryear|ext-authoryear|apa|chicago-authordate|oxyear|mla|authordate|philosophy-(?:classic|modern)"
    r"|gost-authoryear|unified|bath|abnt|nature-?authoryear|socialscienceshuberlin|fiwi)"
)
REPEATING = re.compile(
    r"ibid|-icomp|-ticomp|-inote|-trad|^oxnotes|^oscola|^jura|^historische|^footnote|^gost-footnote|^mla|^windycity|^sbl|^archa"
)
"""Styles that may shorten a citation to *ibid.*, *op. cit.*, *loc. cit.* or a bare page."""


class Access(StrEnum):
    """What a style does with the day when a page of the web was seen."""

    ASKED = "asked"  # the standard that it follows wants it for every page
    UNDATED = "undated"  # it is for pages that have no date of their own
    GIVEN = "given"  # it is printed where it is given
    NEVER = "never"  # it is not printed


ACCESS: tuple[tuple[Access, re.Pattern[str]], ...] = (
    (
        Access.ASKED,
        re.compile(r"^(?:gost|iso|gb7714|abnt|bath|mla|harvard|oscola|vancouver|ieee)(?![a-z])"),
    ),
    (Access.UNDATED, re.compile(r"^(?:chicago-|biblatex-chicago|apa\d?$|windycity|arthistory-bonn)")),
    (Access.NEVER, re.compile(r"^sbl$")),
)
"""Styles by what they do; any other, those of users too, prints the day where it is given, as biblatex itself does.

Sixty installed styles were tried: all but sbl print it, arthistory-bonn and chicago-notes only without a date.
"""


def access_of(settings: CitationSettings) -> Access:
    """What the style does with the day when a page was seen; the author's `access-dates` asks for it in any style."""
    if any(name == "url" and value.lower() == "false" for name, value in settings.options):
        return Access.NEVER
    if settings.access_dates:
        return Access.ASKED
    return next((access for access, pattern in ACCESS if pattern.match(settings.style)), Access.GIVEN)


def family_of(style: str) -> Family:
    """What kind of citations the style makes; one that is not known here is asked to cite in brackets."""
    if NOTES.match(style):
        return Family.NOTES
    return Family.AUTHOR_DATE if AUTHOR_DATE.match(style) else Family.OTHER


def may_repeat(settings: CitationSettings) -> bool:
    """Whether a citation of a source that was cited just before may not name it."""
    asked = any("ibid" in name and value.lower() == "true" for name, value in settings.options)
    return bool(settings.ibid or asked or REPEATING.search(settings.style))
