"""Names that others have given: ORCID, DOI, language tags."""

from __future__ import annotations

from stagebrief.diagnostics import Diagnostic, Span, error, warning

LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split()  # noqa: SIM905
)
"""The languages of ISO 639-1; tags of three letters are taken as they are."""
COUNTRIES = {"cn": "zh", "cz": "cs", "dk": "da", "ge": "ka", "gr": "el", "jp": "ja", "tj": "tg", "ua": "uk"}
"""Countries whose letters are often written for their language's."""
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
    """The sixteen digits of an ORCID, or what is wrong with them; the last is a check on the others."""
    orcid = text.removeprefix("https://orcid.org/")
    if orcid[-1] == check_digit(orcid.replace("-", "")[:15]):
        return orcid
    hint = "compare it with the page at orcid.org; its last digit does not fit the others"
    return error("orcid-is-valid", f"'{orcid}' is no ORCID", span, hint)


def check_digit(digits: str) -> str:
    """The last digit of an ORCID, by ISO 7064."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def check_language(tag: str, span: Span) -> Diagnostic | None:
    """What is wrong with a language tag of the right shape."""
    language = tag.partition("-")[0].lower()
    if len(language) != 2 or language in LANGUAGES:
        return None
    right = COUNTRIES.get(language)
    hint = f"write '{right}'" if right else "write one such as en-GB, ru, tg, fr or de"
    what = "the code of a country and not of a language" if right else "the code of no language"
    return warning("language-is-known", f"'{language}' is {what}", span, hint)


def plain_doi(text: str) -> str:
    """The DOI without the address in front of it."""
    return text.removeprefix("https://doi.org/")
