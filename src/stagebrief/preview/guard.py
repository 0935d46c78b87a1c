"""Who is answered: requests to this very address, from the page itself; and what a browser may do with the answers."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """An application that answers to none but these hosts, and to requests that change something from itself only."""

    app: ASGIApp
    hosts: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or answer with the headers that keep the page to itself."""
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        if fault := self.fault(scope["method"], Headers(scope=scope)):
            await PlainTextResponse(fault, 403)(scope, receive, guarded)
        else:
            await self.app(scope, receive, guarded)

    def fault(self, method: str, headers: Headers) -> str:
        """What is wrong with a request; nothing if it may be answered."""
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return "this server has no such name"
        own = f"http://{hosts[0].lower()}"
        if any(origin.lower() != own for origin in origins):
            return "requests from other pages are refused"
        if method not in ("GET", "HEAD") and not origins:
            return "only the page itself may ask for this"
        return ""
