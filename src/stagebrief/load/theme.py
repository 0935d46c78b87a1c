"""Themes: found by name or in the content folder, read, and looked at before anything is typeset in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.load.pictures import fault_of as picture_fault
from stagebrief.load.source import FileKind, SourceFolder
from stagebrief.load.yaml import Document
from stagebrief.model.families import FAMILIES
from stagebrief.model.theme import USUAL, OwnFont, Palette, Theme, ThemeFonts, illegible, palette_of
from stagebrief.resources import templates_folder
from stagebrief.spelling import near_names

FILE = "theme.yaml"
TEMPLATES = "templates"
"""The folder beside it whose templates stand in place of ours."""
PACKAGES = "stagebrief.themes"
"""The entry points by which installed packages bring themes: a name, and the module whose folder it is."""
CHOICE, TRUST = "STAGEBRIEF_THEME", "STAGEBRIEF_TRUST_THEME"
"""Variables that name another theme, and that let a theme's own templates run."""
VARIABLES = (CHOICE, TRUST)

FONT = FileKind("font", (".otf", ".ttf"), 64 << 20)
FONT_SIGNS = (b"OTTO", b"\x00\x01\x00\x00", b"true")

Read = Callable[[SourceFolder, str, str, Span | None], tuple[Document | None, Any]]
"""Reads a YAML file of a kind: its document and its fields, as far as they are to be had; faults go to the source."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the content says of its theme: its name and the ground of frames, each with its place."""

    name: str
    span: Span
    ground: str | None
    ground_span: Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where a theme lies: the folder that holds it, its path below, and whether the content brings it."""

    name: str
    root: Path
    below: str = ""
    own: bool = False

    @property
    def folder(self) -> Path:
        """The theme's folder."""
        return self.root / self.below

    def path(self, name: str) -> str:
        """A file of the theme below the root."""
        return f"{self.below}/{name}" if self.below and not name.startswith("/") else name


def built_in() -> Iterator[Place]:
    """The themes that travel with the tool."""
    for folder in sorted((templates_folder() / "themes").iterdir()):
        if (folder / FILE).is_file():
            yield Place(folder.name, folder)


def installed() -> Iterator[Place]:
    """The themes that other packages bring; nothing of theirs is run."""
    for point in entry_points(group=PACKAGES):
        if folder := folder_of(point):
            yield Place(point.name, folder)


def folder_of(point: EntryPoint) -> Path | None:
    """The folder of the module that an entry point names, if there is a theme in it."""
    try:
        spec = find_spec(point.module)
    except (ImportError, ValueError):
        return None
    places = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    return next((place for place in places if (place / FILE).is_file()), None)


def all_places() -> dict[str, Place]:
    """The themes that have names, ours first."""
    found: dict[str, Place] = {}
    for place in (*built_in(), *installed()):
        found.setdefault(place.name, place)
    return found


@dataclass(slots=True)
class ThemeReading:
    """A theme being read: from its `source`, with what is wrong in it at its own places."""

    place: Place
    source: SourceFolder
    document: Document
    faults: list[Diagnostic] = field(default_factory=list)

    def span(self, *path: str) -> Span:
        """The place of a value."""
        return self.document.span(path)


def theme_of(source: SourceFolder, wanted: Wanted, read: Read) -> Theme:
    """The theme that the content names, or another where the user wants one; faults go to `source`."""
    chosen, ground = ground_chosen(os.environ.get(CHOICE, ""))
    theme = theme_without_ground(source, chosen, wanted, read)
    faults: list[Diagnostic] = []
    theme = with_ground(theme, ground or wanted.ground, wanted.ground_span, faults)
    source.report(faults)
    return theme


def ground_chosen(choice: str) -> tuple[str, str]:
    """The theme that the user wants and the ground, as in `serif:dark`; the latter may be absent."""
    name, _, ground = choice.rpartition(":")
    return (name, ground) if ground in {"light", "dark"} else (choice, "")


def theme_without_ground(source: SourceFolder, chosen: str, wanted: Wanted, read: Read) -> Theme:
    """The theme with frames on the ground that is its own."""
    named, span = wanted.name, None if chosen else wanted.span
    place = place_chosen(chosen) if chosen else place_named(source, named)
    if place is None:
        known = [
            *all_places(),
            *(path.removesuffix(f"/{FILE}") for path in source.names() if path.endswith(f"/{FILE}")),
        ]
        name = chosen or named
        near = near_names(name, known)
        hint = f"did you mean '{near}'?" if near else f"there are {', '.join(known)}; a folder needs a {FILE}"
        source.report([error("theme-exists", f"there is no theme '{name}'", span, hint)])
        return Theme()
    if place.own:
        return theme_at(place, source, read)
    other = SourceFolder(place.root)
    theme = theme_at(place, other, read)
    source.faults += [elsewhere(fault, place) for fault in other.faults]
    return theme


def elsewhere(fault: Diagnostic, place: Place) -> Diagnostic:
    """What is wrong with a theme outside the content, at the whole path of its file."""
    return replace(fault, span=replace(fault.span, file=str(place.root / fault.span.file)) if fault.span else None)


def place_chosen(name: str) -> Place | None:
    """The theme of a name or a folder that the user wants."""
    folder = Path(name).expanduser()
    if (folder / FILE).is_file() and name not in all_places():
        return Place(folder.name, folder.resolve())
    return all_places().get(name)


def place_named(source: SourceFolder, name: str) -> Place | None:
    """The theme that brief.yaml names: of the content folder, or one that is installed."""
    below = name.removeprefix("./").rstrip("/")
    if source.has(f"{below}/{FILE}"):
        return Place(below.rpartition("/")[2], source.root, below, own=True)
    return all_places().get(name)


def theme_at(place: Place, source: SourceFolder, read: Read) -> Theme:
    """The theme that lies there."""
    document, value = read(source, place.path(FILE), "theme", None)
    if document is None or value is None:
        return Theme()
    reading = ThemeReading(place, source, document)
    theme = Theme(place.name, value.title, value.about or "", place.folder)
    light = colours_of(reading, value.palette, "palette")
    dark = colours_of(reading, value.dark, "dark", dark=True) if value.dark else None
    theme = replace(theme, palette=light, dark=dark, fonts=fonts_of(reading, value.fonts))
    theme = replace(theme, logo=logo_of(reading, value.logo), templates=templates_of(reading))
    if value.page:
        page = value.page
        theme = replace(
            theme,
            size=int(page.size),
            leading=float(page.leading),
            ratio=float(page.ratio),
            measure=int(page.measure),
            align=page.align,
            headings=page.headings,
            cover=page.cover,
            quotes=page.quotes,
        )
    if value.frames:
        frames = value.frames
        theme = replace(theme, frame_size=int(frames.size), titles=frames.titles)
        theme = with_ground(theme, frames.ground, reading.span("frames", "ground"), reading.faults)
    source.report(reading.faults)
    return theme


def with_ground(theme: Theme, ground: str | None, span: Span, faults: list[Diagnostic]) -> Theme:
    """The theme with frames on that ground, if it has one."""
    if ground == "dark" and theme.dark is None:
        message, hint = (
            f"the theme '{theme.name}' has no dark frames",
            "give it a palette `dark:`, or take ground: light",
        )
        faults.append(error("theme-has-ground", message, span, hint))
        return theme
    return replace(theme, ground=ground) if ground else theme


def colours_of(reading: ThemeReading, value: Any, name: str, *, dark: bool = False) -> Palette:
    """A palette, with a fault for each pair of colours that cannot be told apart."""
    given = {key: colour.lower() for key, colour in vars(value).items() if colour} if value else {}
    palette = palette_of(given, dark=dark)
    for ink, ground, found in illegible(palette):
        key = next((one for one in (ink, ground) if one in given), ink).replace("_", "-")
        message = f"'{ink.replace('_', '-')}' on '{ground.replace('_', '-')}' has a contrast of {found:.1f} to 1"
        hint = "make one of them darker or lighter; text needs 4.5 to 1"
        reading.faults.append(error("palette-is-legible", message, reading.span(name, key), hint))
    return palette


def fonts_of(reading: ThemeReading, value: Any) -> ThemeFonts:
    """The fonts by their roles."""
    if value is None:
        return ThemeFonts()
    roles = {role: font_of(reading, role, getattr(value, role)) for role in ("text", "display", "code")}
    return ThemeFonts(**roles, figures=value.figures)


def font_of(reading: ThemeReading, role: str, value: Any) -> tuple[str, ...] | OwnFont:
    """The families of one role, or the files."""
    if value is None:
        return ()
    if isinstance(value, str | list):
        names = (value,) if isinstance(value, str) else tuple(value)
        for name in names:
            if name not in FAMILIES:
                near = near_names(name, FAMILIES)
                hint = (
                    f"did you mean '{near}'?" if near else "name the font's files: regular, bold, italic, bold-italic"
                )
                message, span = f"no font family is known as '{name}'", reading.span("fonts", role)
                reading.faults.append(error("font-is-known", message, span, hint))
        return tuple(name for name in names if name in FAMILIES)
    cuts = {
        cut: font_file(reading, role, cut, getattr(value, cut)) for cut in ("regular", "bold", "italic", "bold_italic")
    }
    return OwnFont(cuts["regular"], cuts["bold"], cuts["italic"], cuts["bold_italic"]) if cuts["regular"] else ()


def font_file(reading: ThemeReading, role: str, cut: str, name: str | None) -> Path | None:
    """One cut's file; None where there is none, with a fault where one is named."""
    if name is None:
        return None
    path, span = reading.place.path(name), reading.span("fonts", role, cut.replace("_", "-"))
    data = reading.source.data(path, span, FONT)
    if data is None:
        return None
    if not data.startswith(FONT_SIGNS) or not name.lower().endswith(FONT.suffixes):
        hint = "name an OpenType or TrueType file that ends in .otf or .ttf"
        reading.faults.append(error("font-is-readable", f"'{name}' is no font", span, hint))
        return None
    return (reading.source.root / path).resolve()


def logo_of(reading: ThemeReading, name: str | None) -> Path | None:
    """The picture for the title, if it can be shown."""
    if name is None:
        return None
    path, span = reading.place.path(name), reading.span("logo")
    fault = picture_fault(reading.source, path, span)
    if fault or reading.source.path(path, span) is None:
        reading.faults += [fault] if fault else []
        return None
    return reading.source.root / path


def templates_of(reading: ThemeReading) -> Path | None:
    """The theme's own templates: those of a theme that is not installed run only where the user trusts it."""
    place, folder = reading.place, reading.place.folder / TEMPLATES
    if not folder.is_dir():
        return None
    if place != all_places().get(place.name) and os.environ.get(TRUST, "") in {"", "0"}:
        message = f"the theme '{place.name}' has templates of its own, which can write any TeX"
        hint = "build with --trust-theme if you know who made it, or delete its folder templates/"
        reading.faults.append(error("theme-is-trusted", message, reading.span(), hint))
        return None
    return folder


def all_themes(read: Read) -> tuple[tuple[Theme, ...], tuple[Diagnostic, ...]]:
    """The themes that have names, the usual one first, and what is wrong with them."""
    themes, faults = [], []
    for place in all_places().values():
        source = SourceFolder(place.root)
        themes.append(theme_at(place, source, read))
        faults += [elsewhere(fault, place) for fault in source.faults]
    return tuple(sorted(themes, key=lambda theme: theme.name != USUAL)), tuple(faults)
