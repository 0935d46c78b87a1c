"""The index of a shelf as a page of HTML that needs nothing but the pictures and PDFs beside it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

from stagebrief.shelf.index import Index, ListedBrief, ListedSource

STYLE = Path(__file__).with_name("index.css").read_text(encoding="utf-8")
POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
HEADS = "<thead><tr><th>Source</th><th>Year</th><th>Cited by</th></tr></thead>"


def index_page(index: Index) -> str:
    """The page."""
    count = len(index.briefs)
    briefs = "".join(map(brief_item, index.briefs))
    rows = "".join(map(source_row, index.sources))
    sources = f"<table>{HEADS}<tbody>{rows}</tbody></table>"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{count} briefs</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{count} brief{"s" if count != 1 else ""}</h1>\n<ul class="briefs">{briefs}</ul>\n'
        f"<h2>Sources</h2>\n{sources if rows else '<p>None is cited.</p>'}\n</main>\n</body>\n</html>\n"
    )


def brief_item(brief: ListedBrief) -> str:
    """One brief with its first page, stages, files and faults."""
    title = text(brief.title or brief.name)
    picture = f'<img src="{quote(brief.picture)}" alt="First page of {title}" loading="lazy">' if brief.picture else ""
    stages = "".join(
        f'<li dir="auto">{text(stage.title)} <span class="soft">{text(stage.period)}</span></li>'
        for stage in brief.stages
    )
    version = f"version {brief.version}" if brief.version else ""
    facts = " · ".join(map(text, filter(None, (", ".join(brief.authors), brief.printed_date, version))))
    links = " · ".join(f'<a href="{quote(name)}">{text(kind_of(name, brief.name))}</a>' for name in brief.pdfs)
    return (
        f'<li id="{quote(brief.name)}" lang="{text(brief.language or "en")}"><div>{picture}</div><div>'
        f'<h3 dir="auto">{title}</h3>'
        + (f'<p dir="auto">{text(brief.subtitle)}</p>' if brief.subtitle else "")
        + f'<p class="soft" dir="auto">{facts}</p>{faults(brief)}<ol>{stages}</ol>'
        + f'<p class="soft">{links}</p></div></li>\n'
    )


def kind_of(pdf: str, name: str) -> str:
    """Which of the brief's PDFs this is."""
    return pdf.removeprefix(f"{name}-").removesuffix(".pdf")


def faults(brief: ListedBrief) -> str:
    """How many faults a check finds."""
    pieces = [
        f'<span class="{kind}">{count} {word}{"s" if count != 1 else ""}</span>'
        for count, word, kind in ((brief.errors, "error", "bad"), (brief.warnings, "warning", "look"))
        if count
    ]
    return f"<p>{' · '.join(pieces)}</p>" if pieces else ""


def source_row(source: ListedSource) -> str:
    """One source and who cites it."""
    who = ", ".join(
        f'<a href="#{quote(one.brief)}">{text(one.brief)}</a>' + (f" ({one.times})" if one.times > 1 else "")
        for one in source.cited_by
    )
    named = ". ".join(filter(None, (source.authors, source.title)))
    return f'<tr><td dir="auto">{text(named)}</td><td>{text(source.year)}</td><td>{who}</td></tr>\n'


def text(value: str) -> str:
    """Text as HTML."""
    return escape(value, quote=True)
