"""Themes: as data, of one's own, and with templates that run only where they are trusted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from pikepdf import Dictionary
from PIL import Image

from faultcases import BASE
from stagebrief import ContentError, UsageError, build, check
from stagebrief.build import rendered, up_to_date
from stagebrief.cli import group
from stagebrief.compile.fonts import find_fonts, font_files, unmet
from stagebrief.contact_sheet import draw_sheet
from stagebrief.load.folder import themes_here
from stagebrief.load.theme import CHOICE, TRUST
from stagebrief.model.checks import OF_PAGES
from stagebrief.model.colours import contrast, read_colour
from stagebrief.model.theme import WRITTEN_ON, Theme, ThemeFonts, illegible, palette_of
from stagebrief.release.publish import refuse_other_theme
from stagebrief.render.theme import theme_to_tex

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "content" / "tajikistan-russia"
NAMES = ["serif", "lecture", "sans"]


@pytest.fixture(autouse=True)
def _nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """No theme is chosen but by the test."""
    monkeypatch.delenv(CHOICE, raising=False)
    monkeypatch.delenv(TRUST, raising=False)


def own_theme(folder: Path, text: str = "title: House\n") -> Path:
    """A good brief with a theme of its own in `house/`."""
    shutil.copytree(BASE, folder)
    (folder / "house").mkdir()
    (folder / "house" / "theme.yaml").write_text(text, encoding="utf-8")
    with (folder / "brief.yaml").open("a", encoding="utf-8") as file:
        file.write("theme: house\n")
    return folder


def theme_of(folder: Path) -> Theme:
    """The theme that is read for a folder without a fault."""
    found = check(folder)
    assert found.resolved is not None, found.diagnostics
    return found.resolved.brief.settings.theme


def text_of(pdf: Path) -> str:
    """All text of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_three_themes_have_light_and_dark_frames() -> None:
    """Ours can be read, the usual one is the first, and each has a palette for dark frames."""
    themes, faults = themes_here()
    assert [theme.name for theme in themes[:3]] == NAMES
    assert faults == ()
    assert all(theme.dark and theme.about for theme in themes)


def test_themes_are_listed() -> None:
    """`stagebrief themes` names each with what it is for."""
    told = CliRunner().invoke(group, ["themes"]).output
    for theme in themes_here()[0]:
        assert f"{theme.name}: {theme.title} (light and dark frames)" in told
        assert theme.about in told


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_not_given_follows_and_is_legible(dark: bool) -> None:
    """A palette of which nothing is given can be read everywhere; one colour alone changes what is made of it."""
    usual = palette_of({}, dark=dark)
    assert list(illegible(usual)) == []
    accent = "#ffc0b0" if dark else "#5a1030"
    other = palette_of({"accent": accent}, dark=dark)
    assert other.accent == accent
    assert other.band != usual.band
    assert other.muted == usual.muted


def test_illegible_colours_are_told_for_every_ground() -> None:
    """Whatever is written on a ground is held against it."""
    grey = dict.fromkeys(
        [ink for _, inks in WRITTEN_ON for ink in inks] + [ground for ground, _ in WRITTEN_ON], "#808080"
    )
    found = {(ink, ground) for ink, ground, _ in illegible(palette_of(grey))}
    assert found == {(ink, ground) for ground, inks in WRITTEN_ON for ink in inks}
    assert contrast(read_colour("#ffffff"), read_colour("#000000")) == pytest.approx(21)


def test_a_theme_becomes_colours_and_sizes(tmp_path: Path) -> None:
    """What is written in the file is in the package that TeX loads; dark colours are on frames of a screen only."""
    text = """title: House
palette: {accent: "#7A1F33"}
dark: {accent: "#F2A9B4"}
page: {size: 10, ratio: 1.25, measure: 100, leading: 1.4}
frames: {ground: dark}
"""
    theme = theme_of(own_theme(tmp_path / "content", text))
    brief, slides, handout = (theme_to_tex(theme, target) for target in ("brief", "slides", "handout"))
    assert r"\definecolor{SBaccent}{HTML}{7A1F33}" in brief
    assert r"\definecolor{SBaccent}{HTML}{7A1F33}" in handout
    assert r"\definecolor{SBaccent}{HTML}{F2A9B4}" in slides
    assert r"\newcommand*\SBtitlesize{24.41}" in brief  # 10 points, four times a quarter larger
    assert r"\newcommand*\SBmeasurewidth{100mm}" in brief
    assert r"\newcommand*\SBlinespread{1.167}" in brief  # 14 points, where the class has 12


def test_another_theme_can_be_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's wish goes before what brief.yaml names, with a ground, and a folder anywhere."""
    content = own_theme(tmp_path / "content")
    assert theme_of(content).name == "house"
    monkeypatch.setenv(CHOICE, "sans:dark")
    assert (theme_of(content).name, theme_of(content).ground) == ("sans", "dark")
    shutil.copytree(content / "house", tmp_path / "elsewhere")
    monkeypatch.setenv(CHOICE, str(tmp_path / "elsewhere"))
    assert theme_of(content).folder == tmp_path / "elsewhere"


def test_faults_of_a_theme_elsewhere_are_at_its_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with a theme that is not of the content is told at the path of its file."""
    folder = own_theme(tmp_path / "content", "title: House\npalette: {accent: pink}\n") / "house"
    monkeypatch.setenv(CHOICE, str(folder))
    (fault,) = check(BASE).diagnostics
    assert fault.code == "value-fits"
    assert str(fault.span) == f"{folder / 'theme.yaml'}:2:19"


def test_numerals_of_pages_may_be_like_small_letters(tmp_path: Path) -> None:
    """The text of the brief has them, and nothing on frames."""
    folder = own_theme(tmp_path / "own", "title: House\nfonts: {figures: oldstyle}\n")
    resolved = check(folder).resolved
    assert resolved is not None
    fonts = find_fonts(resolved.brief.settings.theme.fonts)
    preambles = {name: rendered(name, resolved, fonts, folder).text("preamble.tex") for name in ("brief", "slides")}
    assert {name: text.count("Numbers=OldStyle") for name, text in preambles.items()} == {"brief": 1, "slides": 0}


QUOTES = "".join(
    f'  - text: "Margin words number {n}, which are long enough for three lines or four."\n' for n in range(9)
)


@pytest.mark.tex
def test_pull_quotes_may_stand_in_the_margin(tmp_path: Path) -> None:
    """As many as there is room for, none over another or off the page; the others are in the text."""
    folder = own_theme(tmp_path / "own", "title: House\npage: {quotes: margin}\n")
    stage = next(iter(sorted((folder / "stages").glob("*.yaml"))))
    with stage.open("a", encoding="utf-8") as file:
        file.write(f"quotes:\n{QUOTES}")
    report = build(folder, tmp_path / "output", ("brief",))
    assert [one.code for one in report.diagnostics if one.code not in {"page-is-filled", "picture-is-sharp"}] == []
    found = []
    with pypdfium2.PdfDocument(report["brief"].path) as document:
        for page in document:
            text = page.get_textpage()
            search = text.search("Margin words number")
            while place := search.get_next():
                found.append(text.get_charbox(place[0])[0] / page.get_width())
    assert len(found) == 9
    assert sum(place > 0.7 for place in found) >= 4


def test_a_font_that_is_not_here_is_told() -> None:
    """Where none of the families that a theme names is installed, another stands in, with a warning."""
    names = ("PT Serif",) if "PTF55F.ttf" not in font_files() else ("Latin Modern Mono",)
    wanted = ThemeFonts(text=("Linux Libertine",), code=names)
    found = find_fonts(wanted)
    assert [fault.message.split(",")[0] for fault in unmet(wanted, found) if found.mono.name not in names] == (
        [] if found.mono.name in names else [f"{names[0]} is not installed"]
    )
    absent = ThemeFonts(display=("No Such Family",))
    assert [fault.code for fault in unmet(absent, found)] == ["theme-font-is-installed"]


def test_a_release_has_the_theme_of_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A theme that would be gone when the release is built again is refused; ours and the content's are not."""
    content = own_theme(tmp_path / "content")
    refuse_other_theme(content, theme_of(content))
    refuse_other_theme(content, Theme(folder=ROOT / "templates" / "themes" / "sans"))
    with pytest.raises(UsageError, match="not of the content"):
        refuse_other_theme(content, Theme(folder=tmp_path / "elsewhere"))
    monkeypatch.setenv(CHOICE, "sans")
    with pytest.raises(UsageError, match="not of the content"):
        refuse_other_theme(content, theme_of(content))


def with_template(content: Path, text: str) -> Path:
    """The theme with a template for stages."""
    template = content / "house" / "templates" / "brief" / "stage.tex"
    template.parent.mkdir(parents=True)
    template.write_text(text, encoding="utf-8")
    return content


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "%% extends 'stagebrief/brief/stage.tex'\n%% block text\n\\VAR{nothing}\n%% endblock\n",
            "'nothing' is undefined",
        ),
        ("fine\n\\VAR{title.__class__.__mro__}\n", "unsafe"),
        ("fine\n%% if\n", "Expected an expression"),
        ("fine\n\\BLOCK{include '../../../brief.yaml'}\n", "brief.yaml"),
    ],
)
def test_faults_of_templates_are_at_their_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    """What fails in a theme's template is told at its line; templates reach nothing of Python's and no other file."""
    content = with_template(own_theme(tmp_path / "content"), text)
    monkeypatch.setenv(TRUST, "1")
    with pytest.raises(ContentError) as raised:
        build(content, tmp_path / "output", ["brief"])
    (fault,) = raised.value.diagnostics
    assert fault.code == "template-is-valid"
    assert said in fault.message
    assert fault.span is not None
    assert fault.span.file == str(content / "house" / "templates" / "brief" / "stage.tex")
    assert fault.span.line == (3 if "block" in text else 2)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A brief built in a theme of its own: with a font, a logo and a template."""
    root = tmp_path_factory.mktemp("house")
    font = font_files()["DejaVuSerif.ttf"]
    text = (
        "title: House\nfonts: {display: {regular: 'fonts/My {odd}, font.ttf'}}\nlogo: logo.png\npage: {cover: band}\n"
    )
    content = with_template(
        own_theme(root / "content", text),
        "%% extends 'stagebrief/brief/stage.tex'\n%% block heading\n\\VAR{super()}\nOwn words.\\par\n%% endblock\n",
    )
    (content / "house" / "fonts").mkdir()
    shutil.copy(font, content / "house" / "fonts" / "My {odd}, font.ttf")
    shutil.copy(content / "figures" / "harbour.png", content / "house" / "logo.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(TRUST, "1")
        build(content, root / "output", ["brief"])
        yield root


@pytest.mark.tex
def test_a_theme_of_ones_own_is_built_in(house: Path) -> None:
    """Its font is in the PDF, its template has written, its logo stands on the first page."""
    pdf = house / "output" / "content-brief.pdf"
    assert text_of(pdf).count("Own words.") == 2
    with pikepdf.Pdf.open(pdf) as document:
        fonts = {
            str(item["/BaseFont"]) for item in document.objects if isinstance(item, Dictionary) and "/BaseFont" in item
        }
    assert any(name.endswith("DejaVuSerif") for name in fonts)
    with pypdfium2.PdfDocument(pdf) as document:
        kinds = [item.type for item in document[0].get_objects()]
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE in kinds


@pytest.mark.tex
def test_a_changed_theme_is_something_to_do(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing changed nothing is done; another colour, another wish or no trust is something else."""
    content, output = house / "content", house / "output"
    monkeypatch.setenv(TRUST, "1")
    assert up_to_date(content, output, ["brief"]) is not None
    monkeypatch.setenv(CHOICE, "sans")
    assert up_to_date(content, output, ["brief"]) is None
    monkeypatch.delenv(CHOICE)
    monkeypatch.delenv(TRUST)
    assert up_to_date(content, output, ["brief"]) is None
    monkeypatch.setenv(TRUST, "1")
    theme = content / "house" / "theme.yaml"
    before = theme.read_text(encoding="utf-8")
    theme.write_text(before + "palette: {accent: '#5a1030'}\n", encoding="utf-8")
    assert up_to_date(content, output, ["brief"]) is None
    theme.write_text(before, encoding="utf-8")


@pytest.mark.tex
def test_a_theme_elsewhere_belongs_to_what_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build in a theme outside the content is made again when a file of the theme changes."""
    folder = own_theme(tmp_path / "content") / "house"
    monkeypatch.setenv(CHOICE, str(folder))
    report = build(BASE, tmp_path / "output", ["slides"])
    assert report.theme == folder
    assert up_to_date(BASE, tmp_path / "output", ["slides"]) is not None
    (folder / "theme.yaml").write_text("title: House\nframes: {titles: rule}\n", encoding="utf-8")
    assert up_to_date(BASE, tmp_path / "output", ["slides"]) is None


@pytest.mark.tex
@pytest.mark.parametrize("choice", ["sans:dark", "lecture"])
def test_nothing_is_said_of_the_shipped_brief(choice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages and frames of the shipped brief give no findings in the other themes either."""
    monkeypatch.setenv(CHOICE, choice)
    report = build(SHIPPED, tmp_path)
    assert [one for one in report.diagnostics if one.code in OF_PAGES] == []


@pytest.mark.tex
def test_a_sheet_shows_each_theme(tmp_path: Path) -> None:
    """Pages, light frames and dark frames are a row each of one picture."""
    rows = draw_sheet(BASE, tmp_path / "sheet.png", ["serif"])
    assert rows == ("serif, pages", "serif, light frames", "serif, dark frames")
    with Image.open(tmp_path / "sheet.png") as picture:
        assert picture.width == 1800
        colours = picture.convert("RGB").resize((60, 60)).getcolors(3600)
        assert colours is not None
        assert len(colours) > 20
