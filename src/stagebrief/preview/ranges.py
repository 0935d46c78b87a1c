"""Parts of a PDF over HTTP, so that a page of 400 need not wait for the others."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from stagebrief.preview.edition import Edition

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def pdf_response(edition: Edition, request: Request) -> Response:
    """The whole PDF, or the part that is asked for."""
    size = len(edition.data)
    common = {"Accept-Ranges": "bytes", "ETag": f'"{edition.version}"'}
    asked = span_of(request.headers.get("range", ""), size)
    if asked is None:
        return answer(edition, request, 200, (0, size), common)
    start, end = asked
    if start >= end:
        return Response(status_code=416, headers={**common, "Content-Range": f"bytes */{size}"})
    return answer(edition, request, 206, asked, {**common, "Content-Range": f"bytes {start}-{end - 1}/{size}"})


def answer(edition: Edition, request: Request, status: int, span: tuple[int, int], headers: dict[str, str]) -> Response:
    """These bytes of it; only their number where the head alone is asked for."""
    sized = {**headers, "Content-Length": str(span[1] - span[0])}
    if request.method == "HEAD":
        return Response(status_code=status, headers=sized, media_type="application/pdf")
    return StreamingResponse(edition.part(*span), status, sized, "application/pdf")


def span_of(header: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte (exclusive) of a single range; None if there is no range that can be read."""
    match = RANGE.fullmatch(header.strip())
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:
        return max(0, size - int(match[2])), size
    return int(match[1]), min(size, int(match[2]) + 1) if match[2] else size
