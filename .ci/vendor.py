"""Fetch PDF.js for the live page again: the files of one version of its npm package, checked by their digest.

The version and the digest of the package stand in src/stagebrief/preview/vendor/README.md; for another version, write
both there and run `make vendor`. Needs npm, which checks nothing that is not checked here.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "src" / "stagebrief" / "preview" / "vendor"
FILES = {
    "package/legacy/build/pdf.min.mjs": "pdf.min.mjs",
    "package/legacy/build/pdf.worker.min.mjs": "pdf.worker.min.mjs",
    "package/LICENSE": "LICENSE",
    **{f"package/wasm/{name}_nowasm_fallback.js": f"{name}_nowasm_fallback.js" for name in ("jbig2", "openjpeg")},
    **{f"package/wasm/LICENSE_{name}": f"LICENSE_{name}" for name in ("JBIG2", "OPENJPEG")},
    **{f"package/wasm/LICENSE_PDFJS_{name}": f"LICENSE_PDFJS_{name}" for name in ("JBIG2", "OPENJPEG")},
}


def main() -> int:
    """Fetch, check, unpack; nothing is written where the digest is another."""
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    package, digest = (re.findall(pattern, readme) for pattern in (r"pdfjs-dist@[\d.]+", r"sha512-[\w+/=]+"))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", package[0]], cwd=folder, stdout=subprocess.PIPE, check=True)
        (archive,) = Path(folder).glob("*.tgz")
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != digest[0]:
            print(f"error: the digest of {package[0]} is {found}, and not {digest[0]}", file=sys.stderr)
            return 1
        with tarfile.open(archive) as opened:
            for name, kept in FILES.items():
                part = opened.extractfile(name)
                if part is None:
                    print(f"error: {name} is no file", file=sys.stderr)
                    return 1
                (VENDOR / kept).write_bytes(part.read())
    return 0


if __name__ == "__main__":
    sys.exit(main())
