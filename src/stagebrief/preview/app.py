"""The addresses of the live page: its files, its events, the PDFs, and the ways to a line and back.

All of them lie below a secret that only the user is told, so that other pages and other users get nothing.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from stagebrief.compile.editor import open_editor
from stagebrief.diagnostics import Span
from stagebrief.preview.files import page_files
from stagebrief.preview.hub import Hub
from stagebrief.preview.live import Live
from stagebrief.preview.ranges import pdf_response

LARGEST = 1 << 16
"""Bytes that a question may have."""

AROUND = 3
"""Lines shown before and after the one that was asked for."""

LONGEST = 400
Open = Callable[[Any, int, int], str]


class WrongQuestion(ValueError):  # noqa: N818 - it is no error of ours
    """A question that the page would not ask."""


@dataclass(slots=True)
class Page:
    """The live page behind its addresses."""

    live: Live
    hub: Hub
    open_editor: Open = open_editor

    def app(self, token: str) -> Starlette:
        """The application; nothing is found without the token."""
        base = f"/{token}"
        return Starlette(
            routes=[
                Route(base, redirect(f"{base}/")),
                Route(f"{base}/events", self.events),
                Route(f"{base}/pdf/{{target}}/{{version}}.pdf", self.pdf),
                Route(f"{base}/looks/{{target}}/{{version}}", self.looks),
                Route(f"{base}/source", answering(self.source), methods=["POST"]),
                Route(f"{base}/show", answering(self.show), methods=["POST"]),
                Route(f"{base}/open", answering(self.open), methods=["POST"]),
                Route(f"{base}/", self.file),
                Route(f"{base}/{{name}}", self.file),
            ]
        )

    async def file(self, request: Request) -> Response:
        """A file of the page itself."""
        found = page_files().get(request.path_params.get("name", "index.html"))
        return Response(found[0], media_type=found[1]) if found else nothing()

    async def events(self, _request: Request) -> Response:
        """The events of a page, until it goes."""
        return StreamingResponse(self.hub.events(), media_type="text/event-stream")

    async def pdf(self, request: Request) -> Response:
        """A PDF or a part of it."""
        edition = self.live.edition(request.path_params["target"], request.path_params["version"])
        return pdf_response(edition, request) if edition else nothing()

    async def looks(self, request: Request) -> Response:
        """Digests of pages, by which the page knows which of them it need not draw anew."""
        edition = self.live.edition(request.path_params["target"], request.path_params["version"])
        first, last = (request.query_params.get(name, "") for name in ("first", "last"))
        if edition is None or not (is_number(first) and is_number(last)):
            return nothing()
        return JSONResponse(await run_in_threadpool(edition.looks, int(first), int(last)))

    def source(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The author's line behind a point of a page, and the lines around it."""
        target, near = text(asked, "target"), text(asked, "near")[:LONGEST]
        page, x, y = whole(asked, "page"), number(asked, "x"), number(asked, "y")
        span = self.live.source(target, page, x, y, near)
        return self.excerpt(span) if span else {}

    def excerpt(self, span: Span) -> dict[str, Any]:
        """A place with the lines around it."""
        lines = self.live.texts.lines(span.file)
        first, last = max(1, span.line - AROUND), min(len(lines), span.line + AROUND)
        shown = [{"line": number, "text": lines[number - 1][:LONGEST]} for number in range(first, last + 1)]
        path = self.live.texts.path(span.file)
        return {
            "file": span.file,
            "line": span.line,
            "column": span.column,
            "path": str(path) if path else "",
            "lines": shown,
        }

    def show(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Where a line of the content stands on the pages."""
        return self.live.show(text(asked, "file"), whole(asked, "line"))

    def open(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Open a line of the content in the author's editor; where there is none, say where the line is."""
        path = self.live.texts.path(text(asked, "file"))
        if path is None:
            return {"editor": "", "path": ""}
        span = Span(text(asked, "file"), max(1, whole(asked, "line")), max(1, whole(asked, "column")))
        return {"editor": self.open_editor(path, span.line, span.column), **self.excerpt(span)}


def answering(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Request], Awaitable[Response]]:
    """A route that answers JSON with JSON, in a thread of its own."""

    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await run_in_threadpool(answer, await question(request)))
        except WrongQuestion as fault:
            return PlainTextResponse(str(fault), 400)

    return endpoint


async def question(request: Request) -> dict[str, Any]:
    """The JSON of a request."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise WrongQuestion("JSON is wanted")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise WrongQuestion("too long")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise WrongQuestion("no JSON") from fault
    if not isinstance(found, dict):
        raise WrongQuestion("an object is wanted")
    return found


def text(asked: dict[str, Any], name: str) -> str:
    """A text of a question."""
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise WrongQuestion(f"{name} is no text")
    return value


def whole(asked: dict[str, Any], name: str) -> int:
    """A whole number of a question."""
    value = asked.get(name, 1)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**7:
        raise WrongQuestion(f"{name} is no number")
    return value


def number(asked: dict[str, Any], name: str) -> float:
    """A length of a question."""
    value = asked.get(name, 0)
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < 10**6:
        raise WrongQuestion(f"{name} is no length")
    return float(value)


def is_number(value: str) -> bool:
    """Whether a text is a number of few digits."""
    return value.isascii() and value.isdigit() and len(value) < 7


def nothing() -> Response:
    """There is no such thing."""
    return PlainTextResponse("not found", 404)


def redirect(to: str) -> Callable[[Request], Awaitable[Response]]:
    """A route that leads to another."""

    async def endpoint(_request: Request) -> Response:
        return RedirectResponse(to)

    return endpoint
