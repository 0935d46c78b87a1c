"""Links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from stagebrief.inspect.digests import is_array
from stagebrief.inspect.findings import Finding, quoted
from stagebrief.inspect.sheet import Box

DEEPEST = 40
HOSTED = frozenset({"http", "https", "ftp"})
WRONG = re.compile(r"[\x00-\x20\x7f\"\\`]|%(?![0-9A-Fa-f]{2})")
"""What no address holds; signs such as `<` that ought to be written otherwise are understood by every program."""
HOST = re.compile(r"(?:[^\s/?#@]*@)?(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:.]+(?:\.[^\s/?#@:.]+)*\.?)(?::\d+)?")


class Targets:
    """The places of one document that links can lead to."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.names: set[str] = set()
        self.pages: set[tuple[int, int]] = {page.obj.objgen for page in pdf.pages}
        old = pdf.Root.get("/Dests")
        if old is not None:
            self.names.update(str(name).removeprefix("/") for name in old.keys())  # noqa: SIM118 - pikepdf's own
        tree = pdf.Root.get("/Names", {}).get("/Dests")
        self.stand_ins: set[str] = set()
        if tree is not None:
            self.walk(tree, 0)
        if len(self.stand_ins) < len(self.names):
            self.names -= self.stand_ins

    def walk(self, node: Any, depth: int) -> None:
        """The names of a tree."""
        listed = node.get("/Names")
        if listed is not None:
            for index in range(0, len(listed) - 1, 2):
                name, value = str(listed[index]), listed[index + 1]
                self.names.add(name)
                if is_array(value) and len(value) == 2 and value[1] == "/Fit":
                    self.stand_ins.add(name)  # what TeX puts in place of a name that is nowhere, unlike its own
        kids = node.get("/Kids")
        if kids is not None and depth < DEEPEST:
            for kid in kids:
                self.walk(kid, depth + 1)

    def has(self, target: Any) -> bool:
        """Whether there is what a link leads to."""
        import pikepdf  # noqa: PLC0415 - only who inspects needs it

        if isinstance(target, pikepdf.Array):
            if not len(target):
                return False
            first = target[0]
            if isinstance(first, pikepdf.Dictionary):
                return first.objgen in self.pages
            return isinstance(first, int) and 0 <= first < len(self.pages)
        return str(target).removeprefix("/") in self.names


def dead_links(page: Any, number: int, targets: Targets) -> Iterator[Finding]:
    """The links of a page (of pikepdf's) that lead nowhere; one finding for each place that they name."""
    told = set()
    for link in page.obj.get("/Annots", ()):
        if link.get("/Subtype") != "/Link":
            continue
        finding = dead_link(link, number, targets)
        if finding and finding.message not in told:
            told.add(finding.message)
            yield finding


def dead_link(link: Any, page: int, targets: Targets) -> Finding | None:
    """What is wrong with a link."""
    action = link.get("/A")
    kind = str(action.get("/S", "")) if action is not None else ""
    target = action.get("/D") if kind == "/GoTo" else link.get("/Dest")
    if kind == "/URI":
        address = str(action.get("/URI", ""))
        if is_address(address):
            return None
        hint = "write the whole address, with its scheme and without spaces"
        return Finding("address-is-valid", page, box_of(link), f"a link's address is none: {quoted(address, 60)}", hint)
    if kind not in {"", "/GoTo"}:
        return None
    if target is not None and targets.has(target):
        return None
    named = "a page" if target is None or is_array(target) else quoted(str(target), 60)
    return Finding(
        "link-has-target", page, box_of(link), f"a link leads to {named}, which is not there", "mend its target"
    )


def is_address(address: str) -> bool:
    """Whether a text has the shape of an address that a reader's program can open."""
    if WRONG.search(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if not parts.scheme:
        return False
    if parts.scheme.lower() in HOSTED:
        return bool(HOST.fullmatch(parts.netloc))
    return bool(parts.path or parts.netloc)


def box_of(link: Any) -> Box | None:
    """Where a link stands."""
    try:
        left, bottom, right, top = (round(float(side), 2) for side in link.get("/Rect", ()))
    except (TypeError, ValueError):
        return None
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
