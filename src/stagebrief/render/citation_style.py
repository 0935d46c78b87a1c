"""How sources are shown: biblatex with the style of the brief, its notes and its list of sources."""

from __future__ import annotations

import re
from enum import StrEnum

from pylatex import NoEscape

from stagebrief.diagnostics import error
from stagebrief.errors import ContentError
from stagebrief.model.brief import CitationSettings
from stagebrief.render.escape import escape
from stagebrief.render.languages import Language, main_language
from stagebrief.render.page import fill
from stagebrief.render.words import word


class Family(StrEnum):
    """What kind of citation a style makes of `[@key]`."""

    NOTES = "notes"  # a footnote with the source in full or short
    AUTHOR_DATE = "author-date"  # (Zarifi 2011, 9)
    OTHER = "other"  # [3, p. 9], or what else the style does in place


CHICAGO = "chicago-notes"
CHICAGO_LANGUAGES = frozenset(
    {
        "american",
        "brazilian",
        "british",
        "dutch",
        "finnish",
        "french",
        "icelandic",
        "ngerman",
        "norsk",
        "nynorsk",
        "romanian",
        "spanish",
        "swedish",
    }
)
"""The languages that biblatex-chicago has words for; in others it would print the names of its strings."""

NOTES_STYLES = re.compile(r"^(chicago-notes|verbose|footnote|authortitle|oxnotes|oscola|jura|historische|windycity)")
AUTHOR_DATE_STYLES = re.compile(r"^(authoryear|apa|chicago-authordate|oxyear|mla-year|authordate)")
STYLE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9-]*$")
OPTION = re.compile(r"^[a-z]+$")
VALUE = re.compile(r"^[A-Za-z0-9.+_-]*$")


def family_of(style: str) -> Family:
    """What kind of citation the style makes; a style that is not known here is asked to cite in brackets."""
    if NOTES_STYLES.match(style):
        return Family.NOTES
    return Family.AUTHOR_DATE if AUTHOR_DATE_STYLES.match(style) else Family.OTHER


def citation_preamble(settings: CitationSettings, language: str, target: str, *, sources: bool = True) -> NoEscape:
    r"""The part of the preamble for citations, to stand after babel and before hyperref.

    It defines `\\SBnotes` (endnotes under their heading) and, if there are `sources`, `\\SBbibliography` and what the
    citations of the body need. Raises ContentError where style or options are not such as biblatex can have.
    """
    check_settings(settings)
    main = main_language(language)
    return NoEscape(
        fill(
            "shared/citations.tex",
            sources=sources,
            slides=target == "slides",
            endnotes=settings.notes == "endnotes" and target != "slides",
            chicago=settings.style == CHICAGO and main.strings in CHICAGO_LANGUAGES,
            plain_chicago=settings.style == CHICAGO,
            style=NoEscape(settings.style),
            notes_family=family_of(settings.style) is Family.NOTES,
            options=NoEscape(options_of(settings, main, target)),
            strings=NoEscape(main.strings),
            quotes=NoEscape(quotes_of(main)),
            babel=NoEscape(main.babel),
            notes_heading=escape(word("Notes", language)),
            sources_heading=escape(word("Sources", language)),
        ).rstrip()
    )


def check_settings(settings: CitationSettings) -> None:
    """Refuse what is no name of a style or of an option; raises ContentError."""
    faults = []
    if not STYLE.match(settings.style):
        message = f"citation style '{settings.style}' is not the name of a style"
        faults.append(error("style-is-known", message, hint="use chicago-notes, verbose, authoryear, numeric or apa"))
    for name, value in settings.options:
        if not OPTION.match(name) or not VALUE.match(value):
            message = f"citation option '{name}: {value}' is not one that biblatex takes"
            hint = "options are a name of small letters and a value of letters, digits, full stops and hyphens"
            faults.append(error("option-is-known", message, hint=hint))
    if faults:
        raise ContentError(faults)


def options_of(settings: CitationSettings, main: Language, target: str) -> str:
    """biblatex's options: the author's first, since the last of a name counts."""
    chosen = {name: value.lower() if value in {"True", "False"} else value for name, value in settings.options}
    ibid = chosen.pop("ibid", "false") == "true"
    options = ["autolang=hyphen"]
    if settings.style == CHICAGO and main.strings in CHICAGO_LANGUAGES and not ibid:
        options.append("noibid")
    options += [f"{name}={value}" for name, value in chosen.items()]
    if settings.notes == "endnotes" and target != "slides":
        options.append("notetype=endonly")
    if main.strings == main.babel:  # others are mapped; biblatex refuses to be told of them
        options.append(f"language={main.babel}")
    return ",".join([*options, f"sortlocale={main.tag.replace('-', '_')}", "backend=biber"])


def quotes_of(main: Language) -> str:
    """The quotation marks of the sources, by csquotes' name: as in prose, where English is always in double ones."""
    if main.tag.startswith("en"):
        return "american"
    known = {"ngerman": "german", "naustrian": "german", "nswissgerman": "swiss", "norsk": "norwegian"}
    own = {"russian", "ukrainian", "french", "spanish", "italian", "portuguese", "brazilian", "dutch", "danish"}
    own |= {"swedish", "finnish", "polish", "czech", "croatian", "greek", "serbian", "hungarian", "catalan", "estonian"}
    if main.strings in own:
        return "serbian" if main.strings == "serbianc" else main.strings
    return known.get(main.strings, "american" if main.strings != "serbianc" else "serbian")
