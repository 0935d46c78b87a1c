"""The digest of a page: of all that decides how it looks, and of nothing that changes with other pages."""

from __future__ import annotations

import hashlib
from typing import Any

from stagebrief.inspect.faces import FILES, SUBSET, differences_of, inner_of
from stagebrief.inspect.reader import DEEPEST, parts_of

KEYS = ("/Matrix", "/BBox", "/Width", "/Height", "/ColorSpace", "/ImageMask", "/ca", "/BM")


class Digests:
    """The digests of one PDF's pages; what pages share is read once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], bytes] = {}

    def page(self, page: Any) -> str:
        """The digest of a page (of pikepdf's)."""
        found = hashlib.sha256(repr([float(side) for side in page.cropbox]).encode())
        content = page.obj.get("/Contents")
        parts = [content] if hasattr(content, "read_raw_bytes") and not is_array(content) else content or ()
        for part in parts:
            found.update(part.read_raw_bytes())
        self.add(found, page.obj.get("/Resources"), 0)
        return found.hexdigest()[:32]

    def add(self, found: Any, resources: Any, depth: int) -> None:
        """Add what the resources of a page or a form are."""
        if resources is None or depth > DEEPEST:
            return
        for kind, digest in (("/Font", self.font), ("/XObject", self.object), ("/ExtGState", self.plain)):
            named = resources.get(kind)
            for name in named.keys() if named is not None else ():
                found.update(name.encode() + self.once(named[name], digest, depth))
        spaces = resources.get("/ColorSpace")
        for name in spaces.keys() if spaces is not None else ():
            found.update(f"{name}{parts_of(spaces[name])}".encode())

    def once(self, item: Any, digest: Any, depth: int) -> bytes:
        """The digest of an object, found once."""
        if item.objgen == (0, 0):
            return bytes(digest(item, depth))
        if item.objgen not in self.known:
            self.known[item.objgen] = digest(item, depth)
        return self.known[item.objgen]

    def font(self, font: Any, _: int) -> bytes:
        """A font by its name and its codes; which of its glyphs are there changes with other pages."""
        inner = inner_of(font)
        described = inner.get("/FontDescriptor")
        embedded = [described is not None and described.get(key) is not None for key in FILES]
        name = SUBSET.sub("", str(font.get("/BaseFont", "")))
        return f"{name}{font.get('/Subtype')}{embedded}{differences_of(font)}".encode()

    def object(self, item: Any, depth: int) -> bytes:
        """A picture or a form."""
        found = hashlib.sha256(item.read_raw_bytes())
        found.update(self.plain(item, depth))
        self.add(found, item.get("/Resources"), depth + 1)
        return found.digest()

    def plain(self, item: Any, _: int) -> bytes:
        """What counts of a dictionary."""
        return "".join(f"{key}{item.get(key)!r}" for key in KEYS if item.get(key) is not None).encode()


def is_array(found: Any) -> bool:
    """Whether an object (of pikepdf's) is an array."""
    import pikepdf  # noqa: PLC0415 - only who inspects needs it

    return isinstance(found, pikepdf.Array)
