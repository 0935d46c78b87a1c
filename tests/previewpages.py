"""PDFs, places and a served page for the tests of the live page, made without TeX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from stagebrief.diagnostics import Diagnostic
from stagebrief.model.artifact import Artifact, BuildReport
from stagebrief.model.glimpse import Glimpse
from stagebrief.preview.live import Live
from stagebrief.preview.server import LiveServer, serving
from stagebrief.watch import Round

WIDTH, HEIGHT, LINE = 300, 400, 24
SP = 65781.76


def make_pdf(path: Path, pages: Sequence[str], size: tuple[int, int] = (WIDTH, HEIGHT), prefix: str = "ABCDEF") -> Path:
    """A PDF with one page for each text, which stands there line for line; `prefix` is the tag of its font."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(f"/{prefix}+Helvetica")
            )
        )
        for text in pages:
            lines = "".join(f"({line}) Tj 0 -{LINE} Td " for line in text.split("\n"))
            drawn = f"0 0 1 rg 20 20 {40 + len(text) % 200} 12 re f BT /F1 14 Tf 20 {size[1] - 40} Td {lines} ET"
            page = pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=[0, 0, *size],
                Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
                Contents=pdf.make_stream(drawn.encode("latin-1", "replace")),
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        beside = path.with_suffix(".new")
        pdf.save(beside, deterministic_id=True)
        beside.replace(path)
    return path


def synctex_of(name: str, pages: Sequence[Sequence[int]]) -> bytes:
    """The SyncTeX of a PDF as `make_pdf` makes it: the lines of the generated file `name` that stand on each page."""
    out = [f"SyncTeX Version:1\nInput:1:/somewhere/./{name}\nOutput:pdf\nMagnification:1000\nUnit:1\nContent:"]
    for number, lines in enumerate(pages, 1):
        out += [f"{{{number}", f"[1,1:0,0:{int(WIDTH * SP)},{int(HEIGHT * SP)},0"]
        for row, line in enumerate(lines):
            x, y = int(20 * SP), int((40 + row * LINE) * SP)
            out += [f"(1,{line}:{x},{y}:{int(200 * SP)},{int(12 * SP)},{int(4 * SP)}", f"g1,{line}:{x},{y}", ")"]
        out += ["]", f"}}{number}"]
    return ("\n".join(out) + "\nPostamble:\nPost scriptum:\n").encode()


@dataclass(slots=True)
class Desk:
    """A content folder that is being served, and what a session would do to it."""

    live: Live
    server: LiveServer
    content: Path
    output: Path

    @property
    def url(self) -> str:
        """Where the page is."""
        return self.server.address.url

    def build(
        self,
        changed: tuple[str, ...] = (),
        faults: tuple[Diagnostic, ...] = (),
        *,
        lines: Sequence[Sequence[int]] | None = None,
        **targets: Sequence[str],
    ) -> None:
        """A good build whose targets have these pages; `lines` are those of `prose.tex` on each page of all of them."""
        self.live.on_step("reading the content")
        artifacts = []
        for target, pages in targets.items():
            path = make_pdf(self.output / f"{self.content.name}-{target}.pdf", pages)
            artifacts.append(Artifact(target, path, len(pages)))
            if lines is not None:
                folder = self.output / ".stagebrief" / self.content.name / target
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "prose.tex").write_text(self.generated(), encoding="utf-8")
                (folder / f"{path.stem}.synctex").write_bytes(synctex_of("prose.tex", lines))
        self.live.on_round(Round(changed, BuildReport(tuple(artifacts), faults, seconds=0.4), faults))

    def generated(self) -> str:
        """What `prose.md` becomes: a mark, and the lines as they are."""
        return "%@ prose.md:1:1\n" + (self.content / "prose.md").read_text(encoding="utf-8")

    def fail(self, *faults: Diagnostic, changed: tuple[str, ...] = ("prose.md",)) -> None:
        """A build that was not to be."""
        self.live.on_step("reading the content")
        self.live.on_round(Round(changed, None, faults))

    def glimpse(self, target: str, pages: Sequence[str]) -> None:
        """The first pages of a target, before the others are there."""
        self.live.on_step("reading the content")
        path = make_pdf(self.output / "early.pdf", pages)
        self.live.on_glimpse(Glimpse(target, path, len(pages)))
        path.unlink()


@contextmanager
def desk(folder: Path, targets: tuple[str, ...] = ("brief", "slides")) -> Iterator[Desk]:
    """A small content folder below `folder`, being served."""
    content, output = folder / "words", folder / "out"
    content.mkdir()
    output.mkdir()
    (content / "prose.md").write_text("".join(f"Line {n} of the prose.\n" for n in range(1, 31)), encoding="utf-8")
    live = Live(content, output, targets)
    with serving(live) as server:
        yield Desk(live, server, content, output)
