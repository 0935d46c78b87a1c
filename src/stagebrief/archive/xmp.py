"""What a PDF says of itself to catalogues, as XMP."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from pikepdf import Pdf

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold."""


UA_NAMESPACES = """
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#\""""
EXTENSION = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>"""
"""What PDF/A wants to be told of a property that it does not know: the one by which PDF/UA is claimed."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with the PDF."""

    name: str
    kind: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Claims:
    """The standards that the PDF claims: the level of PDF/A (`B`, or `A` for a tagged one), and PDF/UA-1."""

    level: str = "B"
    accessible: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What the PDF says of itself to catalogues, besides what TeX has written."""

    authors: tuple[str, ...]
    language: str
    epoch: int
    version: str = ""
    replaces: str = ""
    citation: str = ""
    rights: str = ""
    doi: str = ""
    keywords: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = field(default=())
    claims: Claims = Claims()


def xmp(pdf: Pdf, facts: Facts) -> str:
    """The document's metadata as XMP, the same as in its information."""
    info = {str(key): str(value) for key, value in pdf.docinfo.items()}
    part = "3" if facts.attachments else "2"
    created = iso(info.get("/CreationDate", ""), facts.epoch)
    lines = [
        simple("dc:format", "application/pdf"),
        alternative("dc:title", info.get("/Title", "")),
        listed("dc:creator", "Seq", facts.authors),
        alternative("dc:description", info.get("/Subject", "") or facts.citation),
        listed("dc:subject", "Bag", facts.keywords),
        listed("dc:language", "Bag", [facts.language] if facts.language else []),
        simple("dc:identifier", f"https://doi.org/{facts.doi}" if facts.doi else ""),
        alternative("dc:rights", facts.rights),
        listed("dc:relation", "Bag", [facts.replaces] if facts.replaces else []),
        simple("dc:source", facts.citation),
        simple("pdf:Producer", info.get("/Producer", "")),
        simple("pdf:Keywords", info.get("/Keywords", "")),
        simple("xmp:CreatorTool", info.get("/Creator", "")),
        simple("xmp:CreateDate", created),
        simple("xmp:ModifyDate", iso(info.get("/ModDate", ""), facts.epoch)),
        simple("xmp:MetadataDate", created),
        simple("xmpMM:VersionID", facts.version),
        simple("pdfaid:part", part),
        simple("pdfaid:conformance", facts.claims.level),
        *((simple("pdfuaid:part", "1"), EXTENSION) if facts.claims.accessible else ()),
    ]
    body = "\n".join(line for line in lines if line)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"{UA_NAMESPACES if facts.claims.accessible else ""}>
{body}
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def clean(text: str) -> str:
    """The text as XML can hold it."""
    return escape(UNFIT.sub(" ", text))


def simple(name: str, text: str) -> str:
    """A property that is one text; nothing where there is none."""
    return f"<{name}>{clean(text)}</{name}>" if text else ""


def alternative(name: str, text: str) -> str:
    """A property that may have a text for each language."""
    inner = f'<rdf:li xml:lang="x-default">{clean(text)}</rdf:li>'
    return f"<{name}><rdf:Alt>{inner}</rdf:Alt></{name}>" if text else ""


def listed(name: str, kind: str, texts: Iterable[str]) -> str:
    """A property that is a list, ordered (`Seq`) or not (`Bag`)."""
    items = "".join(f"<rdf:li>{clean(text)}</rdf:li>" for text in texts if text)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def iso(date: str, epoch: int) -> str:
    """A date of a PDF as XMP writes it."""
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", date)
    if found:
        return "{}-{}-{}T{}:{}:{}Z".format(*found.groups())
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
