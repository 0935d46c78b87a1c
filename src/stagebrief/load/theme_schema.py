"""The shape of `theme.yaml`, as pydantic models; see `schema.py`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from stagebrief.load.schema import Closed, Line

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]


class PaletteFile(Closed):
    """The colours by what they are for. What is absent follows from the others."""

    paper: Colour | None = Field(None, description="Behind frames; pages are white.")
    text: Colour | None = Field(None, description="The text of frames; that of pages is black.")
    accent: Colour | None = Field(None, description="Headings, labels, and the title's ground.")
    second: Colour | None = Field(None, description="What catches the eye: events, large numbers.")
    muted: Colour | None = Field(None, description="What may be passed over: captions, sources, page numbers.")
    rule: Colour | None = Field(None, description="Lines.")
    tint: Colour | None = Field(None, description="Behind boxes.")
    band: Colour | None = Field(None, description="Behind the first, third … stage of a timeline.")
    band_two: Colour | None = Field(None, alias="band-two", description="Behind the others.")
    cover: Colour | None = Field(None, description="Behind the title.")
    on_cover: Colour | None = Field(None, alias="on-cover", description="The title on it.")
    code: Colour | None = Field(None, description="Code.")
    code_comment: Colour | None = Field(None, alias="code-comment", description="Comments in code.")
    code_keyword: Colour | None = Field(None, alias="code-keyword", description="Keywords in code.")
    code_string: Colour | None = Field(None, alias="code-string", description="Texts in code.")
    code_number: Colour | None = Field(None, alias="code-number", description="Numbers in code.")
    code_name: Colour | None = Field(None, alias="code-name", description="Names in code.")


class FontFile(Closed):
    """The files of a font of one's own, below the theme's folder."""

    regular: Line = Field(description="The upright cut, OpenType or TrueType.")
    bold: Line | None = Field(None, description="The bold cut.")
    italic: Line | None = Field(None, description="The italic cut.")
    bold_italic: Line | None = Field(None, alias="bold-italic", description="The bold italic cut.")


class FontsFile(Closed):
    """Families by name, the best first, or a font's own files."""

    text: list[Line] | Line | FontFile | None = Field(None, description="For the text of pages.")
    display: list[Line] | Line | FontFile | None = Field(None, description="For headings, labels and frames.")
    code: list[Line] | Line | FontFile | None = Field(None, description="For code.")
    figures: Literal["lining", "oldstyle"] = Field(
        "lining",
        description="Numerals of pages: as high as capitals, or like small letters.",
    )


class PageFile(Closed):
    """The pages of the brief."""

    size: Literal["10", "11", "12"] | Literal[10, 11, 12] = Field("11", description="The text's size in points.")
    leading: Annotated[str, StringConstraints(pattern=r"^1\.[2-5]\d?$")] | float = Field(
        "1.35", description="From one line to the next, in sizes: 1.2 to 1.59."
    )
    ratio: Annotated[str, StringConstraints(pattern=r"^1\.[1-4]\d?\d?$")] | float = Field(
        "1.2", description="From one size of headings to the next: 1.1 to 1.49."
    )
    measure: Annotated[str, StringConstraints(pattern=r"^(9\d|1[0-4]\d)$")] | int = Field(
        "122", description="The width of the text in millimetres: 90 to 149."
    )
    align: Literal["justified", "ragged"] = Field("justified", description="Whether lines end alike.")
    headings: Literal["plain", "rule", "bar"] = Field("plain", description="What stands above a heading.")
    cover: Literal["block", "band", "page"] = Field(
        "block", description="The title: above the text, on a band of colour, or on a page of its own."
    )
    quotes: Literal["text", "margin"] = Field("text", description="Pull quotes: between the lines, or in the margin.")


class FramesFile(Closed):
    """The frames of the deck."""

    size: Literal["10", "11", "12"] | Literal[10, 11, 12] = Field("11", description="The text's size in points.")
    titles: Literal["plain", "rule"] = Field("plain", description="What stands below a frame's title.")
    ground: Literal["light", "dark"] = Field("light", description="Which palette frames have.")


class ThemeFile(Closed):
    """`theme.yaml`: how brief and deck look."""

    title: Line = Field(description="What the theme is called.")
    about: Line | None = Field(None, description="What it is for, in a sentence.")
    palette: PaletteFile | None = Field(None, description="The colours of pages, and of frames on a light ground.")
    dark: PaletteFile | None = Field(None, description="The colours of frames on a dark ground.")
    fonts: FontsFile | None = Field(None, description="The fonts.")
    page: PageFile | None = Field(None, description="The pages of the brief.")
    frames: FramesFile | None = Field(None, description="The frames of the deck.")
    logo: Line | None = Field(None, description="A picture for the title (PNG, JPEG or PDF), beside this file.")
