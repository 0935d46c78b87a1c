"""The structure of a tagged PDF: what TeX leaves out of it, and whether there is one."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


def is_tagged(pdf: Pdf) -> bool:
    """Whether the PDF says that it has a structure."""
    return "/StructTreeRoot" in pdf.Root and bool(pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked", False))


def completed(pdf: Pdf) -> None:
    """Give notes the names that PDF/UA wants them to have, and take out what PDF/A has no room for."""
    if not is_tagged(pdf):
        return
    for holder, key in ((pdf.Root, "/AF"), (pdf.Root.get("/Names", Dictionary()), "/EmbeddedFiles")):
        if key in holder:  # style sheets for those who make HTML of it, which PDF/A-2 does not let pass
            del holder[key]
    root = pdf.Root.StructTreeRoot
    if "/AF" in root:
        del root["/AF"]
    if "/IDTree" not in root:
        notes = [element for element in elements(root) if element.get("/S") == Name.Note]
        names = Array()
        for number, note in enumerate(notes, start=1):
            note.ID = String(f"note-{number:06}")
            names.extend([note.ID, note])
        if notes:
            root.IDTree = pdf.make_indirect(Dictionary(Names=names))
    for thing in pdf.objects:  # lists of glyphs that are not whole
        if isinstance(thing, Dictionary) and "/CIDSet" in thing:
            del thing["/CIDSet"]


def elements(root: Object) -> Iterator[Object]:
    """The elements below this one, in the order of reading."""
    pending = [root]
    while pending:
        element = pending.pop()
        if "/S" in element:
            yield element
        below = element.get("/K")
        kids = list(below) if isinstance(below, Array) else [below]
        pending += [kid for kid in reversed(kids) if isinstance(kid, Dictionary) and "/S" in kid]
