"""What BibTeX's dialects call entry types, fields and months, and what biblatex calls them."""

from __future__ import annotations

TYPES = frozenset(
    (
        *("article", "book", "mvbook", "inbook", "bookinbook", "suppbook", "booklet", "collection", "mvcollection"),
        *("incollection", "suppcollection", "dataset", "manual", "misc", "online", "patent", "periodical"),
        *("suppperiodical", "proceedings", "mvproceedings", "inproceedings", "reference", "mvreference"),
        *("inreference", "report", "set", "software", "thesis", "unpublished", "xdata", "artwork", "audio", "image"),
        *("jurisdiction", "legislation", "legal", "letter", "movie", "music", "performance", "review", "standard"),
        *("video", "commentary"),
    )
)
"""biblatex's entry types."""

TYPE_ALIASES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "conference": ("inproceedings", ()),
    "electronic": ("online", ()),
    "www": ("online", ()),
    "webpage": ("online", ()),
    "website": ("online", ()),
    "internet": ("online", ()),
    "mastersthesis": ("thesis", (("type", "mathesis"),)),
    "masterthesis": ("thesis", (("type", "mathesis"),)),
    "phdthesis": ("thesis", (("type", "phdthesis"),)),
    "bachelorsthesis": ("thesis", (("type", "bathesis"),)),
    "techreport": ("report", (("type", "techreport"),)),
    "newspaper": ("article", ()),
    "newspaperarticle": ("article", ()),
    "magazine": ("article", ()),
    "chapter": ("incollection", ()),
    "film": ("movie", ()),
    "bookchapter": ("incollection", ()),
    "webpublished": ("online", ()),
    "mvarticle": ("article", ()),
    "other": ("misc", ()),
    "generic": ("misc", ()),
    "document": ("misc", ()),
    "presentation": ("unpublished", ()),
}
"""Other names of types, with the fields that they imply."""

FIELD_ALIASES: dict[str, str] = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "university": "institution",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "key": "sortkey",
    "pdf": "file",
    "place": "location",
    "city": "location",
    "urlaccessdate": "urldate",
    "lastchecked": "urldate",
    "lastaccessed": "urldate",
    "accessed": "urldate",
    "link": "url",
    "issue-date": "date",
    "subject": "titleaddon",
    "translators": "translator",
    "editors": "editor",
    "authors": "author",
    "shortjournaltitle": "shortjournal",
    "journalabbr": "shortjournal",
    "hyphenation": "langid",
    "origyear": "origdate",
}
"""Other names of fields."""

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier januar enero январь января",
            "feb february février februar febrero февраль февраля",
            "mar march mars märz marzo март марта",
            "apr april avril abril апрель апреля",
            "may mai mayo май мая",
            "jun june juin juni junio июнь июня",
            "jul july juillet juli julio июль июля",
            "aug august août agosto август августа",
            "sep sept september septembre septiembre сентябрь сентября",
            "oct october octobre oktober octubre okt октябрь октября",
            "nov november novembre noviembre ноябрь ноября",
            "dec december décembre dezember diciembre dez декабрь декабря",
        ),
        start=1,
    )
    for name in names.split()
} | {
    name: number
    for number, names in enumerate(
        (
            "spring printemps frühling frühjahr primavera весна",
            "summer été sommer verano лето",
            "autumn fall automne herbst otoño осень",
            "winter hiver invierno зима",
        ),
        start=21,
    )
    for name in names.split()
}
"""Months by their names and beginnings, and seasons with the numbers that EDTF gives them."""

MACROS: dict[str, str] = {
    name: name.capitalize()
    for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
}
"""The macros that every BibTeX style defines."""

MANAGERS_TYPES = frozenset(
    (
        *("article", "bill", "blog", "book", "book section", "case", "chart or table", "conference paper"),
        *("conference proceedings", "dataset", "dictionary", "edited book", "electronic article", "electronic book"),
        *("encyclopedia", "film or broadcast", "generic", "government document", "journal article", "journalarticle"),
        *("legal rule or regulation", "magazine article", "manuscript", "newspaper article", "online database"),
        *(
            "pamphlet",
            "personal communication",
            "report",
            "serial",
            "standard",
            "statute",
            "thesis",
            "unpublished work",
        ),
        "web page",
    )
)
"""What EndNote writes into `type` of every entry: the name of its own form, and nothing for a reader."""
