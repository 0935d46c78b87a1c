"""Other keys of sources: `ids` of biblatex, `citation-key` of CSL; in citations the key takes their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any, Protocol, TypeVar

from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.model.fields import REFERENCES
from stagebrief.model.inline import CitationItem
from stagebrief.model.library import Entry
from stagebrief.model.walk import LEAVES

MOST = 2000
"""Of aliases that stand for two sources no more are looked for."""

Value = TypeVar("Value")


class Named(Protocol):
    """A bibliography file as far as its keys go; `aliases` has at least all that `holders` knows."""

    file: str
    lines: Mapping[str, int]

    @property
    def aliases(self) -> Mapping[str, Any]:
        """Further names of its entries, or what looks like such."""

    def holders(self, alias: str) -> tuple[tuple[str, Span], ...]:
        """The keys of the entries that go by the alias, with the places that say so."""


@dataclass(frozen=True)
class Names:
    """All keys and aliases of some bibliography files; of two meanings the first counts, and a key before an alias."""

    files: Sequence[Named]

    def is_key(self, name: str) -> bool:
        """Whether it is the key of an entry."""
        return any(name in one.lines for one in self.files)

    def holders(self, alias: str) -> Iterator[tuple[str, Span]]:
        """The entries that go by the alias, each once."""
        seen = {alias}
        for one in self.files:
            for key, span in one.holders(alias) if alias in one.aliases else ():
                if key not in seen:
                    seen.add(key)
                    yield key, span

    def key_of(self, name: str) -> str | None:
        """The key of the entry that is cited by that name."""
        if self.is_key(name):
            return name
        return next((key for key, _ in self.holders(name)), None)

    @cached_property
    def folded(self) -> dict[str, set[str]]:
        """The keys and aliases by their small letters."""
        found: dict[str, set[str]] = {}
        for one in self.files:
            for name in (*one.lines, *one.aliases):
                found.setdefault(name.casefold(), set()).add(name)
        return found

    def parent_of(self, name: str) -> str | None:
        """The key of the entry that another one names; BibTeX minds no capitals there."""
        if key := self.key_of(name):
            return key
        keys = {key for near in self.folded.get(name.casefold(), ()) if (key := self.key_of(near))}
        return keys.pop() if len(keys) == 1 else None

    def mended(self, entry: Entry) -> Entry:
        """The entry with the entries that it names called by their keys."""
        if not any(field.name in REFERENCES for field in entry.fields):
            return entry
        mended = []
        for field in entry.fields:
            if field.name in REFERENCES:
                names = [name.strip() for name in field.value.split(",")]
                field = replace(field, value=",".join(self.parent_of(name) or name for name in names))  # noqa: PLW2901
            mended.append(field)
        return replace(entry, fields=tuple(mended))

    def clashes(self, cited: Iterable[str]) -> Iterator[Diagnostic]:
        """Aliases that stand for two sources: an error where they are cited."""
        used = set(cited)
        yield from islice(self.all_clashes(used), MOST)

    def all_clashes(self, used: set[str]) -> Iterator[Diagnostic]:
        """As `clashes`, however many."""
        claims: dict[str, int] = {}
        for one in self.files:
            for alias, holders in one.aliases.items():
                claims[alias] = claims.get(alias, 0) + len(set(holders))
        for alias, count in claims.items():
            taken = self.is_key(alias)
            if count < 2 and not taken:
                continue
            severity = Severity.ERROR if alias in used else Severity.WARNING
            holders = list(self.holders(alias))
            for key, span in holders[0 if taken else 1 :]:
                first = "is the key of another source" if taken else f"is among the ids of '{holders[0][0]}'"
                message = f"'{alias}' {first} and among the ids of '{key}'"
                hint = f"remove it here; it stands for '{alias if taken else holders[0][0]}'"
                yield Diagnostic("key-is-unique", severity, message, span, hint)


def renamed(value: Value, keys: Mapping[str, str]) -> Value:
    """The value with these keys of its citations in place of others; what holds none stays the same object."""
    if not keys or isinstance(value, LEAVES):
        return value
    if isinstance(value, tuple):
        items = tuple(renamed(item, keys) for item in value)
        changed = any(new is not old for new, old in zip(items, value, strict=True))
        return items if changed else value  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    old = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
    new = {name: renamed(inner, keys) for name, inner in old.items()}
    if isinstance(value, CitationItem):
        new["key"] = keys.get(value.key, value.key)
    return replace(value, **new) if any(new[name] is not old[name] for name in old) else value
