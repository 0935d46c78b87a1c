"""A content folder: from files to the brief and its library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from stagebrief.caches import cache_folder
from stagebrief.diagnostics import Diagnostic, Span, error, has_errors, warning
from stagebrief.load.aliases import renamed
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
from stagebrief.load.markdown import MarkdownSettings, parse_file
from stagebrief.load.pictures import check_pictures
from stagebrief.load.shape import fitted
from stagebrief.load.source import (
    BIBLIOGRAPHY,
    NOTHING_UNSAVED,
    PROSE,
    STAGE,
    YAML_FILE,
    SourceFolder,
    plain_line_ends,
    refuse_no_content,
)
from stagebrief.load.theme import Wanted, all_themes, theme_of
from stagebrief.load.yaml import Document, read_yaml
from stagebrief.load.yaml import Path as ValuePath
from stagebrief.model.block import Blocks
from stagebrief.model.brief import Brief, Stage
from stagebrief.model.checks import adjusted
from stagebrief.model.identifiers import plain_doi
from stagebrief.model.library import Library
from stagebrief.model.theme import Theme
from stagebrief.model.unread import Unread
from stagebrief.model.walk import cites_in

if TYPE_CHECKING:  # pydantic is for files with faults only (see `shape.py`)
    from stagebrief.load.schema import BriefFile

FILES = {"brief": YAML_FILE, "stage": STAGE, "theme": YAML_FILE}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder holds; `brief` is None where too little of it can be read.

    `diagnostics` are the faults, `files` the texts that they point into, `unread` what they may hide.
    """

    brief: Brief | None
    library: Library
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[tuple[str, str], ...]
    unread: Unread = field(default=Unread())


@dataclass(slots=True)
class Reading:
    """A folder that is being read: its files, and what could not be read of it."""

    source: SourceFolder
    settings: MarkdownSettings = field(default=MarkdownSettings("en-GB"))
    determinants_unread: bool = False
    labels_unread: bool = False
    library_unread: bool = False

    def unread(self) -> Unread:
        """What could not be read."""
        lines = frozenset(self.source.unread)
        return Unread(self.determinants_unread, self.labels_unread, self.library_unread, lines)


def load(folder: Path, unsaved: Mapping[str, bytes] = NOTHING_UNSAVED) -> Loaded:
    """Read the folder, with all that is wrong in it; `unsaved` texts count in place of its files of these names.

    Raises UsageError where there is no such folder.
    """
    if "brief.yaml" not in unsaved:
        refuse_no_content(folder)
    source = SourceFolder(folder, unsaved)
    reading = Reading(source)
    document, value = read_file(reading, "brief.yaml", "brief", None)
    if document is None or value is None:
        read_other_files(reading)
        return Loaded(None, Library(), faults_in(source), tuple(sorted(source.texts.items())))
    reading.settings = MarkdownSettings(value.language, value.allow_raw_latex)
    make = Assembler(document, reading.settings, [])
    stages = read_stages(reading, document, value)
    brief = brief_of(reading, make, value, stages)
    library = read_sources(reading, make, value, brief)
    brief = renamed(brief, dict(library.renamed))
    source.report(make.faults)
    brief = replace(brief, pictures=check_pictures(source, brief))
    files = tuple(sorted(source.texts.items()))
    return Loaded(replace(brief, files=files), library, faults_in(source), files, reading.unread())


def faults_in(source: SourceFolder) -> tuple[Diagnostic, ...]:
    """The faults, each once."""
    return tuple(dict.fromkeys(source.faults))


def read_file(reading: Reading, name: str, kind: str, span: Span | None) -> tuple[Document | None, Any]:
    """A YAML file of the content of that kind as its fields; what is not sure of it is remembered."""
    source, before = reading.source, set(reading.source.unread)
    document, value = read_fields(source, name, kind, span)
    if document is not None:
        touched = {document.field_at(line) for file, line in source.unread - before if file == name}
        reading.determinants_unread |= kind == "brief" and "determinants" in touched
        reading.labels_unread |= kind == "stage" and bool(touched & {"figures", "id"})
    return document, value


def read_fields(source: SourceFolder, name: str, kind: str, span: Span | None) -> tuple[Document | None, Any]:
    """A YAML file of that kind as its fields; None for what cannot be had, with the faults remembered."""
    text = source.text(name, span, FILES[kind])
    if text is None:
        return None, None
    document, faults = read_yaml(name, text)
    source.report(faults)
    if document is None:
        return None, None
    source.unread |= {(name, line) for line in document.unread}
    value = fitted(kind, document.data)
    if value is None:
        value, refused, places = validated(document, kind)
        source.report(refused)
        if refused and not has_errors(source.faults):  # what follows is made up in part, and must not be built
            source.faults += refused
        source.unread |= {(name, document.span(path).line) for path in places}
    return document, value


def validated(document: Document, kind: str) -> tuple[Any, tuple[Diagnostic, ...], frozenset[ValuePath]]:
    """The fields as pydantic has them, what it refuses, and the places of that.

    What is refused is left out, so that the faults of the other values are found too.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - for files with faults only

    from stagebrief.load.fault import faults_of  # noqa: PLC0415
    from stagebrief.load.json_schema import MODELS  # noqa: PLC0415
    from stagebrief.load.salvage import salvaged  # noqa: PLC0415

    try:
        return MODELS[kind].model_validate(document.data), (), frozenset()
    except ValidationError as problem:
        value, places = salvaged(document, problem, MODELS[kind])
        return value, faults_of(document, problem, MODELS[kind]), places


def read_other_files(reading: Reading) -> None:
    """Where brief.yaml cannot be read, look at the stages and the prose all the same, so that their faults show too."""
    for name in list(reading.source.names()):
        path = PurePosixPath(name)
        if path.suffix == ".md":
            read_prose(reading, name, None)
        elif path.suffix == ".yaml" and path.parent.name == "stages":
            read_stage(reading, name, Span(name), alone=True)


def read_stages(reading: Reading, document: Document, value: BriefFile) -> tuple[Stage, ...]:
    """The stages in their order; what stands in the folder and is not listed is a fault."""
    source, stages, seen = reading.source, [], set()
    for index, name in enumerate(value.stages):
        span = document.span(("stages", index))
        if source.is_unread(span):
            reading.labels_unread = True
        elif name in seen:
            fault = error("stage-is-listed-once", f"'{name}' is listed twice", span, "delete one of the two")
            source.report([fault])
        else:
            seen.add(name)
            stage = read_listed(reading, name, span, value.stages)
            stages += [stage] if stage else []
    if not reading.labels_unread or all(source.has(name) for name in seen):
        source.report(unlisted(source, document, {*seen, *(as_yaml(name) for name in seen)}))
    return tuple(stages)


def read_listed(reading: Reading, name: str, span: Span, listed: list[str]) -> Stage | None:
    """A stage that brief.yaml lists; None where it cannot be had."""
    source = reading.source
    stage = None
    if PurePosixPath(name).suffix == ".md":
        hint = f"list {as_yaml(name)}; the prose of the same name belongs to it"
        source.report([error("stage-is-yaml", f"'{name}' is prose and not a stage's YAML file", span, hint)])
    elif source.path(name, span) and not source.has(name):
        near = source.nearest(name, STAGE.suffixes, listed)
        hint = near or "write the file, or delete this line"
        source.report([error("file-exists", f"there is no stage file '{name}'", span, hint)])
    elif source.has(name):
        stage = read_stage(reading, name, span)
    reading.labels_unread |= stage is None
    return stage


def as_yaml(name: str) -> str:
    """The stage file that belongs to a file of prose."""
    return PurePosixPath(name).with_suffix(".yaml").as_posix()


def unlisted(source: SourceFolder, document: Document, seen: set[str]) -> list[Diagnostic]:
    """Faults of files among the stages that no list names."""
    faults = []
    folders = {PurePosixPath(name).parent.as_posix() for name in seen} - {"."} | {"stages"}
    names = [PurePosixPath(name) for name in source.names() if PurePosixPath(name).parent.as_posix() in folders]
    for path in names:
        if path.suffix in {".yaml", ".yml"} and path.as_posix() not in seen:
            hint = f"add a line `- {path}` below `stages:` in brief.yaml, or move the file away"
            where = document.key_span(("stages",))
            faults.append(error("stage-is-listed", f"stage file '{path}' is not listed", where, hint))
        elif path.suffix == ".md" and not any(path.with_suffix(end) in names for end in STAGE.suffixes):
            hint = f"write {as_yaml(path.as_posix())} beside it, or rename it after its stage"
            faults.append(
                warning(
                    "prose-has-stage", f"'{path}' belongs to no stage and is not shown", Span(path.as_posix()), hint
                )
            )
    return faults


def read_stage(reading: Reading, name: str, span: Span, *, alone: bool = False) -> Stage | None:
    """One stage with the prose of the same name, unless it is read `alone`; None where it cannot be made."""
    source = reading.source
    document, value = read_file(reading, name, "stage", span)
    prose_name = PurePosixPath(name).with_suffix(".md").as_posix()
    has_prose = source.is_named(prose_name)
    prose = read_prose(reading, prose_name, span) if has_prose and not alone else ()
    if document is None or value is None:
        return None
    make = Assembler(document, reading.settings, [])
    stage = stage_of(make, value, prose)
    source.report(make.faults)
    if not (
        has_prose or stage.statements or stage.events or stage.slides or stage.quotes or stage.figures or stage.numbers
    ):
        hint = f"write its prose in {prose_name}, or give it determinants, events or slides"
        source.report([error("stage-has-content", "the stage has a title and says nothing", document.span(()), hint)])
    return stage


def read_prose(reading: Reading, name: str, span: Span | None) -> Blocks:
    """A Markdown file."""
    text = reading.source.text(name, span, PROSE)
    if text is None:
        reading.labels_unread = True
        return ()
    blocks, faults = parse_file(name, text, reading.settings)
    reading.source.report(faults)
    if not blocks and not faults and not text.strip():
        hint = "write its text, or delete the file"
        reading.source.report([warning("prose-is-written", f"'{name}' is empty", Span(name), hint)])
    return blocks


def read_sources(reading: Reading, make: Assembler, value: BriefFile, brief: Brief) -> Library:
    """The sources that the brief cites, of all bibliography files; the default file may be absent."""
    from stagebrief.load.library import read_library  # noqa: PLC0415 - a brief may have no bibliography

    source, files = reading.source, []
    is_list = isinstance(value.bibliography, list)
    for index, name in enumerate(brief.bibliographies):
        if "bibliography" not in make.document.data and not source.is_named(name):
            continue
        span = make.span("bibliography", index) if is_list else make.span("bibliography")
        data = source.data(name, span, BIBLIOGRAPHY)
        if data is None:
            reading.library_unread = True
            continue
        source.texts[name] = plain_line_ends(data.decode("utf-8-sig", "replace"))
        files.append((name, data))
    wanted = (item.key for cite in cites_in(brief) for item in cite.items)
    library, faults = read_library(files, wanted, cache_folder() / "bibliographies")
    source.report(adjusted(faults, brief.settings.checks))
    return library


def text_of(reading: Reading, make: Assembler, name: str, given: str | None) -> Blocks:
    """The introduction or the conclusion: the file that is named, or the one of that name if it is there."""
    if given is None:
        default = f"{name}.md"
        return read_prose(reading, default, None) if reading.source.is_named(default) else ()
    return read_prose(reading, given, make.span(name))


def theme_for(reading: Reading, make: Assembler, value: BriefFile) -> Theme:
    """The theme of the brief, with the frames on the ground that the brief wants."""
    wanted = Wanted(value.theme, make.span("theme"), value.ground, make.span("ground"))
    return theme_of(reading.source, wanted, read_fields)


def themes_here() -> tuple[tuple[Theme, ...], tuple[Diagnostic, ...]]:
    """The themes that can be named on this machine, and what is wrong with them."""
    return all_themes(read_fields)


def brief_of(reading: Reading, make: Assembler, value: BriefFile, stages: tuple[Stage, ...]) -> Brief:
    """The brief of what has been read."""
    return Brief(
        name=reading.source.root.resolve().name,
        title=make.inlines(value.title, "title"),
        subtitle=make.inlines(value.subtitle, "subtitle"),
        authors=tuple(author_of(make, item, "authors", index) for index, item in enumerate(value.authors)),
        language=make.language(value.language),
        date=make.date(value.date, "date"),
        version="" if value.version is None else str(value.version),
        series=series_of(make, value.series) if value.series else None,
        event=occasion_of(make, value.event) if value.event else None,
        keywords=tuple(value.keywords),
        abstract=make.blocks(value.abstract, "abstract"),
        question=make.inlines(value.question, "question"),
        licence=make.inlines(value.licence, "licence"),
        doi=plain_doi(value.doi or ""),
        determinants=tuple(determinant_of(make, item, index) for index, item in enumerate(value.determinants)),
        stages=stages,
        introduction=text_of(reading, make, "introduction", value.introduction),
        conclusion=text_of(reading, make, "conclusion", value.conclusion),
        findings=tuple(finding_of(make, item, index) for index, item in enumerate(value.findings)),
        settings=settings_of(value, theme_for(reading, make, value)),
        bibliographies=tuple([value.bibliography] if isinstance(value.bibliography, str) else value.bibliography),
        span=make.document.key_span(("title",)),
    )
