"""Numbers that have a digit to check the others by: ISBN, ISSN, ORCID; DOIs and tags of languages by their shape."""

from __future__ import annotations

import re

DOI = re.compile(r"^10\.\d{4,9}(?:\.\d+)*/\S+$")
DOI_SERVICE = re.compile(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi[:\s]\s*)", re.IGNORECASE)

COUNTRIES = {"cn": "zh", "cz": "cs", "dk": "da", "ge": "ka", "gr": "el", "jp": "ja", "tj": "tg", "ua": "uk"}
"""Countries whose letters are often written for their language's."""


def plain_doi(text: str) -> str:
    """A DOI without the address of the service that resolves it."""
    return DOI_SERVICE.sub("", text.strip())


def doi_fault(text: str) -> str:
    """What is wrong with a DOI; empty where nothing is."""
    doi = plain_doi(text)
    if not DOI.match(doi):
        return "has not the shape of a DOI"
    return "ends in a punctuation mark" if doi[-1] in ".,;" else ""


def isbn_fault(text: str) -> str:
    """What is wrong with an ISBN of ten or thirteen digits."""
    digits = re.sub(r"[\s‐‑–-]", "", text.removeprefix("ISBN").lstrip(":")).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return (
            ""
            if sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11 == 0
            else CHECK
        )
    if not re.fullmatch(r"\d{13}", digits):
        return "has not the ten or thirteen digits of an ISBN"
    if not digits.startswith(("978", "979")):
        return "does not begin with 978 or 979"
    return "" if sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits)) % 10 == 0 else CHECK


def issn_fault(text: str) -> str:
    """What is wrong with an ISSN."""
    digits = re.sub(r"[\s‐‑–-]", "", text.removeprefix("ISSN").lstrip(":")).upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return "has not the eight digits of an ISSN"
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return "" if sum(value * weight for value, weight in zip(values, range(8, 0, -1), strict=True)) % 11 == 0 else CHECK


def orcid_fault(text: str) -> str:
    """What is wrong with an ORCID."""
    digits = re.sub(r"^https?://orcid\.org/", "", text.strip()).replace("-", "").upper()
    if not re.fullmatch(r"\d{15}[\dX]", digits):
        return "has not the sixteen digits of an ORCID"
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "" if digits[15] == ("X" if rest == 10 else str(rest)) else CHECK


CHECK = "is not right: its last digit does not fit the others"
