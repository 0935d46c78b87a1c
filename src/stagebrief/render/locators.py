r"""Locators: from a CSL term and a value to what biblatex takes as a postnote.

Bare page numbers are left to the style (`9` or `p. 9`, ranges with its dash); every other locator is worded here, in
the language of the brief.
"""

from __future__ import annotations

import re

from pylatex import NoEscape

from stagebrief.render.escape import escape

PAGES = re.compile(r"^(?:\d+|[ivxlc]+|[IVXLC]+)(?:(?:\s*[-–—]+\s*|\s*,\s*)(?:\d+|[ivxlc]+|[IVXLC]+))*$")
"""Page numbers and ranges that biblatex knows as such."""

SEVERAL = re.compile(r"[-–—,&]")
"""What tells more than one place from one."""

LANGUAGES = ("en", "ru", "tg", "uk", "de", "fr", "es")
WORDS: tuple[tuple[str, ...], ...] = (
    # term, then for each language: one, several
    ("act", "act|acts", "акт|акты", "парда|пардаҳо", "дія|дії", "Akt|Akte", "acte|actes", "acto|actos"),
    ("appendix", "app.|apps.", "прил.|прил.", "зам.|зам.", "дод.|дод.", "Anh.|Anh.", "app.|app.", "ap.|aps."),
    ("article-locator", "art.|arts.", "ст.|ст.", "м.|мм.", "ст.|ст.", "Art.|Art.", "art.|art.", "art.|arts."),
    ("book", "bk.|bks.", "кн.|кн.", "к.|к.", "кн.|кн.", "Buch|Bücher", "livre|livres", "libro|libros"),
    ("canon", "can.|cans.", "кан.|кан.", "қон.|қон.", "кан.|кан.", "Kan.|Kan.", "can.|can.", "can.|cans."),
    ("chapter", "chap.|chaps.", "гл.|гл.", "боби|бобҳои", "розд.|розд.", "Kap.|Kap.", "chap.|chap.", "cap.|caps."),
    ("column", "col.|cols.", "стб.|стб.", "сут.|сут.", "стб.|стб.", "Sp.|Sp.", "col.|col.", "col.|cols."),
    ("elocation", "loc.|locs.", "поз.|поз.", "ҷ.|ҷ.", "поз.|поз.", "Pos.|Pos.", "empl.|empl.", "loc.|locs."),
    ("equation", "eq.|eqs.", "ф-ла|ф-лы", "ф-лаи|ф-лаҳои", "ф-ла|ф-ли", "Gl.|Gl.", "éq.|éq.", "ec.|ecs."),
    ("figure", "fig.|figs.", "рис.|рис.", "расми|расмҳои", "рис.|рис.", "Abb.|Abb.", "fig.|fig.", "fig.|figs."),
    ("folio", "fol.|fols.", "л.|лл.", "в.|вв.", "арк.|арк.", "Bl.|Bl.", "fo|fos", "fol.|fols."),
    ("issue", "no.|nos.", "№|№", "№|№", "№|№", "Nr.|Nr.", "no|nos", "n.º|n.os"),
    ("line", "line|lines", "строка|строки", "сатри|сатрҳои", "рядок|рядки", "Z.|Z.", "l.|l.", "l.|ls."),
    ("note", "n.|nn.", "прим.|прим.", "эзоҳи|эзоҳҳои", "прим.|прим.", "Anm.|Anm.", "n.|n.", "n.|nn."),
    ("opus", "op.|opp.", "соч.|соч.", "асари|асарҳои", "тв.|тв.", "op.|op.", "op.|op.", "op.|ops."),
    ("paragraph", "para.|paras.", "абз.|абз.", "банди|бандҳои", "абз.|абз.", "Abs.|Abs.", "§|§§", "párr.|párrs."),
    ("part", "pt.|pts.", "ч.|чч.", "қ.|қ.", "ч.|чч.", "T.|Tle.", "part.|part.", "pt.|pts."),
    (
        "rule",
        "rule|rules",
        "правило|правила",
        "қоидаи|қоидаҳои",
        "правило|правила",
        "Regel|Regeln",
        "règle|règles",
        "regla|reglas",
    ),
    ("scene", "sc.|scs.", "сц.|сц.", "саҳ.|саҳ.", "сц.|сц.", "Sz.|Sz.", "sc.|sc.", "esc.|escs."),
    (
        "section",
        "sec.|secs.",
        "разд.|разд.",
        "бахши|бахшҳои",
        "розд.|розд.",
        "Abschn.|Abschn.",
        "sect.|sect.",
        "sec.|secs.",
    ),
    ("sub-verbo", "s.v.|s.vv.", "см.|см.", "ниг.|ниг.", "див.|див.", "s. v.|s. vv.", "s. v.|s. vv.", "s. v.|s. vv."),
    (
        "supplement",
        "supp.|supps.",
        "прил.|прил.",
        "зам.|зам.",
        "дод.|дод.",
        "Suppl.|Suppl.",
        "suppl.|suppl.",
        "supl.|supls.",
    ),
    ("table", "tab.|tabs.", "табл.|табл.", "ҷадв.|ҷадв.", "табл.|табл.", "Tab.|Tab.", "tabl.|tabl.", "tabla|tablas"),
    ("timestamp", "|", "|", "|", "|", "|", "|", "|"),
    ("title-locator", "tit.|tits.", "разд.|разд.", "унв.|унв.", "тит.|тит.", "Tit.|Tit.", "tit.|tit.", "tít.|títs."),
    ("verse", "v.|vv.", "стих|стихи", "байти|байтҳои", "вірш|вірші", "V.|V.", "v.|v.", "v.|vv."),
    ("volume", "vol.|vols.", "т.|тт.", "ҷ.|ҷҷ.", "т.|тт.", "Bd.|Bde.", "vol.|vol.", "vol.|vols."),
)
"""The words for a locator that is not a page."""

TABLE: dict[str, dict[str, tuple[str, str]]] = {
    language: {row[0]: (row[column].partition("|")[0], row[column].partition("|")[2]) for row in WORDS}
    for column, language in enumerate(LANGUAGES, start=1)
}
ALIASES = {"article": "article-locator", "sub verbo": "sub-verbo", "title": "title-locator", "location": "elocation"}


def locator_words(term: str, value: str, language: str) -> str:
    """A locator that is not a page, in words: `chap. 2`, `nn. 4–5`; the term itself where it has no short form."""
    table = TABLE.get(language.partition("-")[0].lower(), TABLE["en"])
    one, several = table.get(ALIASES.get(term, term), (term, term))
    shown = several if SEVERAL.search(value) else one
    return f"{shown}\u00a0{_dashed(value)}" if shown else _dashed(value)


def postnote_to_tex(term: str, value: str, suffix: str, language: str) -> NoEscape:
    """The postnote of a citation from locator and suffix (which is TeX already); empty where there is neither."""
    value, suffix = value.strip(), suffix.rstrip()
    if not value:
        return NoEscape(suffix.lstrip(" ,"))
    gap = "" if not suffix or suffix[0] in " ,;:.)~" else " "
    if term not in {"", "page"}:
        return NoEscape(f"{escape(locator_words(term, value, language))}{gap}{suffix}")
    if not PAGES.match(value):
        several = SEVERAL.search(value) is not None
        return NoEscape(rf"\SB{'pages' if several else 'page'}{{{escape(_dashed(value))}}}{gap}{suffix}")
    pages = re.sub(r"\s*[-–—]+\s*", "-", value)
    return NoEscape(rf"\pnfmt{{{pages}}}{gap}{suffix}" if suffix else pages)


def _dashed(value: str) -> str:
    """The value with a dash between numbers of a range."""
    return re.sub(r"(?<=[\dA-Za-z])\s*(?:-|--|–|—)\s*(?=[\dA-Za-z])", "–", value.strip())
