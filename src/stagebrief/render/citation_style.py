"""How sources are shown: biblatex with the style of the brief, its notes and its list of sources."""

from __future__ import annotations

import re

from pylatex import NoEscape

from stagebrief.diagnostics import error
from stagebrief.errors import ContentError
from stagebrief.model.brief import CitationSettings
from stagebrief.model.citation_families import Family, family_of
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.targets import OF_FRAMES
from stagebrief.render.bibliography import bib_key
from stagebrief.render.escape import escape
from stagebrief.render.fonts import TEXT_SCRIPTS
from stagebrief.render.languages import Language, main_language
from stagebrief.render.page import fill
from stagebrief.render.scripts import Script
from stagebrief.render.source_groups import cited_entries, source_groups
from stagebrief.render.words import word

CHICAGO = "chicago-notes"
PACKAGES: dict[str, str] = {
    "biblatex-chicago": "notes",
    "chicago-authordate": "authordate",
    "chicago-authordate-trad": "authordate-trad",
}
"""Styles that the package biblatex-chicago loads, with its word for each."""

BASIS = {"numeric": "numeric-comp", "verbose": "verbose", CHICAGO: "verbose"}
"""What biblatex calls a style, where it is not as we do."""

IBID_STYLES = frozenset((CHICAGO, "verbose"))
"""Styles that know *ibid.* as we set it up."""

STYLE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9-]*$")
OPTION = re.compile(r"^[a-z]+$")
VALUE = re.compile(r"^[A-Za-z0-9.+_-]*$")


def citation_preamble(resolved: ResolvedBrief, target: str) -> NoEscape:
    r"""The part of the preamble for citations, to stand after babel and before hyperref.

    It defines `\\SBnotes` (endnotes under their heading) and, if sources are cited, `\\SBbibliography` and what the
    citations of the body need. Raises ContentError where style or options are not such as biblatex can have.
    """
    settings, language = resolved.brief.settings.citations, resolved.brief.language
    check_settings(settings)
    main = main_language(language)
    slides = target in OF_FRAMES
    return NoEscape(
        fill(
            "shared/citations.tex",
            sources=bool(resolved.bibliography.entries),
            slides=slides,
            beamer=target == "slides",
            endnotes=settings.notes == "endnotes" and not slides,
            chicago=settings.style == CHICAGO,
            english=main.tag.startswith("en"),
            british=main.strings in {"british", "australian", "newzealand"},
            apa=settings.style.startswith("apa"),
            tajik=main.tag == "tg",
            persian=main.babel == "persian",
            right_to_left=main.right_to_left,
            arabic=main.script is Script.ARABIC,
            own_script=main.script not in TEXT_SCRIPTS,
            places=settings.places,
            access_dates=settings.access_dates,
            ibid=settings.ibid if settings.style in IBID_STYLES and not slides else "",
            across_pages=settings.ibid_across_pages,
            style=NoEscape(settings.style),
            file=NoEscape("biblatex-chicago.sty" if settings.style in PACKAGES else f"{basis_of(settings.style)}.cbx"),
            package=NoEscape("biblatex-chicago" if settings.style in PACKAGES else "biblatex"),
            notes_family=family_of(settings.style) is Family.NOTES,
            options=NoEscape(options_of(settings, main, target)),
            strings=NoEscape(main.strings),
            quotes=NoEscape(quotes_of(main)),
            babel=NoEscape(main.babel),
            notes_heading=escape(word("Notes", language)),
            sources_heading=escape(word("Sources", language)),
            groups=group_views(resolved) if not slides else [],
            all_keys=NoEscape(",".join(keys_in_list(resolved, slides=slides))),
        ).rstrip()
    )


def basis_of(style: str) -> str:
    """biblatex's name of the style."""
    return BASIS.get(style, style)


def group_views(resolved: ResolvedBrief) -> list[dict[str, NoEscape]]:
    """The groups of the list of sources as the template shows them."""
    return [
        {
            "name": NoEscape(f"SBgroup{number}"),
            "heading": escape(group.heading),
            "sources": NoEscape(",".join(map(bib_key, group.keys))),
        }
        for number, group in enumerate(source_groups(resolved), start=1)
    ]


def keys_in_list(resolved: ResolvedBrief, *, slides: bool) -> list[str]:
    """The sources that are listed though this target may not cite them.

    The deck's list is whole; the brief's is so where a source is cited by its number in the list, for the numbers of
    both to be the same.
    """
    if not slides and family_of(resolved.brief.settings.citations.style) is not Family.OTHER:
        return []
    return [bib_key(entry.key) for entry in cited_entries(resolved.brief, resolved.bibliography)]


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


CHICAGO_OPTIONS = (
    "maxbibnames=6,minbibnames=3,maxcitenames=2,mincitenames=1,uniquelist=false,dateabbrev=false,alldates=long,"
    "isbn=false,dashed=false"
)
"""Chicago's 18th edition: two names in a note, six in the list; dates in words; names repeated in the list."""


def options_of(settings: CitationSettings, main: Language, target: str) -> str:
    """The package's options: ours first, then the author's, since the last of a name counts."""
    options = [PACKAGES.get(settings.style) or f"style={basis_of(settings.style)}", "autolang=hyphen"]
    if settings.style == CHICAGO:
        options.append(CHICAGO_OPTIONS)
    if settings.style == "biblatex-chicago":
        options.append("useibid" if settings.ibid else "noibid")
    if settings.style in IBID_STYLES and not settings.ibid:
        options.append("pagetracker=false")  # on which pages notes stand is asked for by nobody, and costs a pass
    if settings.ibid and settings.style in IBID_STYLES:
        options.append("ibidtracker=constrict,pagetracker=true")
    if settings.cited_on_pages and target not in OF_FRAMES:
        options.append("backref=true")
    if target == "summary":
        options.append("hyperref=false")  # it has no list of sources for links to lead to
    if settings.notes == "endnotes" and target not in OF_FRAMES:
        options.append("notetype=endonly")
    options += [f"{name}={value.lower() if value in {'True', 'False'} else value}" for name, value in settings.options]
    if main.strings == main.babel:  # others are mapped; biblatex refuses to be told of them
        options.append(f"language={main.babel}")
    return ",".join([*options, f"sortlocale={main.tag.replace('-', '_')}", "backend=biber"])


def quotes_of(main: Language) -> str:
    """The quotation marks of the sources, by csquotes' name: as in prose, where English is always in double ones."""
    if main.tag.startswith("en"):
        return "american"
    if main.babel == "persian":
        return main.babel
    known = {"ngerman": "german", "naustrian": "german", "nswissgerman": "swiss", "norsk": "norwegian"}
    own = {"russian", "ukrainian", "french", "spanish", "italian", "portuguese", "brazilian", "dutch", "danish"}
    own |= {"swedish", "finnish", "polish", "czech", "croatian", "greek", "serbian", "hungarian", "catalan", "estonian"}
    if main.strings in own:
        return "serbian" if main.strings == "serbianc" else main.strings
    return known.get(main.strings, "american" if main.strings != "serbianc" else "serbian")
