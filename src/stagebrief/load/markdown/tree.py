"""markdown-it's flat tokens as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from stagebrief.load.markdown.attributes import NONE, Attributes


@dataclass(slots=True)
class Branch:
    """A token with what stands between it and its end; `close` is the end, the token itself where it has none."""

    token: Token
    close: Token
    children: list[Branch] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The token's type."""
        return self.token.type

    @property
    def attributes(self) -> Attributes:
        """What stands in braces at or behind it."""
        found = self.close.meta.get("attributes") or self.token.meta.get("attributes")
        return found if isinstance(found, Attributes) else NONE

    @property
    def text(self) -> Token | None:
        """The token of the text that the block holds."""
        return next((child.token for child in self.children if child.type == "inline"), None)

    def below(self) -> Iterator[Branch]:
        """The branches within this one, at any depth, in their order."""
        stack = list(reversed(self.children))
        while stack:
            branch = stack.pop()
            yield branch
            stack += reversed(branch.children)


def grow(tokens: Sequence[Token], deepest: int) -> tuple[Branch, Token | None]:
    """The tokens below one root, and the first that stands deeper than `deepest`; the ends of such are left out."""
    root = Branch(Token("root", "", 1), Token("root", "", -1))
    stack, deep = [root], None
    beyond = 0
    for token in tokens:
        if token.nesting == -1 and beyond:
            beyond -= 1
        elif token.nesting == -1:
            if len(stack) > 1:
                stack.pop().close = token
        elif token.nesting == 1 and len(stack) > deepest:
            deep, beyond = deep or token, beyond + 1
        else:
            branch = Branch(token, token)
            stack[-1].children.append(branch)
            if token.nesting == 1:
                stack.append(branch)
    return root, deep
