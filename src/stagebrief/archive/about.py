"""What catalogues want to know of a brief, taken from it once and kept in the manifest."""

from __future__ import annotations

from mimetypes import guess_type

from stagebrief.archive.manifest import About, Person
from stagebrief.archive.xmp import Attachment, Facts
from stagebrief.model.brief import Brief
from stagebrief.model.inline import Text
from stagebrief.model.plain import plain_text
from stagebrief.model.walk import walk


def about_of(brief: Brief) -> About:
    """What the brief says of itself, in plain text."""
    series = brief.series
    return About(
        title=plain_text(brief.title),
        subtitle=plain_text(brief.subtitle),
        authors=tuple(
            Person(name=author.name, orcid=author.orcid, affiliation=plain_text(author.affiliation))
            for author in brief.authors
        ),
        language=brief.language,
        series=" ".join(text for text in (plain_text(series.name), series.number) if text) if series else "",
        publisher=(plain_text(series.editor_affiliation) or plain_text(series.name)) if series else "",
        licence=plain_text(brief.licence),
        doi=brief.doi,
        keywords=brief.keywords,
        abstract=" ".join("".join(node.text for node in walk(brief.abstract) if isinstance(node, Text)).split()),
        citation=citation_of(brief),
    )


def citation_of(brief: Brief) -> str:
    """How to cite the edition, as its colophon says it."""
    title = ": ".join(text for text in (plain_text(brief.title), plain_text(brief.subtitle)) if text)
    series = (
        " ".join(text for text in (plain_text(brief.series.name), brief.series.number) if text) if brief.series else ""
    )
    year = str(brief.date.year) if brief.date else ""
    version = f"Version {brief.version}" if brief.version else ""
    doi = f"https://doi.org/{brief.doi}" if brief.doi else ""
    authors = ", ".join(author.name for author in brief.authors)
    return ". ".join(text for text in (authors, title, series, year, version, doi) if text) + ("" if doi else ".")


def settings_of(brief: Brief) -> dict[str, str]:
    """The settings that the brief is made with."""
    settings, citations = brief.settings, brief.settings.citations
    found = {
        "language": brief.language,
        "theme": settings.theme.name,
        "ground": settings.theme.ground,
        "paper": settings.paper,
        "aspect": settings.aspect,
        "contents": settings.contents,
        "citations": citations.style,
        "notes": citations.notes,
        "raw-latex": "allowed" if settings.allow_raw_latex else "refused",
    }
    return found | {f"check:{code}": choice for code, choice in settings.checks}


def facts_from(about: About, version: str, replaces: str, epoch: int, files: tuple[tuple[str, bytes], ...]) -> Facts:
    """What the PDF says of itself, from what the manifest says."""
    kinds = {"yaml": "application/yaml", "md": "text/markdown", "bib": "application/x-bibtex"}
    attachments = tuple(
        Attachment(name, kinds.get(name.rpartition(".")[2]) or guess_type(name)[0] or "application/octet-stream", data)
        for name, data in files
    )
    return Facts(
        authors=tuple(author.name for author in about.authors),
        language=about.language,
        epoch=epoch,
        version=version,
        replaces=replaces,
        citation=about.citation,
        rights=about.licence,
        doi=about.doi,
        keywords=about.keywords,
        attachments=attachments,
    )
