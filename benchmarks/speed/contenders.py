"""Those that are compared: each takes the words of a content folder and makes the brief and the deck of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.speed.pandoc_source import brief_markdown, deck_markdown
from benchmarks.speed.runs import Command, Run, run_all
from benchmarks.speed.typst_source import brief_typst, deck_typst

from stagebrief.build import check
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.workfolder import write_if_other
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.render.brief import render_brief
from stagebrief.render.slides import render_slides

LATEXMK = ("latexmk", "-lualatex", "-interaction=nonstopmode", "-halt-on-error")
EPOCH = "1700000000"


@dataclass(frozen=True, slots=True)
class Words:
    """One state of the content: its folder, and what it says."""

    folder: Path
    resolved: ResolvedBrief
    brief: TexSource
    slides: TexSource

    @classmethod
    def of(cls, folder: Path) -> Words:
        """Read a content folder; it is one that can be built."""
        checked = check(folder)
        if checked.resolved is None:
            raise ValueError("\n".join(f"{found.span}: {found.message}" for found in checked.diagnostics))
        resolved, fonts = checked.resolved, find_fonts()
        return cls(folder, resolved, render_brief(resolved, fonts, folder), render_slides(resolved, fonts, folder))


@dataclass(slots=True)
class Contender:
    """One of those that are compared, with a folder of its own to work in."""

    name: str
    folder: Path
    environment: Mapping[str, str]
    lacking: str = ""
    """Why it cannot run here; empty where it can."""

    def install(self, words: Words) -> None:
        """Put the words where its program reads them; not timed: this is the author's saving."""
        raise NotImplementedError

    def commands(self) -> list[Command]:
        """What makes the brief and the deck."""
        raise NotImplementedError

    def clean(self) -> None:
        """Leave nothing of an earlier build."""
        raise NotImplementedError

    def build(self, *, weigh: bool = False) -> Run:
        """Make brief and deck once."""
        return run_all(self.commands(), self.environment, weigh=weigh)

    def stop(self) -> None:
        """End what was left running."""


@dataclass(slots=True)
class Stagebrief(Contender):
    """Our own `build`; `resident` is with the session that it leaves behind."""

    resident: bool = False
    options: tuple[str, ...] = ()

    def install(self, words: Words) -> None:
        """A copy of the content."""
        copy_changed(words.folder, self.content)

    @property
    def content(self) -> Path:
        """Its copy of the content."""
        return self.folder / "content" / "brief"

    def commands(self) -> list[Command]:
        """One command makes both."""
        how = () if self.resident else ("--no-daemon",)
        return [
            (
                (*stagebrief(), "build", str(self.content), "--output", str(self.folder / "out"), *how, *self.options),
                self.folder,
            )
        ]

    def clean(self) -> None:
        """No output, no work folder, nothing remembered of content; the fonts' cache stays, as latexmk's does."""
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        cache = Path(self.environment["XDG_CACHE_HOME"]) / "stagebrief"
        for name in ("bibliographies", "copies", "pictures"):
            shutil.rmtree(cache / name, ignore_errors=True)

    def stop(self) -> None:
        """A session ends when its folders are gone."""
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(slots=True)
class Latexmk(Contender):
    """`latexmk -lualatex` on the TeX that stagebrief writes, brief and deck one after the other."""

    names: tuple[str, ...] = ()

    def install(self, words: Words) -> None:
        """The TeX of both, where it differs from what is there."""
        self.names = (words.brief.name, words.slides.name)
        for source in (words.brief, words.slides):
            for path, text in source.files:
                write_if_other(self.folder / source.name / path, text.encode())
            for path, picture in source.pictures:
                write_if_other(self.folder / source.name / path, picture.read_bytes())

    def commands(self) -> list[Command]:
        """One run for each."""
        return [((*LATEXMK, name), self.folder / name) for name in self.names]

    def clean(self) -> None:
        """As `latexmk -C` leaves it."""
        for name in self.names:
            run_all([(("latexmk", "-C", "-bibtex", name), self.folder / name)], self.environment)


@dataclass(slots=True)
class Pandoc(Contender):
    """Pandoc to LaTeX with biblatex and notes, then latexmk; with `citeproc` Pandoc does all itself."""

    pandoc: str = ""
    citeproc: bool = False

    def install(self, words: Words) -> None:
        """Both Markdown files, the sources and the pictures."""
        write_if_other(self.folder / "brief.md", brief_markdown(words.resolved).encode())
        write_if_other(self.folder / "slides.md", deck_markdown(words.resolved).encode())
        write_if_other(self.folder / "references.bib", words.brief.text("references.bib").encode())
        copy_pictures(words, self.folder)

    def commands(self) -> list[Command]:
        """Two programs for each, or one."""
        options = ("-f", "markdown-smart", "-s", "--bibliography", "references.bib", "-V", "mainfont=Linux Libertine O")
        made: list[Command] = []
        for name, kind in (("brief", "latex"), ("slides", "beamer")):
            call = (self.pandoc, f"{name}.md", *options, "-t", kind, "--slide-level=2")
            if self.citeproc:
                made.append(((*call, "--citeproc", "--pdf-engine=lualatex", "-o", f"{name}.pdf"), self.folder))
            else:
                style = ("-V", "biblio-style=verbose", "-V", "biblatexoptions=autocite=footnote")
                made.append(((*call, "--biblatex", *style, "-o", f"{name}.tex"), self.folder))
                made.append(((*LATEXMK, name), self.folder))
        return made

    def clean(self) -> None:
        """Only what the author has written."""
        for path in self.folder.iterdir():
            if path.is_file() and path.suffix not in {".md", ".bib"}:
                path.unlink()


COLD_TYPST = """\
import sys, typst
for name in sys.argv[1:]:
    typst.compile(f"{name}.typ", output=f"{name}.pdf")
"""
WARM_TYPST = """\
import sys, typst
compilers = {name: typst.Compiler(f"{name}.typ") for name in sys.argv[1:]}
for _ in sys.stdin:
    try:
        for name, compiler in compilers.items():
            compiler.compile(output=f"{name}.pdf")
        print("done", flush=True)
    except Exception as fault:
        print("failed", str(fault).splitlines()[0], flush=True)
"""


@dataclass(slots=True)
class Typst(Contender):
    """Typst: a process for each build, or with `warm` one process that compiles again and again."""

    python: str = ""
    warm: bool = False
    _process: subprocess.Popen[str] | None = field(default=None)

    def install(self, words: Words) -> None:
        """Both sources, the bibliography and the pictures."""
        write_if_other(self.folder / "brief.typ", brief_typst(words.resolved).encode())
        write_if_other(self.folder / "slides.typ", deck_typst(words.resolved).encode())
        write_if_other(self.folder / "references.bib", words.brief.text("references.bib").encode())
        copy_pictures(words, self.folder)

    def commands(self) -> list[Command]:
        """One process makes both."""
        return [((self.python, "-c", COLD_TYPST, "brief", "slides"), self.folder)]

    def build(self, *, weigh: bool = False) -> Run:
        """In a process of its own, or by asking the one that waits."""
        if not self.warm:
            return run_all(self.commands(), self.environment, weigh=weigh)
        if self._process is None:
            self._process = subprocess.Popen(
                [self.python, "-c", WARM_TYPST, "brief", "slides"],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        started = time.perf_counter()
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        said = self._process.stdout.readline()
        return Run(time.perf_counter() - started, said.startswith("done"), said)

    def clean(self) -> None:
        """No PDFs, no process."""
        self.stop()
        for path in self.folder.glob("*.pdf"):
            path.unlink()

    def stop(self) -> None:
        """End the process that waits."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def stagebrief() -> tuple[str, ...]:
    """The command as it is installed beside this Python."""
    command = Path(sys.executable).with_name("stagebrief")
    return (str(command),) if command.exists() else (sys.executable, "-m", "stagebrief")


def copy_changed(source: Path, target: Path) -> None:
    """Make a folder hold what another holds; files that are the same keep their times."""
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    for path in wanted:
        write_if_other(target / path, (source / path).read_bytes())
    for path in [path for path in target.rglob("*") if path.is_file()]:
        if path.relative_to(target) not in wanted:
            path.unlink()


def copy_pictures(words: Words, target: Path) -> None:
    """The pictures under the names by which the content calls them."""
    for path in words.folder.rglob("*"):
        if path.suffix in {".pdf", ".png", ".jpg", ".jpeg"}:
            write_if_other(target / path.relative_to(words.folder), path.read_bytes())


def environment_of(scratch: Path) -> dict[str, str]:
    """The variables of all contenders: no workflow, sessions of their own, a fixed date."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"CI", "GITHUB_ACTIONS", "STAGEBRIEF_NO_DAEMON"}
    }
    runtime, cache = scratch / "run", scratch / "cache"
    for folder in (runtime, cache):
        folder.mkdir(parents=True, exist_ok=True)
    return kept | {
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CACHE_HOME": str(cache),
        "SOURCE_DATE_EPOCH": EPOCH,
        "STAGEBRIEF_IDLE": "1800",
        "STAGEBRIEF_SECONDS": "1800",
    }


def contenders_in(scratch: Path, tools: str, options: tuple[str, ...]) -> list[Contender]:
    """All of them, each with a folder of its own; `tools` is a Python that has typst and pypandoc."""
    environment = environment_of(scratch)
    pandoc, typst = tools_of(tools)
    no_latexmk = "" if shutil.which("latexmk") else "latexmk is not installed"
    no_pandoc = "" if pandoc else "Pandoc is not installed (`make bench` does that)"
    no_typst = "" if typst else "Typst is not installed (`make bench` does that)"

    def folder(name: str) -> Path:
        (scratch / name).mkdir(parents=True, exist_ok=True)
        return scratch / name

    return [
        Stagebrief("stagebrief --no-daemon", folder("own"), environment, options=options),
        Stagebrief("stagebrief, resident", folder("resident"), environment, resident=True, options=options),
        Latexmk("latexmk", folder("latexmk"), environment, no_latexmk),
        Pandoc("pandoc + latexmk", folder("pandoc"), environment, no_pandoc or no_latexmk, pandoc=pandoc),
        Pandoc("pandoc --citeproc", folder("citeproc"), environment, no_pandoc, pandoc=pandoc, citeproc=True),
        Typst("typst", folder("typst"), environment, no_typst, python=tools),
        Typst("typst, one process", folder("typst-warm"), environment, no_typst, python=tools, warm=True),
    ]


def tools_of(python: str) -> tuple[str, str]:
    """The path of Pandoc and the version of Typst that this Python has; empty where it has none."""
    code = (
        "import json\ndef tried(f):\n  try: return f()\n  except Exception: return ''\n"
        "def pandoc():\n  import pypandoc; return pypandoc.get_pandoc_path()\n"
        "def typst():\n  import importlib.metadata as m, typst; return m.version('typst')\n"
        "print(json.dumps([tried(pandoc), tried(typst)]))"
    )
    try:
        said = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False).stdout
        pandoc, typst = json.loads(said)
    except (OSError, ValueError):
        return shutil.which("pandoc") or "", ""
    return pandoc or shutil.which("pandoc") or "", typst
