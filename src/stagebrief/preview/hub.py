"""Tells the open pages that there is something new: from any thread, to any number of them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

BEAT = 15.0
"""Seconds of silence after which a sign of life is sent."""


@dataclass(slots=True)
class Hub:
    """The open pages; each is sent the state whenever it has changed, and never more often than it can read."""

    state: Callable[[], dict[str, Any]]
    _listeners: set[asyncio.Event] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None
    _closed: bool = False

    @property
    def closed(self) -> bool:
        """Whether the pages have been told goodbye."""
        return self._closed

    def tell(self) -> None:
        """Let every page have the state as it is now; from any thread."""
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        """Say goodbye to every page; from any thread."""
        self._closed = True
        self.tell()

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.set()

    async def events(self) -> AsyncIterator[bytes]:
        """The server-sent events of one page: the state now, and again after each change."""
        self._loop = asyncio.get_running_loop()
        listener = asyncio.Event()
        self._listeners.add(listener)
        try:
            yield b"retry: 1000\n\n"
            listener.set()
            while not self._closed:
                try:
                    await asyncio.wait_for(listener.wait(), BEAT)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                listener.clear()
                if not self._closed:
                    yield event("state", self.state())
            yield event("bye", {})
        finally:
            self._listeners.discard(listener)


def event(name: str, data: dict[str, Any]) -> bytes:
    """One server-sent event; JSON has no line ends of its own."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=True)}\n\n".encode()
