"""The keys of Pandoc's citation syntax: `@key`, `@{any key}`, and what looks like one and is none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

INSIDE_KEY = frozenset(":.#$%&-+?<>~/")
JOINERS = frozenset("\u200c\u200d")
ADDRESS = re.compile(r"://|^www\.|\w\.\w{2,}/")
BRACED = re.compile(r"\{[^\s{}]*(?:\{[^\s{}]*(?:\{[^\s{}]*\}[^\s{}]*)*\}[^\s{}]*)*\}")
HANDLE = re.compile(r"@[\w-]+\.\w")
MAILBOX = re.compile(r"[^\W_](?:\\[!#$%&'*+/=?^_`{|}~.-]|\+)$")
HOST = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}")
"""A mailbox that ends in a sign, and what stands behind the `@` of an address: `foo+@bar.example.com`."""


@dataclass(frozen=True, slots=True)
class Key:
    """An `@key` in the text: where its `@` stands and where it ends."""

    name: str
    start: int
    end: int


def key_at(text: str, position: int) -> Key | None:
    """The `@key` that begins at `position`; None for an e-mail address, an address on the web or a plain `@`."""
    if not text.startswith("@", position) or not stands_alone(text, position):
        return None
    if text.startswith("{", position + 1):
        close = braced_end(text, position + 1)
        return Key(text[position + 2 : close], position, close + 1) if close > position + 2 else None
    end = bare_end(text, position + 1)
    if HOST.fullmatch(text, position + 1, end) and MAILBOX.search(text[max(0, position - 3) : position]):
        return None
    if text.endswith("_", position, end) and re.search(r"(?<!\w)_+(?=[^\s_])", text[: position + 1]):
        end = position + len(text[position:end].rstrip("_"))
    if end <= position + 1 or HANDLE.match(text, end):
        return None
    return Key(text[position + 1 : end], position, end)


def stands_alone(text: str, position: int) -> bool:
    """Whether an `@` there can begin a key: not behind a letter, a backslash, or within an address."""
    before = text[max(0, position - 300) : position]
    if not before or before.endswith("[^"):
        return not before
    if before.endswith("\\"):
        return (len(before) - len(before.rstrip("\\"))) % 2 == 0
    last = before.rstrip("_")[-1:] if before.endswith("_") else before[-1]
    if is_word(last) or last == ".":
        return False
    return last != "/" or ADDRESS.search(before.split()[-1]) is None


def is_word(character: str) -> bool:
    """Whether a character can stand in a word: letters, digits, and the marks that are written over letters."""
    return bool(character) and (character.isalnum() or unicodedata.category(character)[0] == "M")


def bare_end(text: str, position: int) -> int:
    """Where a key without braces ends: letters and digits, with single signs between them, or `://`."""
    index, size = position, len(text)
    if index >= size or not (text[index].isalnum() or text[index] == "_"):
        return position
    while index < size:
        following = index + 1
        if text[index] in INSIDE_KEY or text[index] in JOINERS:
            while text[index] in ":/" and text.startswith("/", following):
                following += 1
        elif not is_key(text[index]):
            break
        if not (is_key(text[index]) or is_key(text[following : following + 1])):
            break
        index = following
    return index


def is_key(character: str) -> bool:
    """Whether a character can stand anywhere in a key."""
    return is_word(character) or character == "_"


def braced_end(text: str, position: int) -> int:
    """The brace that closes a key's; -1 if there is none before a space, or braces nest deep."""
    match = BRACED.match(text, position)
    return match.end() - 1 if match else -1
