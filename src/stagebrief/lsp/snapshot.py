"""What a content folder was at one moment: its files as the editor holds them, and all that was found in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from stagebrief.build import examine
from stagebrief.diagnostics import Diagnostic, Span
from stagebrief.load.aliases import Names
from stagebrief.load.folder import Loaded
from stagebrief.load.source import BIBLIOGRAPHY, PROSE, SourceFolder
from stagebrief.load.yaml import Document, read_yaml
from stagebrief.lsp.bibliography import Shelf, shelf_of
from stagebrief.lsp.positions import Page
from stagebrief.model.brief import Brief, Determinant
from stagebrief.model.library import Entry
from stagebrief.model.resolved import Label
from stagebrief.resolve.labels import find_labels

BRIEF = "brief.yaml"
DEFAULT_BIBLIOGRAPHY = "references.bib"


class Snapshot:
    """A content folder with its unsaved texts, as it was read last.

    What cannot be read now, as is usual while one types, is remembered from the `earlier` snapshot, so that there is
    something to complete from.
    """

    def __init__(
        self,
        folder: Path,
        unsaved: Mapping[str, bytes],
        found: tuple[Loaded, tuple[Diagnostic, ...]],
        earlier: Snapshot | None,
        encoding: str,
    ) -> None:
        self.folder = folder
        self.encoding = encoding
        self.loaded, self.diagnostics = found
        self.source = SourceFolder(folder, unsaved)
        self.pages: dict[str, Page | None] = {name: Page(text, encoding) for name, text in self.loaded.files}
        self.brief: Brief | None = self.loaded.brief or (earlier.brief if earlier else None)
        self.labels = self.labels_now(earlier)
        self.determinants = self.determinants_now(earlier)

    @property
    def whole(self) -> bool:
        """Whether all of the folder could be read, so that no use of a name is missed."""
        unread = self.loaded.unread
        hidden = unread.determinants or unread.labels or unread.library or unread.lines
        return self.loaded.brief is not None and not hidden

    def labels_now(self, earlier: Snapshot | None) -> tuple[Label, ...]:
        """The labels, with earlier ones where some may be hidden."""
        if self.loaded.brief is None:
            return earlier.labels if earlier else ()
        labels = find_labels(self.loaded.brief)[0]
        if earlier is None or not self.loaded.unread.labels:
            return labels
        known = {(label.kind, label.name) for label in labels}
        return (*labels, *(label for label in earlier.labels if (label.kind, label.name) not in known))

    def determinants_now(self, earlier: Snapshot | None) -> tuple[Determinant, ...]:
        """The determinants, the earlier ones where some may be hidden."""
        hidden = self.loaded.brief is None or self.loaded.unread.determinants
        if hidden and earlier and earlier.determinants:
            return earlier.determinants
        return self.brief.determinants if self.brief else ()

    def page(self, name: str) -> Page | None:
        """The text of a file; None where it has none."""
        if name not in self.pages:
            text = self.source.text(name, Span(name), PROSE) if self.source.has(name) else None
            self.pages[name] = None if text is None else Page(text, self.encoding)
        return self.pages[name]

    def written(self, span: Span) -> str:
        """What stands at a place within one line."""
        page = self.page(span.file)
        return page.line(span.line)[span.column - 1 : span.end_column - 1] if page else ""

    def document(self, name: str) -> Document | None:
        """A YAML file with the places of its values; None where it cannot be read."""
        page = self.page(name)
        return document_of(name, page.text) if page else None

    def kind_of(self, name: str) -> str | None:
        """Which schema a YAML file has: `brief`, `stage` or none."""
        if not name.endswith((".yaml", ".yml")):
            return None
        if name == BRIEF:
            return "brief"
        listed = {stage.span.file for stage in self.brief.stages} if self.brief else set()
        return "stage" if name in listed or name.startswith("stages/") else None

    @property
    def bibliographies(self) -> tuple[str, ...]:
        """The bibliography files by name."""
        return self.brief.bibliographies if self.brief else (DEFAULT_BIBLIOGRAPHY,)

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """The bibliography files that are there."""
        names = [name for name in dict.fromkeys(self.bibliographies) if self.source.has(name)]
        found = [(name, self.source.data(name, Span(name), BIBLIOGRAPHY)) for name in names]
        return tuple(shelf_of(name, data) for name, data in found if data is not None)

    def shelf(self, name: str) -> Shelf | None:
        """The bibliography file that has that key or further name."""
        keyed = (shelf for shelf in self.shelves if name in shelf.keys)
        return next(keyed, None) or next((shelf for shelf in self.shelves if name in shelf.opened.aliases), None)

    def entry(self, name: str) -> Entry | None:
        """The source of that key or further name."""
        shelf = self.shelf(name)
        return shelf.entry(name) if shelf else None

    def parent(self, entry: Entry) -> Entry | None:
        """The entry that another one inherits from; capitals do not matter there."""
        name = entry.get("crossref") or entry.get("xdata").partition(",")[0].strip()
        return self.entry(self.names.parent_of(name) or "") if name else None

    @cached_property
    def names(self) -> Names:
        """All keys and further names of sources."""
        return Names([shelf.opened for shelf in self.shelves])

    def label(self, kind: str, name: str) -> Label | None:
        """What `@kind:name` leads to."""
        return next((label for label in self.labels if (label.kind, label.name) == (kind, name)), None)


def take_snapshot(folder: Path, unsaved: Mapping[str, bytes], earlier: Snapshot | None, encoding: str) -> Snapshot:
    """Read and check the folder. Raises UsageError where there is no brief."""
    loaded, report = examine(folder, unsaved)
    return Snapshot(folder, unsaved, (loaded, report.diagnostics), earlier, encoding)


@lru_cache(maxsize=64)
def document_of(name: str, text: str) -> Document | None:
    """The YAML file with that text."""
    return read_yaml(name, text)[0]
