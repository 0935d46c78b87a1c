"""The headings of groups of sources, in the languages that a brief can be in."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "ru", "tg", "uk", "de", "fr", "es", "fa")


@dataclass(frozen=True, slots=True)
class Words:
    """Words by name, one column a language."""

    rows: dict[str, tuple[str, ...]]

    def word(self, name: str, language: str) -> str:
        """The word in that language, in English where the language is not among ours."""
        primary = language.partition("-")[0].lower()
        column = LANGUAGES.index(primary) if primary in LANGUAGES else 0
        return self.rows[name][column]


GROUPS = Words(
    {
        "primary": (
            "Primary sources",
            "Источники",
            "Сарчашмаҳои аввалия",
            "Джерела",
            "Quellen",
            "Sources primaires",
            "Fuentes primarias",
            "منابع دست اول",
        ),
        "secondary": (
            "Secondary sources",
            "Литература",
            "Адабиёт",
            "Література",
            "Literatur",
            "Sources secondaires",
            "Fuentes secundarias",
            "منابع دست دوم",
        ),
        "books": ("Books", "Книги", "Китобҳо", "Книги", "Bücher", "Livres", "Libros", "کتاب‌ها"),
        "articles": ("Articles", "Статьи", "Мақолаҳо", "Статті", "Aufsätze", "Articles", "Artículos", "مقاله‌ها"),
        "reports": (
            "Reports and documents",
            "Доклады и документы",
            "Гузоришҳо ва ҳуҷҷатҳо",
            "Доповіді та документи",
            "Berichte und Dokumente",
            "Rapports et documents",
            "Informes y documentos",
            "گزارش‌ها و اسناد",
        ),
        "web": (
            "Pages of the web",
            "Интернет-источники",
            "Сарчашмаҳои интернетӣ",
            "Інтернет-джерела",
            "Internetquellen",
            "Sources en ligne",
            "Fuentes en línea",
            "منابع اینترنتی",
        ),
        "other": (
            "Other sources",
            "Другие источники",
            "Сарчашмаҳои дигар",
            "Інші джерела",
            "Weitere Quellen",
            "Autres sources",
            "Otras fuentes",
            "منابع دیگر",
        ),
    }
)

NAMES = Words(
    {
        "ar": (
            "Arabic",
            "На арабском",
            "Ба забони арабӣ",
            "Арабською",
            "Arabisch",
            "En arabe",
            "En árabe",
            "منابع عربی",
        ),
        "de": (
            "German",
            "На немецком",
            "Ба забони олмонӣ",
            "Німецькою",
            "Deutsch",
            "En allemand",
            "En alemán",
            "منابع آلمانی",
        ),
        "en": (
            "English",
            "На английском",
            "Ба забони англисӣ",
            "Англійською",
            "Englisch",
            "En anglais",
            "En inglés",
            "منابع انگلیسی",
        ),
        "es": (
            "Spanish",
            "На испанском",
            "Ба забони испанӣ",
            "Іспанською",
            "Spanisch",
            "En espagnol",
            "En español",
            "منابع اسپانیایی",
        ),
        "fa": (
            "Persian",
            "На персидском",
            "Ба забони форсӣ",
            "Перською",
            "Persisch",
            "En persan",
            "En persa",
            "منابع فارسی",
        ),
        "fr": (
            "French",
            "На французском",
            "Ба забони фаронсавӣ",
            "Французькою",
            "Französisch",
            "En français",
            "En francés",
            "منابع فرانسوی",
        ),
        "it": (
            "Italian",
            "На итальянском",
            "Ба забони италиявӣ",
            "Італійською",
            "Italienisch",
            "En italien",
            "En italiano",
            "منابع ایتالیایی",
        ),
        "kk": (
            "Kazakh",
            "На казахском",
            "Ба забони қазоқӣ",
            "Казахською",
            "Kasachisch",
            "En kazakh",
            "En kazajo",
            "منابع قزاقی",
        ),
        "ky": (
            "Kyrgyz",
            "На киргизском",
            "Ба забони қирғизӣ",
            "Киргизькою",
            "Kirgisisch",
            "En kirghize",
            "En kirguís",
            "منابع قرقیزی",
        ),
        "ru": (
            "Russian",
            "На русском",
            "Ба забони русӣ",
            "Російською",
            "Russisch",
            "En russe",
            "En ruso",
            "منابع روسی",
        ),
        "tg": (
            "Tajik",
            "На таджикском",
            "Ба забони тоҷикӣ",
            "Таджицькою",
            "Tadschikisch",
            "En tadjik",
            "En tayiko",
            "منابع تاجیکی",
        ),
        "tr": (
            "Turkish",
            "На турецком",
            "Ба забони туркӣ",
            "Турецькою",
            "Türkisch",
            "En turc",
            "En turco",
            "منابع ترکی",
        ),
        "uk": (
            "Ukrainian",
            "На украинском",
            "Ба забони украинӣ",
            "Українською",
            "Ukrainisch",
            "En ukrainien",
            "En ucraniano",
            "منابع اوکراینی",
        ),
        "uz": (
            "Uzbek",
            "На узбекском",
            "Ба забони ӯзбекӣ",
            "Узбецькою",
            "Usbekisch",
            "En ouzbek",
            "En uzbeko",
            "منابع ازبکی",
        ),
        "zh": (
            "Chinese",
            "На китайском",
            "Ба забони хитоӣ",
            "Китайською",
            "Chinesisch",
            "En chinois",
            "En chino",
            "منابع چینی",
        ),
        "other": (
            "Other languages",
            "На других языках",
            "Ба забонҳои дигар",
            "Іншими мовами",
            "Weitere Sprachen",
            "Autres langues",
            "Otras lenguas",
            "منابع به زبان‌های دیگر",
        ),
    }
)


def language_name(tag: str, language: str) -> str:
    """What a group of sources in the language `tag` is headed with, in the brief's `language`."""
    primary = tag.partition("-")[0].lower()
    return NAMES.word(primary if primary in NAMES.rows else "other", language)
