"""README and docs: the picture is of what is built now, commands are those that there are, and links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops, ImageStat

from reference import commands
from stagebrief import build
from stagebrief.cli import group

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PICTURE = DOCS / "brief-and-deck.png"
PAGES = sorted([ROOT / "README.md", ROOT / "SECURITY.md", *DOCS.rglob("*.md")])
SHOWN = (("brief", (0, 1, 10)), ("slides", (0, 2, 7, 11, 12, 40)))
"""The pages in the picture, counted from 0."""
NEAR = 6.0
"""The mean difference of a pixel, of 255, that a font or a reader of another version may make."""
BLOCK = re.compile(r"^```(?P<kind>sh)?[^\n]*\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1|^ {4}.*$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\((?P<target>[^)\s]+)\)|!\[[^\]]*\]\((?P<picture>[^)\s]+)\)")


def drawn(output: Path) -> Image.Image:
    """Pages of the brief beside frames of the deck."""
    pages: dict[str, list[Image.Image]] = {}
    for target, numbers in SHOWN:
        with pypdfium2.PdfDocument(output / f"tajikistan-russia-{target}.pdf") as document:
            scale = 320 / document[0].get_width() if target == "brief" else 311 / document[0].get_width()
            pages[target] = [
                document[number].render(scale=scale).to_pil() for number in numbers if number < len(document)
            ]
    brief, slides = pages["brief"], pages["slides"]
    width, height = brief[0].size
    across, down = slides[0].size
    sheet = Image.new("RGB", (3 * (width + 12) + 12, height + 2 * (down + 12) + 36), "#8a9199")
    for index, page in enumerate(brief):
        sheet.paste(page, (12 + index * (width + 12), 12))
    for index, frame in enumerate(slides):
        sheet.paste(frame, (12 + (index % 3) * (across + 21), height + 30 + (index // 3) * (down + 12)))
    return sheet


@pytest.mark.tex
def test_the_picture_is_of_what_is_built_now(tmp_path: Path, update_cases: bool) -> None:
    """The pages of the example look as in README's picture."""
    build(ROOT / "content" / "tajikistan-russia", tmp_path)
    sheet = drawn(tmp_path)
    if update_cases:
        sheet.quantize(64).save(PICTURE, optimize=True)
    with Image.open(PICTURE) as kept:
        assert kept.size == sheet.size
        difference = ImageStat.Stat(ImageChops.difference(kept.convert("L"), sheet.convert("L"))).mean[0]
    assert difference < NEAR


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every link within the repository leads to a file, and to a heading of it where it names one."""
    for match in LINK.finditer(CODE.sub("", page.read_text(encoding="utf-8"))):
        target = match["target"] or match["picture"]
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(path), f"{page.name}: {target}"


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as sites of repositories make them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads)
    return set(plain)


def typed(page: Path) -> list[str]:
    """The lines of a page's blocks that call the command."""
    lines = []
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        for line in block["text"].replace("\\\n", " ").splitlines():
            match = re.match(r"(?:\$ )?(?:\S+=\S+ )*(?:\.venv/bin/)?(stagebrief .*)", line.strip())
            lines += [match[1]] if match else []
    return lines


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_in_the_pages_are_known(page: Path) -> None:
    """Every line of a block that calls the command names a command and options that there are."""
    known = dict(commands())
    for line in typed(page):
        words = shlex.split(
            re.split(r" {2,}|[;&>|]", line)[0].replace("[", " ").replace("]", " ").replace("…", " "), comments=True
        )[1:]
        while words[:1] == ["-C"]:
            words = words[2:]
        if not words or words[0].startswith("-") or words[0].isupper():
            continue
        name = words[0]
        assert name in known, line
        command: click.Command = known[name]
        if isinstance(command, click.Group) and len(words) > 1 and f"{name} {words[1]}" in known:
            command = known[f"{name} {words[1]}"]
        options = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
        wrong = [word for word in words if word.startswith("-") and word.partition("=")[0] not in options]
        assert not wrong, line


@pytest.mark.tex
def test_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its commands, one after the other, in an empty folder: none fails, and the PDFs that it names are there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STAGEBRIEF_NO_DAEMON", "1")
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    lines = [line for block in BLOCK.finditer(text) if block["kind"] for line in block["text"].splitlines()]
    for line in lines:
        if line.startswith("stagebrief "):
            result = CliRunner().invoke(group, shlex.split(line)[1:], prog_name="stagebrief")
            assert result.exit_code == 0, f"{line}\n{result.output}"
    for name in re.findall(r"`(output/[\w-]+\.pdf)`", text):
        assert Path(name).is_file()
