"""What Pandoc's users write beyond CommonMark, as rules of markdown-it: citations, spans, divs, mathematics."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from stagebrief.load.attributes import parse_attributes
from stagebrief.load.citation_brackets import closing_bracket
from stagebrief.load.citation_rules import citation_rule, in_text_rule
from stagebrief.load.smart import mend_apostrophes, replace_dashes

DIV = re.compile(r"^(?P<colons>:{3,})[ \t]*(?P<rest>.*?)[ \t]*:*[ \t]*$")
FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})")
TASK = re.compile(r"^\[(?P<mark>[ xX])\][ \t]+(?=\S)")
HEADING_LABEL = re.compile(r"[ \t]*(\{[^{}\n]*\})[ \t]*$")


def add_rules(markdown: MarkdownIt) -> None:
    """Add all rules to a parser."""
    markdown.block.ruler.before("fence", "div", div_rule, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.block.ruler.before("fence", "maths_block", maths_block_rule, {"alt": ["paragraph", "blockquote", "list"]})
    markdown.inline.ruler.at("text", text_rule)
    markdown.inline.ruler.before("escape", "no_break_space", no_break_space_rule)
    markdown.inline.ruler.before("link", "citation", citation_rule)
    markdown.inline.ruler.after("citation", "span", span_rule)
    markdown.inline.ruler.before("link", "in_text", in_text_rule)
    markdown.core.ruler.before("inline", "labels_and_tasks", label_and_task_rule)
    markdown.core.ruler.after("smartquotes", "dashes", dash_rule)
    for name in (
        "backticks",
        "image",
        "link",
        "autolink",
        "html_inline",
        "math_inline",
        "footnote_ref",
        "footnote_inline",
    ):
        remember_place(markdown, name)


def remember_place(markdown: MarkdownIt, name: str) -> None:
    """Let the tokens of a rule know where in the text they begin, and take the attributes in braces behind them."""
    ruler = markdown.inline.ruler
    index = ruler.__find__(name)
    rule = ruler.__rules__[index].fn

    def placed(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            fresh = state.tokens[count:]
            if fresh and fresh[0].type == "text" and len(fresh) > 1:
                fresh = fresh[1:]
            for token in fresh:
                token.meta.setdefault("at", start)
            if fresh and name in {"image", "backticks"}:
                take_attributes(state, fresh[-1])
        return True

    ruler.at(name, placed)


def take_attributes(state: StateInline, token: Token) -> None:
    """Attributes in braces right behind an image or code."""
    if state.src[state.pos : state.pos + 1] == "{" and (found := parse_attributes(state.src, state.pos)):
        token.meta["attributes"], state.pos = found


def text_rule(state: StateInline, silent: bool) -> bool:
    """Characters without a meaning of their own, as far as the text goes that is being read.

    The rule of markdown-it goes on to the next sign, beyond the end of what stands before a citation's semicolon.
    """
    found = state.md.inline.terminator_re.search(state.src, state.pos, state.posMax)
    end = found.start() if found else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def no_break_space_rule(state: StateInline, silent: bool) -> bool:
    """A backslash before a space is a space at which no line ends."""
    if state.src[state.pos : state.pos + 2] != "\\ ":
        return False
    if not silent:
        token = state.push("text_special", "", 0)
        token.content, token.markup, token.info = "\u00a0", "\\ ", "escape"
    state.pos += 2
    return True


def span_rule(state: StateInline, silent: bool) -> bool:
    """`[words]{.smallcaps}` and `[слова]{lang=ru}`."""
    if state.src[state.pos] != "[":
        return False
    start = state.pos
    end = closing_bracket(state.src, start, state.posMax)
    if end < 0 or state.src[end + 1 : end + 2] != "{":
        return False
    found = parse_attributes(state.src, end + 1)
    if found is None:
        return False
    if not silent:
        state.push("span_open", "span", 1).meta.update(at=start, attributes=found[0])
        maximum, state.pos, state.posMax = state.posMax, start + 1, end
        state.md.inline.tokenize(state)
        state.posMax = maximum
        state.push("span_close", "span", -1)
    state.pos = found[1]
    return True


def line_of(state: StateBlock, line: int) -> str:
    """A line without its indentation."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def div_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: name` … `:::`, also within one another; one that is not closed goes to the end of what it is in."""
    match = DIV.match(line_of(state, start))
    if match is None or state.is_code_block(start) or not match["rest"]:
        return False
    if silent:
        return True
    close = closing_line(state, start, end)
    token = state.push("div_open", "div", 1)
    token.map = [start, end if close is None else close]
    token.meta.update(rest=match["rest"], closed=close is not None)
    last = end if close is None else close
    parent, maximum, level = state.parentType, state.lineMax, state.blkIndent
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax, state.blkIndent = parent, maximum, level
    state.push("div_close", "div", -1)
    state.line = last + (close is not None)
    return True


def closing_line(state: StateBlock, start: int, end: int) -> int | None:
    """The line that closes the div which opens at `start`; lines within fenced code do not count."""
    depth, fence = 1, ""
    for line in range(start + 1, end):
        text = line_of(state, line)
        if state.sCount[line] < state.blkIndent and text:
            return None
        mark = FENCE.match(text)
        if fence:
            if mark and mark["fence"].startswith(fence) and not text.strip().strip(fence[0]):
                fence = ""
            continue
        if mark:
            fence = mark["fence"]
        elif match := DIV.match(text):
            depth += 1 if match["rest"] else -1
            if depth == 0:
                return line
    return None


def maths_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$` … `$$ {#eq:label}`, on one line or several."""
    first = line_of(state, start)
    if not first.startswith("$$") or state.is_code_block(start):
        return False
    lines, line = [first[2:]], start
    while True:
        close = lines[-1].find("$$")
        if close >= 0:
            break
        line += 1
        if line >= end or not line_of(state, line).strip():
            return False
        lines.append(line_of(state, line))
    behind = lines[-1][close + 2 :].strip()
    found = parse_attributes(behind) if behind else None
    if behind and (found is None or behind[found[1] :].strip()):
        return False
    if silent:
        return True
    lines[-1] = lines[-1][:close]
    token = state.push("maths_block", "", 0)
    token.map, token.content = [start, line + 1], "\n".join(lines)
    token.meta.update(attributes=found[0] if found else None)
    state.line = line + 1
    return True


def label_and_task_rule(state: StateCore) -> None:
    """Take labels from the end of headings and boxes from the beginning of list items before the text is read."""
    for index, token in enumerate(state.tokens):
        if token.type != "inline":
            continue
        before = state.tokens[index - 1]
        if before.type == "heading_open" and (match := HEADING_LABEL.search(token.content)):
            if found := parse_attributes(match[1]):
                before.meta["attributes"] = found[0]
                token.content = token.content[: match.start()]
        elif (
            before.type == "paragraph_open"
            and state.tokens[index - 2].type == "list_item_open"
            and (match := TASK.match(token.content))
        ):
            state.tokens[index - 2].meta["checked"] = match["mark"] in "xX"
            token.meta["cut"] = match.end()
            token.content = token.content[match.end() :]


def dash_rule(state: StateCore) -> None:
    """Dashes, ellipses and apostrophes in text that is neither escaped nor an address."""
    for block in state.tokens:
        address = False
        for token in block.children or []:
            if token.type == "link_open":
                address = token.info == "auto" or token.markup == "autolink"
            elif token.type == "link_close":
                address = False
            elif token.type == "text" and not address:
                token.content = mend_apostrophes(replace_dashes(token.content))
