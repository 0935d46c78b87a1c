r"""Languages: from BCP 47 tags to babel's and biblatex's names, and babel's setup for a document.

Babel is loaded without language options and gets its languages through `\babelprovide`, which is the same on
TeX Live 2022 and 2025 and brings no active characters. A second script switches language and font by itself (`onchar`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pylatex import NoEscape

from stagebrief.model.fonts import FontSet
from stagebrief.render.escape import escape
from stagebrief.render.fonts import EAST_ASIAN, TEXT_SCRIPTS, scripts_to_tex, with_fonts_of_their_own
from stagebrief.render.scripts import RANGES, RIGHT_TO_LEFT, Script, runs_right_to_left, scripts_in
from stagebrief.render.words import word


@dataclass(frozen=True, slots=True)
class Language:
    """A language that a brief or a source can be in.

    `babel` is babel's name of the locale, `strings` the biblatex language that its bibliographies are worded in,
    `by_hand` says that babel of TeX Live 2022 does not have the locale.
    """

    tag: str
    babel: str
    strings: str
    script: Script = Script.LATIN
    by_hand: bool = False

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return self.script in RIGHT_TO_LEFT


def _language(tag: str, babel: str, strings: str = "", script: Script = Script.LATIN) -> Language:
    return Language(tag, babel, strings or babel, script)


LANGUAGES: dict[str, Language] = {
    language.tag: language
    for language in (
        _language("en", "british"),
        _language("en-us", "american"),
        _language("en-gb", "british"),
        _language("en-au", "australian"),
        _language("en-ca", "canadian"),
        _language("ru", "russian", script=Script.CYRILLIC),
        Language("tg", "tajik", "russian", Script.CYRILLIC, by_hand=True),
        _language("uk", "ukrainian", script=Script.CYRILLIC),
        _language("be", "belarusian", "russian", Script.CYRILLIC),
        _language("bg", "bulgarian", script=Script.CYRILLIC),
        _language("mk", "macedonian", "serbianc", Script.CYRILLIC),
        _language("sr", "serbian-cyrillic", "serbianc", Script.CYRILLIC),
        _language("sr-latn", "serbian-latin", "serbian"),
        _language("kk", "kazakh", "russian", Script.CYRILLIC),
        _language("ky", "kyrgyz", "russian", Script.CYRILLIC),
        _language("mn", "mongolian", "russian", Script.CYRILLIC),
        Language("tt", "tatar", "russian", Script.CYRILLIC, by_hand=True),
        _language("uz", "uzbek", "english"),
        _language("uz-cyrl", "uzbek-cyrillic", "russian", Script.CYRILLIC),
        _language("tk", "turkmen", "english"),
        _language("az", "azerbaijani", "turkish"),
        _language("tr", "turkish"),
        _language("de", "ngerman"),
        _language("de-at", "naustrian"),
        _language("de-ch", "nswissgerman"),
        _language("fr", "french"),
        _language("es", "spanish"),
        _language("it", "italian"),
        _language("pt", "portuguese"),
        _language("pt-br", "brazilian"),
        _language("ca", "catalan"),
        _language("gl", "galician"),
        _language("eu", "basque"),
        _language("ro", "romanian"),
        _language("nl", "dutch"),
        _language("da", "danish"),
        _language("sv", "swedish"),
        _language("nb", "norsk"),
        _language("no", "norsk"),
        _language("nn", "nynorsk"),
        _language("is", "icelandic"),
        _language("fi", "finnish"),
        _language("et", "estonian"),
        _language("lv", "latvian"),
        _language("lt", "lithuanian"),
        _language("pl", "polish"),
        _language("cs", "czech"),
        _language("sk", "slovak"),
        _language("sl", "slovene"),
        _language("hr", "croatian"),
        _language("bs", "bosnian", "croatian"),
        _language("hu", "hungarian"),
        _language("sq", "albanian", "english"),
        _language("ga", "irish", "english"),
        _language("la", "latin", "english"),
        _language("id", "indonesian", "english"),
        _language("vi", "vietnamese", "english"),
        _language("sw", "swahili", "english"),
        _language("el", "greek", script=Script.GREEK),
        _language("hy", "armenian", "english", Script.ARMENIAN),
        _language("ka", "georgian", "english", Script.GEORGIAN),
        _language("he", "hebrew", "english", Script.HEBREW),
        _language("ar", "arabic", "english", Script.ARABIC),
        _language("fa", "persian", "english", Script.ARABIC),
        _language("prs", "persian", "english", Script.ARABIC),
        _language("ur", "urdu", "english", Script.ARABIC),
        _language("ps", "pashto", "english", Script.ARABIC),
        _language("hi", "hindi", "english", Script.DEVANAGARI),
        _language("mr", "marathi", "marathi", Script.DEVANAGARI),
        _language("th", "thai", "english", Script.THAI),
        _language("zh", "chinese-hans", "english", Script.HAN),
        _language("zh-hant", "chinese-hant", "english", Script.HAN),
        _language("zh-tw", "chinese-hant", "english", Script.HAN),
        _language("ja", "japanese", "english", Script.KANA),
        _language("ko", "korean", "english", Script.HANGUL),
    )
}

OTHER_NAMES: dict[str, str] = {
    "english": "en",
    "usenglish": "en-us",
    "ukenglish": "en-gb",
    "newzealand": "en-gb",
    "german": "de",
    "austrian": "de-at",
    "swissgerman": "de-ch",
    "naustrian": "de-at",
    "nswissgerman": "de-ch",
    "francais": "fr",
    "acadian": "fr",
    "canadien": "fr",
    "brazil": "pt-br",
    "portuges": "pt",
    "norwegian": "nb",
    "magyar": "hu",
    "slovenian": "sl",
    "serbian": "sr-latn",
    "serbianc": "sr",
    "farsi": "fa",
    "dari": "prs",
    "chinese": "zh",
    "chinese-simplified": "zh",
    "chinese-traditional": "zh-hant",
    "polutonikogreek": "el",
    "kirghiz": "ky",
    "bahasa": "id",
    "eng": "en",
    "rus": "ru",
    "tgk": "tg",
    "ukr": "uk",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "ita": "it",
    "fas": "fa",
    "per": "fa",
    "ara": "ar",
    "kaz": "kk",
    "uzb": "uz",
    "kir": "ky",
    "tur": "tr",
    "zho": "zh",
    "chi": "zh",
    "jpn": "ja",
    "kor": "ko",
}
"""Names that bibliography files use besides the tags: babel's, and three-letter codes."""

NAMES: dict[str, str] = {
    **{language.babel: tag for tag, language in reversed(LANGUAGES.items())},
    **OTHER_NAMES,
}

BY_SCRIPT: dict[Script, str] = {
    Script.LATIN: "en",
    Script.CYRILLIC: "ru",
    Script.GREEK: "el",
    Script.ARABIC: "fa",
    Script.HEBREW: "he",
    Script.ARMENIAN: "hy",
    Script.GEORGIAN: "ka",
    Script.DEVANAGARI: "hi",
    Script.THAI: "th",
    Script.HAN: "zh",
    Script.KANA: "ja",
    Script.HANGUL: "ko",
}
"""The language that a script stands for where no language is named."""


def language_of(name: str) -> Language | None:
    """The language of a BCP 47 tag or of a name that bibliography files use; None where it is not known.

    Subtags that are not known are left off from the end: `ru-Cyrl-TJ` is `ru`.
    """
    tag = name.strip().lower().replace("_", "-")
    tag = NAMES.get(tag, tag)
    while tag:
        if found := LANGUAGES.get(tag):
            return found
        tag = tag.rpartition("-")[0]
    return None


def main_language(tag: str) -> Language:
    """The language of a brief; English where the tag is not known."""
    return language_of(tag) or LANGUAGES["en"]


def foreign_to_tex(content: str, language: str) -> NoEscape:
    """Words in another language: hyphenated as that language, from right to left where it is so written."""
    found = language_of(language)
    return NoEscape(rf"\foreignlanguage{{{found.babel}}}{{{content}}}" if found else content)


def directed(tex: NoEscape, plain: str, language: str) -> NoEscape:
    """A text that goes with others in a line, kept together if it runs against the brief's direction."""
    direction = runs_right_to_left(plain)
    if direction is None or direction is main_language(language).right_to_left:
        return tex
    return NoEscape(rf"\{'SBrighttoleft' if direction else 'SBlefttoright'}{{{tex}}}")


def languages_needed(main: Language, others: Iterable[str], scripts: Collection[Script]) -> tuple[Language, ...]:
    """The languages besides the main one, each once: those named, then one for each script without a language."""
    found: dict[str, Language] = {}
    for name in others:
        language = language_of(name)
        if language and language.babel != main.babel:
            found.setdefault(language.babel, language)
    covered = {language.script for language in (main, *found.values())}
    if covered & {Script.HAN, Script.KANA, Script.HANGUL}:
        covered |= {Script.HAN} if Script.KANA in covered else set()
    for script in sorted(scripts):
        if script not in covered and not (script is Script.HAN and Script.KANA in scripts):
            language = LANGUAGES[BY_SCRIPT[script]]
            found.setdefault(language.babel, language)
    return tuple(sorted(found.values(), key=lambda language: language.by_hand))  # the first of a script switches to it


def language_preamble(main: str, fonts: FontSet, others: Collection[str], target: str, shown: str) -> NoEscape:
    """Babel with the languages of a document, to stand after the fonts.

    `main` is the brief's tag, `others` are tags or names of languages that words or sources are marked with, `shown` is
    all that is set: its scripts get languages too.
    """
    first = main_language(main)
    rest = languages_needed(first, others, scripts_in(shown))
    options = []
    if any(language.right_to_left for language in (first, *rest)):
        options.append("bidi=basic")
    lines = []
    if first.right_to_left:
        options.append("layout=sectioning.counters.lists.contents.footnotes.captions.columns.tabular.graphics")
        lines.append(r"\usepackage{array}")  # babel changes tables as it finds them
    lines.append(rf"\usepackage[{','.join(options)}]{{babel}}" if options else r"\usepackage{babel}")
    languages = [(language.babel, language.script) for language in (first, *rest)]
    if rest:
        lines.append(r"\directlua{require('stagebrief-scripts')}")
    lines += provide(first, main=True)
    seen: set[Script] = {first.script}
    own_fonts = {name for name, _ in with_fonts_of_their_own(languages, fonts)}
    for language in rest:
        lines += provide(language, onchar=onchar_of(language, first, seen, own_fonts))
        seen.add(language.script)
    if rest:
        lines.append(switching_to_tex(languages))
    lines += scripts_to_tex(languages, fonts, target, shown)
    return NoEscape("\n".join(lines))


def onchar_of(language: Language, main: Language, seen: Collection[Script], own_fonts: Collection[str]) -> str:
    """How letters switch to a language: the first of a script takes all of them, others those of their own text."""
    if language.babel not in own_fonts and language.script in EAST_ASIAN:
        return "ids"
    if language.script not in seen:  # to look for fonts costs time at every change of font
        return "ids" if language.babel not in own_fonts and language.script in TEXT_SCRIPTS else "ids fonts"
    return "" if language.script in TEXT_SCRIPTS or language.script is main.script else "ids fonts"


def switching_to_tex(languages: Sequence[tuple[str, Script]]) -> NoEscape:
    """What `stagebrief-scripts.lua` is told: the blocks of the scripts, and which language writes which."""
    scripts = {script for _, script in languages}
    if scripts & {Script.HAN, Script.KANA, Script.HANGUL}:
        scripts.add(Script.HAN)
    blocks = [
        f'stagebrief_scripts.block({first},{last},"{script}")' for first, last, script in RANGES if script in scripts
    ]
    lines = [rf"\directlua{{{' '.join(blocks)}}}", r"\AtBeginDocument{\directlua{"]
    lines += [
        rf'  stagebrief_scripts.locale(\the\csname bbl@id@@{name}\endcsname,"{script}")' for name, script in languages
    ]
    return NoEscape("\n".join([*lines, "}}"]))


def provide(language: Language, *, main: bool = False, onchar: str = "") -> list[str]:
    r"""The `\babelprovide` of one language; `onchar` says what its letters switch to it."""
    options = ["main"] if main else []
    if not language.by_hand:
        options.insert(0, "import")
    elif language.script is Script.CYRILLIC:
        options += ["script=Cyrillic", "hyphenrules=nohyphenation"]
    if onchar:
        options.append(f"onchar={onchar}")
    if language.tag.split("-")[0] == "en":
        options.append(f"hyphenrules={language.babel} ukenglish english")
    lines = [rf"\babelprovide[{','.join(options)}]{{{language.babel}}}"]
    if language.by_hand and main:
        lines += captions(language)
    return lines


def captions(language: Language) -> list[str]:
    """The words that LaTeX itself prints, for a language that babel has none for."""
    names = {
        "abstract": "Abstract",
        "contents": "Contents",
        "bib": "Sources",
        "ref": "Sources",
        "figure": "Figure",
        "table": "Table",
        "part": "Part",
        "page": "Page",
    }
    return [
        rf"\setlocalecaption{{{language.babel}}}{{{caption}}}{{{escape(word(name, language.tag))}}}"
        for caption, name in names.items()
    ]
