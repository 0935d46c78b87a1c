"""Pipe tables: where their cells stand, and their captions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from stagebrief.load.markdown.reading import Reading
from stagebrief.load.markdown.tree import Branch
from stagebrief.model.block import Alignment, Block, Cell, DivKind, Table
from stagebrief.model.inline import Inlines
from stagebrief.model.measure import MEASURE, WIDE, longest_word
from stagebrief.model.plain import plain_text

DELIMITERS = re.compile(r"\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?")
LABELLED = re.compile(r"\{#tbl:[^{}\n]*\}$")
ALIGNMENTS = {"left": Alignment.LEFT, "center": Alignment.CENTER, "right": Alignment.RIGHT}


def read_table(branch: Branch, reading: Reading) -> Sequence[Block]:
    """A table; its rows are as long as its head."""
    rows = [row for part in branch.children for row in part.children if row.type == "tr_open"]
    captions = [caption_of(part, reading) for part in branch.children if part.type == "caption_open"]
    alignments = tuple(alignment_of(cell.token) for cell in rows[0].children)
    read = [read_row(row, reading) for row in rows]
    caption, label = captions[0] if captions else ((), "")
    table = Table(alignments, read[0], tuple(read[1:]), caption, label, span=reading.place(branch))
    check_width(table, reading)
    return (table,)


def alignment_of(token: Token) -> Alignment:
    """How a column is set."""
    style = str(token.attrGet("style") or "")
    return ALIGNMENTS.get(style.rpartition(":")[2].strip(" ;"), Alignment.DEFAULT)


def read_row(row: Branch, reading: Reading) -> tuple[Cell, ...]:
    """The cells of a row; cells beyond the head's would not be shown."""
    text, start = reading.origin.text, row.token.meta["lines"][0]
    places = cells_in(text, start)
    if len(places) > len(row.children):
        message = f"this row has {len(places)} cells and its table {len(row.children)} columns"
        hint = (
            r"add a column to the head, write \| for a bar that divides nothing, or leave a line free behind the table"
        )
        first = next((at for at in places[len(row.children)] if not text[at].isspace()), start)
        reading.error("row-fits-table", message, reading.span(first), hint)
    return tuple(
        read_cell(child.children[0].token, places[index] if index < len(places) else [], start, reading)
        for index, child in enumerate(row.children)
    )


def read_cell(token: Token, places: Sequence[int], start: int, reading: Reading) -> Cell:
    """One cell; its text is part of the characters that stand at `places`, in the line that begins at `start`."""
    written = "".join(reading.origin.text[at] for at in places)
    cut = token.meta.get("cut", 0)
    first = max(0, written.find(token.content, cut))
    kept = places[first : first + len(token.content)]
    token.meta["offsets"] = [*kept, kept[-1] + 1] if kept else [places[0] if places else start]
    return Cell(reading.words(token), span=reading.span(token.meta["offsets"][0]))


def cells_in(text: str, start: int) -> list[list[int]]:
    """The characters of each cell of the line that begins at `start`, divided as markdown-it divides them."""
    end = text.find("\n", start)
    cells: list[list[int]] = [[]]
    for index in range(start, end if end >= 0 else len(text)):
        if text[index] != "|":
            cells[-1].append(index)
        elif cells[-1] and cells[-1][-1] == index - 1 and text[index - 1] == "\\":
            cells[-1][-1] = index
        else:
            cells.append([])
    for edge in (0, -1):
        if len(cells) > 1 and all(text[index].isspace() for index in cells[edge]):
            del cells[edge]
    return cells


def warn_of_lines(token: Token, reading: Reading) -> None:
    """Warn of lines that would be a table if their numbers of cells agreed."""
    lines = token.content.split("\n")
    if len(lines) < 2 or "|" not in lines[0] or not (match := DELIMITERS.fullmatch(lines[1].strip())):
        return
    starts = token.meta["lines"]
    head, below = (len(cells_in(reading.origin.text, start)) for start in starts[:2])
    message = f"this is not read as a table: its head has {head} cells and the line below it {below}"
    place = reading.span(starts[1], starts[1] + len(match[0]))
    reading.warn("table-is-read", message, place, "give both lines as many cells")


def warn_of_caption(branch: Branch, reading: Reading) -> None:
    """Warn of a text with a table's label that is not beside a table."""
    token = branch.text if branch.type == "paragraph_open" else None
    if token and (match := LABELLED.search(token.content)):
        offsets = reading.offsets(token)
        place = reading.span(offsets[match.start()], offsets[match.end() - 1] + 1)
        hint = "put the caption behind its table, or begin it with Table: and leave a line free around it"
        reading.warn("caption-is-beside-table", f"'{match[0]}' is in no table's caption", place, hint)


def check_width(table: Table, reading: Reading) -> None:
    """Warn of a table whose longest words, side by side, are wider than page or frame."""
    target = "slides" if {DivKind.SLIDE, DivKind.SLIDES_ONLY}.intersection(reading.inside) else "brief"
    columns = zip(table.head, *table.rows, strict=True)
    needed = sum(max(longest_word(plain_text(cell.content)) for cell in column) + 2 for column in columns)
    if needed > (WIDE if set(reading.inside) <= {DivKind.BRIEF_ONLY} else MEASURE[target]):
        sheet = "frame" if target == "slides" else "page"
        message = f"this table of {len(table.head)} columns is too wide for a {sheet}"
        hint = "divide it, turn rows into columns, or use shorter words"
        reading.warn("table-fits", message, table.span, hint)


def caption_of(branch: Branch, reading: Reading) -> tuple[Inlines, str]:
    """The caption and the label."""
    shift = branch.token.meta.get("shift", 0)
    reading.check_attributes(branch.attributes, ("#tbl:name",), lambda a, b: reading.span(a + shift, b + shift))
    return reading.text(branch), branch.attributes.label
