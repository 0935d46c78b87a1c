"""Install the system packages that a build needs; where that is not allowed, print the command that does, and stop.

`make` runs this before anything else, with the system's Python and nothing but the standard library. What is needed
stands in src/stagebrief/compile/needs.py; with `--tests` what only the tests need is installed too.
Exit status: 0 all that is required is here, 3 something is missing.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - to say so before the imports fail
    sys.exit("error: stagebrief wants Python 3.11 or later; say which with `make PYTHON=python3.12`")

import os
import shutil
import subprocess
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.dont_write_bytecode = True

from stagebrief.compile.needs import Kind, Need, packages  # noqa: E402 - the path comes first
from stagebrief.compile.toolchain import forget, lacking, mending_commands  # noqa: E402

MISSING = 3
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
BROWSER = Need(
    "chromium", Kind.PROGRAM, "chromium", "chromium", "", "chromium", False, "tries the live page in the tests"
)

OTHERS = (
    Need(
        "pdfinfo",
        Kind.PROGRAM,
        "poppler-utils",
        "poppler-utils",
        "",
        "poppler",
        False,
        "reads tagged PDFs in the tests",
    ),
    Need("minisign", Kind.PROGRAM, "minisign", "minisign", "", "minisign", False, "signs releases in the tests"),
)


def main(tests: bool) -> int:
    """Look, install what is missing, look again."""
    missing = (*lacking(), *python_modules())
    wanted = of_tests() if tests else []
    if (missing or wanted) and shutil.which("apt-get") and (prefix := right_to_install()) is not None:
        for needs in filter(
            None, (missing, wanted)
        ):  # where there is no such browser, the rest is installed all the same
            install(prefix, packages("apt-get", tuple(needs)))
        forget()
        missing = (*lacking(), *python_modules())
    missing = (*missing, *(of_tests() if tests else []))
    required = [need for need in missing if need.required]
    if required:
        print(f"error: not installed: {', '.join(need.name for need in required)}", file=sys.stderr)
        print(f"hint: run  {commands_for(tuple(missing))}\n      and then make again", file=sys.stderr)
        return MISSING
    for need in missing:
        print(f"note: {need.name} is not installed; it {need.use}")
    if missing:
        print(f"note: to get it, run  {commands_for(tuple(missing))}")
    return 0


def python_modules() -> list[Need]:
    """What Python needs to make a virtual environment; Debian has it in a package of its own."""
    invalidate_caches()
    if (ROOT / ".venv" / "bin" / "python").exists() or (find_spec("venv") and find_spec("ensurepip")):
        return []
    package = f"python3.{sys.version_info.minor}-venv"
    return [Need("Python's venv", Kind.PROGRAM, package, "python3", "python3", "python3")]


def of_tests() -> list[Need]:
    """What the tests try things with and is not here: a browser, if there is none of its kind, and programs."""
    browser = [] if any(map(shutil.which, BROWSERS)) else [BROWSER]
    return browser + [need for need in OTHERS if not shutil.which(need.name)]


def right_to_install() -> list[str] | None:
    """What to put before a command so that it may install: nothing for root, sudo if it asks no password; else None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    may = sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [sudo, "-n"] if sudo and may else None


def install(prefix: list[str], names: list[str]) -> None:
    """Let apt-get install these packages; what it says is shown only if it fails."""
    print(f"installing {len(names)} system packages: {' '.join(names)}", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    for command in (["update"], ["install", "--no-install-recommends", *names]):
        result = subprocess.run(
            [*apt, *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if result.returncode:
            print(result.stdout.decode("utf-8", "replace"), file=sys.stderr)


def commands_for(needs: tuple[Need, ...]) -> str:
    """The command for this machine's package manager."""
    return next(iter(mending_commands(needs).values()))


if __name__ == "__main__":
    sys.exit(main("--tests" in sys.argv[1:]))
