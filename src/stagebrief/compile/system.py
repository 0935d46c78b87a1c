"""LuaLaTeX and biber as programs of this machine: in a sandbox where there is one, with little else, within limits."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from stagebrief.caches import cache_folder
from stagebrief.compile.engine import EngineRun, TexJob
from stagebrief.compile.font_cache import Warming, private_fonts, shared_fonts
from stagebrief.compile.inside import first_process
from stagebrief.compile.limits import chosen_limits
from stagebrief.compile.ownership import without_links
from stagebrief.compile.sandbox import Sandbox, chosen_sandbox, readable_by_tex, wanted_mode
from stagebrief.compile.versions import identity_of, version_of
from stagebrief.diagnostics import error
from stagebrief.errors import ToolchainError
from stagebrief.resources import templates_folder

PARANOID_READING_BELOW = (1, 17)
"""From this LuaHBTeX on `openin_any=p` keeps luaotfload from reading its own files."""

LIMITED = 'ulimit -t "$1"; ulimit -f "$2"; ulimit -v "$3" 2>/dev/null; shift 3; exec "$@"'
"""Sets limits and becomes the program; done by the shell, since a forked Python with threads may do next to nothing."""

OPTIONS = ("-interaction=nonstopmode", "-file-line-error", "-recorder", "-no-shell-escape")
"""TeX goes on after a fault, so that one run finds them all; the log says what they are."""

START = r"\directlua{stagebrief_close()}\input "
"""The first words of a run: shut what only the start of LaTeX needs, then read the document."""

KEPT = ("PATH", "HOME", "TMPDIR", "TEXMFCNF", "TEXMFHOME", "TEXMFLOCAL", "TEXMFCONFIG", "OSFONTDIR", "PERL5LIB")
"""Variables of the user's that say where programs and packages are; all others are left behind."""


@dataclass(slots=True)
class SystemEngine:
    """An `Engine` that starts one process for each run; `shown` are folders that it may read beside the system's.

    With `synctex` TeX notes in `NAME.synctex` where each line of its input went.
    """

    time_limit: float = field(default_factory=lambda: chosen_limits().seconds)
    memory_limit: int = field(default_factory=lambda: chosen_limits().memory)
    size_limit: int = field(default_factory=lambda: chosen_limits().size)
    page_limit: int = field(default_factory=lambda: chosen_limits().pages)
    sandbox: Sandbox = field(default_factory=chosen_sandbox)
    cache: Path = field(default_factory=cache_folder)
    shown: tuple[Path, ...] = ()
    synctex: bool = False
    _running: set[subprocess.Popen[bytes]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: bool = False

    @property
    def identity(self) -> str:
        """Path, size and time of change of both programs."""
        return identity_of(("lualatex", "biber"))

    def run(self, job: TexJob, folder: Path, *, draft: bool = False) -> EngineRun:
        """Run LuaLaTeX once; raises ToolchainError if there is none."""
        (folder / f"{job.name}.fls").unlink(missing_ok=True)
        (folder / f"{job.name}.log").unlink(missing_ok=True)
        (folder / f"{job.name}.synctex").unlink(missing_ok=True)
        environment = self.tex_environment(job, folder)
        status, seconds, stopped = self.start(tex_command(job, self.synctex, draft=draft), folder, environment)
        return outcome_of(folder, job.name, status, seconds, stopped)

    def biber(self, job: TexJob, folder: Path) -> EngineRun:
        """Run biber once; raises ToolchainError if there is none."""
        (folder / f"{job.name}.blg").unlink(missing_ok=True)
        environment = self.environment(job, os.environ)
        command = [program("biber"), "--quiet", "--noconf", job.name]
        self.unpack(command[0], environment)
        status, seconds, stopped = self.start(command, folder, environment)
        without_links(folder)
        return EngineRun(status, seconds, text_of(folder / f"{job.name}.blg"), stopped=stopped)

    def look_ahead(self, job: TexJob, folder: Path, file: str) -> bool:  # noqa: ARG002 - as the engine has it
        """Not done: it would cost a whole preamble."""
        return False

    def stop(self) -> None:
        """End what is running now; later runs are refused."""
        with self._lock:
            self._stopped = True
            running = tuple(self._running)
        for process in running:
            end(process)

    def tex_environment(self, job: TexJob, folder: Path, *more: Path) -> dict[str, str]:
        """The variables of a run of TeX in that folder, whose fonts are made ready; it may write in `more` too."""
        folder = folder.resolve()
        environment = self.environment(job, os.environ)
        Path(environment["TEXMFCACHE"]).mkdir(parents=True, exist_ok=True)
        if self.sandbox or "TEXMF" not in environment:  # stored files bring a cache of their own
            Warming(self).warm(folder, environment)
        environment |= private_fonts(folder, Path(environment["TEXMFCACHE"]))
        return environment | {
            "STAGEBRIEF_READABLE": "\n".join((*readable_by_tex(environment), *map(str, self.shown))),
            "STAGEBRIEF_WRITABLE": "\n".join(map(str, (folder, *more))),
            "STAGEBRIEF_PAGES": str(self.page_limit),
        }

    def unpack(self, biber: str, environment: Mapping[str, str]) -> None:
        """Let the packed biber of TeX Live unpack itself before it is given anything to read."""
        place = Path(environment["PAR_GLOBAL_TEMP"])
        with Path(biber).open("rb") as file:
            packed = file.read(4) == b"\x7fELF"
        if packed and not place.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            self.run_freely([biber, "--version"], place, dict(environment))

    def run_freely(self, command: list[str], folder: Path, environment: dict[str, str]) -> int:
        """Run a command that reads no content, without a sandbox; its status."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            return subprocess.run(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=self.time_limit,
                check=False,
            ).returncode
        return 1

    def environment(self, job: TexJob, user: Mapping[str, str]) -> dict[str, str]:
        """The variables of a run: where things are, the document's time, and what TeX may touch."""
        fonts = shared_fonts(self.cache)
        kept = {name: user[name] for name in KEPT if name in user}
        reading = {"openin_any": "p"} if may_read_paranoidly() else {}
        return {
            **kept,
            **reading,
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "SOURCE_DATE_EPOCH": str(job.epoch),
            "FORCE_SOURCE_DATE": "1",
            "max_print_line": "10000",
            "error_line": "254",
            "half_error_line": "238",
            "openout_any": "p",
            "shell_escape": "f",
            **dict.fromkeys(("MKTEXTFM", "MKTEXPK", "MKTEXMF", "MKTEXTEX", "MKTEXFMT"), "0"),  # programs of kpathsea's
            "TEXMFVAR": str(fonts),
            "TEXMFCACHE": str(fonts),
            "PAR_GLOBAL_TEMP": str(self.cache / "biber"),  # where the packed biber of TeX Live unpacks itself
        }

    def start(self, command: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, float, str]:
        """Run the command in the folder; returns status, seconds and the limit that ended it."""
        begun = time.monotonic()
        process = self.spawn(command, folder, environment)
        if process is None:
            return 1, 0.0, "stop"
        status, stopped = self.wait_for(process)
        return status, time.monotonic() - begun, stopped

    def wait_for(self, process: subprocess.Popen[bytes]) -> tuple[int, str]:
        """The status of a process that was started, and the limit that ended it."""
        stopped = ""
        try:
            status = process.wait(self.time_limit)
        except subprocess.TimeoutExpired:
            stopped = "time"
            status = end(process)
        except BaseException:
            end(process)
            raise
        finally:
            with self._lock:
                self._running.discard(process)
        return status, stopped or LIMIT_OF.get(-status if status < 0 else status - BY_SIGNAL, "")

    def spawn(
        self,
        command: list[str],
        folder: Path,
        environment: dict[str, str],
        inherited: tuple[int, ...] = (),
        *,
        writable: tuple[Path, ...] = (),
        options: tuple[str, ...] = (),
    ) -> subprocess.Popen[bytes] | None:
        """Start the command in the folder, in the sandbox and within the limits; None if the engine has been stopped.

        `inherited` are the numbers of open files that it shares, `writable` folders beside its own that it may write,
        `options` further ones of the sandbox.
        """
        folder = folder.resolve()
        limits = [str(int(self.time_limit) + 1), str(self.size_limit // 512), str(self.memory_limit // 1024)]
        unpacked = environment.get("PAR_GLOBAL_TEMP", "/")
        readable = (*readable_by_tex(environment), *map(str, self.shown), unpacked)
        command = self.sandbox.around(command, readable, (folder, *writable), "--chdir", str(folder), *options)
        with self._lock:
            if self._stopped:
                return None
            process = subprocess.Popen(
                ["/bin/sh", "-c", LIMITED, "sh", *limits, *command],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                pass_fds=inherited,
            )
            self._running.add(process)
            return process

    def spawn_told(
        self,
        command: list[str],
        folder: Path,
        environment: dict[str, str],
        inherited: tuple[int, ...],
        writable: tuple[Path, ...],
    ) -> tuple[subprocess.Popen[bytes] | None, int]:
        """As `spawn`, and the number of the sandbox's first process; 0 without a sandbox."""
        if not self.sandbox:
            return self.spawn(command, folder, environment, inherited, writable=writable), 0
        reader, writer = os.pipe()
        options = ("--info-fd", str(writer))
        try:
            process = self.spawn(command, folder, environment, (*inherited, writer), writable=writable, options=options)
        finally:
            os.close(writer)
        first = first_process(reader)
        return process, first


FINISHED = ("Output written on ", "no pages of output", "draftmode enabled, not changing output")
"""One of them stands at the end of the log of a run that came to the document's end."""

TOO_MANY_PAGES = "stagebrief: more than "
"""What the log says where the wall within LuaLaTeX has ended the run."""

BY_SIGNAL = 128
"""What a shell or a sandbox adds to the signal that ended its program, to make a status of it."""

LIMIT_OF = {int(signal.SIGXCPU): "time", int(signal.SIGXFSZ): "size", int(signal.SIGKILL): "memory"}
"""The limit that a signal tells of; Linux kills what takes the machine's last memory."""


def end(process: subprocess.Popen[bytes]) -> int:
    """End the process and what it has started; returns its status."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def outcome_of(folder: Path, name: str, status: int | None, seconds: float, stopped: str) -> EngineRun:
    """What a run of TeX has left in the folder; without a status the log tells whether it came to its end."""
    without_links(folder)  # what a program has left is read by this one, which could follow them anywhere
    read, written = recorded(folder, name)
    log = text_of(folder / f"{name}.log")
    if not stopped and "not enough memory" in log:
        stopped = "memory"
    if not stopped and TOO_MANY_PAGES in log[-4000:]:
        stopped = "pages"
    if status is None:
        status = 0 if any(sign in log[-4000:] for sign in FINISHED) else 1
    return EngineRun(status, seconds, log, read, written, stopped)


def ready() -> None:
    """Raise UsageError or ToolchainError where what the environment asks of a run cannot be had."""
    chosen_limits()
    if wanted_mode() == "require":
        chosen_sandbox()


def tex_command(job: TexJob, synctex: bool = False, *, draft: bool = False) -> list[str]:
    """LuaLaTeX behind its wall, with the job to read."""
    wall = templates_folder() / "shared" / "stagebrief-wall.lua"
    options = (*OPTIONS, *(("-synctex=-1",) if synctex else ()), *(("-draftmode",) if draft else ()))
    return [program("lualatex"), f"--lua={wall}", *options, f"-jobname={job.name}", f"{START}{job.name}.tex"]


def program(name: str) -> str:
    """The path of a program; raises ToolchainError if it is not installed."""
    found = shutil.which(name)
    if found is None:
        hint = "run 'stagebrief doctor' for the command that installs it"
        raise ToolchainError([error("program-exists", f"'{name}' is not installed", None, hint)])
    return found


def may_read_paranoidly() -> bool:
    """Whether this LuaTeX works when TeX may read no hidden file and none above the work folder."""
    version = version_of("lualatex")
    return bool(version) and version < PARANOID_READING_BELOW


OF_THE_SYSTEM = ("/proc/", "/dev/")
"""What the forking looks up about itself is no source."""


def recorded(folder: Path, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files read and written according to TeX's recorder, each once, in the order of first use."""
    kinds: dict[str, dict[str, None]] = {"INPUT": {}, "OUTPUT": {}}
    here = folder.resolve().as_posix()
    for line in text_of(folder / f"{name}.fls").splitlines():
        kind, _, path = line.partition(" ")
        if kind in kinds and not path.startswith(OF_THE_SYSTEM):
            inside = path.removeprefix(f"{here}/")
            kinds[kind][PurePosixPath(inside).as_posix()] = None
    return tuple(kinds["INPUT"]), tuple(kinds["OUTPUT"])


def text_of(path: Path) -> str:
    """The text of a file that a program wrote, in whatever state; empty if there is none."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
