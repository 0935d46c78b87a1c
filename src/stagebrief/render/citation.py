r"""Citations as biblatex commands.

In prose a citation becomes what the style makes of it (`\autocite`: a note, or brackets). In the structure and on
frames it is a short source in place, which the notes do not count: the first note still gives the source in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from pylatex import NoEscape

from stagebrief.model.citation_families import Family, family_of
from stagebrief.model.inline import CitationItem, CitationMode, Cite, Emphasis, Inlines, Strong, Text
from stagebrief.render.bibliography import bib_key
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.escape import join
from stagebrief.render.locators import postnote_to_tex


def cite_to_tex(cite: Cite, context: RenderContext) -> NoEscape:
    """A citation in prose or within a note."""
    if context.on_frame or context.place is Place.STRUCTURE:
        return short_cite_to_tex(cite, context)
    match style_family(context):
        case Family.NOTES:
            return _note(cite.items, context)
        case Family.AUTHOR_DATE:
            return spaced(cite, _author_date(cite.items, context))
        case Family.OTHER:
            return spaced(cite, _in_brackets(cite.items, context))


def spaced(cite: Cite, tex: NoEscape) -> NoEscape:
    """A citation in brackets with a space before it, even where the author wrote it as a note's mark is written."""
    named = cite.items[0].mode is CitationMode.IN_TEXT
    return tex if named else NoEscape(rf"\SBspaced{{}}{tex}")


def short_cite_to_tex(cite: Cite, context: RenderContext) -> NoEscape:
    """A citation of the structure: short, in place, in brackets; an author in the text stands before them."""
    first, notes = cite.items[0], style_family(context) is Family.NOTES
    named = first.mode is CitationMode.IN_TEXT
    if not notes:
        if named:
            return _group(rf"\textcite{_arguments(first, context)}{_more(cite.items[1:], context)}")
        return _group(_several("parencite", cite.items, context))
    items = list(cite.items)
    name = rf"\SBciteauthor{{{bib_key(first.key)}}} " if named else ""
    sources = r"\SBand ".join(
        (r"\SBwithoutauthor" if (named and not index) or item.mode is CitationMode.SUPPRESS_AUTHOR else "")
        + rf"\SBsource{_arguments(item, context)}"
        for index, item in enumerate(items)
    )
    return NoEscape(rf"{name}\SBsources{{\SBbracketed{{{sources}}}}}")


def style_family(context: RenderContext) -> Family:
    """What kind of citations the brief's style makes."""
    return family_of(context.resolved.brief.settings.citations.style)


def _note(items: Sequence[CitationItem], context: RenderContext) -> NoEscape:
    inside = context.place is Place.NOTE
    named = items[0].mode is CitationMode.IN_TEXT and not inside
    name = rf"\SBciteauthor{{{bib_key(items[0].key)}}}" if named else ""
    bare = [str(number) for number, item in enumerate(items, start=1) if item.mode is CitationMode.SUPPRESS_AUTHOR]
    without = rf"\SBwithoutauthors{{{','.join(bare)}}}" if bare else ""
    capital = [_capitalised(items[0]), *items[1:]]
    if not inside:
        return NoEscape(f"{name}{without}{_several('autocite', capital, context)}")
    if items[0].mode is CitationMode.IN_TEXT:
        return NoEscape(f"{without}{_several('cite', items, context)}")
    alone, amid = _several("cite", capital, context), _several("parencite", items, context)
    return NoEscape(rf"\SBwithin{{{without}{alone}}}{{{without}{amid}}}")


def _capitalised(item: CitationItem) -> CitationItem:
    """The item with a capital at the head of its prefix, since a note begins with it."""
    return replace(item, prefix=_with_capital(item.prefix))


def _with_capital(inlines: Inlines) -> Inlines:
    match inlines:
        case (Text(text=text) as first, *rest):
            return (replace(first, text=text[:1].upper() + text[1:]), *rest)
        case (Emphasis(content=content) | Strong(content=content) as first, *rest):
            return (replace(first, content=_with_capital(content)), *rest)
        case _:
            return inlines


def _author_date(items: Sequence[CitationItem], context: RenderContext) -> NoEscape:
    if items[0].mode is CitationMode.IN_TEXT:
        return NoEscape(rf"\textcite{_arguments(items[0], context)}{_more(items[1:], context)}")
    runs = [list(run) for _, run in groupby(items, key=lambda item: item.mode is CitationMode.SUPPRESS_AUTHOR)]
    pieces = []
    for run in runs:
        if run[0].mode is CitationMode.SUPPRESS_AUTHOR:
            pieces += [rf"\autocite*{_arguments(item, context)}" for item in run]
        else:
            pieces.append(_several("autocite", run, context))
    return join(pieces, " ")


def _in_brackets(items: Sequence[CitationItem], context: RenderContext) -> NoEscape:
    if items[0].mode is CitationMode.IN_TEXT:
        return NoEscape(rf"\textcite{_arguments(items[0], context)}{_more(items[1:], context)}")
    return _several("autocite", items, context)


def _more(items: Sequence[CitationItem], context: RenderContext) -> str:
    """The sources that follow one whose author stands in the text."""
    return f" {_several('parencite', items, context)}" if items else ""


def _several(command: str, items: Sequence[CitationItem], context: RenderContext) -> NoEscape:
    """One citation command with all sources."""
    plural = "s" if len(items) > 1 else ""
    return NoEscape(rf"\{command}{plural}" + "".join(_arguments(item, context) for item in items))


def _group(tex: str) -> NoEscape:
    return NoEscape(rf"\SBsources{{{tex}}}")


def _arguments(item: CitationItem, context: RenderContext) -> str:
    """Prefix, postnote and key as arguments; what is empty is left out."""
    prefix = _affix(item.prefix, context)
    postnote = postnote_to_tex(item.locators, _affix(item.suffix, context), context.language)
    optional = ""
    if prefix.strip():
        optional = f"[{_shielded(prefix.strip())}][{_shielded(postnote)}]"
    elif postnote:
        optional = f"[{_shielded(postnote)}]"
    return f"{optional}{{{bib_key(item.key)}}}"


def _affix(inlines: Inlines, context: RenderContext) -> str:
    from stagebrief.render.inlines import inlines_to_tex  # noqa: PLC0415 - inlines hold citations, citations inlines

    place = Place.NOTE if context.place is Place.TEXT else context.place
    return str(inlines_to_tex(inlines, context.at(place))).replace("\n", " ")


def _shielded(tex: str) -> str:
    """An optional argument's text, in braces where it holds a bracket."""
    return f"{{{tex}}}" if "[" in tex or "]" in tex else tex
