"""The heads of fenced divs: `::: slide`, `::: {.slide title="…"}`, `::: pullquote {speaker="…"}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.load.attributes import parse_attributes
from stagebrief.model.block import DivKind
from stagebrief.spelling import near_names

PULLQUOTE = "pullquote"
NAMES = (*(kind.value for kind in DivKind), PULLQUOTE)
HEAD = re.compile(r"^(?P<name>[\w-]+)?\s*(?P<title>[^{]*?)\s*(?P<attributes>\{.*\})?$")


@dataclass(frozen=True, slots=True)
class DivHead:
    """What the opening line says; `kind` is None for a pull quote."""

    kind: DivKind | None
    title: str = ""
    speaker: str = ""


def parse_div_head(text: str, span: Span) -> DivHead | Diagnostic:
    """The head of a div, or what is wrong with it."""
    match = HEAD.match(text.strip())
    if match is None:
        return error(
            "div-is-known", f"'::: {text}' is not understood", span, 'write ::: slide, or ::: {.slide title="…"}'
        )
    attributes = parse_attributes(match["attributes"]) if match["attributes"] else None
    if match["attributes"] and attributes is None:
        hint = 'write {title="…"} with straight quotation marks'
        return error("div-is-known", f"the attributes '{match['attributes']}' are not understood", span, hint)
    found = attributes[0] if attributes else None
    name = match["name"] or (found.classes[0] if found and found.classes else "")
    if name not in NAMES:
        near = near_names(name, list(NAMES))
        hint = f"did you mean '{near}'?" if near else f"known are {', '.join(NAMES)}"
        return error("div-is-known", f"there is no div '{name}'", span, hint)
    title = (found.get("title") if found else "") or match["title"].strip().strip('"“”')
    allowed = {"speaker"} if name == PULLQUOTE else {"title"} if name == DivKind.SLIDE else set()
    for key, _ in found.values if found else ():
        if key not in allowed:
            hint = f"known is {', '.join(sorted(allowed))}" if allowed else "this div takes none"
            return error("attribute-is-known", f"unknown attribute '{key}' of the div '{name}'", span, hint)
    if name == PULLQUOTE:
        return DivHead(None, speaker=(found.get("speaker") if found else "") or title)
    return DivHead(DivKind(name), title)
