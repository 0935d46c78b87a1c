"""Write the locks of Python packages: for building from source, for the site of docs, and for everything else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    "requirements-build.lock": ["--group", "build"],
    "requirements-docs.lock": ["--group", "docs"],
    "requirements.lock": ["--group", "dev", "--constraint", "requirements-build.lock", "pyproject.toml"],
}
HEAD = "# Made by `make lock` from pyproject.toml; install with --require-hashes.\n"


def lock(name: str, options: list[str]) -> None:
    """Resolve the packages for every Python from 3.11 and every platform, and write them with their hashes."""
    command = [str(Path(sys.prefix) / "bin" / "uv"), "pip", "compile", "--quiet", "--upgrade", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url"]
    command += ["--no-emit-find-links", "--no-annotate", *options]
    found = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    (ROOT / name).write_text(HEAD + found, encoding="utf-8")


for file, options in LOCKS.items():
    lock(file, options)
