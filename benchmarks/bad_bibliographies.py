"""Read bad bibliographies, say what is printed and how long it takes; typeset them to see that nothing is run or read.

    python benchmarks/bad_bibliographies.py [--no-tex]

The files are those of tests/cases/bibtex, and large ones made here: 10 MB in one entry, 50,000 entries of which 15 are
cited (twice: the second time from the index), and others that try the patience. Each is cited whole, with every check
that may be lowered lowered to a note, and typeset; a file named `canary` beside it must not appear, and no line of
/etc/passwd in the PDF.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from stagebrief.build import build, check
from stagebrief.diagnostics import Severity
from stagebrief.errors import StagebriefError
from stagebrief.load.library import read_library, whole_library
from stagebrief.model.checks import CHOSEN

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "bibtex"
ENTRIES = "50,000 entries"
LONGEST = {(ENTRIES, "first"): 4.0, (ENTRIES, "again"): 0.5}
"""In so many seconds a large library is to be read; the others of 10 MB, which nobody has, in ten."""
ENTRY = """@article{{key{0}:2011,
  author = {{Author{0}, Ann and {{\\"O}}zt{{\\"u}}rk, Ali}},
  title = {{A {{Study}} of Something Number {0} and its Consequences for the Region}},
  journaltitle = {{Journal of Central Asian Studies}},
  volume = {{{1}}},
  date = {{2011}},
  pages = {{{1}--{2}}},
  abstract = {{Words that go on for a while, with {{braces}} and more, as a reference manager writes them.}},
}}
"""


def large() -> Iterator[tuple[str, bytes]]:
    """Files that are large in one way or another."""
    entries = "\n".join(ENTRY.format(number, number % 50 + 1, number % 50 + 20) for number in range(50_000))
    yield ENTRIES, entries.encode()
    yield "10 MB in a title", f"@book{{key0:2011, title = {{{'words ' * 1_700_000}}}}}".encode()
    yield "10 MB of braces", ("@book{key0:2011, title = " + "{" * 5_000_000 + "}" * 5_000_000 + "}").encode()
    yield "10 MB of open braces", ("@book{key0:2011, title = " + "{" * 10_000_000).encode()
    yield "10 MB of open entries", ("@book{key0:2011,\n" * 600_000).encode()
    yield "10 MB of quotation marks", ("@book{key0:2011, title = " + '"' * 10_000_000 + "}").encode()
    yield "10 MB of backslashes", ("@book{key0:2011, title = {" + "\\" * 10_000_000 + "}}").encode()
    yield "10 MB of open fields", ("@book{key0:2011,\n" + "note = {\n" * 1_100_000).encode()
    yield "10 MB of at signs", b"@" * 10_000_000
    yield "10 MB of words", b"words " * 1_700_000
    yield "10 MB of commands", ("@book{key0:2011, title = {" + "\\x{" * 3_300_000 + "}}").encode()
    yield "10 MB of dollars", ("@book{key0:2011, title = {" + "$x" * 5_000_000 + "}}").encode()


def read_large() -> int:
    """Read the large files, 15 sources cited; print what is said and how long it took, give how many were slow."""
    slow = 0
    wanted = [f"key{number}:2011" for number in range(0, 50_000, 3_400)]
    with tempfile.TemporaryDirectory() as cache:
        for name, data in large():
            for turn in ("first", "again"):
                started = time.process_time()  # a busy machine is not to blame
                library, found = read_library([("r.bib", data)], wanted, Path(cache))
                seconds = time.process_time() - started
                slow += seconds > LONGEST.get((name, turn), 10)
                print(
                    f"{name} ({len(data) / 1e6:.0f} MB), {turn}: {len(library.entries)} read, {seconds:.2f} s",
                    flush=True,
                )
            for diagnostic in found[:3]:
                print(f"    {str(diagnostic)[:160]}")
    return slow


def folder_of(case: Path, folder: Path) -> Path:
    """A content folder that cites every entry of the case, with the checks lowered."""
    data = case.read_bytes()
    entries, _ = whole_library(case.name, data)
    keys = [entry.key for entry in entries if re.fullmatch(r"[^{}\s]+", entry.key) and entry.type != "xdata"]
    (folder / "stages").mkdir(parents=True)
    lowered = "".join(f"  {code}: note\n" for code in CHOSEN)
    (folder / "brief.yaml").write_text(
        f"title: Bad\nbibliography: {case.name}\nstages: [stages/1-one.yaml]\nchecks:\n{lowered}"
    )
    (folder / "stages" / "1-one.yaml").write_text("title: One\nperiod: {from: 1991}\nstance: Cited.\n")
    prose = " ".join(f"Cited.[@{{{key}}}]" for key in keys) or "Nothing to cite."
    (folder / "stages" / "1-one.md").write_text(prose + "\n", encoding="utf-8")
    (folder / case.name).write_bytes(data)
    return folder


def typeset(case: Path) -> str:
    """Typeset a case and say what came of it."""
    with tempfile.TemporaryDirectory() as work:
        content = folder_of(case, Path(work) / "content")
        try:
            report = build(content, Path(work) / "output", ["brief"], read_back=False)
        except StagebriefError as fault:
            first = next((one for one in fault.diagnostics if one.severity is Severity.ERROR), None)
            return f"refused: {first}"
        with pypdfium2.PdfDocument(report.artifacts[0].path) as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
        harmed = [*Path(work).rglob("canary"), *(line for line in lines_of_passwd() if line in text)]
        return f"HARM: {harmed}" if harmed else "typeset, nothing run or read"


def lines_of_passwd() -> list[str]:
    """What must not be on a page."""
    return list(filter(str.strip, Path("/etc/passwd").read_text(encoding="utf-8").splitlines()))


def main() -> int:
    """Read and typeset all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-tex", action="store_true", help="only read them")
    with_tex = not parser.parse_args().no_tex
    cases = sorted(CASES.glob("*.bib"))
    harm = 0
    for case in cases:
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as work:
            found = check(folder_of(case, Path(work) / "content")).diagnostics
        print(f"{case.name}: {len(found)} findings, {time.monotonic() - started:.2f} s")
        for diagnostic in found[:3]:
            print(f"    {str(diagnostic)[:160]}")
        if with_tex:
            outcome = typeset(case)
            harm += outcome.startswith("HARM")
            print(f"    {outcome[:160]}", flush=True)
    slow = read_large()
    print(f"{len(cases)} files, {harm} did harm, {slow} were slow to read")
    return 1 if harm or slow else 0


if __name__ == "__main__":
    sys.exit(main())
