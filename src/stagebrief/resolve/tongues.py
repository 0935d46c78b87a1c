"""Whether a quotation is a translation, as far as languages and scripts tell."""

from __future__ import annotations

import unicodedata
from collections import Counter

NAMES = {
    "en": "english american british usenglish ukenglish australian canadian newzealand",
    "ru": "russian",
    "tg": "tajik",
    "uk": "ukrainian",
    "be": "belarusian",
    "kk": "kazakh",
    "ky": "kyrgyz kirghiz",
    "uz": "uzbek",
    "tk": "turkmen",
    "mn": "mongolian",
    "de": "german ngerman austrian naustrian swissgerman nswissgerman",
    "fr": "french francais acadian canadien",
    "es": "spanish mexican",
    "it": "italian",
    "pt": "portuguese portuges brazil brazilian",
    "nl": "dutch",
    "pl": "polish",
    "cs": "czech",
    "sk": "slovak",
    "hu": "hungarian magyar",
    "ro": "romanian",
    "bg": "bulgarian",
    "sr": "serbian serbianc",
    "hr": "croatian",
    "sv": "swedish",
    "da": "danish",
    "no": "norsk norwegian nynorsk nb nn",
    "fi": "finnish",
    "et": "estonian",
    "lv": "latvian",
    "lt": "lithuanian",
    "tr": "turkish",
    "az": "azerbaijani",
    "el": "greek",
    "fa": "persian farsi prs",
    "ar": "arabic",
    "he": "hebrew",
    "hy": "armenian",
    "ka": "georgian",
    "hi": "hindi",
    "zh": "chinese",
    "ja": "japanese",
    "ko": "korean",
    "la": "latin",
    "mk": "macedonian",
    "ca": "catalan",
    "gl": "galician",
    "eu": "basque",
    "sl": "slovene slovenian",
    "bs": "bosnian",
    "sq": "albanian",
    "is": "icelandic",
    "ga": "irish",
    "cy": "welsh",
    "ur": "urdu",
    "ps": "pashto",
    "tt": "tatar",
    "id": "indonesian",
    "ms": "malay",
    "vi": "vietnamese",
    "th": "thai",
    "mr": "marathi",
    "bn": "bengali",
    "ta": "tamil",
    "sw": "swahili",
    "ug": "uyghur",
    "ku": "kurdish kurmanji",
    "eo": "esperanto",
}
"""For each language the names that bibliographies give it."""
BY_NAME = {name: tag for tag, names in NAMES.items() for name in names.split()}
LEAST_SHARE = 0.05
"""A script of which a copy has a smaller share than this is not the one that it is written in."""


def language_tag(name: str) -> str:
    """The first subtag of a BCP 47 tag, or that of a language's name; empty where it is not known."""
    first = name.strip().lower().replace("_", "-").partition("-")[0]
    return BY_NAME.get(first, first if len(first) in {2, 3} else "")


def is_other_language(quoted: str, source: str) -> bool:
    """Whether both languages are known and differ."""
    return bool(quoted and source) and language_tag(quoted) != language_tag(source) != ""


def is_other_script(words: str, text: str) -> bool:
    """Whether the text is hardly written in the script of the words."""
    own = scripts_in(words)
    if not own:
        return False
    main = own.most_common(1)[0][0]
    found = scripts_in(text)
    return found[main] < LEAST_SHARE * found.total()


def scripts_in(text: str) -> Counter[str]:
    """How many letters of each script there are, by the first word of their names."""
    counts: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if character.isalpha():
            counts[unicodedata.name(character, "UNKNOWN").partition(" ")[0]] += count
    return counts
