"""The same 25 slips in Pandoc with latexmk, in MyST and in stagebrief: what each says, for docs/faults-compared.md.

`make compare-faults` makes the sources from `documents.toml` and `slips.toml`, runs each tool, keeps what it says of a
slip and not of the sound document in `recorded/TOOL/SLIP.txt`, and writes the page. Whether a
person who knows no TeX could mend it is judged by hand, in `judged.toml`, after the rule that the page has. `--page`
only writes the page.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "faults-compared.md"
RECORDED = HERE / "recorded"
PICTURE = ROOT / "tests" / "cases" / "faults" / "base" / "figures" / "harbour.png"
TOOLS = ("pandoc", "myst", "stagebrief")
FILES = {
    "pandoc": {"text": "brief.md", "settings": "brief.md", "sources": "references.bib"},
    "myst": {"text": "brief.md", "settings": "myst.yml", "sources": "references.bib"},
    "stagebrief": {"text": "introduction.md", "settings": "brief.yaml", "sources": "references.bib"},
}
LONGEST = 12
"""Lines of what is said that are kept."""
TIME_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip in one tool's sources; `file` and `line` are the author's, where the fault is."""

    name: str
    words: str
    files: dict[str, str]
    file: str
    line: int
    broken_picture: bool = False


def documents() -> dict[str, dict[str, str]]:
    """The sound document of each tool, by file."""
    data = tomllib.loads((HERE / "documents.toml").read_text(encoding="utf-8"))
    return {tool: {**data[tool]["files"], **data["shared"]} for tool in TOOLS}


def slips(tool: str) -> list[Slip]:
    """All slips as that tool's author makes them."""
    base = documents()[tool]
    found = []
    for described in tomllib.loads((HERE / "slips.toml").read_text(encoding="utf-8"))["slip"]:
        one = {**described, **described.get(tool, {})}
        if one["file"] == "picture":
            line = line_of(base[FILES[tool]["text"]], one["at"])
            found.append(Slip(one["name"], one["words"], base, FILES[tool]["text"], line, broken_picture=True))
            continue
        file = FILES[tool][one["file"]]
        assert one["old"] in base[file], (tool, one["name"])
        text = base[file].replace(one["old"], one["new"], 1)
        mark = one.get("at") or one["new"].split("\n")[0]
        found.append(Slip(one["name"], one["words"], {**base, file: text}, file, line_of(text, mark)))
    return found


def line_of(text: str, mark: str) -> int:
    """The line in which something stands first."""
    return text[: text.index(mark)].count("\n") + 1


def write(folder: Path, files: dict[str, str], *, broken_picture: bool) -> None:
    """Write a document's files and its picture."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "figures").mkdir()
    data = PICTURE.read_bytes()
    (folder / "figures" / "harbour.png").write_bytes(data[: len(data) // 3] if broken_picture else data)
    shutil.copytree(HERE / "template", folder / "template")


def called(command: list[str | Path], folder: Path) -> tuple[int, str]:
    """How a command ends, and what it prints."""
    environment = {**os.environ, "NO_COLOR": "1", "STAGEBRIEF_NO_DAEMON": "1", "max_print_line": "1000"}
    ended = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIME_LIMIT,
        check=False,
    )
    text = re.sub(r"\x1b\[[\d;]*m", "", ended.stdout.decode("utf-8", "replace"))
    return ended.returncode, text.replace(str(folder), "…")


def run_pandoc(programs: dict[str, str], folder: Path) -> tuple[int, str]:
    """Pandoc with citeproc to LaTeX, latexmk with LuaLaTeX to PDF, as its users do."""
    status, said = called([programs["pandoc"], "brief.md", "-s", "--citeproc", "-o", "brief.tex"], folder)
    if status:
        return status, said
    status, more = called(["latexmk", "-lualatex", "-interaction=nonstopmode", "-file-line-error", "brief.tex"], folder)
    return status, said + more


def run_myst(programs: dict[str, str], folder: Path) -> tuple[int, str]:
    """MyST to PDF, with a template that lies in the folder."""
    return called([programs["myst"], "build", "--pdf"], folder)


def run_stagebrief(_programs: dict[str, str], folder: Path) -> tuple[int, str]:
    """stagebrief to the brief's PDF."""
    command = [sys.executable, "-m", "stagebrief", "build", ".", "--target", "brief", "--no-daemon", "--output", "out"]
    return called(command, folder)


RUNS: dict[str, Callable[[dict[str, str], Path], tuple[int, str]]] = {
    "pandoc": run_pandoc,
    "myst": run_myst,
    "stagebrief": run_stagebrief,
}
TELLING = {
    "pandoc": re.compile(
        r"^(!|l\.\d|\[WARNING\]|Error|[\w./-]+:\d+: |Missing character|Overfull|LaTeX Warning|.*[Ee]rror|pandoc:"
        r"|\s*(unexpected|expecting)|Package .* Warning|.*Missing|.*[Uu]ndefined|.*could not be found|Could not|YAML)"
    ),
    "myst": re.compile(r"^-+\^|.*(⚠|⛔|❌|[Ee]rror|[Ww]arning|TeX|^\s+\S)"),
    "stagebrief": re.compile(r".*(: (error|warning|note): |hint: |[\^~]{2,}|^    )"),
}
NOISE = re.compile(
    r"Font Warning|Latexmk: (Summary|Log|Examin|applying|Errors|====)|Rerun|\d+ ms|transcript|error.?message"
    r"|Warning: Draft|Collected error summary|gave return code|Refer to|Console:|Detailed logs:|Build path:"
    r"|Hyper reference `question|file:line:error|nonstopmode|in \d+(\.\d+)? m?s|infwarerr|errcode|For .?error"
    r"|the -f option|^\s+at |throw Error|Latex failed to resolve|^  Citation .*undefined on input line"
)


def said_of(tool: str, output: str, sound: str) -> str:
    """What a tool says of a slip and not of the sound document, in so many lines."""
    usual = set(map(str.strip, sound.split("\n")))
    lines = [line.rstrip() for line in output.split("\n") if line.strip() and line.strip() not in usual]
    if tool == "pandoc" and "Latexmk" not in output:  # Pandoc itself has refused: all that it says counts
        telling = lines
    else:
        telling = list(dict.fromkeys(line for line in lines if TELLING[tool].match(line) and not NOISE.search(line)))
    kept = telling[:LONGEST]
    more = [f"[{len(telling) - LONGEST} more lines]"] if len(telling) > LONGEST else []
    return "\n".join([line[:300] for line in kept] + more)


def record(tool: str, programs: dict[str, str], names: list[str]) -> None:
    """Run one tool over the slips of these names, or all, and keep what it says."""
    (RECORDED / tool).mkdir(parents=True, exist_ok=True)
    sound = run_once(tool, programs, documents()[tool], broken_picture=False)
    print(f"{tool}: the sound document ends with {sound[0]}", flush=True)
    if sound[0]:
        print(sound[1][-3000:])
    for slip in slips(tool):
        if names and slip.name not in names:
            continue
        status, output = run_once(tool, programs, slip.files, broken_picture=slip.broken_picture)
        said = said_of(tool, output, sound[1])
        (RECORDED / tool / f"{slip.name}.txt").write_text(f"exit status {status}\n{said}\n", encoding="utf-8")
        print(f"{tool} {slip.name}: {status}", flush=True)


def run_once(tool: str, programs: dict[str, str], files: dict[str, str], *, broken_picture: bool) -> tuple[int, str]:
    """One run of a tool in a new folder."""
    with tempfile.TemporaryDirectory(prefix="slips-") as name:
        folder = Path(name) / "brief"
        folder.mkdir()
        write(folder, files, broken_picture=broken_picture)
        return RUNS[tool](programs, folder)


def named(slip: Slip, said: str) -> str:
    """Whether what is said names the author's file and line: right, another, or none."""
    file = re.escape(slip.file)
    lines = [int(match[1]) for match in re.finditer(rf"{file}(?:[:\"]?(?:\s*\(?line |:)|[^\n]* at line )(\d+)", said)]
    if not lines:
        return "none"
    return "right" if slip.line in lines else "another"


def recorded(tool: str, name: str) -> tuple[str, str]:
    """How a tool has ended on a slip, and what it has said."""
    status, _, said = (RECORDED / tool / f"{name}.txt").read_text(encoding="utf-8").partition("\n")
    return status, "\n".join(line for line in said.split("\n") if not NOISE.search(line))


def page(judged: dict[str, dict[str, object]]) -> str:
    """The page of the comparison."""
    rows, counts = [], {tool: {"says": 0, "fails": 0, "right": 0, "mends": 0, "harmless": 0} for tool in TOOLS}
    details = []
    for number, slip in enumerate(slips("stagebrief")):
        cells = []
        for tool in TOOLS:
            own = slips(tool)[number]
            status, said = recorded(tool, own.name)
            verdict = judged[tool].get(own.name, False)
            if verdict == "harmless":
                counts[tool]["harmless"] += 1
                cells.append("does no harm")
                continue
            says, where = bool(said.strip()), named(own, said)
            counts[tool]["says"] += says
            counts[tool]["fails"] += status != "exit status 0"
            counts[tool]["right"] += where == "right"
            counts[tool]["mends"] += verdict is True
            line = {"right": "right line", "another": "another line", "none": "no line"}[where]
            cells.append(f"{line}, {'**yes**' if verdict is True else 'no'}" if says else "silent")
            if said.strip():
                shown = "\n".join(f"    {text}" for text in said.rstrip().split("\n"))
                details.append(f"**{own.name}**, {tool} ({status}; at fault is {own.file}:{own.line})\n\n{shown}\n")
        rows.append(f"| {slip.words} | {' | '.join(cells)} |")
    facts = (HERE / "recorded" / "versions.txt").read_text(encoding="utf-8").strip()
    total = "\n".join(
        f"| {what} | {' | '.join(str(counts[tool][key]) for tool in TOOLS)} |"
        for what, key in (
            ("the slip does no harm: what the author wrote is printed", "harmless"),
            ("something is said of it", "says"),
            ("the command fails", "fails"),
            ("the author's file and line are named, and rightly", "right"),
            ("a person who knows no TeX could mend it", "mends"),
        )
    )
    head = (HERE / "page.md").read_text(encoding="utf-8")
    table = "| slip | Pandoc + latexmk | MyST | stagebrief |\n|---|---|---|---|\n" + "\n".join(rows)
    sums = f"| of {len(rows)} slips | Pandoc + latexmk | MyST | stagebrief |\n|---|---|---|---|\n{total}"
    return head.replace("VERSIONS", facts).replace("SUMS", sums).replace("TABLE", table) + "\n" + "\n".join(details)


def main() -> None:
    """Run the tools that are to be had, and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pandoc", default="")
    parser.add_argument("--myst", default="")
    parser.add_argument("--tools", default=" ".join(TOOLS))
    parser.add_argument("--slips", default="")
    parser.add_argument("--page", action="store_true")
    chosen = parser.parse_args()
    programs = {"pandoc": chosen.pandoc, "myst": chosen.myst}
    if not chosen.page:
        for tool in chosen.tools.split():
            record(tool, programs, chosen.slips.split())
        write_versions(programs)
    judged = tomllib.loads((HERE / "judged.toml").read_text(encoding="utf-8"))
    PAGE.write_text(page(judged), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


def write_versions(programs: dict[str, str]) -> None:
    """Which versions were asked, and when."""

    def first(command: list[str]) -> str:
        lines = [line for line in called([*command], HERE)[1].split("\n") if re.search(r"\d\.\d", line)]
        return lines[0].strip() if lines else "?"

    parts = [
        first([programs["pandoc"], "--version"]),
        first(["latexmk", "--version"]),
        f"MyST {first([programs['myst'], '--version'])}",
        first(["lualatex", "--version"]),
        f"stagebrief {version('stagebrief')}",
    ]
    today = datetime.now(tz=UTC).date().isoformat()
    (RECORDED / "versions.txt").write_text(f"{'; '.join(parts)}; {today}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
