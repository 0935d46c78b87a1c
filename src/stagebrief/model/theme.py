"""A theme: how brief and deck look, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from stagebrief.model.colours import contrast, mixed, read_colour, written

USUAL = "serif"
"""The theme of a brief that names none."""
LEGIBLE = 4.5
"""The contrast that text has at least, by WCAG 2 at level AA."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme by what they are for, written as `#1b4870`.

    `text` stands on `paper`; `accent` is for headings and labels, `second` for what catches the eye, `muted` for what
    may be passed over, `rule` for lines; `tint` is behind boxes, `band` and `band_two` behind the stages of a timeline,
    `cover` behind the title, on which `on_cover` is written; the others are for code.
    """

    paper: str
    text: str
    accent: str
    second: str
    muted: str
    rule: str
    tint: str
    band: str
    band_two: str
    cover: str
    on_cover: str
    code: str
    code_comment: str
    code_keyword: str
    code_string: str
    code_number: str
    code_name: str

    def named(self) -> Iterator[tuple[str, str]]:
        """The colours with their names."""
        return ((item.name, getattr(self, item.name)) for item in fields(self))


CODE = ("code", "code_comment", "code_keyword", "code_string", "code_number", "code_name")
WRITTEN_ON: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("paper", ("text", "accent", "second", "muted", *CODE)),
    ("tint", ("text", "accent", "second", "muted")),
    ("band", ("text", "accent")),
    ("band_two", ("text", "accent")),
    ("cover", ("on_cover",)),
)
"""On which ground which colours are written."""


def palette_of(given: dict[str, str], *, dark: bool = False) -> Palette:
    """The palette with these colours; what is not given follows from the others."""
    colours = {"paper": "#ffffff", "text": "#1f1f1f", "accent": "#1b4870", "second": "#a8461b", "muted": "#595959"}
    if dark:
        colours = {"paper": "#15191e", "text": "#f2f2f2", "accent": "#9cc7ee", "second": "#ffb07c", "muted": "#b4bcc4"}
    colours |= given
    paper, accent = read_colour(colours["paper"]), read_colour(colours["accent"])

    def tinted(share: float) -> str:
        return written(mixed(accent, paper, share))

    derived = {
        "rule": tinted(0.3),
        "tint": tinted(0.1 if dark else 0.08),
        "band": tinted(0.24),
        "band_two": tinted(0.14),
        "cover": written(mixed(accent, paper, 0.2)) if dark else colours["accent"],
        "on_cover": "#ffffff",
        "code": colours["text"],
        "code_comment": colours["muted"],
        "code_keyword": colours["accent"],
        "code_string": colours["second"],
        "code_number": colours["second"],
        "code_name": colours["accent"],
    }
    return Palette(**(derived | colours))


def illegible(palette: Palette) -> Iterator[tuple[str, str, float]]:
    """The colours that cannot be told from what they are written on: both names, and the contrast."""
    for ground, inks in WRITTEN_ON:
        for ink in inks:
            found = contrast(read_colour(getattr(palette, ink)), read_colour(getattr(palette, ground)))
            if found < LEGIBLE:
                yield ink, ground, found


@dataclass(frozen=True, slots=True)
class OwnFont:
    """The files of a font that lies beside its theme; a cut that is absent is made by the engine."""

    regular: Path
    bold: Path | None = None
    italic: Path | None = None
    bold_italic: Path | None = None


@dataclass(frozen=True, slots=True)
class ThemeFonts:
    """Families by name, the best first, or a font's own files: for the text, for headings and frames, for code.

    `figures` are those of the text of pages, `lining` or `oldstyle`.
    """

    text: tuple[str, ...] | OwnFont = ()
    display: tuple[str, ...] | OwnFont = ()
    code: tuple[str, ...] | OwnFont = ()
    figures: str = "lining"


@dataclass(frozen=True, slots=True)
class Theme:
    """How brief and deck look.

    `folder` is where it lies; `size` is the text's in points (10, 11 or 12), `frame_size` that of frames, `leading`
    the distance of two lines in sizes, `ratio` that of a heading's size to the one below, `measure` the width of the
    text in millimetres. `align` is `justified` or `ragged`, `headings` are `plain`, `rule` or `bar`, the `cover` is
    `block`, `band` or `page`, pull `quotes` stand in the `text` or the `margin`, the `titles` of frames are `plain` or
    `rule`. `ground` is `light` or `dark`, for frames. `logo` is a picture; `templates` is a folder with templates that
    stand in place of ours.
    """

    name: str = USUAL
    title: str = ""
    about: str = ""
    folder: Path = Path()
    palette: Palette = field(default_factory=lambda: palette_of({}))
    dark: Palette | None = None
    fonts: ThemeFonts = field(default_factory=ThemeFonts)
    size: int = 11
    frame_size: int = 11
    leading: float = 1.35
    ratio: float = 1.2
    measure: int = 122
    align: str = "justified"
    headings: str = "plain"
    cover: str = "block"
    quotes: str = "text"
    titles: str = "plain"
    ground: str = "light"
    logo: Path | None = None
    templates: Path | None = None

    def colours(self, *, frames: bool) -> Palette:
        """The palette of pages, or of frames on a screen."""
        return self.dark if frames and self.ground == "dark" and self.dark else self.palette
