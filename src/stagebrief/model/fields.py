"""The fields that a source can have, by the kind of their values: those of biblatex that reach a page."""

from __future__ import annotations


def _fields(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMES = _fields(
    "author editor editora editorb editorc translator annotator commentator introduction foreword afterword "
    "bookauthor holder shortauthor shorteditor sortname"
)
"""Names of persons and bodies with `and` between them."""

LISTS = _fields("publisher location institution organization language origlanguage origlocation origpublisher")
"""Other lists with `and` between their items."""

LITERALS = _fields(
    "title subtitle titleaddon shorttitle booktitle booksubtitle booktitleaddon maintitle mainsubtitle maintitleaddon "
    "journaltitle journalsubtitle shortjournal issuetitle issuesubtitle eventtitle eventtitleaddon series shortseries "
    "reprinttitle origtitle number volume volumes part issue edition chapter pagetotal note addendum howpublished "
    "venue version type pubstate eprinttype eprintclass eid isbn issn isan ismn isrn iswc label shorthand indextitle "
    "bookpagination pagination nameaddon entrysubtype editortype editoratype editorbtype editorctype authortype "
    "sorttitle sortyear sortkey presort sortshorthand relatedtype relatedstring year keywords"
)
"""Text that is printed as it is, and keys in small letters."""

DATES = _fields("date eventdate origdate urldate")
"""Dates and stretches of time as ISO 8601 has them."""

RANGES = _fields("pages")
ADDRESSES = _fields("url")
IDENTIFIERS = _fields("doi eprint")

REFERENCES = _fields("crossref xref xdata related entryset")
"""Keys of other entries."""

TITLES = _fields(
    "title subtitle titleaddon booktitle booksubtitle booktitleaddon maintitle mainsubtitle maintitleaddon shorttitle "
    "journaltitle issuetitle"
)

SILENT = _fields(
    "abstract annotation annote month day ids timestamp owner creationdate modificationdate groups rating priority "
    "readstatus bdsk-url-1 bdsk-url-2 bdsk-url-3 bdsk-file-1 bdsk-file-2 date-added date-modified citation-key "
    "copyright shelfmark library urn lccn mendeley-groups mendeley-tags comment review collaboration gender "
    "nationality options execute keysw related-type timestampmodified biburl bibsource numpages articleno pmid pmcid "
    "src langidopts hyphenation place_of_publication rights_holder crossrefs indexsorttitle "
    "bibdate bibnumber acknowledgement coden fjournal ajournal journal-url issn-l author-dates subject-dates isbn-13 "
    "mrclass mrnumber mrreviewer zblnumber zmnumber classification remark keywords-plus researcherid-numbers eissn "
    "author_keywords affiliation affiliations correspondence_address document_type abbrev_source_title funding-text "
    "unique-id times-cited number-of-cited-references usage-count-last-180-days usage-count-since-2013 web-of-science- "
    "web-of-science-categories doc-delivery-number journal-iso da researcherid issue_date opturl optnote arxivid "
    "optannote adsurl adsnote date_added language-iso repository series-editor entry-type access_date month_numeric "
    "ranking printed relevance quality qualityassured citationcount openalex title-short collection-editor "
    "publication_stage source swhid nlmuniqueid edn elibrary_id sjr snip"
)
"""What reference managers keep for themselves: dropped without a word."""

SILENT_BEGINNINGS = ("bdsk-", "comment-", "hal_", "opt", "zotero-", "citavi", "jabref-", "x-")
"""How further such fields begin."""

KEPT = _fields("langid file ids orcid")
"""What is not printed, but says something about the source."""

PRINTED = NAMES | LISTS | LITERALS | DATES | RANGES | ADDRESSES | IDENTIFIERS | REFERENCES
