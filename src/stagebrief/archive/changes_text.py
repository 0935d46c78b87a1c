"""The changes between two editions as text and as a page of HTML that needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from stagebrief.archive.changes import Change, Piece
from stagebrief.archive.manifest import Manifest
from stagebrief.archive.page_changes import PageChange

CONTEXT = 60
"""Characters of unchanged words that are shown beside changed ones."""

NAMED_BY = 7
"""Words by which a paragraph without a name is named."""

STYLE = """
body{font:16px/1.5 Georgia,serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #999}
del{background:#fde3e1;color:#7a1512}
ins{background:#dcf1df;color:#14521f;text-decoration:none;border-bottom:2px solid #2b7a3b}
.kind{font:bold .75rem sans-serif;text-transform:uppercase;letter-spacing:.05em}
.pair{display:flex;gap:1rem;flex-wrap:wrap}.pair figure{margin:0;flex:1 1 20rem}
.pair img{width:100%;border:1px solid #999}
li{margin:.6rem 0}ul{list-style:none;padding:0}code{font-size:.85rem}
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions compared: what has changed in meaning, and on which pages."""

    old: Manifest
    new: Manifest
    changes: tuple[Change, ...]
    pages: tuple[PageChange, ...]

    @property
    def told(self) -> tuple[PageChange, ...]:
        """The pages that are shown one by one: those that differ in more than numbers and marks."""
        return tuple(page for page in self.pages if not page.slight)

    @property
    def slight(self) -> tuple[str, ...]:
        """For each target the pages that differ in numbers and marks only."""
        targets = dict.fromkeys(page.target for page in self.pages if page.slight)
        return tuple(
            f"{target}: {ranges(page.new for page in self.pages if page.slight and page.target == target)}, "
            "only the foot: the number of the page or marks of progress"
            for target in targets
        )

    @property
    def heading(self) -> str:
        """What was compared."""
        names = [self.old.name] if self.old.name == self.new.name else [self.old.name, self.new.name]
        return f"{' and '.join(names)}: {self.old.version} to {self.new.version}"


def ranges(numbers: Iterable[int]) -> str:
    """Numbers of pages in words, those in a row as one range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page {said}" if len(runs) == 1 and len(runs[0]) == 1 else f"pages {said}"


def counted(changes: Iterable[Change]) -> str:
    """How many changes of each kind there are."""
    kinds = [change.kind for change in changes]
    words = [f"{kinds.count(kind)} {kind}" for kind in ("added", "removed", "changed", "moved") if kind in kinds]
    return ", ".join(words) or "no change of meaning"


def headline(change: Change) -> str:
    """What a change is about: `changed: event 1997-06, in stage 2: Open door`."""
    item = change.item
    label = f" {item.label}" if item.label and item.kind not in {"stage"} else ""
    if not label and change.kind == "changed" and not differs_in_words(change):
        label = f" “{beginning(item.words)}”"
    if change.kind == "moved" and change.old and change.new and change.old.place != change.new.place:
        return f"moved: {item.kind}{label}, from {change.old.place} to {change.new.place}"
    place = "" if item.place in {"front", "stages", "sources", "findings"} else f", in {item.place}"
    return f"{change.kind}: {item.kind}{label}{place}"


def differs_in_words(change: Change) -> bool:
    """Whether the words are others, and not only what they rest on."""
    return change.old is None or change.new is None or change.old.words != change.new.words


def beginning(words: str) -> str:
    """The first of these words, by which readers find them."""
    first = " ".join(words.split()[:NAMED_BY])
    return first if first == words else f"{first} …"


def to_text(found: Comparison) -> str:
    """The changes for a terminal; words are marked as `[-old-]` and `{+new+}`."""
    lines = [found.heading, counted(found.changes), ""]
    for change in found.changes:
        lines.append(headline(change))
        if differs_in_words(change):
            lines.append("  " + "".join(piece_text(piece) for piece in shortened(change.pieces)))
        gone, come = change.sources
        lines += [f"  - rests no longer on {item}" for item in gone] if change.new else []
        lines += [f"  + rests on {item}" for item in come]
    lines += ["", f"{len(found.pages)} pages differ"]
    lines += [f"  {page}" for page in found.told]
    lines += [f"  {line}" for line in found.slight]
    return "\n".join(lines) + "\n"


def piece_text(piece: Piece) -> str:
    """Words as a terminal shows them."""
    return {"same": piece.words, "old": f"[-{piece.words}-]", "new": f"{{+{piece.words}+}}"}[piece.kind]


def shortened(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces with long stretches of unchanged words left out."""
    found = []
    for index, piece in enumerate(pieces):
        words = piece.words
        if piece.kind == "same" and len(words) > 2 * CONTEXT + 10:
            start = words[:CONTEXT].rpartition(" ")[0] if index else ""
            end = words[-CONTEXT:].partition(" ")[2] if index < len(pieces) - 1 else ""
            words = f"{start} … {end}".strip(" ") if start and end else f"{start} …" if start else f"… {end}"
        found.append(Piece(piece.kind, words))
    return tuple(found)


def to_html(found: Comparison) -> str:
    """The changes as one file: words, then the pages side by side with frames around what has changed."""
    items = "\n".join(f"<li>{change_html(change)}</li>" for change in found.changes)
    pages = "\n".join(page_html(page) for page in found.told)
    slight = "\n".join(f"<p>{escape(line)}</p>" for line in found.slight)
    title = escape(found.heading)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>
<h1>{title}</h1>
<p>{escape(found.old.about.citation)}<br>{escape(found.new.about.citation)}</p>
<h2>What has changed: {counted(found.changes)}</h2>
<ul>
{items}
</ul>
<h2>Pages that differ: {len(found.pages)}</h2>
{slight}
{pages}
</body></html>
"""


def change_html(change: Change) -> str:
    """One change."""
    kind, _, about = headline(change).partition(": ")
    tags = {"same": "{}", "old": "<del>{}</del>", "new": "<ins>{}</ins>"}
    words = "".join(tags[piece.kind].format(escape(piece.words)) for piece in change.pieces)
    gone, come = change.sources
    rests = [f"<del>{escape(item)}</del>" for item in gone] + [f"<ins>{escape(item)}</ins>" for item in come]
    sources = f"<br>Sources: {' '.join(rests)}" if rests else ""
    return f'<span class="kind">{kind}</span> {escape(about)}<br>{words}{sources}'


def page_html(page: PageChange) -> str:
    """One page in both editions."""
    shown = []
    for number, picture, which in ((page.old, page.old_picture, "before"), (page.new, page.new_picture, "after")):
        if picture:
            data = base64.b64encode(picture).decode()
            alt = escape(f"{page.target}, page {number}, {which}")
            caption = f"<figcaption>{which}: page {number}</figcaption>"
            shown.append(f'<figure><img alt="{alt}" src="data:image/png;base64,{data}">{caption}</figure>')
    return f'<h3>{escape(str(page))}</h3>\n<div class="pair">{"".join(shown)}</div>'


def to_data(found: Comparison) -> dict[str, object]:
    """The changes as data."""
    return {
        "old": {"name": found.old.name, "version": found.old.version},
        "new": {"name": found.new.name, "version": found.new.version},
        "changes": [
            {
                "change": change.kind,
                "kind": change.item.kind,
                "place": change.item.place,
                "label": change.item.label or change.item.key,
                "old": change.old.words if change.old else None,
                "new": change.new.words if change.new else None,
                "moved_from": change.old.place if change.kind == "moved" and change.old else None,
                "sources_removed": change.sources[0],
                "sources_added": change.sources[1],
            }
            for change in found.changes
        ],
        "pages": [
            {
                "target": page.target,
                "old": page.old or None,
                "new": page.new or None,
                "regions": page.regions,
                "slight": page.slight,
            }
            for page in found.pages
        ],
    }
