"""Languages by the names that bibliographies give them."""

from __future__ import annotations

import re

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
NATIVE = {
    "русский": "ru",
    "тоҷикӣ": "tg",
    "українська": "uk",
    "қазақша": "kk",
    "deutsch": "de",
    "français": "fr",
    "español": "es",
    "italiano": "it",
    "português": "pt",
    "polski": "pl",
    "türkçe": "tr",
    "oʻzbekcha": "uz",
    "فارسی": "fa",
    "中文": "zh",
    "日本語": "ja",
    "한국어": "ko",
}
"""Languages by their own names."""
THREE_LETTERS = {"eng": "en", "rus": "ru", "tgk": "tg", "ukr": "uk", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr"}
THREE_LETTERS |= {
    "spa": "es",
    "ita": "it",
    "por": "pt",
    "fas": "fa",
    "per": "fa",
    "kaz": "kk",
    "uzb": "uz",
    "tur": "tr",
}
THREE_LETTERS |= {
    "zho": "zh",
    "chi": "zh",
    "jpn": "ja",
    "kor": "ko",
    "ara": "ar",
    "pol": "pl",
    "nld": "nl",
    "dut": "nl",
}
TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")


def language_tag(name: str) -> str:
    """The first subtag of a BCP 47 tag, or that of a language's name; empty where it is not known."""
    first = name.strip().lower().replace("_", "-").partition("-")[0]
    return BY_NAME.get(first, first if len(first) in {2, 3} else "")


def spoken_tag(name: str) -> str:
    """The tag of what surely names one language: a tag or a name; empty for anything else."""
    plain = name.strip("{} ").lower().replace("_", "-")
    if found := BY_NAME.get(plain) or NATIVE.get(plain):
        return found
    match = TAG.fullmatch(plain)
    base = THREE_LETTERS.get(match[1], match[1]) if match else ""
    return f"{base}{plain[len(match[1]) :]}" if match and base in NAMES else ""
