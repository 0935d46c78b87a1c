"""A finished PDF made into PDF/A: what lasting needs is added, what it forbids taken out; the same bytes each time."""

from __future__ import annotations

import base64
import io
import zlib
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from stagebrief.archive.structure import completed
from stagebrief.archive.xmp import Attachment, Facts, xmp

PROFILE = Path(__file__).with_name("srgb.icc")
"""sRGB as Little CMS builds it, free of rights by its own words, dated 2000."""

NAMED_ACTIONS = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
"""The only ones that PDF/A allows; Beamer writes others."""
AMBIGUOUS = b"\r\nendstream"
"""The end of a stream whose last byte may be taken for a part of the line end behind it."""

WRITER = "PDF/A"
"""What writes the released PDF, in the list of programs."""

PRINTED = 4
"""The flag of an annotation that is printed."""


def preserved(data: bytes, facts: Facts) -> bytes:
    """The PDF as PDF/A-2, or A-3 where files are attached; a tagged one with what its structure lacks."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        for key in ("/OpenAction", "/AA"):
            if key in root:
                del root[key]
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", Array()):
                make_lasting(annotation)
        clean_info(pdf)
        add_output_intent(pdf)
        completed(pdf)
        for attachment in facts.attachments:
            attach(pdf, attachment, facts.epoch)
        packet = pdf.make_stream(xmp(pdf, facts).encode())
        packet.Type, packet.Subtype = Name.Metadata, Name.XML
        root.Metadata = packet
        if facts.language and "/Lang" not in root:
            root.Lang = facts.language
        result = saved(pdf)
        if AMBIGUOUS in result:
            end_plainly(pdf)
            result = saved(pdf, compress=False)
    return result


def saved(pdf: Pdf, *, compress: bool = True) -> bytes:
    """The bytes of the PDF."""
    result = io.BytesIO()
    pdf.save(
        result,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=compress,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        fix_metadata_version=False,
    )
    return result.getvalue()


def end_plainly(pdf: Pdf) -> None:
    """Write streams so that none ends with a line end, which checkers take for a part of what follows the stream."""
    for stream in pdf.objects:
        if not isinstance(stream, pikepdf.Stream) or str(stream.get("/Type", "")) == "/Metadata":
            continue
        raw = stream.read_raw_bytes()
        filters, parameters = as_list(stream.get("/Filter")), as_list(stream.get("/DecodeParms"))
        packed = bool(filters)
        if not packed:
            raw, filters, parameters = zlib.compress(raw, 9), [Name.FlateDecode], []
        if raw.endswith((b"\r", b"\n")):
            raw = base64.a85encode(raw) + b"~>"
            parameters = [None, *parameters, *[None] * (len(filters) - len(parameters))] if parameters else []
            filters = [Name.ASCII85Decode, *filters]
        elif packed:
            continue
        stream.write(raw, filter=Array(filters), decode_parms=Array(parameters) if parameters else None)


def as_list(value: Any) -> list[Any]:
    """A value that may be one, several or none, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def make_lasting(annotation: Any) -> None:
    """Give a link its flag, and take out the actions that are forbidden."""
    annotation.F = int(annotation.get("/F", 0)) | PRINTED
    if "/AA" in annotation:
        del annotation["/AA"]
    action = annotation.get("/A")
    if action is None:
        return
    kind = str(action.get("/S", ""))
    if kind == "/Named" and str(action.get("/N", "")) in NAMED_ACTIONS:
        return
    if kind not in {"/GoTo", "/GoToR", "/URI", "/Thread"}:
        del annotation["/A"]


def clean_info(pdf: Pdf) -> None:
    """Take out of the document's information what its XMP cannot say."""
    for key in ("/PTEX.Fullbanner", "/PTEX.FullBanner", "/Trapped"):
        if key in pdf.docinfo:
            del pdf.docinfo[key]


def add_output_intent(pdf: Pdf) -> None:
    """Say which colours the numbers mean: sRGB."""
    profile = pdf.make_stream(PROFILE.read_bytes())
    profile.N = 3
    name = "sRGB IEC61966-2.1"
    pdf.Root.OutputIntents = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=name,
                    Info=name,
                    DestOutputProfile=profile,
                )
            )
        ]
    )


def attach(pdf: Pdf, attachment: Attachment, epoch: int) -> None:
    """Attach a file as the source of the document."""
    date = pikepdf.String(datetime.fromtimestamp(epoch, UTC).strftime("D:%Y%m%d%H%M%SZ"))
    stream = pdf.make_stream(attachment.data)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name(f"/{attachment.kind}")
    stream.Params = Dictionary(Size=len(attachment.data), ModDate=date)
    name = pikepdf.String(attachment.name)
    described = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=name,
            UF=name,
            EF=Dictionary(F=stream, UF=stream),
            AFRelationship=Name.Source,
            Desc=pikepdf.String("source of this document"),
        )
    )
    root = pdf.Root
    root.AF = Array([*root.get("/AF", Array()), described])
    names = root.get("/Names", None)
    if names is None:
        names = root.Names = pdf.make_indirect(Dictionary())
    files = names.get("/EmbeddedFiles", Dictionary(Names=Array()))
    files.Names = Array([*files.Names, name, described])
    names.EmbeddedFiles = files


def writer_version() -> str:
    """The versions of what the bytes depend on."""
    return f"pikepdf {metadata.version('pikepdf')}, qpdf {pikepdf.__libqpdf_version__}"
