"""What may be written for a name: keys of sources, labels, determinants, words for places in a source, files, divs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lsprotocol.types import CompletionItemKind as Kind

from stagebrief.load.citation_keys import bare_end
from stagebrief.load.markdown.divs import NAMES as DIVS
from stagebrief.load.source import BIBLIOGRAPHY, PICTURE, PROSE, STAGE
from stagebrief.locator_words import words_of
from stagebrief.lsp.snapshot import Snapshot
from stagebrief.model.block import Picture, Table
from stagebrief.model.brief import StageFigure
from stagebrief.model.inline import Inlines
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import Label
from stagebrief.model.walk import walk
from stagebrief.resolve.references import KINDS

MOST = 300
"""So many keys are offered at once; what is typed narrows them down."""
MOST_TITLED = 5000
"""Of larger bibliographies only keys are compared with what is typed, and not titles."""
USUAL = ("page", "chapter", "volume", "section", "paragraph", "article-locator", "figure", "table")
"""The parts of a source that are named most often, in the order in which they are offered."""
MEANING = {
    "slide": "a frame of its own in the deck; its title stands behind the name",
    "notes": "what the speaker says to the frame before, or to the one around it",
    "brief-only": "only in the brief",
    "slides-only": "only in the deck",
    "pullquote": 'words set apart; who said them as `speaker="…"`',
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that may be written.

    `text` takes the place of what is typed. `key` is that of a source whose reference is told when it is looked at.
    """

    label: str
    text: str
    kind: Kind
    detail: str = ""
    about: str = ""
    key: str = ""
    rank: int = 5


def keys_for(snapshot: Snapshot, typed: str, before: str = "", behind: str = "") -> tuple[list[Proposal], bool]:
    """The keys that fit what is typed, by key, author or title, and whether there are more.

    `before` and `behind` are written around the key.
    """
    cited = {entry.key for entry in snapshot.loaded.library}
    wanted = typed.casefold()
    found: list[Proposal] = []
    count = sum(len(shelf.keys) for shelf in snapshot.shelves)
    for shelf in snapshot.shelves:
        for key in shelf.keys:
            title = shelf.title(key) if count <= MOST_TITLED else ""
            if wanted not in f"{key} {title}".casefold():
                continue
            if len(found) >= MOST:
                return found, True
            rank = (0 if key.casefold().startswith(wanted) else 2) + (key not in cited)
            text = key if bare_end(f"@{key}", 1) == len(key) + 1 else f"{{{key}}}"
            detail = title or shelf.title(key)
            found.append(Proposal(key, f"{before}{text}{behind}", Kind.Reference, detail, key=key, rank=rank))
    return found, count > MOST_TITLED


def labels_for(snapshot: Snapshot, kind: str = "") -> list[Proposal]:
    """The labels of a kind, or those of all kinds with their kinds before them."""
    return [
        Proposal(
            label=label.name if kind else f"{label.kind}:{label.name}",
            text=label.name if kind else f"{label.kind}:{label.name}",
            kind=Kind.Reference,
            detail=title_of(snapshot, label),
            rank=1 if kind else 6,
        )
        for label in snapshot.labels
        if not kind or label.kind == kind
    ]


def title_of(snapshot: Snapshot, label: Label) -> str:
    """What a label leads to, in words: `figure 2: The signing`."""
    number = f" {label.number}" if label.number else ""
    title = plain_text(label.title) or caption_of(snapshot, label)
    return f"{KINDS[label.kind]}{number}" + (f": {title}" if title else "")


def caption_of(snapshot: Snapshot, label: Label) -> str:
    """The caption of a figure or table, else what a picture shows."""
    for node in walk(snapshot.brief):
        match node:
            case StageFigure(id=name, caption=caption, alt=alt) | Picture(label=name, caption=caption, alt=alt):
                if label.kind == "fig" and name == label.name:
                    return words(caption) or alt
            case Table(label=name, caption=caption) if label.kind == "tbl" and name == label.name:
                return words(caption)
            case _:
                pass
    return ""


def words(inlines: Inlines) -> str:
    """The words on one line."""
    return plain_text(inlines)


def locators_for(snapshot: Snapshot) -> list[Proposal]:
    """The words for places in a source, in the brief's language and in English."""
    language = snapshot.brief.language if snapshot.brief else "en"
    found: dict[str, Proposal] = {}
    for tag in dict.fromkeys((language, "en")):
        for term, forms in words_of(tag).items():
            for number, word in enumerate(dict.fromkeys(filter(None, forms))):
                rank = USUAL.index(term) if term in USUAL else len(USUAL)
                detail = term.removesuffix("-locator") + ("s" if number and tag != "en" else "")
                found.setdefault(word, Proposal(word, f"{word} ", Kind.Unit, detail, rank=rank))
    return list(found.values())


def divs() -> list[Proposal]:
    """The names of fenced divs."""
    return [Proposal(name, name, Kind.Keyword, MEANING[name]) for name in DIVS]


def determinants_for(snapshot: Snapshot) -> list[Proposal]:
    """The ids of the determinants with their titles."""
    return [
        Proposal(one.id, one.id, Kind.EnumMember, plain_text(one.title), plain_text(one.description))
        for one in snapshot.determinants
    ]


def files_for(snapshot: Snapshot, suffixes: tuple[str, ...]) -> Iterator[Proposal]:
    """The files of the folder that end so."""
    snapshot.source.listed.clear()
    for name in snapshot.source.names():
        if name.lower().endswith(suffixes) and name != "brief.yaml":
            yield Proposal(name, name, Kind.File)


FILES = {
    "bibliography": BIBLIOGRAPHY.suffixes,
    "stages": STAGE.suffixes,
    "introduction": PROSE.suffixes,
    "conclusion": PROSE.suffixes,
    "file": PICTURE.suffixes,
}
"""How the files end that a field names."""
