"""The blocks of the deck, frame by frame: automatic frames, overrides, omitted parts, divs, the author's own frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from stagebrief.diagnostics import Span
from stagebrief.model.block import Blocks, Div, DivKind
from stagebrief.model.brief import Brief, FrameOverride, Stage
from stagebrief.model.inline import Inlines
from stagebrief.readback.expect_brief import figure, findings, one_event, quote, title_block
from stagebrief.readback.expected import Kind
from stagebrief.readback.prose import Place, Writer

Body = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame before it is divided: its title, what writes its body, and what the speaker says to it."""

    body: Body
    title: Inlines = ()
    notes: Blocks = ()


def slides_blocks(writer: Writer, *, spoken: bool = False) -> int:
    """All that the deck shows but its list of sources; gives the place of that list among the blocks.

    `spoken` says that the speaker's notes are shown below each frame.
    """
    brief = writer.resolved.brief
    title_block(writer, brief)
    writer.structure("question", brief.question)
    if len(brief.stages) > 1:
        overview(writer, brief)
    show(writer, own_frames(writer, brief.introduction, ()), spoken=spoken)
    for stage in brief.stages:
        show(writer, stage_frames(writer, stage), spoken=spoken)
    matrix(writer, brief)
    show(writer, own_frames(writer, brief.conclusion, ()), spoken=spoken)
    findings(writer, brief)
    beside(writer, writer.addresses_behind)
    return len(writer.blocks)


def show(writer: Writer, frames: list[Frame], *, spoken: bool) -> None:
    """The frames with their titles, and what is printed beside and below them."""
    for frame in frames:
        writer.structure("frame title", frame.title)
        frame.body()
        beside(writer, writer.addresses)
        if spoken:
            writer.all(frame.notes, Place.NOTE)


def beside(writer: Writer, addresses: list[tuple[str, Span]]) -> None:
    """What links lead to, printed beside their frame."""
    for address, span in addresses:
        writer.plain("address", address, span)
    addresses.clear()


def overview(writer: Writer, brief: Brief) -> None:
    """The stages beside the scale of time."""
    for stage in brief.stages:
        writer.structure("stage title", stage.title)
        writer.structure("period", stage.period_label)


def stage_frames(writer: Writer, stage: Stage) -> list[Frame]:
    """The frames of a stage."""
    title = stage.title
    frames = opening_frames(writer, stage)
    if stage.statements:
        frames += part(writer, stage, "determinants", [Frame(lambda: statements(writer, stage), title)])
    if stage.numbers:
        frames += part(writer, stage, "numbers", [Frame(lambda: numbers(writer, stage), title)])
    if stage.events:
        frames += part(writer, stage, "events", [Frame(lambda: events(writer, stage), title)])
    quotes = [Frame(lambda item=item: quote(writer, item)) for item in stage.quotes]  # type: ignore[misc]
    frames += part(writer, stage, "quotes", quotes)
    pictures = [Frame(lambda item=item: figure(writer, item, Kind.FLOW), title) for item in stage.figures]  # type: ignore[misc]
    frames += part(writer, stage, "figures", pictures)
    frames += own_frames(writer, stage.prose, title)
    for extra in stage.slides.extra if stage.slides else ():
        frames.append(Frame(bullets(writer, extra), extra.title, extra.notes))
    if stage.takeaway:
        frames += part(writer, stage, "takeaway", [Frame(lambda: writer.structure("takeaway", stage.takeaway))])
    return frames


def part(writer: Writer, stage: Stage, name: str, frames: list[Frame]) -> list[Frame]:
    """The frames of one part as the author wants them: left out, retitled, or with points of his own."""
    override = stage.slides.part(name) if stage.slides else None
    if override is None or not frames:
        return frames
    if override.omit:
        return []
    if override.bullets:
        return [Frame(bullets(writer, override), override.title or frames[0].title, override.notes)]
    retitled = [Frame(frame.body, override.title or frame.title) for frame in frames]
    return [replace(retitled[0], notes=override.notes), *retitled[1:]]


def bullets(writer: Writer, override: FrameOverride) -> Body:
    """The author's points."""

    def body() -> None:
        for bullet in override.bullets:
            writer.all(bullet)

    return body


def own_frames(writer: Writer, blocks: Blocks, title: Inlines) -> list[Frame]:
    """The frames that the prose holds: its slide divs and what is for slides only."""
    frames = []
    for div in (block for block in blocks if isinstance(block, Div)):
        if div.kind is DivKind.NOTES:
            frames.append(Frame(lambda: None, notes=div.content))
        elif div.kind in {DivKind.SLIDE, DivKind.SLIDES_ONLY}:
            within = tuple(inner for inner in div.content if isinstance(inner, Div) and inner.kind is DivKind.NOTES)
            notes = tuple(block for inner in within for block in inner.content)
            frames.append(Frame(lambda div=div: writer.all(div.content), div.title or title, notes))  # type: ignore[misc]
    return frames


def opening_frames(writer: Writer, stage: Stage) -> list[Frame]:
    """The opening as the author wants it; a title of his own stands in the place of the stage's."""
    override = stage.slides.part("opening") if stage.slides else None
    if override is None or override.omit or override.bullets:
        return part(writer, stage, "opening", [Frame(lambda: opening(writer, stage, stage.title))])
    return [Frame(lambda: opening(writer, stage, override.title or stage.title), notes=override.notes)]


def opening(writer: Writer, stage: Stage, title: Inlines) -> None:
    """Period, title and stance."""
    writer.structure("period", stage.period_label)
    writer.structure("stage title", title)
    writer.structure("stance", stage.stance)


def statements(writer: Writer, stage: Stage) -> None:
    """What each determinant means in the stage, in the order of the lens."""
    titles = {determinant.id: determinant.title for determinant in writer.resolved.brief.determinants}
    order = {name: index for index, name in enumerate(titles)}
    for statement in sorted(stage.statements, key=lambda item: order.get(item.determinant, len(order))):
        writer.structure("determinant", titles.get(statement.determinant, ()))
        writer.structure("statement", statement.statement, statement.evidence)


def numbers(writer: Writer, stage: Stage) -> None:
    """The stage's numbers."""
    for number in stage.numbers:
        writer.structure("number", number.value)
        writer.structure("number's meaning", number.what, number.evidence)


def events(writer: Writer, stage: Stage) -> None:
    """The stage's events by date."""
    for event in sorted(stage.events, key=lambda event: event.date.start):
        one_event(writer, event)


def matrix(writer: Writer, brief: Brief) -> None:
    """Stages by determinants in few words."""
    if not any(stage.statements for stage in brief.stages):
        return
    for stage in brief.stages:
        writer.structure("period", stage.period_label, kind=Kind.GRID)
    for determinant in brief.determinants:
        writer.structure("determinant", determinant.title, kind=Kind.GRID)
        for stage in brief.stages:
            for statement in stage.statements:
                if statement.determinant == determinant.id:
                    writer.structure("statement", statement.short or statement.statement, kind=Kind.GRID)
                    break
