"""A source in plain words, as Markdown: what a note would say of it, not in the very form of the brief's style."""

from __future__ import annotations

import re

from stagebrief.model.library import Entry

MOST_NAMED = 3
"""Of more authors only the first is named."""
IN_ANOTHER = ("journaltitle", "booktitle", "maintitle", "eventtitle", "organization", "howpublished")
"""What a source is a part of."""
WITHIN = frozenset(
    ("article", "inbook", "incollection", "inproceedings", "inreference", "suppbook", "suppcollection", "review")
)
"""Types of sources whose title stands in quotation marks."""


def reference(entry: Entry, parent: Entry | None = None) -> str:
    """The source in one sentence; what it lacks is taken from the entry that it names as `crossref`."""

    def get(name: str, inherited: str = "") -> str:
        value = entry.get(name)
        if not value and parent is not None:
            value = parent.get(inherited or name)
        return marked(value)

    whole = parent is not None and entry.type in WITHIN
    title = title_of(entry)
    container = next(
        (get(name, "title" if name == "booktitle" else name) for name in IN_ANOTHER if entry.get(name)), ""
    )
    if whole and not container and parent is not None:
        container = title_of(parent)
    in_other = entry.type in WITHIN or bool(entry.get("journaltitle") or entry.get("booktitle"))
    number = f"no. {get('number')}" if entry.get("number")[:1].isdigit() else get("number")
    numbers = " ".join(filter(None, (get("volume"), number)))
    pages = get("pages").replace("--", "–")
    pieces = [
        people(entry.get("author") or entry.get("institution")),
        (f"“{title}”" if in_other or entry.type == "online" else f"*{title}*") if title else "",
        get("titleaddon") if entry.get("titleaddon") else "",
        f"*{container}*" if container and in_other else container,
        numbers,
        f"ed. {people(get_raw(entry, parent, 'editor'))}" if get_raw(entry, parent, "editor") else "",
        ": ".join(filter(None, (get("location"), get("publisher")))),
        get("date") or get("year"),
        f"pp. {pages}" if re.search(r"[–,]", pages) else f"p. {pages}" if pages else "",
        f"doi:{marked(entry.get('doi'))}" if entry.get("doi") else "",
        f"<{entry.get('url')}>" if entry.get("url") and re.fullmatch(r"https?://[^\s<>]+", entry.get("url")) else "",
        f"seen {get('urldate')}" if entry.get("urldate") else "",
    ]
    return ", ".join(filter(None, pieces)) or f"`{entry.key}`"


def get_raw(entry: Entry, parent: Entry | None, name: str) -> str:
    """A field's value, the parent's where there is none."""
    return entry.get(name) or (parent.get(name) if parent else "")


def title_of(entry: Entry) -> str:
    """Title and subtitle."""
    return ": ".join(filter(None, (marked(entry.get("title")), marked(entry.get("subtitle")))))


def people(value: str) -> str:
    """The names of persons and bodies as they are spoken."""
    shielded = re.sub(r"\{[^{}]*\}", lambda match: match[0].replace(" ", "\u00a0"), value)
    names = [spoken(name) for name in re.split(r"\s+and\s+", shielded) if name.strip()]
    if len(names) > MOST_NAMED or "others" in names:
        return f"{names[0]} et al."
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def spoken(name: str) -> str:
    """One name, the given name first."""
    parts = [part.strip() for part in name.split(",")]
    ordered = [*parts[2:], *parts[:1], *parts[1:2]] if len(parts) > 2 else parts[::-1]
    return marked(" ".join(filter(None, ordered)))


def marked(value: str) -> str:
    """A field's value without its braces, in which nothing is Markdown."""
    text = re.sub(r"[{}]", "", value).replace("\u00a0", " ")
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", " ".join(text.split()))
