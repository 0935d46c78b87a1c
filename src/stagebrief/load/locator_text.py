"""The characters of a text as they are meant: escapes and entities resolved, Markdown's own signs set apart."""

from __future__ import annotations

import html
import re

STAR, LINE, OTHER = "\ue000", "\ue001", "\ue002"
"""What stands for characters that are Markdown's: `*`, `_`, and all others."""


def closing_brace(plain: str, position: int) -> int:
    """The brace that closes the one at `position`; -1 if there is none."""
    depth = 0
    for index in range(position, len(plain)):
        depth += (plain[index] == "{") - (plain[index] == "}")
        if depth == 0:
            return index
    return -1


def unescaped(text: str, start: int, end: int, *, markup: bool = False) -> tuple[str, tuple[int, ...]]:
    """The characters as they are meant, and where each stands; with `markup` Markdown's own stay as they are."""
    characters: list[str] = []
    at: list[int] = []
    index = start
    while index < end:
        character, width = _character(text, index, end)
        if width == 1 and not markup:
            character = _marked(text, index, start)
        characters += character
        at += [index] * len(character)
        index += width
    return "".join(characters), (*at, end)


def _character(text: str, index: int, end: int) -> tuple[str, int]:
    """One character as it is meant and how many it takes in the text."""
    character, following = text[index], text[index + 1 : min(end, index + 40)]
    if character == "\\" and following[:1] == " ":
        return "\u00a0", 2
    if character == "\\" and re.match(r"[!-/:-@\[-`{-~]", following):
        return following[0], 2
    if character == "&" and (entity := re.match(r"(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,31});", following)):
        return html.unescape(f"&{entity[0]}"), entity.end() + 1
    if dashes := re.match(r"---?(?!-)", text[index : min(end, index + 4)]):
        return "–" if len(dashes[0]) == 2 else "—", len(dashes[0])
    return (" " if character in "\r\n\t" else character), 1


def _marked(text: str, index: int, start: int) -> str:
    """A character of the text, or what stands for it where it is Markdown's."""
    character = text[index]
    if character == "*":
        return STAR
    if character == "_":
        inner = text[index - 1 : index].isalnum() and text[index + 1 : index + 2].isalnum() and index > start
        return OTHER if inner else LINE
    if character == "[" and re.match(r"\[[^\[\]]*\][(\[]", text[index : index + 1000]):
        return OTHER
    return OTHER if character in "`$<^~@|" else character
