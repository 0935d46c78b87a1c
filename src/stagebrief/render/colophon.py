"""The colophon: version, date, licence and how to cite."""

from __future__ import annotations

from pylatex import NoEscape

from stagebrief.model.brief import Affiliated, Brief
from stagebrief.model.calendars import format_date
from stagebrief.model.plain import plain_text
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import escape, escape_address, escape_url, join
from stagebrief.render.structure import structure_to_tex
from stagebrief.render.words import comma, word

Row = tuple[NoEscape, NoEscape]

REPLACES = {
    "ru": "Заменяет",
    "tg": "Ба ҷойи",
    "uk": "Замінює",
    "de": "Ersetzt",
    "fr": "Remplace",
    "es": "Sustituye a",
    "fa": "جایگزین",
}
"""*Replaces* as the term of the earlier edition, by language."""


def colophon_rows(brief: Brief, context: RenderContext) -> list[Row]:
    """The rows of the colophon that the brief has something for: a term and its text."""
    language = context.language
    texts: dict[str, str] = {
        "Version": escape(brief.version),
        "Date": escape(format_date(brief.date, language)) if brief.date else "",
        "Replaces": escape(brief.replaces),
        "Series editor": editor_to_tex(brief, context),
        "Licence": structure_to_tex(brief.licence, context),
        "DOI": link_to_tex(f"https://doi.org/{brief.doi}", brief.doi) if brief.doi else "",
        "How to cite": how_to_cite(brief, context) if brief.authors else "",
    }
    return [(escape(term_in(term, language)), NoEscape(text)) for term, text in texts.items() if text]


def term_in(term: str, language: str) -> str:
    """The term of a row in the brief's language."""
    return REPLACES.get(language.partition("-")[0].lower(), term) if term == "Replaces" else word(term, language)


def editor_to_tex(brief: Brief, context: RenderContext) -> NoEscape:
    """The series editor and the institute."""
    if brief.series is None or not brief.series.editor:
        return NoEscape("")
    affiliation = structure_to_tex(brief.series.editor_affiliation, context)
    pieces = [escape(brief.series.editor), affiliation] if affiliation else [escape(brief.series.editor)]
    return join(pieces, comma(brief.language))


def how_to_cite(brief: Brief, context: RenderContext) -> NoEscape:
    """Authors, title, series, year, version and DOI in one line."""
    authors = comma(brief.language).join(author.name for author in brief.authors)
    title = structure_to_tex(brief.title, context)
    subtitle = structure_to_tex(brief.subtitle, context)
    pieces = [escape(authors), NoEscape(rf"\emph{{{title}: {subtitle}}}" if subtitle else rf"\emph{{{title}}}")]
    if brief.series:
        pieces.append(escape(" ".join(text for text in (plain_text(brief.series.name), brief.series.number) if text)))
    if brief.date:
        pieces.append(escape(str(brief.date.year)))
    if brief.version:
        pieces.append(escape(f"{word('Version', context.language)} {brief.version}"))
    if brief.doi:
        pieces.append(link_to_tex(f"https://doi.org/{brief.doi}", f"https://doi.org/{brief.doi}"))
    return NoEscape(join(pieces, ". ") + ("" if brief.doi else "."))


def contact_of(author: Affiliated) -> NoEscape:
    """An author's e-mail address and ORCID iD."""
    pieces = []
    if author.email:
        pieces.append(link_to_tex(f"mailto:{author.email}", author.email))
    if author.orcid:
        pieces.append(link_to_tex(f"https://orcid.org/{author.orcid}", f"https://orcid.org/{author.orcid}"))
    return join([escape(author.name), *pieces], r"\SBdot{}") if pieces else NoEscape("")


def link_to_tex(url: str, shown: str) -> NoEscape:
    """An address that can be clicked and read."""
    return NoEscape(rf"\href{{{escape_url(url)}}}{{{escape_address(shown)}}}")


def headline_of(brief: Brief) -> NoEscape:
    """The running head: the series, or else the first author, and the title."""
    first = plain_text(brief.series.name) if brief.series else brief.authors[0].name if brief.authors else ""
    return join([escape(text) for text in (first, plain_text(brief.title)) if text], r"\SBdot{}")
