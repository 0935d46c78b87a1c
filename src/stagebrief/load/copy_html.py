"""The words that a saved web page shows."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HIDDEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "math", "rt", "rp", "iframe", "object"})
"""Elements of which nothing is read."""
EMPTY = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source", "track"}
)
"""Elements that have no end."""
IN_LINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd"}
    | {"mark", "nobr", "q", "rb", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"}
    | {"u", "var", "wbr"}
)
"""Elements that part no words; all others begin a line."""


class PageReader(HTMLParser):
    """Collects the text that is shown; what is hidden is counted by its elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what is hidden, or a line."""
        del attrs
        if tag in HIDDEN and (not self.hidden or self.hidden[-1] == tag):
            self.hidden.append(tag)
        if tag == "body":
            self.hidden.clear()  # a head that was not closed
        if tag not in IN_LINE:
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself hides nothing, save that HTML does not know such."""
        if tag in EMPTY:
            self.handle_starttag(tag, attrs)
        elif tag not in IN_LINE:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what is hidden, or a line."""
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()
        if tag not in IN_LINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Words; line ends of the source are spaces."""
        if not self.hidden:
            self.pieces.append(" ".join(data.split("\n")) if "\n" in data else data)


def text_of_html(text: str) -> str:
    """The text of a page with a line end where an element other than one in the line begins or ends."""
    reader = PageReader()
    reader.feed(text)
    reader.close()
    return re.sub(r"[^\S\n]*\n\s*", "\n", "".join(reader.pieces)).strip("\n")
