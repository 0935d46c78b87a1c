"""What one release consists of, as it is kept in the archive: JSON with a schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

FORMAT: Literal["stagebrief-release-1"] = "stagebrief-release-1"

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]
PlainName = Annotated[str, StringConstraints(pattern=r"^[^/\\\x00-\x1f\x7f.][^/\\\x00-\x1f\x7f]*$")]
"""A name that leads nowhere else: an archive may come from anybody."""


def refuse_detours(path: str) -> str:
    """The path, if none of its parts leads up or nowhere."""
    if "\0" in path or any(part in {"", ".", ".."} for part in path.removeprefix("/").split("/")):
        raise ValueError("the path leads elsewhere")
    return path


PlainPath = Annotated[str, StringConstraints(pattern=r"^[^/]"), AfterValidator(refuse_detours)]
ToolPath = Annotated[str, AfterValidator(refuse_detours)]


class Part(BaseModel):
    """What all parts of a manifest are: closed, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stored(Part):
    """Bytes that the archive holds, at blobs/<first two digits>/<digest>."""

    sha512: Digest = Field(description="The SHA-512 digest of the bytes.")
    size: int = Field(ge=0, description="How many bytes.")


class NamedFile(Stored):
    """A file of a release."""

    path: PlainPath = Field(description="Its path among the files of the release: content/…, tex/brief/….")
    role: Literal["source", "bibliography", "picture", "copy", "tex", "clean-bibliography", "sources-set"] = Field(
        description=(
            "source: the author's; copy: a pinned copy of a source; tex: as it was typeset; clean-bibliography: "
            "the bibliography as biber read it; sources-set: the list of sources as biber made it."
        )
    )


class Verdict(Part):
    """What a checker says of a PDF."""

    profile: str = Field(description="The standard that it was judged by, such as PDF/A-2b.")
    checker: str = Field(description="Name and version of the checker; empty if none was at hand.")
    verdict: Literal["passed", "failed", "unchecked", "not claimed"] = Field(description="What it says.")
    failures: tuple[str, ...] = Field((), description="What is wrong, or why it was not checked.")


class Product(Stored):
    """One released PDF."""

    target: PlainName = Field(description="What it is: brief, slides ….")
    path: PlainName = Field(description="The name that it is given outside of the archive.")
    job: PlainName = Field(description="The name under which TeX knows it.")
    pages: int = Field(description="Its pages.")
    words: int = Field(description="The words that can be read on them.")
    built: Stored | None = Field(None, description="The PDF as TeX wrote it, before PDF/A; these bytes are not kept.")
    biber: bool = Field(description="Whether it has a list of sources made by biber.")
    passes: tuple[str, ...] = Field((), description="The programs that were run, in their order.")
    missing: int = Field(description="Words of the source that were not found in the text of the PDF.")
    verdicts: tuple[Verdict, ...] = Field((), description="What checkers say of it.")
    tagged: bool = Field(False, description="Whether it has a structure of headings, lists, tables and pictures.")
    accessible: str = Field("", description="How far it can be read by those who do not see it, or where that form is.")


class Previous(Part):
    """The release before this one: what this one replaces."""

    number: int = Field(ge=1, description="Its number.")
    version: str = Field(description="Its version.")
    date: str = Field(description="Its date.")
    manifest: Digest = Field(description="The SHA-512 digest of its manifest, which binds the order of the releases.")


class Person(Part):
    """An author."""

    name: str = Field(description="The name as it is printed.")
    orcid: str = Field("", description="The ORCID.")
    affiliation: str = Field("", description="The affiliation.")


class About(Part):
    """What catalogues want to know."""

    title: str = Field(description="The title.")
    subtitle: str = Field("", description="The subtitle.")
    authors: tuple[Person, ...] = Field((), description="The authors in their order.")
    language: str = Field(description="The language as a BCP 47 tag.")
    series: str = Field("", description="The series with its number.")
    publisher: str = Field("", description="Who publishes the series.")
    licence: str = Field("", description="The licence as it is printed.")
    doi: str = Field("", description="The DOI.")
    keywords: tuple[str, ...] = Field((), description="The keywords.")
    abstract: str = Field("", description="The abstract.")
    citation: str = Field(description="How to cite it.")


class Checkout(Part):
    """The state of the git repository that the content was released from."""

    commit: str = Field(description="The commit; empty before the first.")
    branch: str = Field("", description="The branch; empty if none was checked out.")
    dirty: bool = Field(description="Whether the content differed from the commit.")
    changed: tuple[str, ...] = Field((), description="The files of the content that differed.")


class Toolchain(Part):
    """What the PDFs were made with; the list names every file that TeX opened."""

    engine: str = Field(description="The TeX engine as it names itself.")
    biber: str = Field(description="biber as it names itself.")
    format: str = Field("", description="The LaTeX format as it names itself.")
    sandbox: str = Field("", description="What TeX and biber were walled off by, or why by nothing.")
    environment: dict[str, str] = Field(default={}, description="Locale, time zone and time as TeX was told of them.")
    stagebrief: str = Field(description="The version of stagebrief.")
    code: str = Field(description="The SHA-256 digest over its code and templates.")
    listing: Stored = Field(description="The list of files, packages and programs (JSON).")
    sums: Stored | None = Field(None, description="The digests of the stored files as sha512sum reads them.")
    kept: bool = Field(description="Whether the files themselves are in the archive.")


class Evidence(Part):
    """The trust report in figures."""

    claims: int = Field(description="Statements, events, numbers, quotations and figures.")
    bare: int = Field(description="Claims that rest on nothing.")
    single: int = Field(description="Claims that rest on one source only.")
    sources: int = Field(description="Sources that are cited.")
    primary: int = Field(description="Primary sources among them.")
    quotations: dict[str, int] = Field(description="How many quotations were found, not found, unchecked.")


class Manifest(Part):
    """One release of one brief."""

    format: Literal["stagebrief-release-1"] = Field(FORMAT, description="What this file is.")
    name: PlainName = Field(description="The brief's name in the archive.")
    number: int = Field(ge=1, description="The releases of a brief are counted from 1.")
    version: str = Field(description="The version.")
    date: str = Field(description="The date of the edition: 2024-05-02, 2024-05 or 2024; empty if there is none.")
    note: str = Field("", description="What the publisher says of it.")
    previous: Previous | None = Field(None, description="The release that this one replaces.")
    replaces: str = Field("", description="The earlier edition as the PDF names it.")
    about: About = Field(description="What catalogues want to know.")
    folder: PlainName = Field(description="The name of the content folder.")
    epoch: int = Field(description="SOURCE_DATE_EPOCH: the time that the PDFs are dated with.")
    settings: dict[str, str] = Field(description="The settings that the brief was made with.")
    accepted: tuple[str, ...] = Field((), description="Checks whose warnings the publisher accepted.")
    warnings: tuple[str, ...] = Field((), description="What the checks warned of, all of it accepted.")
    checkout: Checkout | None = Field(None, description="The git repository of the content.")
    evidence: Evidence | None = Field(None, description="The trust report in figures.")
    toolchain: Toolchain = Field(description="What the PDFs were made with.")
    products: tuple[Product, ...] = Field(description="The PDFs.")
    files: tuple[NamedFile, ...] = Field(description="What they were made from.")

    def blobs(self) -> Iterator[Stored]:
        """Everything that the archive holds of this release, but for the files on the toolchain's list."""
        yield from self.products
        yield from self.files
        yield self.toolchain.listing
        if self.toolchain.sums:
            yield self.toolchain.sums

    def product(self, target: str) -> Product | None:
        """The PDF of that target."""
        return next((product for product in self.products if product.target == target), None)


class ToolFile(Stored):
    """A file that TeX or biber opened, or a program."""

    path: ToolPath = Field(description="Where it was.")
    kind: Literal["tex", "font", "format", "program", "notice"] = Field(
        description="tex: read while typesetting; format: what the format is made of; notice: a package's licences."
    )
    package: str = Field("", description="The package of the system that it belongs to.")
    licence: str = Field("", description="The file in which its licence is written.")
    version: str = Field("", description="The version that a font says of itself.")
    terms: str = Field("", description="The licence that a font says of itself, or its copyright.")
    kept: bool = Field(description="Whether the archive holds it.")


class ToolList(Part):
    """The blob that `toolchain.listing` names."""

    programs: dict[str, str] = Field(description="Programs as they name themselves.")
    python: dict[str, str] = Field(description="Python and its packages with their versions.")
    system: dict[str, str] = Field(description="Packages of the system with their versions.")
    platform: str = Field(description="The system.")
    files: tuple[ToolFile, ...] = Field(description="Every file.")


def to_bytes(part: Part) -> bytes:
    """A manifest or a list as it is written: the same values give the same bytes."""
    return (json.dumps(part.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


def manifest_from(data: bytes) -> Manifest:
    """The manifest in these bytes; ValueError says what is wrong with them."""
    return checked(Manifest, data)


def list_from(data: bytes) -> ToolList:
    """The list of the toolchain in these bytes; ValueError says what is wrong with them."""
    return checked(ToolList, data)


Kind = TypeVar("Kind", bound=Part)


def checked(kind: type[Kind], data: bytes) -> Kind:
    """A part from its bytes."""
    try:
        return kind.model_validate_json(data)
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ValueError(f"{place}: {first['msg'].lower()}" if place else first["msg"].lower()) from None


def schema_text() -> str:
    """The JSON Schema of a manifest, with that of the toolchain's list among its definitions."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Manifest.model_json_schema()}
    tools = ToolList.model_json_schema()
    schema["$defs"] |= tools.pop("$defs") | {"ToolList": tools}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
