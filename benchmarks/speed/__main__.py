"""Compare stagebrief with latexmk, Pandoc and Typst, and write docs/benchmarks.

    python -m benchmarks.speed --tools .venv-bench/bin/python              everything: an hour or more
    python -m benchmarks.speed --quick --tools .venv-bench/bin/python      some minutes
    python -m benchmarks.speed --sizes 0 20 --cases cold word --rounds 5   parts; 0 is the shipped brief
    python -m benchmarks.speed --from docs/benchmarks/speed.json           the page and the drawing anew

What was measured is kept as it comes, so that Ctrl-C loses nothing; with --add it joins what is there already.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.speed.cases import CASES, Bench, Plan, Record
from benchmarks.speed.contenders import tools_of
from benchmarks.speed.page import page_of
from benchmarks.speed.plot import plot_of
from benchmarks.speed.runs import version_of

RESULTS = Path(__file__).resolve().parents[2] / "docs" / "benchmarks"
FEWER = {100: 0.6, 400: 0.4}
"""Share of the rounds that large briefs get; at least two."""


def main() -> None:
    """Measure what is asked for and write it down."""
    arguments = arguments_given()
    target: Path = arguments.output
    target.mkdir(parents=True, exist_ok=True)
    raw: dict[str, Any]
    if arguments.source:
        raw = json.loads(arguments.source.read_text(encoding="utf-8"))
    else:
        raw = {
            "date": arguments.date or today(),
            "machine": machine(),
            "versions": versions(arguments.tools),
            "only_quick": arguments.quick,
            "records": [],
        }
        if arguments.add and (target / "speed.json").exists():
            raw["records"] = json.loads((target / "speed.json").read_text(encoding="utf-8"))["records"]
        try:
            measure(arguments, raw["records"])
        except KeyboardInterrupt:
            print("ended; what was measured is kept")
        finally:
            write(raw, target)
    write(raw, target)
    print(f"written: {target / 'README.md'}")


def write(raw: dict[str, Any], target: Path) -> None:
    """The figures, the page and the drawing."""
    (target / "speed.json").write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (target / "README.md").write_text(page_of(raw, campaigns_in(target)), encoding="utf-8")
    (target / "speed.svg").write_text(plot_of(raw["records"]), encoding="utf-8")


def arguments_given() -> argparse.Namespace:
    """What the command line says; `--quick` stands for fewer of everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", help="pages of the briefs; 0 is the shipped one")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--only", nargs="+", default=[], help="the names of those that take part")
    parser.add_argument("--rounds", type=int, help="runs of each in each case")
    parser.add_argument("--saves", type=int, help="saves under watch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="the shipped brief and five pages, few rounds")
    parser.add_argument("--options", nargs="*", default=[], help="of `stagebrief build`, without hyphens: no-read-back")
    parser.add_argument("--tools", default="", type=named_anywhere, help="a Python that has typst and pypandoc")
    parser.add_argument("--date", help="the date that is written down; else SOURCE_DATE_EPOCH or the clock says it")
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument("--add", action="store_true", help="keep the measurements that are there")
    parser.add_argument("--from", dest="source", type=Path, help="write page and drawing of earlier measurements")
    found = parser.parse_args()
    found.sizes = found.sizes or ([0, 5] if found.quick else [0, 5, 20, 100, 400])
    found.rounds = found.rounds or (2 if found.quick else 7)
    found.saves = found.saves or (6 if found.quick else 60)
    return found


def measure(arguments: argparse.Namespace, records: list[Record]) -> None:
    """All sizes, one after the other, in folders that are removed."""
    for size in arguments.sizes:
        share = FEWER.get(size, 1.0)
        plan = Plan(
            tuple(arguments.sizes),
            tuple(arguments.cases),
            max(2, round(arguments.rounds * share)),
            max(2, round(arguments.saves * (1.0 if size in {0, 5, 20} else share / 2))),
            arguments.seed,
            arguments.tools,
            tuple(arguments.only),
            tuple(f"--{name}" for name in arguments.options),
        )
        with tempfile.TemporaryDirectory(prefix="sb", ignore_cleanup_errors=True) as scratch:
            Bench(plan, size, Path(scratch), records.append).run()


def today() -> str:
    """The day, by SOURCE_DATE_EPOCH where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return str(datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdigit() else date.today())


def machine() -> str:
    """What it ran on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} cores of {name}, {platform.system()} {platform.release()}"


def named_anywhere(path: str) -> str:
    """A program's path that holds in any folder; links are kept, for a virtual environment is one."""
    return os.path.abspath(path) if path else ""  # noqa: PTH100 - `resolve` would follow the link


def versions(tools: str) -> dict[str, str]:
    """The versions of all that took part."""
    pandoc, typst = tools_of(tools)
    return {
        "stagebrief": version("stagebrief"),
        "Python": platform.python_version(),
        "LuaLaTeX": version_of("lualatex", "--version"),
        "biber": version_of("biber", "--version"),
        "latexmk": version_of("latexmk", "--version"),
        "Pandoc": version_of(pandoc, "--version") if pandoc else "",
        "Typst": typst,
    }


def campaigns_in(folder: Path) -> dict[str, Record]:
    """What the campaigns on edits and faults have written down."""
    found = {}
    for name in ("edits", "watch-faults"):
        if (folder / f"{name}.json").exists():
            found[name] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
