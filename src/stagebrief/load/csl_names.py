"""What CSL calls types and variables, and what biblatex calls them."""

from __future__ import annotations

TYPES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "article": ("online", ()),
    "article-journal": ("article", ()),
    "article-magazine": ("article", (("entrysubtype", "magazine"),)),
    "article-newspaper": ("article", (("entrysubtype", "newspaper"),)),
    "bill": ("legislation", ()),
    "book": ("book", ()),
    "broadcast": ("misc", ()),
    "chapter": ("incollection", ()),
    "classic": ("book", ()),
    "collection": ("misc", ()),
    "dataset": ("dataset", ()),
    "document": ("misc", ()),
    "entry": ("inreference", ()),
    "entry-dictionary": ("inreference", ()),
    "entry-encyclopedia": ("inreference", ()),
    "event": ("misc", ()),
    "figure": ("image", ()),
    "graphic": ("image", ()),
    "hearing": ("jurisdiction", ()),
    "interview": ("misc", ()),
    "legal_case": ("jurisdiction", ()),
    "legislation": ("legislation", ()),
    "manuscript": ("unpublished", ()),
    "map": ("misc", ()),
    "motion_picture": ("movie", ()),
    "musical_score": ("misc", ()),
    "pamphlet": ("booklet", ()),
    "paper-conference": ("inproceedings", ()),
    "patent": ("patent", ()),
    "performance": ("performance", ()),
    "periodical": ("periodical", ()),
    "personal_communication": ("letter", ()),
    "post": ("online", ()),
    "post-weblog": ("online", ()),
    "regulation": ("legislation", ()),
    "report": ("report", ()),
    "review": ("review", ()),
    "review-book": ("review", ()),
    "software": ("software", ()),
    "song": ("music", ()),
    "speech": ("unpublished", ()),
    "standard": ("standard", ()),
    "thesis": ("thesis", ()),
    "treaty": ("legal", ()),
    "webpage": ("online", ()),
}
"""CSL's types, with fields that they imply."""

IN_SERIALS = frozenset(("article", "review", "online"))
"""Types whose container is a serial; that of the others is a book."""

NAMES: dict[str, str] = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "container-author": "bookauthor",
    "editorial-director": "editora",
    "director": "editorb",
    "compiler": "editorc",
    "curator": "editorc",
}
ROLES = {"editorial-director": "founder", "director": "director", "compiler": "compiler", "curator": "curator"}
"""What kind of editor a name is to biblatex."""

DATES: dict[str, str] = {
    "issued": "date",
    "accessed": "urldate",
    "event-date": "eventdate",
    "original-date": "origdate",
}

LISTS: dict[str, str] = {
    "publisher": "publisher",
    "publisher-place": "location",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
}

TEXTS: dict[str, str] = {
    "title": "title",
    "title-short": "shorttitle",
    "shortTitle": "shorttitle",
    "container-title-short": "shortjournal",
    "journalAbbreviation": "shortjournal",
    "collection-title": "series",
    "volume": "volume",
    "volume-title": "maintitle",
    "edition": "edition",
    "page": "pages",
    "number-of-pages": "pagetotal",
    "number-of-volumes": "volumes",
    "chapter-number": "chapter",
    "part-number": "part",
    "part": "part",
    "version": "version",
    "event-title": "eventtitle",
    "event": "eventtitle",
    "event-place": "venue",
    "original-title": "origtitle",
    "genre": "type",
    "medium": "howpublished",
    "status": "pubstate",
    "note": "note",
    "keyword": "keywords",
    "ISBN": "isbn",
    "ISSN": "issn",
    "DOI": "doi",
    "URL": "url",
    "language": "langid",
}
"""Variables that go by one name whatever the type."""

VERBATIM = frozenset(("doi", "url", "langid", "keywords"))

SILENT = frozenset(
    (
        *("id", "type", "abstract", "annote", "call-number", "citation-key", "citation-label", "citation-number"),
        *("categories", "container-title", "issue", "number", "collection-number", "archive", "archive_location"),
        *("archive-place", "archive_collection", "source", "custom", "dimensions", "first-reference-note-number"),
        *("PMID", "PMCID", "system_id", "page-first", "year-suffix", "scale", "locator", "jurisdiction", "section"),
        *("references", "reviewed-title", "submitted", "available-date", "license", "supplement-number", "printing"),
    )
)
"""What is handled elsewhere, or is nothing that a style prints."""
