"""The shape of `brief.yaml` and of a stage's YAML file, as pydantic models.

They check, and JSON Schema is made from them; `load.assemble` turns what they let through into the model. Every text
marked *Markdown* takes inline Markdown with citations; *blocks* means that paragraphs and lists are possible too.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, create_model

from stagebrief.model.checks import CHOSEN

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
DateText = Annotated[
    str | int,
    Field(
        description="A year (1993), a month (2022-10), a day (2022-10-14), or two of them with a slash between "
        "(1992/1997, 2022/..). Years before the common era are negative.",
    ),
]
CiteText = Annotated[
    Line,
    Field(description="The sources, in Pandoc's citation syntax: [@key, p. 13] or @key or [@a; @b, ch. 2]."),
]


def off(value: object) -> object:
    """The word for leaving a part out as a truth value; texts stay as they were written (see `load.yaml`)."""
    return False if value in ("false", "False", "FALSE", "no", "off") else value


class Closed(BaseModel):
    """A mapping that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Sourced(Closed):
    """A statement with its sources."""

    cite: CiteText | None = Field(None, description="The sources that this rests on.")
    unsourced: Line = Field("", description="Why there is no source, where there is none.")


class AuthorFile(Closed):
    """One author."""

    name: Line = Field(description="The name as it is printed.")
    variants: list[Line] = Field([], description="Other spellings of the name that are found in print.")
    role: Line | None = Field(None, description="Position, Markdown.")
    affiliation: Line | None = Field(None, description="Institute, Markdown.")
    bio: Line | None = Field(None, description="A few sentences about the author, Markdown blocks.")
    email: Line | None = Field(None, description="Address for letters.")
    orcid: Annotated[str, StringConstraints(pattern=r"^(https://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]$")] | None = (
        Field(None, description="ORCID iD, such as 0000-0002-1825-0097.")
    )


class SeriesFile(Closed):
    """The series in which the brief appears."""

    name: Line = Field(description="The series' name, Markdown.")
    number: Line | int | None = Field(None, description="The number within the series.")
    editor: Line | None = Field(None, description="The series editor.")
    editor_affiliation: Line | None = Field(
        None, alias="editor-affiliation", description="The series editor's institute, Markdown."
    )


class EventFile(Closed):
    """The workshop, conference or course that the text was written for."""

    name: Line = Field(description="Its name, Markdown.")
    place: Line | None = Field(None, description="Where it was held, Markdown.")
    date: DateText | None = Field(None, description="When it was held.")


class DeterminantFile(Closed):
    """One part of the lens that every stage is seen through."""

    id: Identifier = Field(description="The name that the stages' files use.")
    title: Line = Field(description="The title as printed, Markdown.")
    description: Line | None = Field(None, description="What it covers, Markdown.")


class FindingFile(Closed):
    """A general characteristic that follows from the stages."""

    id: Identifier | None = Field(None, description="A name; made from the title if absent.")
    title: Line = Field(description="What the finding is about, Markdown.")
    statement: Line = Field(description="The finding itself, Markdown.")


OptionName = Annotated[str, StringConstraints(pattern=r"^[a-z]+$")]
OptionValue = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.+_-]*$")]


class SourceListFile(Closed):
    """The list of sources at the end."""

    group: Literal["none", "source", "type", "language"] = Field(
        "none",
        description="Under headings of their own: `source` puts what has the keyword `primary` first, `type` divides "
        "books, articles, reports and pages of the web, `language` divides by langid.",
    )
    cited_on_pages: bool = Field(
        False, alias="cited-on-pages", description="Whether each source says on which pages it is cited."
    )


class CitationsFile(Closed):
    """How sources are shown."""

    style: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")] = Field(
        "chicago-notes",
        description="chicago-notes, verbose, authoryear, numeric, apa or an installed biblatex style.",
    )
    notes: Literal["footnotes", "endnotes"] = Field("footnotes", description="Where the notes stand.")
    ibid: bool | Literal["idem"] = Field(
        False,
        description="Whether a note on the source of the note before is *Ibid., 15*, or with `idem` *Idem: 15*; "
        "otherwise it is the short title, as Chicago's 18th edition has it.",
    )
    ibid_across_pages: bool = Field(
        True, alias="ibid-across-pages", description="Whether the first note of a page may be an ibid."
    )
    places: bool = Field(False, description="Whether chicago-notes prints the place of a publisher.")
    access_dates: bool = Field(
        False,
        alias="access-dates",
        description="Whether every page of the web is to say when it was seen; chicago-notes then prints it of dated "
        "pages too.",
    )
    bibliography: SourceListFile | None = Field(None, description="The list of sources at the end.")
    options: dict[OptionName, OptionValue | int | bool] = Field(
        {}, description="Further biblatex options, as maxcitenames: 2."
    )


class HandoutFile(Closed):
    """The pages of the handout: frames, and room to write."""

    frames_per_page: Literal["1", "2", "3"] | Literal[1, 2, 3] = Field(
        "3",
        alias="frames-per-page",
        description="How many frames a page has: one or two have the room to write below them, three beside them.",
    )
    lines: bool = Field(True, description="Whether there are lines to write on.")


Weight = Literal["off", "note", "warning", "error"]

ChecksFile: type[BaseModel] = create_model(
    "ChecksFile",
    __base__=Closed,
    __doc__="How much each check of the sources and of the pages matters.",
    **{
        code.replace("-", "_"): (Weight | None, Field(None, alias=code, description=f"That {about}."))
        for code, about in CHOSEN.items()
    },
)  # type: ignore[call-overload]


class BriefFile(Closed):
    """`brief.yaml`: what the brief is, the lens, the findings and the settings."""

    title: Line = Field(description="The title, Markdown.")
    subtitle: Line | None = Field(None, description="The subtitle, Markdown.")
    authors: list[AuthorFile] = Field([], description="The authors in their order.")
    date: DateText | None = Field(None, description="The day of publication: YYYY-MM-DD, YYYY-MM or YYYY.")
    version: Line | int | float | None = Field(None, description="The edition, such as 1.0.0 (in quotes).")
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = Field(
        "en-GB", description="The language as a BCP 47 tag: en-GB, en-US, ru, tg, fr, de, es, fa …"
    )
    series: SeriesFile | None = Field(None, description="The series in which the brief appears.")
    event: EventFile | None = Field(None, description="The occasion that it was written for.")
    keywords: list[Line] = Field([], description="Keywords for catalogues and the PDF's metadata.")
    abstract: Line | None = Field(None, description="The abstract, Markdown blocks.")
    question: Line | None = Field(
        None, description="The question that the analysis answers, Markdown; a frame of the deck."
    )
    licence: Line | None = Field(None, description="The licence, such as CC BY 4.0, Markdown.")
    doi: Annotated[str, StringConstraints(pattern=r"^(https://doi\.org/)?10\.\d{4,9}/\S+$")] | None = Field(
        None, description="The brief's DOI, such as 10.1234/abc."
    )
    bibliography: Line | list[Line] = Field(
        "references.bib", description="The file or files of sources (.bib, CSL-JSON, CSL-YAML), below this folder."
    )
    citations: CitationsFile | None = Field(None, description="How sources are shown.")
    checks: ChecksFile | None = Field(
        None, description="How much each check of the sources and pages matters: off, note, warning or error."
    )
    theme: Line = Field(
        "serif", description="The theme of brief and deck: a name (see `stagebrief themes`) or a folder below this one."
    )
    ground: Literal["light", "dark"] | None = Field(
        None, description="Whether the deck's frames are light or dark; as the theme has it, if absent."
    )
    contents: Literal["auto", "always", "never"] = Field(
        "auto", description="Whether the brief has a table of contents."
    )
    paper: Literal["a4", "letter"] = Field("a4", description="The paper of brief, handout and notes.")
    aspect: Literal["16:9", "16:10", "4:3"] = Field("16:9", description="The shape of the deck's frames.")
    handout: HandoutFile | None = Field(None, description="The pages of the handout.")
    minutes: Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,2}$")] | int | None = Field(
        None, description="How many minutes the talk has, for the clock of pdfpc."
    )
    allow_raw_latex: bool = Field(
        False, alias="allow-raw-latex", description="Whether prose may hold raw LaTeX (`{=latex}`)."
    )
    introduction: Line | None = Field(None, description="The introduction's file; introduction.md if it is there.")
    conclusion: Line | None = Field(None, description="The conclusion's file; conclusion.md if it is there.")
    determinants: list[DeterminantFile] = Field([], description="The lens, in order.")
    stages: list[Line] = Field(min_length=1, description="The stages' YAML files, in order, below this folder.")
    findings: list[FindingFile] = Field([], description="What follows in general.")


class PeriodFile(Closed):
    """The time that a stage covers."""

    start: DateText = Field(alias="from", description="Its beginning.")
    end: DateText | Literal["open"] = Field("open", alias="to", description="Its end, or `open`.")
    label: Line | None = Field(None, description="The period as printed, such as *the 1990s*, Markdown.")


class StatementFile(Sourced):
    """What one determinant means in this stage."""

    statement: Line = Field(description="One sentence or two, Markdown.")
    short: Line | None = Field(None, description="The same in a few words, for the matrix on a frame, Markdown.")


class StageEventFile(Sourced):
    """Something that happened."""

    date: DateText
    what: Line = Field(description="What happened, Markdown.")


class QuoteFile(Sourced):
    """Words worth setting apart."""

    text: Line = Field(description="The words, without quotation marks, Markdown.")
    speaker: Line | None = Field(None, description="Who said them; absent for words of the brief's own, Markdown.")
    original: Line | None = Field(None, description="The wording in the speaker's language, Markdown.")


class FigureFile(Sourced):
    """A picture."""

    id: Identifier = Field(description="The name for @fig:id.")
    file: Line = Field(description="The picture's file (PNG, JPEG or PDF), below the content folder.")
    alt: Line = Field(description="What the picture shows, for those who cannot see it.")
    caption: Line | None = Field(None, description="The caption, Markdown.")
    credit: Line | None = Field(None, description="Whose picture it is, Markdown.")
    width: Annotated[str, StringConstraints(pattern=r"^(100|[1-9]\d?)%$")] | None = Field(
        None, description="Share of the measure, such as 80%."
    )


class NumberFile(Sourced):
    """A number worth showing large."""

    value: Line | int | float = Field(description="The number as printed, such as *more than 290*.")
    what: Line = Field(description="What it counts, Markdown.")


class FrameFile(Closed):
    """One frame as the author wants it."""

    title: Line | None = Field(None, description="The frame's title, Markdown.")
    bullets: list[Line] = Field([], description="The frame's points, Markdown blocks.")
    notes: Line | None = Field(None, description="What the speaker says, Markdown blocks.")
    steps: bool = Field(False, description="Whether the deck shows it step by step.")


Frame = Annotated[FrameFile | Literal[False] | None, BeforeValidator(off)]


class ExtraFrameFile(FrameFile):
    """A frame besides the automatic ones."""

    title: Line = Field(description="The frame's title, Markdown.")


class SlidesFile(Closed):
    """What the author wants otherwise than the automatic deck; `false` leaves a part out of the deck."""

    opening: Frame = Field(None, description="The frame that states the stage.")
    determinants: Frame = Field(None, description="The frame of determinants.")
    numbers: Frame = Field(None, description="The frame of numbers.")
    events: Frame = Field(None, description="The frame of events.")
    quotes: Frame = Field(None, description="The frames of quotations.")
    figures: Frame = Field(None, description="The frames of pictures.")
    takeaway: Frame = Field(None, description="The frame of the takeaway.")
    extra: list[ExtraFrameFile] = Field([], description="Frames of the author's own, before the takeaway.")


class StageFile(Closed):
    """`stages/N-….yaml`: one stage of the subject."""

    id: Identifier | None = Field(None, description="The name for @stage:id; the file's name without number if absent.")
    title: Line = Field(description="The stage's title, Markdown.")
    period: PeriodFile = Field(description="The time that it covers.")
    stance: Line = Field(description="The stage in one sentence, Markdown.")
    determinants: dict[Identifier, StatementFile | Line] = Field(
        {}, description="One statement for each determinant's id; a plain text may hold its citations itself."
    )
    events: list[StageEventFile] = Field([], description="What happened, in any order.")
    quotes: list[QuoteFile] = Field([], description="Words worth setting apart.")
    figures: list[FigureFile] = Field([], description="Pictures.")
    numbers: list[NumberFile] = Field([], description="Numbers worth showing large.")
    takeaway: Line | None = Field(None, description="What to remember of the stage, Markdown.")
    slides: SlidesFile | None = Field(None, description="What the deck shows otherwise than it would by itself.")
