"""What is taken off a text before it is read: the labels of headings and the boxes of tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from stagebrief.load.markdown.attributes import parse_attributes

TASK = re.compile(r"\[(?P<mark>[ xX])\][ \t]+(?=\S)")
HASHES = re.compile(r"#{1,6}[ \t]*")


def add_label_rules(markdown: MarkdownIt) -> None:
    """Add the rule to a parser."""
    markdown.core.ruler.before("inline", "labels", label_rule)


def label_rule(state: StateCore) -> None:
    """Give what a text begins or ends with to the block that it belongs to."""
    for index, token in enumerate(state.tokens):
        if token.type != "inline":
            continue
        owner = state.tokens[index - 1]
        if owner.type == "heading_open":
            if match := HASHES.match(state.src, token.meta["at"]):
                token.meta["lines"] = [match.end()]
            cut_attributes(state.src, token, owner)
        elif (match := TASK.match(token.content)) and (item := item_before(state.tokens, index)):
            item.meta["checked"] = match["mark"] in "xX"
            cut_front(token, match.end())


def item_before(tokens: Sequence[Token], index: int) -> Token | None:
    """The list item that a text begins as its first paragraph."""
    if tokens[index - 1].type != "paragraph_open" or tokens[index - 2].type != "list_item_open":
        return None
    return tokens[index - 2]


def cut_front(token: Token, count: int) -> None:
    """Leave out the first characters of a text; `meta["cut"]` remembers how many they were."""
    token.meta["cut"] = token.meta.get("cut", 0) + count
    token.content = token.content[count:]


def cut_attributes(source: str, token: Token, owner: Token) -> None:
    """Take the attributes at a text's end into its owner; `meta["shift"]` leads from their places to the source's."""
    start = token.content.rfind("{")
    if start < 0 or not token.content.endswith("}") or token.content[start - 1 : start] == "\\":
        return
    found = parse_attributes(token.content, start)
    if found and found[1] == len(token.content):
        line = token.meta["lines"][token.content.count("\n")]
        end = source.find("\n", line)
        at = source.rfind("{", line, end if end >= 0 else len(source))
        owner.meta |= {"attributes": found[0], "shift": at - start}
        token.content = token.content[:start].rstrip()
