r"""A target as a tagged PDF: the same TeX, with the structure of what it says.

It begins with `\\DocumentMetadata`, by which LaTeX gives PDFs a structure; which element each part of the page is, says
`stagebrief-tagged.sty`. The page looks as before.
"""

from __future__ import annotations

from dataclasses import replace

from stagebrief.model.tex import TexSource
from stagebrief.render.page import static

FILES = ("stagebrief-tagged.sty", "stagebrief-tagged-frames.sty", "stagebrief-tags.lua")
CLASS, LAST = "\\documentclass", "\\SBloadfonts"
"""The lines of the main file before which the beginning and the structure come."""


def tagged(source: TexSource, language: str) -> TexSource:
    """The source of the same pages as a tagged PDF in that language; our own metadata are written later.

    A structure is found out by several passes.
    """
    main, *others = source.files
    lines = main[1].splitlines(keepends=True)
    begin = f"\\DocumentMetadata{{lang={language},pdfversion=1.7,xmp=false,testphase=phase-I}}\n"
    put = {CLASS: begin, LAST: "\\usepackage{stagebrief-tagged}\n"}
    text = "".join(put.get(next((key for key in put if line.startswith(key)), ""), "") + line for line in lines)
    own = ((name, static(f"tagged/{name}")) for name in FILES)
    return replace(source, files=((main[0], text), *others, *own), guesses=(), unread=())
