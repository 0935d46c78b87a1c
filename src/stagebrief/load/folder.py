"""A content folder: from files to the brief and its library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.errors import ContentError, UsageError
from stagebrief.load.assemble import (
    Assembler,
    author_of,
    determinant_of,
    finding_of,
    occasion_of,
    series_of,
    settings_of,
    stage_of,
)
from stagebrief.load.bibtex import read_bibliography
from stagebrief.load.fault import faults_of
from stagebrief.load.markdown import MarkdownSettings, parse_blocks
from stagebrief.load.origin import Origin
from stagebrief.load.pictures import check_pictures
from stagebrief.load.schema import BriefFile, StageFile
from stagebrief.load.source import SourceFolder
from stagebrief.load.yaml import Document, read_yaml
from stagebrief.model.block import Blocks
from stagebrief.model.brief import Brief, Stage
from stagebrief.model.library import Entry, Library

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder holds; faults that leave the rest of it readable stand in `diagnostics`."""

    brief: Brief
    library: Library
    diagnostics: tuple[Diagnostic, ...]


def load(folder: Path) -> Loaded:
    """Read the folder. Raises UsageError where there is none, ContentError where no brief can be made of it."""
    if not (folder / "brief.yaml").is_file():
        what = "has no brief.yaml" if folder.is_dir() else "is not a folder"
        hint = "name the folder that holds brief.yaml"
        raise UsageError([error("folder-is-content", f"{folder} {what}", None, hint)])
    source = SourceFolder(folder)
    document, value = read_file(source, "brief.yaml", BriefFile, None)
    if document is None or value is None:
        salvage_stages(source, document)
        raise ContentError(source.faults)
    settings = MarkdownSettings(value.language, value.allow_raw_latex)
    make = Assembler(document, settings, source.faults)
    stages = read_stages(source, make, value)
    library = read_library(source, make, value)
    brief = brief_of(source, make, value, stages)
    brief = replace(brief, pictures=check_pictures(source, brief))
    brief = replace(brief, files=tuple(sorted(source.texts.items())))
    return Loaded(brief, library, tuple(dict.fromkeys(source.faults)))


def read_file(
    source: SourceFolder, name: str, model: type[Model], span: Span | None
) -> tuple[Document | None, Model | None]:
    """A YAML file as the schema's model; None for what cannot be had, with the faults remembered."""
    text = source.text(name, span)
    if text is None:
        return None, None
    document, faults = read_yaml(name, text)
    source.faults += faults
    if document is None:
        return None, None
    try:
        return document, model.model_validate(document.data)
    except ValidationError as problem:
        source.faults += faults_of(document, problem, model)
        return document, None


def salvage_stages(source: SourceFolder, document: Document | None) -> None:
    """Where brief.yaml is at fault, look at the stages that it lists all the same, so that their faults show too."""
    listed = document.data.get("stages") if document else None
    for index, name in enumerate(listed if isinstance(listed, list) else []):
        if document and isinstance(name, str) and source.has(name):
            read_file(source, name, StageFile, document.span(("stages", index)))


def read_stages(source: SourceFolder, make: Assembler, value: BriefFile) -> tuple[Stage, ...]:
    """The stages in their order; what stands in the folder and is not listed is a fault."""
    stages, seen = [], set()
    for index, name in enumerate(value.stages):
        span = make.span("stages", index)
        if name in seen:
            source.faults.append(
                error("stage-is-listed-once", f"'{name}' is listed twice", span, "delete one of the two")
            )
            continue
        seen.add(name)
        stage = read_stage(source, make, name, span)
        if stage:
            stages.append(stage)
    listed_folders = {PurePosixPath(name).parent.as_posix() for name in value.stages} - {"."} | {"stages"}
    for name in source.names():
        path = PurePosixPath(name)
        if path.parent.as_posix() not in listed_folders or name in seen:
            continue
        if path.suffix in {".yaml", ".yml"}:
            hint = f"add a line `- {name}` below `stages:` in brief.yaml, or move the file away"
            source.faults.append(
                error(
                    "stage-is-listed", f"stage file '{name}' is not listed", make.document.key_span(("stages",)), hint
                )
            )
        elif path.suffix == ".md" and path.with_suffix(".yaml").as_posix() not in seen:
            hint = f"write {path.with_suffix('.yaml').as_posix()} beside it, or rename it after its stage"
            source.faults.append(
                warning("prose-has-stage", f"'{name}' belongs to no stage and is not shown", Span(name), hint)
            )
    return tuple(stages)


def read_stage(source: SourceFolder, make: Assembler, name: str, span: Span) -> Stage | None:
    """One stage with the prose of the same name; None where it cannot be made."""
    document, value = read_file(source, name, StageFile, span)
    prose_name = PurePosixPath(name).with_suffix(".md").as_posix()
    prose: Blocks = ()
    if source.has(prose_name):
        prose = read_prose(source, make.settings, prose_name, span)
    if document is None or value is None:
        return None
    stage = stage_of(Assembler(document, make.settings, source.faults), value, prose)
    if not (
        prose or stage.statements or stage.events or stage.slides or stage.quotes or stage.figures or stage.numbers
    ):
        hint = f"write its prose in {prose_name}, or give it determinants, events or slides"
        source.faults.append(error("stage-has-content", "the stage says nothing", document.span(()), hint))
    return stage


def read_prose(source: SourceFolder, settings: MarkdownSettings, name: str, span: Span | None) -> Blocks:
    """A Markdown file."""
    text = source.text(name, span)
    if text is None:
        return ()
    blocks, faults = parse_blocks(Origin.whole(name, text), settings)
    source.faults += faults
    return blocks


def read_library(source: SourceFolder, make: Assembler, value: BriefFile) -> Library:
    """The entries of all bibliography files; the default file may be absent."""
    given = "bibliography" in make.document.data
    names = value.bibliography if isinstance(value.bibliography, list) else [value.bibliography]
    entries: list[Entry] = []
    for index, name in enumerate(names):
        if not given and not source.has(name):
            continue
        span = make.span("bibliography", index) if isinstance(value.bibliography, list) else make.span("bibliography")
        path = source.path(name, span)
        if path is None:
            continue
        try:
            data = path.read_bytes()
        except OSError:
            source.faults.append(
                error("file-is-readable", f"there is no bibliography '{name}'", span, source.nearest(name))
            )
            continue
        found, faults = read_bibliography(name, data)
        source.texts[name] = (
            data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
        )
        source.faults += faults
        entries += found
    return Library(tuple(entries))


def text_of(source: SourceFolder, make: Assembler, field: str, name: str | None) -> Blocks:
    """The introduction or the conclusion: the file that is named, or the one of that name if it is there."""
    if name is None:
        default = f"{field}.md"
        return read_prose(source, make.settings, default, None) if source.has(default) else ()
    return read_prose(source, make.settings, name, make.span(field))


def brief_of(source: SourceFolder, make: Assembler, value: BriefFile, stages: tuple[Stage, ...]) -> Brief:
    """The brief of what has been read."""
    return Brief(
        name=source.root.resolve().name,
        title=make.inlines(value.title, "title"),
        subtitle=make.inlines(value.subtitle, "subtitle"),
        authors=tuple(author_of(make, item, "authors", index) for index, item in enumerate(value.authors)),
        language=value.language,
        date=make.date(value.date, "date"),
        version="" if value.version is None else str(value.version),
        series=series_of(make, value.series) if value.series else None,
        event=occasion_of(make, value.event) if value.event else None,
        keywords=tuple(value.keywords),
        abstract=make.blocks(value.abstract, "abstract"),
        question=make.inlines(value.question, "question"),
        licence=make.inlines(value.licence, "licence"),
        doi=value.doi or "",
        determinants=tuple(determinant_of(make, item, index) for index, item in enumerate(value.determinants)),
        stages=stages,
        introduction=text_of(source, make, "introduction", value.introduction),
        conclusion=text_of(source, make, "conclusion", value.conclusion),
        findings=tuple(finding_of(make, item, index) for index, item in enumerate(value.findings)),
        settings=settings_of(value),
        bibliographies=tuple([value.bibliography] if isinstance(value.bibliography, str) else value.bibliography),
        span=make.document.key_span(("title",)),
    )
