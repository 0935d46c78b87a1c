"""A content folder to begin with: small, true, commented, in the author's language; it builds as it is."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template

from stagebrief.diagnostics import error
from stagebrief.errors import UsageError
from stagebrief.lsp.editor_files import write_schemas
from stagebrief.resources import templates_folder

PLAIN = re.compile(r"(?!(?:true|false|yes|no|on|off|null|~)$)[^\W\d_](?:[^:#\"\n]|:(?=\S)|#)*(?<![\s:])", re.IGNORECASE)
"""A text that YAML takes as it stands."""
WIDTH = 110
LONG = re.compile(r"^(?P<before> *(?:- )?)(?P<name>[a-z]+): (?P<text>[^\n]{112,})$", re.MULTILINE)
IGNORED = "# What is built; it can be built again.\noutput/\n"


@dataclass(frozen=True, slots=True)
class Start:
    """What a new folder begins with: its kind, its language (a BCP 47 tag), the day of its making, who writes it."""

    kind: str
    language: str
    date: str
    title: str = ""
    author: str = ""


def languages() -> tuple[str, ...]:
    """The languages that there are beginnings in."""
    return tuple(sorted(path.stem for path in (folder() / "words").glob("*.yaml")))


def folder() -> Path:
    """Where the beginnings are kept."""
    return templates_folder() / "starter"


def make_start(path: Path, start: Start) -> tuple[Path, ...]:
    """Write the folder; gives the files written. Raises UsageError if something stands there already."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        hint = "choose another name: nothing is ever overwritten"
        raise UsageError([error("folder-is-free", f"there is something at {path} already", None, hint)])
    words = words_of(start)
    made = []
    for name, text in files_of(replace(start, language=str(words["language"])), words):
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        made.append(target)
    return (*made, *(outcome.path for outcome in write_schemas(path, modelines=True) if outcome.path not in made))


def words_of(start: Start) -> dict[str, object]:
    """The texts in the language that is asked for. Raises UsageError where there are none in it."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - `--help` needs none of it

    primary = start.language.partition("-")[0].lower()
    if primary not in languages():
        hint = f"there are {', '.join(languages())}; begin with one of them and change `language` in brief.yaml"
        raise UsageError([error("language-is-known", f"there is no beginning in '{start.language}'", None, hint)])
    words: dict[str, object] = YAML(typ="safe").load(folder() / "words" / f"{primary}.yaml")
    if "-" in start.language:
        words["language"] = start.language
    return words | {key: value for key, value in (("title", start.title), ("author", start.author)) if value}


def files_of(start: Start, words: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The files by name, in the order in which one would read them."""
    plain = {name: str(value) for name, value in words.items()} | {"date": start.date}
    original = "" if plain["language"].startswith("en") else english()["q_text"]
    quoted = {name: in_yaml(value) for name, value in words.items()} | {"date": start.date}
    quoted["q_original"] = f"    original: {in_yaml(original)}\n" if original else ""
    quoted |= {name: text for name, text in plain.items() if name.startswith("c_")}
    root, written = folder() / start.kind, []
    for path in sorted(root.rglob("*"), key=lambda path: (len(path.parts), path.name != "brief.yaml", path.name)):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            template = Template(path.read_text(encoding="utf-8"))
            if name.endswith(".yaml"):
                written.append(LONG.sub(folded, template.substitute(quoted)))
            else:
                written.append(template.substitute(wrapped(plain)))
            yield name, written[-1]
    yield "references.bib", cited((folder() / "references.bib").read_text(encoding="utf-8"), "".join(written))
    yield "README.md", f"# {plain['title']}\n\n{plain['readme']}"
    yield ".gitignore", IGNORED


def folded(match: re.Match[str]) -> str:
    """A line of YAML that is too long as a text of several."""
    text = json.loads(match["text"]) if match["text"].startswith('"') else match["text"]
    indent = " " * (len(match["before"]) + 2)
    lines = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join([f"{match['before']}{match['name']}: >-", *(f"{indent}{line}" for line in lines)])


def cited(bibliography: str, texts: str) -> str:
    """The entries of which a key stands in the texts."""
    entries = re.split(r"\n\n(?=@)", bibliography.rstrip("\n"))
    found = [entry for entry in entries if f"@{entry.partition('{')[2].partition(',')[0]}" in texts]
    return "\n\n".join(found) + "\n"


def english() -> dict[str, str]:
    """The texts in English."""
    return {name: str(value) for name, value in words_of(Start("brief", "en", "")).items()}


def in_yaml(value: object) -> str:
    """A value as it stands behind a name in YAML."""
    if isinstance(value, list):
        return f"[{', '.join(map(in_yaml, value))}]"
    text = str(value)
    if PLAIN.fullmatch(text) and ": " not in text and " #" not in text:
        return text
    return json.dumps(text, ensure_ascii=False)


def wrapped(words: Mapping[str, str]) -> dict[str, str]:
    """Long texts in lines; a place in a source is not torn from its key."""
    return {
        name: textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False) if len(text) > WIDTH else text
        for name, text in words.items()
    }
