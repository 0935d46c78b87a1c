"""What stands by itself beyond CommonMark: fenced divs and displayed mathematics."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from stagebrief.load.markdown.attributes import NONE, parse_attributes

INTERRUPTED = {"alt": ["paragraph", "reference", "blockquote", "list", "footnote", "deflist"]}


def add_block_rules(markdown: MarkdownIt) -> None:
    """Add the rules to a parser."""
    markdown.block.ruler.before("fence", "div", div_rule, INTERRUPTED)  # type: ignore[arg-type]
    markdown.block.ruler.before("fence", "maths_block", maths_block_rule, INTERRUPTED)  # type: ignore[arg-type]


def start_of(state: StateBlock, line: int) -> int:
    """Where a line begins behind its indentation."""
    return state.bMarks[line] + state.tShift[line]


def line_of(state: StateBlock, line: int) -> str:
    """A line without its indentation."""
    return state.src[start_of(state, line) : state.eMarks[line]]


def div_words(line: str) -> str | None:
    """What stands behind the colons of a line that opens or closes a div; None if it does neither."""
    if not line.startswith(":::"):
        return None
    rest = line.strip(" \t").lstrip(":").strip()
    return rest.rstrip(":").rstrip() if rest.endswith(":::") else rest


def div_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: name` … `:::`, also within one another; one that is not closed goes to the end of what it is in."""
    line = line_of(state, start)
    words = div_words(line)
    if words is None or state.is_code_block(start):
        return False
    if silent:
        return True
    if not words:
        state.push("div_stray", "div", 0).map = [start, start + 1]
        state.line = start + 1
        return True
    close = closing_line(state, start, end)
    last = end if close is None else close
    token = state.push("div_open", "div", 1)
    token.map, token.content = [start, last], words
    token.meta |= {"closed": close is not None, "head": start_of(state, start) + line.index(words, 3)}
    parent, maximum = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax = parent, maximum
    state.push("div_close", "div", -1)
    state.line = last + (close is not None)
    return True


def closing_line(state: StateBlock, start: int, end: int) -> int | None:
    """The line that closes the div which opens at `start`; lines within code do not count."""
    depth, fence = 1, ""
    for line in range(start + 1, end):
        text = line_of(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return None
        if state.is_code_block(line):
            continue
        run = text[: len(text) - len(text.lstrip(text[0]))] if text[:3] in {"```", "~~~"} else ""
        if fence:
            fence = "" if run.startswith(fence) and not text[len(run) :].strip() else fence
        elif run:
            fence = run
        elif (words := div_words(text)) is not None:
            depth += 1 if words else -1
            if depth == 0:
                return line
    return None


def maths_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$` … `$$ {#eq:label}`, on one line or several without a blank one among them."""
    if not line_of(state, start).startswith("$$") or state.is_code_block(start):
        return False
    places, lines = [start_of(state, start) + 2], [line_of(state, start)[2:]]
    while (close := lines[-1].find("$$")) < 0:
        line = start + len(lines)
        if line >= end or not line_of(state, line).strip() or state.sCount[line] < state.blkIndent:
            return False
        places.append(start_of(state, line))
        lines.append(line_of(state, line))
    behind = lines[-1][close + 2 :].strip()
    found = parse_attributes(behind) if behind else (NONE, 0)
    if found is None or behind[found[1] :].strip():
        return False
    if silent:
        return True
    lines[-1] = lines[-1][:close]
    token = state.push("maths_block", "", 0)
    token.map, token.content = [start, start + len(lines)], "\n".join(lines)
    token.meta |= {"attributes": found[0], "places": places, "behind": places[-1] + close + 2}
    state.line = start + len(lines)
    return True
