"""What each package and each font costs to load, in brief and deck, by TeX's own clock.

    python benchmarks/preamble_costs.py [--content FOLDER] [--rounds 5] [--output docs/benchmarks/preamble.md]

LaTeX's hooks around every file that it reads, and a wrapper around the function that defines fonts, note the time that
the processor has spent. What a file reads itself is counted with it. Each figure is the median of some runs.
"""

from __future__ import annotations

import argparse
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.speed.contenders import Words  # noqa: E402
from benchmarks.speed.runs import version_of  # noqa: E402

from stagebrief.compile.workfolder import write_source  # noqa: E402
from stagebrief.model.tex import TexSource  # noqa: E402

LUA = r"""
local stack, fonts, out = {}, 0, io.open("costs.txt", "w")
costs = {}
function costs.open(name) stack[#stack + 1] = {name, os.clock(), fonts} end
function costs.close()
  local file = table.remove(stack)
  if file then
    local parent = stack[#stack]
    local words = {"file", parent and parent[1] or "", file[1], os.clock() - file[2] - (fonts - file[3])}
    out:write(table.concat(words, "\t"), "\n")
  end
end
function costs.mark(name) out:write("mark\t", name, "\t", os.clock(), "\t", fonts, "\n") out:flush() end
local name = luatexbase.callback_descriptions("define_font")[1]
local define = luatexbase.remove_from_callback("define_font", name)
luatexbase.add_to_callback("define_font", function(asked, size, id)
  local before = os.clock()
  local made = define(asked, size, id)
  local spent = os.clock() - before
  fonts = fonts + spent
  local file = type(made) == "table" and made.filename or asked
  out:write("font\t", tostring(file):match("[^/]*$"), "\t", spent, "\n")
  return made
end, name)
costs.mark("format")
"""
START = (
    r'\directlua{dofile("costs.lua")}'
    r'\AddToHook{file/before}{\directlua{costs.open("\luaescapestring{\CurrentFile}")}}'
    r"\AddToHook{file/after}{\directlua{costs.close()}}"
    r'\AddToHook{begindocument/before}{\directlua{costs.mark("preamble")}}'
    r'\AddToHook{begindocument/end}{\directlua{costs.mark("begin")}}'
    r'\AddToHook{enddocument/end}{\directlua{costs.mark("end")}}'
    r"\input "
)
OUR_OWN = re.compile(r"^(?:preamble\.tex|stagebrief-.*|.*-(?:brief|slides)\.tex)?$")
"""Files whose packages are our choice; what those read themselves is theirs."""

REASONS = {
    "amsmath": "formulas; read only where there are some",
    "array": "columns of tables",
    "article": "the class of the brief",
    "babel": "hyphenation and words of each language, direction of the text",
    "beamer": "the class of the deck: frames, notes, navigation in the PDF",
    "biblatex": "citations, notes on sources and their list, by biber",
    "booktabs": "rules of tables",
    "csquotes": "quotation marks by language, which biblatex asks for",
    "endnotes": "notes behind the text; read only where the brief wants them",
    "enotez": "notes behind the text; read only where the brief wants them",
    "fancyhdr": "running heads and feet",
    "fontspec": "fonts of the system by file, their features",
    "geometry": "the page's measures",
    "graphicx": "pictures; beamer reads it anyway",
    "hyperref": "links, bookmarks and the PDF's metadata; beamer reads it anyway",
    "longtable": "tables over several pages",
    "luacolor": "colours as attributes",
    "microtype": "margins that look even, and fewer gaps within lines",
    "tikz": "the drawing of the timeline",
    "ulem": "struck out words; read only where there are some",
    "unicode-math": "letters of formulas in an OpenType font; read only where there are formulas",
    "xcolor": "colours",
}


@dataclass(slots=True)
class Costs:
    """What one run has spent, in seconds: by file, by font, and at the marks."""

    files: dict[str, float] = field(default_factory=dict)
    fonts: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    marks: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Costs:
        """What the hooks have written."""
        found = cls()
        for line in text.splitlines():
            match line.split("\t"):
                case ["file", parent, name, spent] if (
                    "preamble" not in found.marks and OUR_OWN.match(parent) and not OUR_OWN.match(name)
                ):
                    found.files[name] = found.files.get(name, 0.0) + float(spent)
                case ["font", name, spent]:
                    found.fonts[name] = found.fonts.get(name, 0.0) + float(spent)
                    found.counts[name] = found.counts.get(name, 0) + 1
                case ["mark", name, clock, fonts]:
                    found.marks[name] = float(clock)
                    found.marks[f"{name} fonts"] = float(fonts)
                case _:
                    pass
        return found

    def is_choice(self, parent: str, name: str) -> bool:
        """Whether a file of the preamble is one that we have chosen to read; files of our own are none."""
        return bool("preamble" not in self.marks and OUR_OWN.match(parent) and not OUR_OWN.match(name))


def measure(source: TexSource, folder: Path, rounds: int) -> list[Costs]:
    """Some runs of one target, after two that bring its auxiliary files to rest."""
    write_source(source, folder)
    (folder / "costs.lua").write_text(LUA, encoding="utf-8")
    run(source.name, folder, "")
    subprocess.run(["biber", "--quiet", source.name], cwd=folder, check=False, capture_output=True)
    run(source.name, folder, "")
    found = []
    for _ in range(rounds):
        run(source.name, folder, START)
        found.append(Costs.read((folder / "costs.txt").read_text(encoding="utf-8")))
    return found


def run(name: str, folder: Path, start: str) -> None:
    """One run of LuaLaTeX."""
    words = ["lualatex", "-interaction=nonstopmode", f"-jobname={name}", (start or r"\input ") + f"{name}.tex"]
    done = subprocess.run(words, cwd=folder, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    if not (folder / f"{name}.pdf").exists():
        sys.exit(done.stdout.decode("utf-8", "replace")[-2000:])


def middle(runs: list[Costs], what: str) -> dict[str, float]:
    """The medians of one kind of figure, the largest first."""
    names = dict.fromkeys(name for one in runs for name in getattr(one, what))
    values = {name: median(getattr(one, what).get(name, 0.0) for one in runs) for name in names}
    return dict(sorted(values.items(), key=lambda pair: -pair[1]))


def section(target: str, runs: list[Costs]) -> Iterator[str]:
    """The tables of one target."""
    marks = middle(runs, "marks")
    fonts = middle(runs, "fonts")
    spent = {
        "LuaTeX and the format start": marks["format"],
        "class, packages and settings": between(marks, "format", "preamble"),
        "fonts before the document begins": marks["begin fonts"],
        "`\\begin{document}` without fonts": between(marks, "preamble", "begin"),
        "fonts that the body asks for": marks["end fonts"] - marks["begin fonts"],
        "the body without fonts": between(marks, "begin", "end"),
    }
    whole = sum(spent.values())
    yield f"\n## {target.capitalize()}\n\n| part of one pass | ms | share |\n|---|---:|---:|"
    for name, value in spent.items():
        yield f"| {name} | {milliseconds(value)} | {value / whole:.0%} |"
    yield f"| together | {milliseconds(whole)} | |"
    yield "\n| class or package, with all that it reads | ms | why it is there |\n|---|---:|---|"
    for name, value in middle(runs, "files").items():
        if value >= 0.0005 and re.search(r"\.(?:sty|cls|cfg|def|tex)$", name):
            yield f"| {name} | {milliseconds(value)} | {REASONS.get(Path(name).stem, '')} |"
    yield "\n| font file | sizes and cuts | ms |\n|---|---:|---:|"
    for name, value in fonts.items():
        if value >= 0.0005:
            yield f"| {name} | {runs[0].counts.get(name, 0)} | {milliseconds(value)} |"


def between(marks: Mapping[str, float], first: str, last: str) -> float:
    """The time between two marks, that of fonts aside."""
    return marks[last] - marks[first] - marks[f"{last} fonts"] + marks[f"{first} fonts"]


def milliseconds(seconds: float) -> str:
    """Whole milliseconds."""
    return f"{1000 * seconds:.0f}"


def page(costs: Mapping[str, list[Costs]], day: str, content: str) -> str:
    """The page as Markdown."""
    rounds = len(next(iter(costs.values())))
    lines = [
        "# What the preambles cost\n",
        f"Written by `make preamble-costs`. Milliseconds of the processor's time in one plain pass over `{content}`,",
        f"median of {rounds} runs. Files are without the fonts that they load; what several read is counted where",
        "it is read first. Resident processes pay all but the body once.\n",
        f"- date: {day}",
        f"- {version_of('lualatex', '--version')}",
        f"- {platform.system()} {platform.release()}, {platform.machine()}",
    ]
    for target, runs in costs.items():
        lines += section(target, runs)
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure both targets and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--content", type=Path, default=ROOT / "content" / "tajikistan-russia")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--date", default=str(date.today()), help="what is written down as the date")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks" / "preamble.md")
    arguments = parser.parse_args()
    words = Words.of(arguments.content.resolve())
    with tempfile.TemporaryDirectory(prefix="sb-costs") as work:
        costs = {
            source.target: measure(source, Path(work) / source.target, arguments.rounds)
            for source in (words.brief, words.slides)
        }
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    text = page(costs, arguments.date, arguments.content.name)
    arguments.output.write_text(text, encoding="utf-8")
    print(f"written: {arguments.output}")


if __name__ == "__main__":
    main()
