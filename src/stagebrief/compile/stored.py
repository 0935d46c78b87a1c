"""TeX run with files of an earlier day: the engine is this machine's, everything that it reads comes from a folder."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.compile.engine import TexJob
from stagebrief.compile.system import SystemEngine, program
from stagebrief.compile.workfolder import digest_of

TREE = re.compile(r"^.*?/(?:texmf-dist|texmf-var|texmf-config|texmf-local|texmf)/(?P<rest>.+)$")
"""A path within a tree of TeX: what follows the tree's name."""

FORMAT = "lualatex"


@dataclass(slots=True)
class StoredEngine(SystemEngine):
    """Plain runs that find TeX's files in one tree only, and the format in a folder of its own."""

    tree: Path = field(default=Path())
    formats: Path = field(default=Path())

    def environment(self, job: TexJob, user: Mapping[str, str]) -> dict[str, str]:
        """As for any run, with that tree in place of all others."""
        return SystemEngine.environment(self, job, user) | only_tree(self.tree, self.formats, self.cache)


def only_tree(tree: Path, formats: Path, cache: Path) -> dict[str, str]:
    """The variables by which TeX looks nowhere else."""
    fonts = str(cache / "texmf")
    return {
        "TEXMF": str(tree),
        "TEXMFDBS": "",
        "TEXFORMATS": f"{formats}:",
        "TEXMFVAR": fonts,
        "TEXMFCACHE": fonts,
        "OSFONTDIR": "",
        "openin_any": "a",
    }


@dataclass(frozen=True, slots=True)
class StoredTools:
    """An engine with stored files; `folders` are those of fonts, as they were named and where they are now."""

    engine: StoredEngine
    folders: tuple[tuple[str, str], ...]

    def moved(self, text: str) -> str:
        """The TeX with the folders of its fonts as they are now."""
        for old, new in self.folders:
            text = text.replace(old, new)
        return text


def stored_engine(files: Iterable[tuple[str, str, Path]], work: Path) -> StoredTools:
    """Put files (their paths, kinds and where their bytes are) in their places below `work`."""
    tree, fonts, formats = work / "texmf", work / "fonts", work / "formats"
    for folder in (tree, fonts, formats):
        folder.mkdir(parents=True)
    folders: dict[str, Path] = {}
    ready: Path | None = None
    for path, kind, data in files:
        old = Path(path)
        if path.endswith(".fmt"):
            ready = data
        elif kind == "font":
            place = folders.setdefault(f"{old.parent}/", fonts / str(len(folders)))
            put(data, place / old.name)
        elif kind in {"tex", "format"} and "/web2c/" not in path:
            found = TREE.match(path)
            put(data, tree / (found["rest"] if found else f"tex/generic/{old.name}"))
        if kind == "font" and (found := TREE.match(path)):
            put(data, tree / found["rest"])
    engine = StoredEngine(cache=work / "cache", tree=tree, formats=formats, shown=(fonts,))
    (work / "cache").mkdir()
    make_format(engine, ready)
    longest = sorted(folders, key=len, reverse=True)
    return StoredTools(engine, tuple((old, f"{folders[old]}/") for old in longest))


def put(data: Path, place: Path) -> None:
    """Copy a file to its place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(data, place)
    place.chmod(0o644)


def make_format(engine: StoredEngine, ready: Path | None) -> None:
    """The stored format if this engine reads it, else one made from the stored files."""
    formats = engine.formats
    if ready is not None:
        put(ready, formats / f"{FORMAT}.fmt")
        if reads_format(engine):
            return
        (formats / f"{FORMAT}.fmt").unlink()
    options = ["-ini", "-interaction=nonstopmode", f"-jobname={FORMAT}", f"-progname={FORMAT}", f"{FORMAT}.ini"]
    run([program("luahbtex"), *options], engine)


def reads_format(engine: StoredEngine) -> bool:
    """Whether this machine's engine can load the format that lies there."""
    probe = engine.formats / "probe.tex"
    probe.write_text("\\csname @@end\\endcsname\n", encoding="utf-8")
    status = run([program("lualatex"), "-interaction=batchmode", "-no-shell-escape", "probe.tex"], engine)
    for path in engine.formats.glob("probe.*"):
        path.unlink()
    return status == 0 and digest_of(engine.formats / f"{FORMAT}.fmt") != ""


def run(command: list[str], engine: StoredEngine) -> int:
    """Run a program of TeX in the folder of formats, in the sandbox; its status, 1 if it cannot be run."""
    status, _, stopped = engine.start(command, engine.formats, engine.environment(TexJob(FORMAT), os.environ))
    return 1 if stopped else status
