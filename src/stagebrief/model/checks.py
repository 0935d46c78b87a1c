"""The checks of sources and of pages by their codes, and how much the author wants each to matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stagebrief.diagnostics import Diagnostic, Severity

Choice = tuple[str, str]
"""A check's code, and `off`, `note`, `warning` or `error`."""

OFF = "off"

FIXED: dict[str, str] = {
    "citation-resolves": "a key that is cited is in a bibliography",
    "bibliography-exists": "there is a bibliography where sources are cited",
    "file-is-bibtex": "a .bib file holds sources",
    "json-is-valid": "a .json file is JSON",
    "json-is-list": "a .json file holds a list of sources",
    "yaml-is-list": "a .yaml file holds a list of sources",
    "file-is-small": "a bibliography can be read in reasonable time",
    "field-is-short": "a field is no longer than a page can be",
    "parents-end": "an entry does not inherit from itself",
}
"""Without these nothing can be typeset; they are errors whatever the author wants."""

OF_SOURCES: dict[str, str] = {
    "access-date-is-given": "a page of the web has a date, or the day when it was seen, where the style wants one",
    "address-is-whole": "a url is an address of the web",
    "claim-has-source": "a statement, event, number, quotation or figure has a source",
    "copy-is-as-pinned": "a pinned copy has the bytes that it had when it was pinned",
    "copy-is-readable": "a copy of a source can be read",
    "date-is-a-date": "a date is one",
    "doi-is-a-doi": "a DOI has the shape of one",
    "entry-has-fields": "an entry has the fields that its type needs",
    "entry-is-cited": "an entry is cited",
    "entry-is-complete": "an entry's braces and quotation marks are closed",
    "field-is-given-once": "a field stands once in its entry",
    "field-is-known": "a field is one that a style can print",
    "field-is-text": "a field holds no commands that do something",
    "fields-are-divided": "fields are divided by commas",
    "file-is-text": "a bibliography holds no control characters",
    "file-is-utf-8": "a bibliography is in UTF-8",
    "isbn-is-an-isbn": "an ISBN has its digits, and the last fits the others",
    "issn-is-an-issn": "an ISSN has its digits, and the last fits the others",
    "key-is-given": "an entry has a key",
    "key-is-unique": "a key stands for one source",
    "language-is-given": "a title in another script has a langid",
    "language-is-known": "a langid is a language",
    "locator-fits-pages": "a page that is cited is one of the entry's",
    "locator-fits-type": "a source of its type can have such a place",
    "macro-is-defined": "an @string is defined",
    "macro-is-known": "a LaTeX command in a field is known",
    "names-are-divided": "names are divided by `and`",
    "note-names-source": "a note names its source, and `ibid.` is left to the style",
    "orcid-is-an-orcid": "an ORCID has its digits, and the last fits the others",
    "parent-exists": "an entry that another names is there",
    "preamble-is-not-needed": "a bibliography has no @preamble",
    "quotation-has-source": "a quotation has a source",
    "quotation-is-worded-once": "a quotation that stands in two places is worded alike in both",
    "quotation-stands-in-source": "a quotation stands in the copy of its source",
    "quotation-stands-on-page": "a quotation stands on the page that is cited",
    "range-is-in-order": "a range does not end before it begins",
    "reason-says-why": "a reason for having no source says something",
    "reason-stands-alone": "what has a source gives no reason for having none",
    "source-is-listed-once": "a source stands under one key",
    "title-is-in-lower-case": "a title is not in capitals throughout",
    "type-is-known": "an entry's type is known",
    "value-is-delimited": "a field's value is in braces",
}
"""Checks of what is written."""

OF_PAGES: dict[str, str] = {
    "address-fits-line": "an address keeps within the measure",
    "address-is-valid": "the address of a link is one",
    "box-fits": "lines and pages hold what is in them",
    "contrast-is-enough": "text can be told from what is behind it (WCAG AA)",
    "font-is-embedded": "the PDF holds its fonts",
    "glyph-is-shown": "a font has what it is to show",
    "heading-has-text": "a heading does not stand at a page's foot without its text",
    "link-has-target": "a link leads to a place that is there",
    "orphan-is-avoided": "the first line of a paragraph does not stand alone at a page's foot",
    "page-is-filled": "the last page, and each frame below its title, holds something",
    "page-is-readable": "the content of a page can be read",
    "page-is-used": "no page is empty",
    "pages-are-alike": "all pages have one size",
    "picture-is-sharp": "a picture has 150 dots to the inch in print",
    "river-is-avoided": "no wide spaces run through a paragraph",
    "text-is-apart": "no text stands over other text or is painted over",
    "text-is-in-frame": "text keeps away from the edge of a frame",
    "text-is-on-page": "no text stands outside the page",
    "type-is-large": "type in the deck has 18 points on a frame that is 7.5 inches high",
    "widow-is-avoided": "the last line of a paragraph does not stand alone at a page's head",
}
"""Checks of finished pages."""

CHOSEN: dict[str, str] = OF_SOURCES | OF_PAGES
"""Checks whose severity can be set."""


def adjusted(diagnostics: Iterable[Diagnostic], choices: Iterable[Choice]) -> Iterator[Diagnostic]:
    """The diagnostics with the severities that the author chose; what is off is left out."""
    chosen = {code: choice for code, choice in choices if code in CHOSEN}
    for diagnostic in diagnostics:
        choice = chosen.get(diagnostic.code)
        if choice is None:
            yield diagnostic
        elif choice != OFF:
            yield replace(diagnostic, severity=Severity(choice))
