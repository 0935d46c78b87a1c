"""Edit a brief at random while it is watched, and compare its PDFs with those of builds from nothing.

    python benchmarks/edits.py [--steps 100] [--every 1] [--seed 1] [--content FOLDER] [--record]

Words, headings, sources, paragraphs and fields of YAML are changed, added and removed. After every few edits the same
content is built in another folder, with no process or file of an earlier build: both targets must have the same bytes.
Content that an edit has broken must be refused by both, and the PDFs stay. The exit status is the number of faults.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import Empty, Queue
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.speed.changes import add_citation, change_heading, change_word, paragraphs, prose_files  # noqa: E402

from stagebrief.build import build, check, up_to_date  # noqa: E402
from stagebrief.errors import StagebriefError  # noqa: E402
from stagebrief.session import Session  # noqa: E402
from stagebrief.watch import Round, watch_content  # noqa: E402

SHIPPED = ROOT / "content" / "tajikistan-russia"
RESULTS = ROOT / "docs" / "benchmarks"
TARGETS = ("brief", "slides")
PATIENCE = 600.0
"""Seconds after which a save counts as not seen."""


def insert_paragraph(folder: Path, rng: Random) -> str:
    """A paragraph that stands somewhere, once more somewhere else."""
    files = prose_files(folder)
    other = rng.choice(files).read_text(encoding="utf-8")
    _, new = rng.choice(list(paragraphs(other)))
    new = re.sub(r"\^\[.*|\[\^?[^\]]*\]|\s+$", "", new.strip())  # notes and labels stand once
    path = rng.choice(files)
    text = path.read_text(encoding="utf-8")
    start, _ = rng.choice(list(paragraphs(text)))
    place = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    path.write_text(f"{text[:place]}{new}\n\n{text[place:]}", encoding="utf-8")
    return path.name


def delete_paragraph(folder: Path, rng: Random) -> str:
    """A paragraph less; what referred to it may then be broken."""
    path = rng.choice(prose_files(folder))
    text = path.read_text(encoding="utf-8")
    blocks = text.split("\n\n")
    plain = [index for index, block in enumerate(blocks) if any(paragraphs(block))]
    if len(plain) < 3:
        return insert_paragraph(folder, rng)
    del blocks[rng.choice(plain)]
    path.write_text("\n\n".join(blocks), encoding="utf-8")
    return path.name


def change_field(folder: Path, rng: Random) -> str:
    """A word more in a field of a YAML file, or its number changed."""
    path = rng.choice([folder / "brief.yaml", *sorted(folder.glob("stages/*.yaml"))])
    text = path.read_text(encoding="utf-8")
    pattern = r"(?m)^\s*(?:- )?(?:title|what|statement|takeaway|stance|subtitle|speaker|caption): (?=\"?[^\W\d_]{2})\"?"
    places = [match.end() for match in re.finditer(pattern, text)]
    place = rng.choice(places)
    word = rng.choice(("Perhaps ", "Indeed ", "Then ", "Soon "))
    path.write_text(f"{text[:place]}{word}{text[place:]}", encoding="utf-8")
    return path.name


def delete_event(folder: Path, rng: Random) -> str:
    """An event less."""
    path = rng.choice(sorted(folder.glob("stages/*.yaml")))
    text = path.read_text(encoding="utf-8")
    events = list(re.finditer(r"(?m)^  - date: .*\n(?:    .*\n)+", text))
    if len(events) < 2:
        return change_field(folder, rng)
    gone = rng.choice(events)
    path.write_text(text[: gone.start()] + text[gone.end() :], encoding="utf-8")
    return path.name


EDITS: tuple[Callable[[Path, Random], str], ...] = (
    change_word,
    change_word,
    change_heading,
    add_citation,
    insert_paragraph,
    delete_paragraph,
    change_field,
    delete_event,
)


@dataclass(slots=True)
class Campaign:
    """A copy of a brief that is watched and edited; `faults` is what was not as it should be."""

    work: Path
    source: Path
    targets: tuple[str, ...] = TARGETS
    seed: int = 1
    say: Callable[[str], None] = print
    compared: int = 0
    broken: int = 0
    faults: list[str] = field(default_factory=list)
    rounds: Queue[Round] = field(default_factory=Queue)

    @property
    def content(self) -> Path:
        """What is edited."""
        return self.work / "content" / self.source.name

    @property
    def output(self) -> Path:
        """Where the PDFs of the watched brief are."""
        return self.work / "out"

    def run(self, steps: int, every: int = 1) -> list[str]:
        """So many edits, with a comparison after each `every` of them; returns the faults."""
        shutil.copytree(self.source, self.content)
        session, stop, rng = Session(self.content, self.output), threading.Event(), Random(self.seed)
        options = {"read_back": False}
        watching = threading.Thread(
            target=watch_content, args=(session, stop, self.rounds.put, self.targets), kwargs=options
        )
        watching.start()
        try:
            if self.rounds.get(timeout=PATIENCE).report is None:
                return ["the content cannot be built as it is"]
            for number in range(1, steps + 1):
                self.step(number, rng, compare=number % every == 0 or number == steps)
        except Empty:
            self.faults.append("a save was not built in time")
        finally:
            stop.set()
            watching.join()
            session.stop()
        return self.faults

    def step(self, number: int, rng: Random, *, compare: bool) -> None:
        """One edit."""
        before, texts = self.pdfs(self.output), text_files(self.content)
        edit = rng.choice(EDITS)
        file = edit(self.content, rng)
        good = check(self.content).good
        self.settle(good)
        now, said = self.pdfs(self.output), "not compared"
        if not good:
            self.broken += 1
            said = "broken; the PDFs stay" if now == before else "BROKEN, AND THE PDFS HAVE CHANGED"
            self.mend(texts)
        elif compare:
            self.compared += 1
            said = "same bytes" if now == self.cold() else "OTHER BYTES THAN FROM NOTHING"
        if said.isupper() or said.startswith("BROKEN"):
            self.faults.append(f"edit {number} ({edit.__name__} in {file}): {said}")
        self.say(f"{number:4} {edit.__name__:<18} {file:<28} {said}")

    def settle(self, good: bool) -> None:
        """Wait until what was saved has been built, or refused."""
        while True:
            found = self.rounds.get(timeout=PATIENCE)
            if not good and found.report is None:
                return
            if good and up_to_date(self.content, self.output, self.targets, read_back=False):
                return

    def mend(self, texts: dict[Path, bytes]) -> None:
        """Undo an edit that broke the content."""
        for path, data in texts.items():
            if path.read_bytes() != data:
                path.write_bytes(data)
        self.settle(good=True)

    def cold(self) -> dict[str, bytes]:
        """The PDFs of the same content, built from nothing in another folder."""
        with tempfile.TemporaryDirectory(dir=self.work) as other:
            copy = Path(other) / "content" / self.source.name
            shutil.copytree(self.content, copy)
            try:
                build(copy, Path(other) / "out", self.targets, read_back=False)
            except StagebriefError as fault:
                return {"fault": str(fault).encode()}
            return self.pdfs(Path(other) / "out")

    def pdfs(self, output: Path) -> dict[str, bytes]:
        """The PDFs in a folder by name."""
        return {path.name: path.read_bytes() for path in sorted(output.glob("*.pdf"))}


def text_files(folder: Path) -> dict[Path, bytes]:
    """What an edit may change."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.suffix in {".md", ".yaml", ".bib"}}


def record(name: str, kinds: Iterable[str], steps: int, faults: list[str], day: str) -> None:
    """Write down what a campaign has found, for the page of benchmarks."""
    found = {"date": day, "steps": steps, "faults": len(faults), "kinds": sorted(kinds), "told": faults[:20]}
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--every", type=int, default=1, help="compare after so many edits")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--content", type=Path, default=SHIPPED)
    parser.add_argument("--date", default=str(date.today()), help="what is written down as the date")
    parser.add_argument("--record", action="store_true", help="write docs/benchmarks/edits.json")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sb-edits", ignore_cleanup_errors=True) as work:
        campaign = Campaign(Path(work), arguments.content.resolve(), seed=arguments.seed)
        faults = campaign.run(arguments.steps, arguments.every)
        kept = f"{campaign.compared} compared, {campaign.broken} broken"
        print(f"{arguments.steps} edits, {kept}, {len(faults)} faults")
        for fault in faults:
            print(f"  {fault}")
    if arguments.record:
        record("edits", {edit.__name__ for edit in EDITS}, arguments.steps, faults, arguments.date)
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
