"""The content folders that are meant by some names and patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from glob import glob, has_magic
from pathlib import Path

from stagebrief.diagnostics import error
from stagebrief.errors import UsageError

BRIEF = "brief.yaml"


def is_shelf(names: Sequence[str]) -> bool:
    """Whether these mean more than one content folder, or one that is not a content folder itself."""
    return len(names) != 1 or has_magic(names[0]) or bool(below(Path(names[0])))


def below(folder: Path) -> list[Path]:
    """The content folders right below a folder that is none itself."""
    if (folder / BRIEF).exists() or not folder.is_dir():
        return []
    return sorted(path.parent for path in folder.glob(f"*/{BRIEF}"))


def folders_of(names: Sequence[str]) -> tuple[Path, ...]:
    """The content folders, each once, in the order of the names and of the alphabet.

    A name is a content folder, a folder that holds some, or a pattern for either; what a pattern finds besides is
    passed over. Raises UsageError where a name means none, or two folders would make PDFs of one name.
    """
    found: dict[Path, Path] = {}
    for name in names:
        folders = list(meant(name))
        if not folders:
            hint = "name a folder with a brief.yaml, one that holds such folders, or a pattern in quotation marks"
            raise UsageError([error("folder-is-content", f"'{name}' means no content folder", None, hint)])
        for folder in folders:
            found.setdefault(folder.resolve(), folder)
    refuse_same_names(tuple(found.values()))
    return tuple(found.values())


def meant(name: str) -> Iterator[Path]:
    """The content folders that one name means."""
    is_pattern = has_magic(name) and not Path(name).exists()
    for path in map(Path, sorted(glob(name)) if is_pattern else [name]):  # noqa: PTH207 - it may be a whole path
        if (path / BRIEF).is_file():
            yield path
        else:
            yield from below(path)


def refuse_same_names(folders: tuple[Path, ...]) -> None:
    """Raise UsageError where two folders have one name: their PDFs would have one, too."""
    first: dict[str, Path] = {}
    for folder in folders:
        name = folder.resolve().name
        if name in first:
            message = f"'{first[name]}' and '{folder}' would make PDFs of the same name"
            raise UsageError([error("names-differ", message, None, "rename one, or build them into two folders")])
        first[name] = folder
