"""Frames of the deck: what one holds, and the environment that measures and divides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pylatex import NoEscape
from pylatex.base_classes import Arguments, Environment

from stagebrief.diagnostics import Span
from stagebrief.model.block import Blocks, Div, DivKind
from stagebrief.model.brief import FrameOverride
from stagebrief.model.tex import mark
from stagebrief.render.blocks import blocks_to_tex
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import escape, join
from stagebrief.render.structure import structure_to_tex

NOTHING = NoEscape("")
UNSEEN = NoEscape(r"\null")


@dataclass(frozen=True, slots=True)
class Frame:
    """What is to be shown together, in as many frames as it needs.

    `style` is `text`, `title`, `opening`, `quote` or `takeaway`; `kicker` is the small line over the title; `notes` are
    the speaker's and are not shown on it; `steps` says that the deck shows it step by step.
    """

    span: Span
    body: NoEscape
    title: NoEscape = NOTHING
    kicker: NoEscape = NOTHING
    style: str = "text"
    notes: Blocks = ()
    steps: bool = False


class DividedFrame(Environment):  # type: ignore[misc]  # PyLaTeX has no types
    """The environment of the deck's frames; see `stagebrief-frames.sty`."""

    _latex_name = "SBframe"


def frame_to_tex(frame: Frame, notes: NoEscape = NOTHING) -> str:
    """The frame as LaTeX, with the speaker's notes where these are to be shown too."""
    place = escape(f"{frame.span.file}:{frame.span.line}:{frame.span.column}")
    environment = DividedFrame(arguments=Arguments(NoEscape(frame.style), frame.kicker, frame.title, place))
    stepping = r"\SBstepping " if frame.steps else ""
    environment.append(NoEscape(f"{mark(frame.span)}\n{stepping}{frame.body}"))
    if notes:
        environment.append(NoEscape(rf"\SBspeakernotes{{{notes}}}"))
    return f"{mark(frame.span)}\n{environment.dumps()}"


def notes_within(blocks: Blocks) -> Blocks:
    """The content of the notes divs among these blocks."""
    divs = (block for block in blocks if isinstance(block, Div) and block.kind is DivKind.NOTES)
    return tuple(inner for div in divs for inner in div.content)


def overridden(frames: list[Frame], override: FrameOverride | None, context: RenderContext) -> list[Frame]:
    """The automatic frames of one part as the author wants them: left out, retitled, or with points of his own."""
    if override is None or not frames:
        return frames
    if override.omit:
        return []
    first = frames[0]
    title = structure_to_tex(override.title, context) or first.title
    notes = first.notes + override.notes
    if override.bullets:
        body = bullets_to_tex(override, context)
        return [Frame(override.span, body, title, first.kicker, "text", notes, override.steps)]
    own_title = structure_to_tex(override.title, context)
    head = replace(first, title=title, notes=notes, steps=override.steps)
    rest = [replace(frame, title=own_title or frame.title, steps=override.steps) for frame in frames[1:]]
    return [head, *rest]


def bullets_to_tex(override: FrameOverride, context: RenderContext) -> NoEscape:
    """The author's points as a list."""
    inner = context.deeper()
    items = [f"\\item{{}}\n{blocks_to_tex(bullet, inner)}" for bullet in override.bullets]
    return join([r"\begin{itemize}", *items, r"\end{itemize}"], "\n")


def prose_frames(blocks: Blocks, title: NoEscape, kicker: NoEscape, context: RenderContext) -> list[Frame]:
    """The frames that the author wrote in the prose: slide divs and slides-only content, with their notes.

    Notes that stand by themselves belong to the frame before; before any frame they are returned as a frame without
    body, whose notes go to the frame that it follows (`with_notes`).
    """
    frames: list[Frame] = []
    for block in blocks:
        if not isinstance(block, Div):
            continue
        if block.kind is DivKind.NOTES:
            add_notes(frames, block)
        elif block.kind in {DivKind.SLIDE, DivKind.SLIDES_ONLY}:
            own = structure_to_tex(block.title, context)
            notes = notes_within(block.content)
            body = blocks_to_tex(block.content, context)
            frames.append(Frame(block.span, body, own or title, kicker, "text", notes, block.steps))
    return frames


def add_notes(frames: list[Frame], div: Div) -> None:
    """Give the notes to the last of the frames, or to one without body if there is none."""
    if frames:
        frames[-1] = replace(frames[-1], notes=frames[-1].notes + div.content)
    else:
        frames.append(Frame(div.span, NOTHING, notes=div.content))


def with_notes(groups: Mapping[str, list[Frame]]) -> dict[str, list[Frame]]:
    """The groups of frames without those that have nothing but notes: these go to the frame before, in any group."""
    found: dict[str, list[Frame]] = {}
    last: list[Frame] = []
    for name, frames in groups.items():
        found[name] = []
        for frame in frames:
            if frame.body or frame.title:
                found[name].append(frame if frame.body else replace(frame, body=UNSEEN))
                last = found[name]
            elif last:
                last[-1] = replace(last[-1], notes=last[-1].notes + frame.notes)
    return found
