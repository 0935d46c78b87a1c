"""Names that others have given: ORCIDs and language tags."""

from __future__ import annotations

from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.model.identifiers import COUNTRIES, orcid_fault

LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split()  # noqa: SIM905
)
"""The languages of ISO 639-1; tags of three letters are taken as they are."""
NAMES = {
    "english": "en-GB",
    "french": "fr",
    "français": "fr",
    "german": "de",
    "deutsch": "de",
    "italian": "it",
    "persian": "fa",
    "polish": "pl",
    "russian": "ru",
    "русский": "ru",
    "spanish": "es",
    "español": "es",
    "tajik": "tg",
    "тоҷикӣ": "tg",
    "turkish": "tr",
    "ukrainian": "uk",
    "uzbek": "uz",
}
"""Languages by their names, for hints."""


def parse_orcid(text: str, span: Span) -> str | Diagnostic:
    """The sixteen digits of an ORCID, or what is wrong with them."""
    orcid = text.removeprefix("https://orcid.org/")
    if not (fault := orcid_fault(orcid)):
        return orcid
    return error("orcid-is-valid", f"the ORCID '{orcid}' {fault}", span, "compare it with the page at orcid.org")


def check_language(tag: str, span: Span) -> Diagnostic | None:
    """What is wrong with a language tag of the right shape."""
    language = tag.partition("-")[0].lower()
    if len(language) != 2 or language in LANGUAGES:
        return None
    right = COUNTRIES.get(language)
    hint = f"write '{right}'" if right else "write one such as en-GB, ru, tg, fr or de"
    what = "the code of a country and not of a language" if right else "the code of no language"
    return warning("language-is-known", f"'{language}' is {what}", span, hint)
