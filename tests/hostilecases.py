r"""Folders that strangers send: what each does, what is to come of it, and what must not have happened.

Each folder below `cases/hostile` is one case. `case.txt` begins with the trick in words; the second line says what is
to come of it: `built`, `either`, or `refused CODE FILE:LINE` (file and line may be left out); `typeset` before it means
that it comes out in typesetting only. After an empty line follows what differs from the good brief of
`cases/faults/base`, in the verbs of `faultcases.py` and these:

    tex                                      the lines below, behind `| `, are raw LaTeX, which the brief allows
    lua                                      … are Lua, run by raw LaTeX; what it returns is typeset
    write figures/a.txt: Some words.\n       a file with this text
    repeat 20000 of > in introduction.md     something over and over at the end of a file
    fifo figures/harbour.png                 a pipe that nobody writes to; also `socket`
    png 30000x30000 to figures/harbour.png   a picture that says it is so large; also `jpeg`
    inflate 400 to figures/harbour.png       a small PNG whose points are so many megabytes when they are unfolded
    pdf script to figures/harbour.pdf        a PDF with something in it: see `PDFS`
    output link {canary} to lock             something in the work folder of an output that came with the content;
                                             also `output write`

`{canary}` is a file outside, `{outside}` its folder, `{home}` the user's home, `{cache}` the user's font cache; all of
them hold a token that must appear nowhere, and must be afterwards as they were.
"""

from __future__ import annotations

import hashlib
import os
import re
import resource
import shutil
import socket
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from faultcases import BASE, change, edit
from stagebrief.caches import cache_folder
from stagebrief.compile.font_cache import shared_fonts

CASES = Path(__file__).parent / "cases" / "hostile"
TOKEN = "CANARY9431BIRD"
NEVER = (TOKEN, "root:x:0:0", "OPENSSH PRIVATE")
"""What is read nowhere and printed nowhere."""

SECONDS, MEMORY = 240, 1536
"""Of computing, and megabytes, that a case may take at most; nobody waits for one."""

LIMITS = {
    "STAGEBRIEF_SECONDS": "20",
    "STAGEBRIEF_MEMORY": "1200",
    "STAGEBRIEF_FILE_SIZE": "60",
    "STAGEBRIEF_PAGES": "120",
}
TARGET = "brief"
LUA = """local done, found = pcall(load([==[%s]==]))
found = tostring(found):gsub(":(%%d+):", " line %%1 ")
texio.write_nl("log", "LUA says " .. tostring(done) .. " " .. found)
tex.sprint(-2, found:sub(1, 2000))"""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One case: its name, the trick in words, what is to come of it, and what differs from the good brief."""

    name: str
    words: str
    outcome: str
    typeset: bool
    lines: tuple[str, ...]

    @property
    def needs_tex(self) -> bool:
        """Whether it is not over before typesetting."""
        return self.typeset or not self.outcome.startswith("refused")


@dataclass(frozen=True, slots=True)
class Ground:
    """The folders of one attempt: the stranger's content, what lies outside it, the user's home, the output."""

    content: Path
    outside: Path
    home: Path
    output: Path

    def filled(self, text: str) -> str:
        """The text with the places in it."""
        cache = shared_fonts(cache_folder()) / "luatex-cache" / "generic"
        places = {"canary": self.outside / "keep.txt", "outside": self.outside, "home": self.home, "cache": cache}
        return re.sub(r"\{(canary|outside|home|cache)\}", lambda found: str(places[found[1]]), text)

    @property
    def work(self) -> Path:
        """Where TeX works."""
        return self.output / ".stagebrief" / "content"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a case: the exit status, what was printed, and what harm was done."""

    status: int
    printed: str
    harm: tuple[str, ...]
    seconds: float
    memory: int

    def is_as(self, case: Hostile) -> str:
        """What is not as it was to be; empty if all is."""
        if self.harm:
            return f"HARM: {'; '.join(self.harm)}"
        kind, _, wanted = case.outcome.partition(" ")
        if kind == "built" and self.status != 0:
            return f"not built: {self.printed[:600]}"
        if kind == "refused":
            code, _, place = wanted.partition(" ")
            line = next((line for line in self.printed.splitlines() if f"[{code}]" in line), "")
            if self.status not in {1, 2} or not line or not line.startswith(f"content/{place}" if place else ""):
                return f"status {self.status}: {self.printed[:600]}"
        if kind == "either" and self.status not in {0, 1}:
            return f"status {self.status}: {self.printed[-600:]}"
        return ""


def cases() -> list[Hostile]:
    """All cases by name."""
    found = []
    for path in sorted(CASES.glob("*/case.txt")):
        words, outcome, _, *lines = path.read_text(encoding="utf-8").split("\n")
        typeset = outcome.startswith("typeset ")
        plain = outcome.removeprefix("typeset ")
        found.append(Hostile(path.parent.name, words, plain, typeset, tuple(line for line in lines if line)))
    return found


def prepare(case: Hostile, folder: Path) -> Ground:
    """Make the folders of a case."""
    ground = Ground(folder / "content", folder / "outside", folder / "home", folder / "output")
    shutil.copytree(BASE, ground.content)
    lay_canaries(ground)
    lines = [ground.filled(line) for line in case.lines]
    while lines:
        line = lines.pop(0)
        below = []
        signs = {"tex": ("| ",), "lua": ("| ",)}.get(line, ("+", "-", " ") if line.startswith("--- ") else ())
        while signs and lines and lines[0].startswith(signs) and not lines[0].startswith("--- "):
            below.append(lines.pop(0))
        if line.startswith("--- "):
            edit(ground.content / line[4:], below)
        elif line in {"tex", "lua"}:
            add_raw(ground.content, line, "\n".join(text.removeprefix("| ") for text in below))
        else:
            do(ground, line)
    return ground


def lay_canaries(ground: Ground) -> None:
    """Put the files outside that must stay as they are, with times by which a reading shows."""
    (ground.home / ".ssh").mkdir(parents=True)
    ground.outside.mkdir()
    texts = {
        ground.outside / "keep.txt": f"{TOKEN}\n",
        ground.outside / "keep.tex": f"{TOKEN}\n",
        ground.outside / "keep.lua": f'return "{TOKEN}"\n',
        ground.outside / "keep.md": f"{TOKEN}\n",
        ground.outside / "keep.yaml": f"title: {TOKEN}\n",
        ground.outside / "keep.bib": f"@book{{smith2011, title = {{{TOKEN}}}}}\n",
        ground.home / ".bashrc": f"# {TOKEN}\n",
        ground.home / ".ssh" / "id_rsa": f"-----BEGIN OPENSSH PRIVATE KEY-----\n{TOKEN}\n",
    }
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    shutil.copy(BASE / "figures" / "harbour.png", ground.outside / "keep.png")
    write_pdf(ground.outside / "keep.pdf", lambda _pdf: None, f"BT /F1 12 Tf ({TOKEN}) Tj ET")
    for path in (*texts, ground.outside / "keep.png", ground.outside / "keep.pdf"):
        os.utime(path, (1_600_000_000, 1_700_000_000))  # read before it was written: so a reading is noted


def state_of(ground: Ground) -> dict[str, str]:
    """All that lies outside: digests and times, taken so that taking them does not count as reading."""
    found = {}
    for root in (ground.outside, ground.home):
        for path in sorted(root.rglob("*")):
            times = path.lstat()
            kind = "folder"
            if path.is_symlink():
                kind = f"link {path.readlink()}"
            elif path.is_file():
                kind = f"{times.st_mtime_ns} {times.st_atime_ns} {hashlib.sha256(path.read_bytes()).hexdigest()}"
                os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
            found[str(path.relative_to(root.parent))] = kind
    return found


def planted_fonts() -> list[str]:
    """What is not as it should be of what all builds share: cases plant files called `evil`, or add an `x` to others.

    Other builds may write there at any time, so that sizes and times tell nothing.
    """
    shared = [path for path in (cache_folder() / "fonts").rglob("*.lua") if path.is_file()]
    bad = [path for path in shared if "evil" in path.name or path.read_bytes()[-1:] == b"x"]
    return [f"{path} was written" for path in bad]


def attempt(ground: Ground, mode: str) -> Attempt:
    """Build the content as a user would, in a process of its own, and look for harm."""
    before = state_of(ground)
    environment = {
        **{name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "PYTHONPATH"}},
        **LIMITS,
        "HOME": str(ground.home),
        "XDG_CACHE_HOME": str(cache_folder().parent),
        "STAGEBRIEF_SANDBOX": mode,
        "SECRET_OF_THE_USER": TOKEN,
    }
    command = [
        sys.executable,
        "-P",
        "-m",
        "stagebrief",
        "build",
        "--target",
        TARGET,
        "--no-daemon",
        "--format",
        "short",
    ]
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed_to = ground.output.parent / "printed"
    with printed_to.open("wb") as file:
        process = subprocess.Popen(
            [*command, "--output", str(ground.output), str(ground.content)],
            env=environment,
            cwd=ground.output.parent,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        status = process.wait(SECONDS * 4)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = ended.ru_utime + ended.ru_stime - started.ru_utime - started.ru_stime
    printed = printed_to.read_text(encoding="utf-8", errors="replace")
    harm = [*told(ground, printed), *changed(before, state_of(ground)), *planted_fonts()]
    if "Traceback" in printed:
        harm.append("a fault of our own")
    if seconds > SECONDS:
        harm.append(f"{seconds:.0f} seconds of computing")
    if ended.ru_maxrss >> 10 > MEMORY:
        harm.append(f"{ended.ru_maxrss >> 10} megabytes")
    return Attempt(status, printed, tuple(harm), seconds, ended.ru_maxrss >> 10)


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What is not as it was."""
    return [
        f"{name} was touched" for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)
    ]


def told(ground: Ground, printed: str) -> list[str]:
    """Where something stands that must stand nowhere: in what was printed, or in any file of the output."""
    found = [f"'{word}' was printed" for word in NEVER if word in printed]
    for path in sorted(ground.output.rglob("*")) if ground.output.is_dir() else []:
        if path.is_symlink() or not path.is_file():
            continue
        data = path.read_bytes() if path.stat().st_size < 80 << 20 else b""
        text = data.decode("latin-1") + (text_of_pdf(path) if data.startswith(b"%PDF-") else "")
        found += [f"'{word}' stands in {path.name}" for word in NEVER if word in text]
    return found


def text_of_pdf(path: Path) -> str:
    """The text of a PDF, without hyphens and line ends, and all that its streams hold."""
    pieces = []
    try:
        with pypdfium2.PdfDocument(path) as document:
            pieces = [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError:
        return ""
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                try:
                    pieces.append(item.read_bytes().decode("latin-1"))
                except pikepdf.PdfError:
                    pieces.append(item.read_raw_bytes().decode("latin-1"))
    return re.sub(r"[\s\ufffe-]", "", "".join(pieces[:200])) + "".join(pieces)


def add_raw(content: Path, kind: str, text: str) -> None:
    """Raw LaTeX at the end of the introduction, and leave for it; Lua as numbers, since TeX has signs of its own."""
    if kind == "lua":
        code = (LUA % text).encode()
        pieces = (",".join(map(str, code[start : start + 100])) for start in range(0, len(code), 100))
        text = f"\\directlua{{load({'..'.join(f'string.char({piece})' for piece in pieces)})()}}"
    brief = content / "brief.yaml"
    if "allow-raw-latex" not in brief.read_text(encoding="utf-8"):
        edit(brief, ["+allow-raw-latex: true"])
    edit(content / "introduction.md", ["+", "+```{=latex}", *(f"+{line}" for line in text.split("\n")), "+```"])


def do(ground: Ground, line: str) -> None:
    """One thing that is not of lines."""
    verb, _, rest = line.partition(" ")
    content = ground.content
    if verb == "output":
        verb, _, rest = rest.partition(" ")
        content = ground.work
        content.mkdir(parents=True, exist_ok=True)
    name, _, to = rest.rpartition(" to ")
    match verb:
        case "write":
            name, _, text = rest.partition(": ")
            path = content / name.encode().decode("unicode_escape")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("\\n", "\n"), encoding="utf-8")
        case "repeat":
            found = re.fullmatch(r"(\d+) of (.*) in (\S+)", rest)
            assert found, line
            path = content / found[3]
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            path.write_text(text + found[2].replace("\\n", "\n").replace("\\s", " ") * int(found[1]), encoding="utf-8")
        case "fifo":
            (content / rest).unlink(missing_ok=True)
            os.mkfifo(content / rest)
        case "socket":
            (content / rest).unlink(missing_ok=True)
            bind_below(content, rest)
        case "png":
            (content / to).write_bytes(png(*map(int, name.split("x"))))
        case "jpeg":
            (content / to).write_bytes(jpeg(*map(int, name.split("x"))))
        case "inflate":
            (content / to).write_bytes(inflating(int(name)))
        case "pdf":
            (content / to).parent.mkdir(exist_ok=True)
            PDFS[name](content / to)
        case "link":
            path = Path(os.path.normpath(content / to))
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)
            path.symlink_to(name)
        case _:
            change(content, line)


def bind_below(folder: Path, name: str) -> None:
    """A socket of that name; its path is given from within the folder, since such paths must be short."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(name)
    finally:
        os.chdir(here)


def piece(name: bytes, data: bytes) -> bytes:
    """A piece of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG in black and white that says it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = data or zlib.compress(bytes((width + 7) // 8 + 1) * min(height, 64))
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", rows) + piece(b"IEND", b"")


def inflating(megabytes: int) -> bytes:
    """A PNG of ten points whose data unfold to so much."""
    fold = zlib.compressobj(9)
    data = b"".join(fold.compress(bytes(1 << 20)) for _ in range(megabytes)) + fold.flush()
    return png(10, 1, data)


def jpeg(width: int, height: int) -> bytes:
    """The frame of a JPEG that says it is so large."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def write_pdf(path: Path, work: Callable[[pikepdf.Pdf], None], content: str = "0 0 10 10 re f", **save: Any) -> None:
    """A PDF of one page, with something more in it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj.Contents = pdf.make_stream(content.encode())
    work(pdf)
    pdf.save(path, **save)


def action(**entries: object) -> Callable[[pikepdf.Pdf], None]:
    """Something that a viewer is to do when it opens the PDF."""

    def work(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(**entries))

    return work


def outer_stream(pdf: pikepdf.Pdf) -> None:
    """A stream whose bytes are another file's."""
    stream = pdf.make_stream(b"")
    stream.F = pikepdf.String("/etc/passwd")
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(X=stream)


def attached(pdf: pikepdf.Pdf) -> None:
    """A file within the PDF."""
    pdf.attachments["a.exe"] = b"MZ"


def widened(pdf: pikepdf.Pdf) -> None:
    """A page of three hundred metres."""
    pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 1_000_000, 1_000_000])


def loop(path: Path) -> None:
    """A PDF whose pages hold themselves."""
    write_pdf(path, lambda _pdf: None)
    data = path.read_bytes()
    kids = re.search(rb"/Kids \[ (\d+) 0 R \]", data)
    tree = re.search(rb"/Pages (\d+) 0 R", data)
    assert kids, data
    assert tree, data
    path.write_bytes(data.replace(kids[0], b"/Kids [ %s 0 R ]" % tree[1]))


PDFS: dict[str, Callable[[Path], None]] = {
    "script": lambda path: write_pdf(path, action(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))),
    "launch": lambda path: write_pdf(path, action(S=pikepdf.Name.Launch, F=pikepdf.String("/bin/sh"))),
    "files": lambda path: write_pdf(path, attached),
    "elsewhere": lambda path: write_pdf(path, outer_stream),
    "remote": lambda path: write_pdf(path, action(S=pikepdf.Name.GoToR, F=pikepdf.String("a.pdf"))),
    "locked": lambda path: write_pdf(path, lambda _pdf: None, encryption=pikepdf.Encryption(owner="a", user="b")),
    "huge": lambda path: write_pdf(path, widened),
    "bomb": lambda path: write_pdf(path, lambda _pdf: None, "0 0 1 1 re " * 16_000_000, compress_streams=True),
    "loop": loop,
    "good": lambda path: write_pdf(path, lambda _pdf: None),
}
