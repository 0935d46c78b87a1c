r"""The preamble: fonts, languages, and of the packages only those that the body uses."""

from __future__ import annotations

from pylatex import NoEscape

from stagebrief.model.brief import Brief
from stagebrief.model.fonts import FontSet
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.walk import languages_in
from stagebrief.render.bibliography import bibliography_languages
from stagebrief.render.citation_style import citation_preamble
from stagebrief.render.escape import escape, escape_bookmark, join
from stagebrief.render.fonts import fonts_to_tex
from stagebrief.render.languages import language_preamble
from stagebrief.render.page import fill
from stagebrief.render.words import comma, word

PACKAGES: tuple[tuple[str, str], ...] = (
    (r"\(", r"\usepackage{amsmath,amssymb}"),
    (r"\[", r"\usepackage{amsmath,amssymb}"),
    (r"\SBstrike", "\\usepackage{lua-ul}\n\\newcommand\\SBstrike[1]{\\strikeThrough{#1}}"),
    (r"\begin{tikzpicture}", r"\usepackage{tikz}"),
)
"""What in the body needs which package; each line is loaded once, and only where it is needed."""

WORDS = {"stage": "Stage", "fig": "Figure", "tbl": "Table", "sources": "Sources", "notes": "Notes"}
"""The words that the looks of brief and deck use, as `\\SBword…`."""


def packages_for(body: str) -> NoEscape:
    """The packages that this body needs besides those of its look."""
    return join(list(dict.fromkeys(package for sign, package in PACKAGES if sign in body)), "\n")


def preamble_of(
    resolved: ResolvedBrief, target: str, fonts: FontSet, body: str, headline: NoEscape, **own: NoEscape
) -> str:
    """The preamble of one target; `own` is what its template asks for besides."""
    brief = resolved.brief
    others = languages_in(brief) | bibliography_languages(resolved.bibliography)
    shown = body + "".join(field.value for entry in resolved.bibliography.entries for field in entry.fields)
    return fill(
        f"{target}/preamble.tex",
        fonts=fonts_to_tex(fonts, target, shown),
        languages=language_preamble(brief.language, fonts, others, target, shown),
        packages=packages_for(body),
        citations=citation_preamble(resolved, target),
        words=[(name, escape(word(term, brief.language))) for name, term in WORDS.items()],
        comma=escape(comma(brief.language)),
        title=escape(plain_text(brief.title)),
        headline=headline,
        aspect=brief.settings.aspect.replace(":", ""),
        pdf=metadata_of(brief),
        **own,
    )


def metadata_of(brief: Brief) -> dict[str, NoEscape]:
    """What catalogues and readers show of the PDF."""
    title = ": ".join(text for text in (plain_text(brief.title), plain_text(brief.subtitle)) if text)
    return {
        "title": escape_bookmark(title),
        "author": escape_bookmark("; ".join(author.name for author in brief.authors)),
        "subject": escape_bookmark(plain_text(brief.series.name) if brief.series else ""),
        "keywords": escape_bookmark(", ".join(brief.keywords)),
        "language": escape_bookmark(brief.language),
    }
