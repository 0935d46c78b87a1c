"""The products that can be made of a brief."""

from __future__ import annotations

TARGETS = ("brief", "slides", "handout", "notes", "summary")
"""All of them, in the order in which they are told of."""

USUAL = ("brief", "slides")
"""What is built where nobody says otherwise;"""

PUBLISHED = ("brief", "slides", "handout")
"""and what a release consists of: what the speaker says is nobody else's."""

OF_FRAMES = frozenset({"slides", "handout", "notes"})
"""Those that show the frames of the deck, and are set in its type."""

DECKS = frozenset({"slides"})
"""Those whose pages are frames, to be shown on a wall;"""

PICTURED = OF_FRAMES - DECKS
"""and those on whose pages frames are pictures."""

TAGGED = frozenset({"brief", "handout"})
"""Those that can be tagged PDFs; Beamer's cannot."""

PRESENTER = ".pdfpc"
"""The ending of the file beside the deck that has the speaker's notes for pdfpc."""
