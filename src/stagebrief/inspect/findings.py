"""What is found on a page, before it is known where the author wrote it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from stagebrief.diagnostics import Severity
from stagebrief.inspect.sheet import Box

SEVERITIES: dict[str, Severity] = {
    "text-is-on-page": Severity.ERROR,
    "text-is-apart": Severity.ERROR,
    "glyph-is-shown": Severity.ERROR,
    "box-fits": Severity.WARNING,
    "address-fits-line": Severity.WARNING,
    "text-is-in-frame": Severity.WARNING,
    "heading-has-text": Severity.WARNING,
    "picture-is-sharp": Severity.WARNING,
    "contrast-is-enough": Severity.WARNING,
    "type-is-large": Severity.WARNING,
    "font-is-embedded": Severity.WARNING,
    "link-has-target": Severity.WARNING,
    "address-is-valid": Severity.WARNING,
    "page-is-used": Severity.WARNING,
    "pages-are-alike": Severity.WARNING,
    "page-is-readable": Severity.WARNING,
    "widow-is-avoided": Severity.NOTE,
    "orphan-is-avoided": Severity.NOTE,
    "river-is-avoided": Severity.NOTE,
    "page-is-filled": Severity.NOTE,
}
"""How much each matters unless the author chooses otherwise: what is lost or cannot be read is an error."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing on a page, counted from 0: its code, where it stands, what it is, and how it is mended.

    `share` says behind which share of the page's letters it stands, and `text` what stands there.
    """

    code: str
    page: int
    box: Box | None
    message: str
    hint: str = ""
    share: float = 0.0
    text: str = ""

    def data(self) -> dict[str, Any]:
        """The finding as it is kept."""
        return asdict(self)


def finding_of(data: dict[str, Any]) -> Finding:
    """A finding as it was kept."""
    if data["code"] not in SEVERITIES:
        raise ValueError(data["code"])
    box = data["box"]
    return Finding(**{**data, "box": tuple(box) if box else None})


def quoted(text: str, most: int = 40) -> str:
    """The beginning of a text in quotation marks."""
    text = " ".join("".join(letter if letter.isprintable() else "\ufffd" for letter in text).split())
    return f"'{text}'" if len(text) <= most else f"'{text[:most].rstrip()} …'"
