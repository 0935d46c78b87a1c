"""Break what can be broken under a running `stagebrief watch`: the PDFs are the last good ones or the new ones.

    python benchmarks/watch_faults.py [--steps 100] [--seed 1] [--content FOLDER] [--record]

In random order: broken saves, TeX killed while it works or waits, the watching command and a session killed,
templates, themes and other settings changed, which must show in a PDF, and fonts. After each, the PDFs are
compared with those of a build from nothing of the same content with the same templates and fonts; at the end no
process may be left. It works on a copy of the package, so that templates can be changed, and with fonts in a home of
its own. The exit status is the number of faults.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import Empty, Queue
from random import Random
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.edits import PATIENCE, SHIPPED, record, text_files  # noqa: E402
from benchmarks.speed.changes import change_word, prose_files  # noqa: E402

from stagebrief.compile.fonts import find_fonts  # noqa: E402
from stagebrief.resources import templates_folder  # noqa: E402

MARK = "STAGEBRIEF_CAMPAIGN"
DONE = re.compile(r"^(?:built in|nothing to do|the PDFs stay as they were)")
TEX = re.compile(rb"lualatex|luahbtex|luatex|biber|bwrap")
Pdfs = dict[str, bytes]


@dataclass(slots=True)
class Watched:
    """A running `stagebrief watch` and the lines that it prints."""

    command: list[str]
    environment: dict[str, str]
    lines: Queue[str] = field(default_factory=Queue)
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it; what is still to be read of one before is dropped."""
        self.lines = Queue()
        self.process = subprocess.Popen(
            self.command,
            env={**self.environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        assert self.process.stdout is not None
        threading.Thread(target=listen, args=(self.process.stdout, self.lines), daemon=True).start()

    @property
    def pid(self) -> int:
        """The command's process."""
        assert self.process is not None
        return self.process.pid

    def wait(self) -> str:
        """The line that ends the next round; raises Empty where none comes."""
        end = time.monotonic() + PATIENCE
        while True:
            line = self.lines.get(timeout=max(0.1, end - time.monotonic()))
            if DONE.match(line):
                return line.strip()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it as a person or the system does."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.process = None


def listen(said: IO[str], lines: Queue[str]) -> None:
    """Keep what is printed."""
    try:
        for line in said:
            lines.put(line)
    except ValueError:  # closed while it was being read
        pass


@dataclass(slots=True)
class Campaign:
    """One brief under watch, what is done to it, and what was not as it should be."""

    work: Path
    source: Path
    target: str = "all"
    seed: int = 1
    say: Callable[[str], None] = print
    kinds: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    rng: Random = field(init=False)
    watched: Watched = field(init=False)
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        shutil.copytree(self.source, self.content)
        package = self.work / "package" / "stagebrief"
        shutil.copytree(ROOT / "src" / "stagebrief", package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(templates_folder(), package / "templates", dirs_exist_ok=True)
        shutil.copytree(ROOT / "docs" / "schema", package / "schema", dirs_exist_ok=True)
        for name in ("run", "home/.fonts", "out"):
            (self.work / name).mkdir(parents=True)
        dropped = {"CI", "GITHUB_ACTIONS", "STAGEBRIEF_NO_DAEMON"}
        cache = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
        self.environment = {name: value for name, value in os.environ.items() if name not in dropped} | {
            MARK: str(self.work),
            "PYTHONPATH": str(package.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(self.work / "home"),
            "XDG_CACHE_HOME": cache,
            "XDG_RUNTIME_DIR": str(self.work / "run"),
        }
        for font in self.family():
            shutil.copy2(font, self.work / "home" / ".fonts" / font.name)
        self.watched = Watched(self.command("watch", self.content, self.output), self.environment)

    @property
    def content(self) -> Path:
        """What is watched."""
        return self.work / "content" / self.source.name

    @property
    def output(self) -> Path:
        """Where its PDFs are."""
        return self.work / "out"

    @property
    def templates(self) -> Path:
        """The templates that it reads."""
        return self.work / "package" / "stagebrief" / "templates"

    def command(self, name: str, content: Path, output: Path, *more: str) -> list[str]:
        """A command on the copy of the package."""
        where = [str(content), "--output", str(output), "--target", self.target, "--no-read-back"]
        return [sys.executable, "-m", "stagebrief", name, *where, *more]

    def family(self) -> list[Path]:
        """The files of the family that text is set in."""
        serif = find_fonts().serif
        return [cut for cut in (serif.regular, serif.bold, serif.italic, serif.bold_italic) if cut]

    def run(self, steps: int, chosen: Sequence[Step] = ()) -> list[str]:
        """So many faults made at random, or those that are chosen; returns what was wrong."""
        self.watched.start()
        try:
            self.watched.wait()
            self.compare("the first build")
            for number in range(1, steps + 1):
                step = chosen[number - 1] if chosen else self.rng.choice(STEPS)
                name = step.__name__
                self.kinds[name] = self.kinds.get(name, 0) + 1
                said = step(self)
                self.say(f"{number:4} {name:<20} {said}")
        except Empty:
            self.faults.append("watch did not answer")
            self.say("watch did not answer")
        finally:
            self.watched.stop()
            self.left("at the end")
        return self.faults

    # What can be checked.

    def pdfs(self, output: Path) -> Pdfs:
        """The PDFs by name."""
        return {path.name: path.read_bytes() for path in sorted(output.glob("*.pdf"))}

    def cold(self) -> Pdfs:
        """The PDFs of the same content, templates and fonts, built from nothing; empty where that is refused."""
        with tempfile.TemporaryDirectory(dir=self.work) as other:
            copy = Path(other) / "content" / self.source.name
            shutil.copytree(self.content, copy)
            command = self.command("build", copy, Path(other) / "out", "--no-daemon", "--quiet")
            subprocess.run(command, env=self.environment, check=False, capture_output=True)
            return self.pdfs(Path(other) / "out")

    def compare(self, what: str) -> str:
        """The PDFs must be those of a build from nothing."""
        cold = self.cold()
        if not cold:
            self.faults.append(f"{what}: a build from nothing fails")
        elif self.pdfs(self.output) != cold:
            self.faults.append(f"{what}: other bytes than from nothing")
        else:
            return "same bytes"
        return self.faults[-1].upper()

    def left(self, when: str) -> str:
        """No process of this campaign may be there, once watch has ended."""
        end = time.monotonic() + 60
        while (found := processes_of(self.work)) and time.monotonic() < end:
            time.sleep(0.1)
        if found:
            self.faults.append(f"processes left {when}: {found}")
            return self.faults[-1].upper()
        return "no process left"

    def edit(self) -> None:
        """A good save."""
        change_word(self.content, self.rng)

    # What is done.

    def broken_save(self) -> str:
        """A save that cannot be built: told, and the PDFs stay; then it is mended."""
        texts, before = text_files(self.content), self.pdfs(self.output)
        path, text = self.rng.choice(BROKEN)(self)
        path.write_bytes(text)
        line = self.watched.wait()
        if not line.startswith("the PDFs stay"):
            self.faults.append(f"a broken {path.name} was built: {line}")
        if self.pdfs(self.output) != before:
            self.faults.append(f"the PDFs changed by a broken {path.name}")
        path.write_bytes(texts[path])
        self.watched.wait()
        self.edit()
        self.watched.wait()
        return self.compare(f"after a broken {path.name}")

    def killed_waiting(self) -> str:
        """Some or all processes of TeX that wait are killed."""
        found = self.engines()
        chosen = found if self.rng.random() < 0.3 else self.rng.sample(found, min(len(found), self.rng.randint(1, 3)))
        killed = kill(chosen)
        self.edit()
        self.watched.wait()
        return f"{killed} of {len(found)} killed; {self.compare('after waiting processes were killed')}"

    def killed_working(self) -> str:
        """Processes are killed while a build goes on: the PDFs are the last good ones or the new ones."""
        before = self.pdfs(self.output)
        self.edit()
        time.sleep(self.rng.uniform(0.05, 1.5))
        killed = kill(self.engines())
        line = self.watched.wait()
        if line.startswith("the PDFs stay"):
            if self.pdfs(self.output) != before:
                self.faults.append("the PDFs changed by a build that failed")
            self.edit()
            self.watched.wait()
        return f"{killed} killed, {line}; {self.compare('after working processes were killed')}"

    def killed_watch(self) -> str:
        """The command itself is killed: its processes go with it, and it can be started again."""
        if self.rng.random() < 0.5:
            self.edit()
            time.sleep(self.rng.uniform(0.05, 1.0))
        self.watched.stop(signal.SIGKILL)
        said = self.left("after watch was killed")
        self.watched.start()
        self.watched.wait()
        return f"{said}; {self.compare('after watch was killed')}"

    def killed_session(self) -> str:
        """A session that builds from the shell have left is killed; the next build makes another."""
        output = self.work / "shell"
        command = self.command("build", self.content, output, "--quiet")
        subprocess.run(command, env=self.environment, check=False, capture_output=True)
        sessions = [pid for pid in processes_of(self.work) if b"stagebrief.daemon" in cmdline(pid)]
        kill(sessions)
        self.edit()
        self.watched.wait()
        subprocess.run(command, env=self.environment, check=False, capture_output=True)
        if self.pdfs(output) != self.pdfs(self.output):
            self.faults.append("after a session was killed: the shell's build has other bytes than watch's")
        shutil.rmtree(output)  # whereupon the session ends
        return f"{len(sessions)} killed; {self.compare('after a session was killed')}"

    def changed_template(self) -> str:
        """A template is saved with another colour."""
        path, before = self.templates / "shared" / "stagebrief-theme.tex", self.pdfs(self.output)
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "SBaccent" not in line]
        shade = f"{self.rng.randrange(0x40):02X}{self.rng.randrange(0x60):02X}{self.rng.randrange(0x80):02X}"
        path.write_text("\n".join([*lines, rf"\definecolor{{SBaccent}}{{HTML}}{{{shade}}}", ""]), encoding="utf-8")
        self.watched.wait()
        return self.changed(before, "a changed template")

    def changed_font(self) -> str:
        """A cut of the text's font becomes another one, and the next save is set in it."""
        fonts, before = self.family(), self.pdfs(self.output)
        whole = [font for font in fonts if not font.stem.endswith("BI")]  # Libertine's bold italic has no Cyrillic
        path = self.work / "home" / ".fonts" / self.rng.choice(whole[1:] or whole).name
        path.write_bytes(self.rng.choice([cut for cut in whole if cut.read_bytes() != path.read_bytes()]).read_bytes())
        shown = "seen" if self.cold() != before else "not used"  # a theme may set nothing in this cut
        self.edit()
        self.watched.wait()
        return f"{path.name} {shown}: {self.compare('after a changed font')}"

    def changed_setting(self) -> str:
        """Theme, paper, shape of the frames or table of contents are other ones."""
        path, before = self.content / "brief.yaml", self.pdfs(self.output)
        text = path.read_text(encoding="utf-8")
        name, values = self.rng.choice(SETTINGS)
        lines = [line for line in text.splitlines(keepends=True) if not line.startswith(f"{name}:")]
        now = next((line for line in text.splitlines() if line.startswith(f"{name}:")), f"{name}: {values[0]}")
        value = self.rng.choice([value for value in values if f"{name}: {value}" != now])
        path.write_text("".join(lines).rstrip("\n") + f"\n{name}: {value}\n", encoding="utf-8")
        self.watched.wait()
        return f"{name} {value}: {self.changed(before, f'another {name}')}"

    def changed(self, before: Pdfs, what: str) -> str:
        """What was changed must show in a PDF, or the step has tried nothing; then as after every step."""
        if self.pdfs(self.output) == before:
            self.faults.append(f"after {what}: the PDFs are as they were")
        return self.compare(f"after {what}")

    def engines(self) -> list[int]:
        """The processes of TeX and biber, and of the sandbox around them."""
        return [pid for pid in processes_of(self.work) if TEX.search(cmdline(pid))]


Step = Callable[[Campaign], str]
SETTINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("theme", ("serif", "sans", "lecture")),
    ("paper", ("a4", "letter")),
    ("aspect", ('"16:9"', '"4:3"', '"16:10"')),
    ("contents", ("always", "never")),
)


def unknown_source(campaign: Campaign) -> tuple[Path, bytes]:
    """A citation of nothing."""
    path = campaign.rng.choice(prose_files(campaign.content))
    return path, path.read_bytes() + b"\nNo such source [@nobody-has-this].\n"


def open_div(campaign: Campaign) -> tuple[Path, bytes]:
    """A div that is not closed."""
    path = campaign.rng.choice(prose_files(campaign.content))
    return path, path.read_bytes() + b"\n::: slide Half\n- a point\n"


def half_yaml(campaign: Campaign) -> tuple[Path, bytes]:
    """A YAML file in the midst of typing."""
    path = campaign.content / "brief.yaml"
    return path, path.read_bytes() + b'\nsubtitle: "not closed\n'


def no_text(campaign: Campaign) -> tuple[Path, bytes]:
    """A file that is no text."""
    path = campaign.rng.choice(prose_files(campaign.content))
    return path, b"\xff\xfe\x00\x01" * 40


def emptied(campaign: Campaign) -> tuple[Path, bytes]:
    """An emptied brief.yaml, as some editors leave it for a moment."""
    return campaign.content / "brief.yaml", b""


BROKEN = (unknown_source, open_div, half_yaml, no_text, emptied)
STEPS = (
    Campaign.broken_save,
    Campaign.broken_save,
    Campaign.killed_waiting,
    Campaign.killed_working,
    Campaign.killed_watch,
    Campaign.killed_session,
    Campaign.changed_template,
    Campaign.changed_font,
    Campaign.changed_setting,
)


def kill(pids: list[int]) -> int:
    """Kill processes; how many of them were there."""
    killed = 0
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
            killed += 1
        except ProcessLookupError:
            continue
    return killed


def cmdline(pid: int) -> bytes:
    """The words that started a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def processes_of(work: Path) -> list[int]:
    """The processes with the campaign's mark, that work in its folder or were started for it; our own aside."""
    found, folder = [], os.fsencode(work)
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        try:
            marked = f"{MARK}={work}".encode() in (process / "environ").read_bytes().split(b"\0")
            named = folder in (process / "cmdline").read_bytes()
            works_there = (process / "cwd").resolve().is_relative_to(work)
            dead = (process / "stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
        except OSError:
            continue
        if (marked or named or works_there) and not dead:
            found.append(int(process.name))
    return found


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--content", type=Path, default=SHIPPED)
    parser.add_argument("--target", choices=("brief", "slides", "all"), default="all")
    parser.add_argument("--date", default=str(date.today()), help="what is written down as the date")
    parser.add_argument("--record", action="store_true", help="write docs/benchmarks/watch-faults.json")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sb-faults", ignore_cleanup_errors=True) as work:
        campaign = Campaign(Path(work).resolve(), arguments.content.resolve(), arguments.target, arguments.seed)
        faults = campaign.run(arguments.steps)
        print(", ".join(f"{name} {count}" for name, count in sorted(campaign.kinds.items())))
        print(f"{arguments.steps} steps, {len(faults)} faults")
        for fault in faults:
            print(f"  {fault}")
    if arguments.record:
        record("watch-faults", campaign.kinds, arguments.steps, faults, arguments.date)
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
