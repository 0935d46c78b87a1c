"""What repositories and reference managers read of a release: CITATION.cff, DataCite's JSON, a .bib entry."""

from __future__ import annotations

import json
import re

from stagebrief.archive.manifest import Manifest, Person

LICENCES = {
    "CC BY 4.0": "CC-BY-4.0",
    "CC BY-SA 4.0": "CC-BY-SA-4.0",
    "CC BY-NC 4.0": "CC-BY-NC-4.0",
    "CC BY-NC-ND 4.0": "CC-BY-NC-ND-4.0",
    "CC BY-ND 4.0": "CC-BY-ND-4.0",
    "CC BY-NC-SA 4.0": "CC-BY-NC-SA-4.0",
    "CC0": "CC0-1.0",
}
"""Licences by the way in which briefs write them, and their SPDX names."""


def catalogue_files(manifest: Manifest) -> dict[str, bytes]:
    """The three files by their names."""
    return {
        "CITATION.cff": citation_cff(manifest).encode(),
        "datacite.json": datacite_json(manifest).encode(),
        f"{manifest.name}.bib": bib_entry(manifest).encode(),
    }


def names_of(person: Person) -> tuple[str, str]:
    """Family name and given names, as far as a name tells them: the last word is the family's."""
    if "," in person.name:
        family, _, given = person.name.partition(",")
        return family.strip(), given.strip()
    given, _, family = person.name.strip().rpartition(" ")
    return family, given


def full_title(manifest: Manifest) -> str:
    """Title and subtitle."""
    return ": ".join(text for text in (manifest.about.title, manifest.about.subtitle) if text)


def spdx(manifest: Manifest) -> str:
    """The licence's SPDX name, where it is one that is known and the only one."""
    licence = manifest.about.licence
    found = {name for text, name in LICENCES.items() if re.search(rf"\b{re.escape(text)}(?![-\w])", licence)}
    return found.pop() if len(found) == 1 else ""


def citation_cff(manifest: Manifest) -> str:
    """CITATION.cff, version 1.2.0; a text in JSON's quotation marks is one in YAML too."""
    about = manifest.about
    lines = ["cff-version: 1.2.0", 'message: "Please cite this edition as below."', "type: dataset"]
    lines.append(f"title: {quoted(full_title(manifest))}")
    lines.append("authors:")
    for person in about.authors:
        family, given = names_of(person)
        lines.append(f"  - family-names: {quoted(family)}")
        lines += [f"    given-names: {quoted(given)}"] if given else []
        lines += [f"    affiliation: {quoted(person.affiliation)}"] if person.affiliation else []
        lines += [f"    orcid: {quoted(f'https://orcid.org/{person.orcid}')}"] if person.orcid else []
    if not about.authors:
        lines.append(f"  - name: {quoted(about.publisher or 'unknown')}")
    lines.append(f"version: {quoted(manifest.version)}")
    lines += [f"date-released: {manifest.date}"] if len(manifest.date) == 10 else []
    lines += [f"doi: {quoted(about.doi)}"] if about.doi else []
    lines += [f"license: {spdx(manifest)}"] if spdx(manifest) else []
    lines += [f"abstract: {quoted(about.abstract)}"] if about.abstract else []
    if about.keywords:
        lines += ["keywords:", *(f"  - {quoted(word)}" for word in about.keywords)]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as JSON and YAML both read it."""
    return json.dumps(text, ensure_ascii=False)


def datacite_json(manifest: Manifest) -> str:
    """The release by DataCite's schema 4.5."""
    about = manifest.about
    creators = []
    for person in about.authors:
        family, given = names_of(person)
        creator: dict[str, object] = {"name": f"{family}, {given}" if given else family, "nameType": "Personal"}
        creator |= {"givenName": given, "familyName": family} if given else {}
        creator |= {"affiliation": [{"name": person.affiliation}]} if person.affiliation else {}
        if person.orcid:
            scheme = {"nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
            creator["nameIdentifiers"] = [{"nameIdentifier": f"https://orcid.org/{person.orcid}", **scheme}]
        creators.append(creator)
    titles: list[dict[str, str]] = [{"title": about.title, "lang": about.language}]
    titles += [{"title": about.subtitle, "titleType": "Subtitle", "lang": about.language}] if about.subtitle else []
    data: dict[str, object] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "identifiers": [{"identifier": f"https://doi.org/{about.doi}", "identifierType": "DOI"}] if about.doi else [],
        "creators": creators or [{"name": about.publisher or "unknown", "nameType": "Organizational"}],
        "titles": titles,
        "publisher": {"name": about.publisher or "unknown"},
        "publicationYear": manifest.date[:4],
        "types": {"resourceType": "Policy brief", "resourceTypeGeneral": "Report"},
        "language": about.language,
        "version": manifest.version,
        "subjects": [{"subject": word} for word in about.keywords],
        "dates": [{"date": manifest.date, "dateType": "Issued"}] if manifest.date else [],
        "formats": ["application/pdf"],
        "sizes": [f"{product.pages} pages" for product in manifest.products],
        "rightsList": [{"rights": about.licence, **({"rightsIdentifier": spdx(manifest)} if spdx(manifest) else {})}]
        if about.licence
        else [],
        "descriptions": [{"description": about.abstract, "descriptionType": "Abstract"}] if about.abstract else [],
        "alternateIdentifiers": [
            {"alternateIdentifier": product.sha512, "alternateIdentifierType": f"SHA-512 of {product.path}"}
            for product in manifest.products
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def bib_entry(manifest: Manifest) -> str:
    """The release as an entry of a bibliography."""
    about = manifest.about
    family = names_of(about.authors[0])[0] if about.authors else manifest.name
    key = re.sub(r"[^a-z0-9]", "", family.lower().encode("ascii", "ignore").decode()) or manifest.name
    fields = {
        "author": " and ".join("{}, {}".format(*names_of(person)).removesuffix(", ") for person in about.authors),
        "title": about.title,
        "subtitle": about.subtitle,
        "date": manifest.date,
        "version": manifest.version,
        "series": about.series,
        "institution": about.publisher,
        "type": "Policy brief",
        "doi": about.doi,
        "langid": "",
    }
    lines = [f"  {name} = {{{value.translate(BRACES)}}}," for name, value in fields.items() if value]
    return "\n".join([f"@report{{{key}{manifest.date[:4]},", *lines, "}"]) + "\n"


BRACES = str.maketrans({"{": "", "}": "", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_", "\\": "/"})
"""What would be a command or open a brace in a .bib file."""
