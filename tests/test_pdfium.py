"""Several threads read PDFs side by side."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from previewpages import make_pdf

READERS = """
import sys, threading
from pathlib import Path
from stagebrief.archive.pages import opened, picture_of
from stagebrief.readback.text import texts_of_pages

def read(path):
    for _ in range(30):
        assert len(texts_of_pages(path)) == 40
        with opened(path.read_bytes()) as document:
            picture_of(document, 3, 200)

threads = [threading.Thread(target=read, args=(Path(path),)) for path in sys.argv[1:]]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_pdfs_are_read_in_several_threads(tmp_path: Path) -> None:
    """PDFium, which would bring the whole process down, is called by one thread at a time."""
    words = ["\n".join(f"Line {line} of page {page}" for line in range(20)) for page in range(40)]
    paths = [make_pdf(tmp_path / f"{name}.pdf", words) for name in ("one", "two", "three")]
    done = subprocess.run(
        [sys.executable, "-c", READERS, *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
