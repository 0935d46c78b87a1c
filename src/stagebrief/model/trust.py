"""The trust report as values: what the brief claims, what each claim rests on, and what the sources say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stagebrief.diagnostics import Span
from stagebrief.model.inline import CitationItem
from stagebrief.model.pinned import Numbering


@dataclass(frozen=True, slots=True)
class Use:
    """One source as it is cited in one place; `locator` such as `p. 13`, `words` what stands before and after it."""

    key: str
    locator: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that the brief's structure says, with what it rests on.

    `kind` is `statement`, `number`, `event`, `quotation`, `figure`, or, for what has a source without needing one, the
    name of the part it stands in. `stage` is the stage's number from 1, 0 outside the stages. `reason` is why there is
    no source. `bare` says that the claim needs something to rest on and has nothing.
    """

    number: int
    kind: str
    span: Span
    stage: int
    words: str
    uses: tuple[Use, ...] = ()
    reason: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A citation or a footnote in the prose: its number in the order of the brief, and the sentence that it stands in.

    `number` is 0 for a citation that only the deck shows. `words` are those of a footnote.
    """

    number: int
    span: Span
    stage: int
    sentence: str
    uses: tuple[Use, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of somebody else, as the brief quotes them.

    `kind` is `pull quote`, `block quotation` or `quotation`. `original` is the wording in the speaker's language where
    the author gives it. `items` are the sources that stand in the same sentence (or in the structure's `cite`), `loose`
    says that they stand only elsewhere in the same paragraph, `reason` why there are none. `language` is a BCP 47 tag.
    """

    kind: str
    span: Span
    stage: int
    words: str
    language: str
    original: str = ""
    items: tuple[CitationItem, ...] = ()
    loose: bool = False
    reason: str = ""


class Verdict(StrEnum):
    """What looking for a quotation in its source has given."""

    FOUND = "found"
    OTHER_PAGE = "found on another page"
    NOT_FOUND = "not found"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Lookup:
    """One quotation looked for in the copies of its sources.

    `pages` are the pages on which it stands, by their numbers in the copy `file` of the source `key`; `numbering` says
    how these numbers were come by. `nearest` is the wording in the copy that comes nearest to one that was not found.
    `remark` says what else there is to know, or why it is unchecked.
    """

    quotation: Quotation
    verdict: Verdict
    key: str = ""
    file: str = ""
    locator: str = ""
    pages: tuple[str, ...] = ()
    numbering: Numbering = Numbering.NONE
    nearest: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Distance:
    """A source whose date lies before or after the period of a stage that cites it; `years` is negative before it."""

    key: str
    stage: int
    years: int


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the bibliography with what rests on it: numbers of claims and of notes.

    `short` is author, title and date in a few words. `copies` are the files of its pinned copies.
    """

    key: str
    short: str
    type: str
    date: str
    span: Span
    primary: bool
    claims: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageLine:
    """What the report says of a stage: its number, title and period."""

    number: int
    title: str
    period: str


@dataclass(frozen=True, slots=True)
class TrustReport:
    """What a brief rests on, for an editor to sign; `uncited` are keys of entries that nothing cites."""

    title: str
    language: str
    date: str
    stages: tuple[StageLine, ...]
    claims: tuple[Claim, ...]
    notes: tuple[Note, ...]
    lookups: tuple[Lookup, ...]
    sources: tuple[Source, ...]
    uncited: tuple[tuple[str, Span], ...]
    distances: tuple[Distance, ...]

    @property
    def single(self) -> tuple[int, ...]:
        """The claims that rest on one source only."""
        return tuple(claim.number for claim in self.claims if len({use.key for use in claim.uses}) == 1)

    @property
    def only_in_prose(self) -> tuple[str, ...]:
        """The sources that no claim of the structure rests on."""
        return tuple(source.key for source in self.sources if source.notes and not source.claims)

    @property
    def primary_share(self) -> tuple[int, int]:
        """How many of the cited sources are primary, and how many are cited."""
        return sum(source.primary for source in self.sources), len(self.sources)

    def count(self, verdict: Verdict) -> int:
        """How many quotations have that verdict."""
        return sum(lookup.verdict is verdict for lookup in self.lookups)
