"""A brief's notes and sources in one citation style, as the text that its PDF holds."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from stagebrief.build import build

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "styles"
SOURCES = ROOT / "content" / "tajikistan-russia" / "references.bib"

NOTES = (
    "Prose on diplomacy.[@mfa1994, p. 13]",
    "On meetings.[@zarifi2011, p. 9]",
    "On security.[@zarifi2011, p. 15]",
    "On brothers.[@mfa2021]",
    "On agreements.[@mfa2021]",
    "On remittances.[@worldbank2014, p. 4]",
    "On migrants.[@president2015]",
    "On pilots.[@bbc2011]",
    "On silence.[@dadabaev2023]",
    "On food.[@avesta2022]",
    "On the council.[@tass2022]",
    "On sanctions.[@izvestiya2022]",
    "On respect.[@akipress2022]",
)
"""The thirteen notes of the paper behind the first brief, in their order and with their pages."""

TURNS = (
    "Full.[@zarifi2011, p. 9]",
    "The same page.[@zarifi2011, p. 9]",
    "Another page.[@zarifi2011, p. 15]",
    "No page behind a page.[@zarifi2011]",
    "The same again.[@zarifi2011]",
    "Two sources.[@mfa1994, p. 1; @zarifi2011, p. 2]",
    "Behind two sources.[@zarifi2011, p. 2]",
    "A word on it.[see @zarifi2011, p. 3]",
    "No source.^[A note that names none.]",
    "Behind a note without source.[@zarifi2011, p. 3]",
    "Another source.[@mfa2021]",
    "Back to the first.[@zarifi2011, p. 4]",
    "Without its author.[-@zarifi2011, p. 5]",
    "Two pages of one.[@zarifi2011, p. 6; @zarifi2011, p. 7]",
    "Behind these.[@zarifi2011, p. 8]",
    "Named in the text, as @zarifi2011 [p. 8].",
)
"""Notes in the turns on which *ibid.* depends."""

STYLES: dict[str, str] = {
    "chicago-notes": "{}",
    "chicago-endnotes": "{notes: endnotes, places: true}",
    "chicago-ibid": "{ibid: true}",
    "chicago-idem": "{ibid: idem, places: true, notes: endnotes}",
    "turns-short": "{}",
    "turns-ibid": "{ibid: true}",
    "turns-endnotes": "{ibid: true, notes: endnotes}",
    "chicago-russian": "{}",
    "chicago-tajik": "{}",
    "chicago-german": "{}",
    "chicago-groups": "{bibliography: {group: language, cited-on-pages: true}}",
    "verbose": "{style: verbose}",
    "verbose-ibid": "{style: verbose, ibid: true}",
    "authoryear": "{style: authoryear}",
    "numeric": "{style: numeric}",
    "apa": "{style: apa}",
    "biblatex-chicago": "{style: biblatex-chicago}",
    "mla": "{style: mla}",
    "gost-footnote": "{style: gost-footnote}",
    "authoryear-icomp": "{style: authoryear-icomp, options: {maxcitenames: 1, dashed: false}}",
}
"""What `citations:` is in brief.yaml for each expected text; styles and some of their settings."""

LANGUAGES = {"chicago-russian": "ru", "chicago-tajik": "tg", "chicago-german": "de", "gost-footnote": "ru"}
SPACED = re.compile(r"^(?:\S )+\S$")
"""Headings that are set in letters wide apart."""

ADDRESS = re.compile(r"https?:\S*$")
HYPHEN = "\ufffe"
"""How a hyphen at a line's end comes out of a PDF."""

WORDS = ("Notes", "Sources", "Источники", "Сарчашмаҳо", "Quellen")
HEADINGS = re.compile("|".join(" ?".join(word) for word in WORDS))


def folder_of(name: str, folder: Path) -> Path:
    """A content folder of the thirteen notes in that style."""
    (folder / "stages").mkdir(parents=True)
    language = LANGUAGES.get(name, "en-GB")
    (folder / "brief.yaml").write_text(
        f"title: Thirteen notes\nlanguage: {language}\ncitations: {STYLES[name]}\nstages: [stages/1-one.yaml]\n"
    )
    (folder / "stages" / "1-one.yaml").write_text(
        "title: One\nperiod: {from: 1991, to: 2023}\nstance: Thirteen notes.\n"
    )
    (folder / "stages" / "1-one.md").write_text("\n\n".join(TURNS if name.startswith("turns") else NOTES) + "\n")
    shutil.copy(SOURCES, folder / "references.bib")
    return folder


def built_text(content: Path, output: Path) -> str:
    """Build the brief of a content folder and give its notes and sources."""
    report = build(content, output, ["brief"], read_back=False)
    return text_of(report.artifacts[0].path)


@dataclass
class Lines:
    """The lines of a PDF that stand in its text, its notes and its list of sources."""

    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    margin: float = 0.0


def text_of(pdf: Path) -> str:
    """Text, notes and sources of a brief, each note and each source on a line of its own."""
    found = Lines()
    listed = False
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            listed = read_page(page.get_textpage(), found, listed=listed)
    return "\n".join(map(settled, [*found.body, "", *found.notes, "", *found.sources, ""]))


def read_page(page: pypdfium2.PdfTextPage, found: Lines, *, listed: bool) -> bool:
    """Sort the lines of one page; gives whether the list of sources has begun."""
    noted = False
    for text, left in lines_of(page):
        if HEADINGS.fullmatch(text):
            noted = text.startswith("N")
            listed = not noted
            continue
        number = len(found.notes) + 1
        if re.match(rf"{number}(?:\. |\.?$|(?=[^\s\d.,]))", text) and (noted or not listed or found.body):
            noted = True
            found.notes.append(text)
        elif noted:
            found.notes[-1] = joined(found.notes[-1], text)
        elif listed:
            found.margin = found.margin or left
            if left < found.margin + 4:
                found.sources.append(text)
            else:
                found.sources[-1] = joined(found.sources[-1], text)
        else:
            found.body.append(text)
    return listed


def joined(line: str, following: str) -> str:
    """A line with the one that follows it; an address has no space within."""
    ends = line[-1] in ",)" or (line[-1] == "." and not following[0].islower())
    address = ADDRESS.search(line) and not ends
    return f"{line}{'' if address or line.endswith(HYPHEN) else ' '}{following}"


def settled(line: str) -> str:
    """A line in which the hyphens of line breaks are gone; in an address each is taken for one of its own."""
    return " ".join(word.replace(HYPHEN, "-" if "://" in word else "") for word in line.split(" "))


def lines_of(page: pypdfium2.PdfTextPage) -> list[tuple[str, float]]:
    """The lines of a page with their left ends; hyphens of line breaks are gone, and so is the page's number."""
    text, lines, start = page.get_text_range(), [], 0
    for line in re.split("\r\n", text):
        if line.strip() and (HEADINGS.fullmatch(line.strip()) or not SPACED.match(line.strip())):
            lines.append((line.strip(), page.get_charbox(start)[0]))
        start += len(line) + 2
    return lines[:-1]
