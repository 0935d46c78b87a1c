"""The staged analysis as its author wrote it, every value with its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from stagebrief.diagnostics import Span
from stagebrief.model.block import Blocks
from stagebrief.model.date import DateRange, PartialDate
from stagebrief.model.inline import Cite, Inlines, Node
from stagebrief.model.theme import Theme


@dataclass(frozen=True, slots=True)
class Affiliated(Node):
    """An author: `variants` are other spellings of the name found in print."""

    name: str
    variants: tuple[str, ...] = ()
    role: Inlines = ()
    affiliation: Inlines = ()
    bio: Blocks = ()
    email: str = ""
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Series(Node):
    """The series a brief appears in."""

    name: Inlines
    number: str = ""
    editor: str = ""
    editor_affiliation: Inlines = ()


@dataclass(frozen=True, slots=True)
class Occasion(Node):
    """The workshop, lecture or conference that the text was written for (`event:` in brief.yaml)."""

    name: Inlines
    place: Inlines = ()
    date: DateRange | None = None


@dataclass(frozen=True, slots=True)
class Determinant(Node):
    """One part of the lens that every stage is seen through."""

    id: str
    title: Inlines
    description: Inlines = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement rests on: citations, or the reason why there is none."""

    cite: tuple[Cite, ...] = ()
    unsourced: str = ""


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """What one determinant means in one stage; `short` is the few words for a matrix on a frame."""

    determinant: str
    statement: Inlines
    short: Inlines = ()
    evidence: Evidence = field(default=Evidence())


@dataclass(frozen=True, slots=True)
class Event(Node):
    """Something that happened at a date or through a stretch of time."""

    date: DateRange
    what: Inlines
    evidence: Evidence = field(default=Evidence())


@dataclass(frozen=True, slots=True)
class PullQuote(Node):
    """Words of a speaker, short and exact; `original` is the wording in the speaker's language.

    `text` is without quotation marks: they are the typesetter's. `speaker` is empty for words of the author's own.
    """

    text: Inlines
    speaker: Inlines = ()
    original: Inlines = ()
    evidence: Evidence = field(default=Evidence())


@dataclass(frozen=True, slots=True)
class StageFigure(Node):
    """A picture that belongs to a stage; `file` is the path below the content folder."""

    id: str
    file: str
    alt: str
    caption: Inlines = ()
    credit: Inlines = ()
    width: str = ""
    evidence: Evidence = field(default=Evidence())


@dataclass(frozen=True, slots=True)
class KeyNumber(Node):
    """A number worth a frame: `value` as printed (`more than 290`), `what` it counts."""

    value: Inlines
    what: Inlines
    evidence: Evidence = field(default=Evidence())


@dataclass(frozen=True, slots=True)
class FrameOverride(Node):
    """What an author wants of one frame instead of, or besides, the automatic one; `steps`: shown step by step."""

    title: Inlines = ()
    bullets: tuple[Blocks, ...] = ()
    notes: Blocks = ()
    omit: bool = False
    steps: bool = False


@dataclass(frozen=True, slots=True)
class SlidesOverride(Node):
    """`slides` in a stage: overrides by part, and frames of the author's own.

    `parts` is keyed by the part of the automatic deck: `opening`, `determinants`, `numbers`, `events`, `quotes`,
    `figures`, `takeaway`.
    """

    parts: tuple[tuple[str, FrameOverride], ...] = ()
    extra: tuple[FrameOverride, ...] = ()

    def part(self, name: str) -> FrameOverride | None:
        """The override for that part, if there is one."""
        return next((override for key, override in self.parts if key == name), None)


@dataclass(frozen=True, slots=True)
class Stage(Node):
    """One period of the subject. `id` is what `@stage:id` names; `prose` may be empty."""

    id: str
    title: Inlines
    period: DateRange
    period_label: Inlines
    stance: Inlines
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    quotes: tuple[PullQuote, ...] = ()
    figures: tuple[StageFigure, ...] = ()
    numbers: tuple[KeyNumber, ...] = ()
    takeaway: Inlines = ()
    slides: SlidesOverride | None = None
    prose: Blocks = ()


@dataclass(frozen=True, slots=True)
class Finding(Node):
    """A general characteristic that follows from the stages: `title` asks or names, `statement` answers."""

    id: str
    title: Inlines
    statement: Inlines


@dataclass(frozen=True, slots=True)
class CitationSettings:
    """How sources are shown: a style's name, and `notes` as `footnotes` or `endnotes`.

    `ibid` is the word for the source of the note before: `ibid`, `idem` or nothing, which is the short title. `group`
    divides the list of sources by `source`, `type` or `language`; `none` leaves it whole. `places` and `access_dates`
    say whether chicago-notes prints what its 18th edition leaves out: a publisher's place, the day when a dated page
    was seen.
    """

    style: str = "chicago-notes"
    notes: str = "footnotes"
    options: tuple[tuple[str, str], ...] = ()
    ibid: str = ""
    ibid_across_pages: bool = True
    group: str = "none"
    cited_on_pages: bool = False
    places: bool = False
    access_dates: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What the author chose about the form, not the content."""

    citations: CitationSettings = field(default=CitationSettings())
    theme: Theme = field(default_factory=Theme)
    contents: str = "auto"  # auto, always, never
    paper: str = "a4"
    aspect: str = "16:9"
    frames_per_page: int = 3  # of the handout
    lines: bool = True  # where one may write in it
    minutes: int = 0  # of the talk; 0 is not said
    allow_raw_latex: bool = False
    checks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Brief(Node):
    """One whole content folder.

    `name` is the folder's name and the stem of the output files; `language` is a BCP 47 tag; `files` are the
    source texts by path below the folder, for diagnostics that show the line. `replaces` is the earlier edition, as
    the archive knows it.
    """

    name: str
    title: Inlines
    authors: tuple[Affiliated, ...]
    language: str
    date: PartialDate | None
    stages: tuple[Stage, ...]
    subtitle: Inlines = ()
    version: str = ""
    replaces: str = ""
    series: Series | None = None
    event: Occasion | None = None
    keywords: tuple[str, ...] = ()
    abstract: Blocks = ()
    question: Inlines = ()
    licence: Inlines = ()
    doi: str = ""
    determinants: tuple[Determinant, ...] = ()
    introduction: Blocks = ()
    conclusion: Blocks = ()
    findings: tuple[Finding, ...] = ()
    settings: Settings = field(default_factory=Settings)
    bibliographies: tuple[str, ...] = ()
    pictures: tuple[tuple[str, Span], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
