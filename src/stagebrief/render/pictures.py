"""Pictures: their names in the build folder, and how they are included."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from pylatex import Command, NoEscape

from stagebrief.model.block import Picture
from stagebrief.model.brief import StageFigure
from stagebrief.model.inline import Image
from stagebrief.render.escape import escape


def picture_path(file: str) -> str:
    """The picture's path in the build folder: readable, in characters that TeX takes as they are, one for each file."""
    path = PurePosixPath(file)
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "picture"
    if f"figures/{stem}{path.suffix.lower()}" != file:
        stem += "-" + hashlib.sha256(file.encode()).hexdigest()[:8]
    return f"figures/{stem}{path.suffix.lower()}"


def share(width: str) -> str:
    r"""`60%` as a part of the measure; the whole where no width is given."""
    percent = min(100, max(1, int(width.removesuffix("%")))) if width else 100
    return rf"{percent / 100:g}\linewidth"


def picture_to_tex(picture: Picture | StageFigure) -> NoEscape:
    """The picture itself, within the measure and the height that the page or frame allows."""
    options = NoEscape(rf"alt={{{escape(picture.alt)}}}")
    arguments = [NoEscape(share(picture.width)), NoEscape(picture_path(picture.file)), options]
    return NoEscape(Command("SBpicture", arguments).dumps())


def inline_picture_to_tex(image: Image) -> NoEscape:
    """A picture within a line, as high as the line unless it has a width."""
    options = f"width={share(image.width)}" if image.width else r"height=\ht\strutbox"
    options += rf",alt={{{escape(image.alt)}}}"
    return NoEscape(Command("includegraphics", NoEscape(picture_path(image.file)), NoEscape(options)).dumps())
