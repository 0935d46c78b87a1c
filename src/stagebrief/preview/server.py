"""The server of the live page: on the loopback address of this machine only, in a thread of its own."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from stagebrief.daemon.address import sockets_folder
from stagebrief.diagnostics import error
from stagebrief.errors import UsageError
from stagebrief.preview.app import Page
from stagebrief.preview.guard import Guard
from stagebrief.preview.hub import Hub
from stagebrief.preview.live import Live

HOST = "127.0.0.1"
GRACE = 1
"""Seconds that open answers have when the server ends."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page is: the port, and the secret that stands in the address."""

    port: int
    token: str

    @property
    def url(self) -> str:
        """What a browser is given."""
        return f"http://{HOST}:{self.port}/{self.token}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which this machine may be called."""
        return frozenset({f"{HOST}:{self.port}", f"localhost:{self.port}"})


@dataclass(slots=True)
class LiveServer:
    """A page being served; it ends with `stop`."""

    live: Live
    address: Address
    hub: Hub
    server: uvicorn.Server
    listener: socket.socket
    _thread: threading.Thread | None = field(default=None)

    def start(self) -> None:
        """Answer from now on."""
        self._thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listener]}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Say goodbye to the pages and end."""
        self.hub.close()
        self.server.should_exit = True
        if self._thread:
            self._thread.join()
        self.listener.close()


@contextlib.contextmanager
def serving(live: Live, port: int | None = None) -> Iterator[LiveServer]:
    """A server of the page; without a port that of last time, so that an open page finds it again."""
    kept = kept_file(live.content, live.output)
    earlier = read_address(kept)
    listener, token = bound(port, earlier.port if earlier else 0), earlier.token if earlier else secrets.token_urlsafe()
    address = Address(listener.getsockname()[1], token)
    write_address(kept, address)
    hub = Hub(live.to_json)
    live.on_change = hub.tell
    config = uvicorn.Config(
        Guard(Page(live, hub).app(token), address.hosts),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        loop="asyncio",
        http="h11",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    server = LiveServer(live, address, hub, uvicorn.Server(config), listener)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def bound(port: int | None, earlier: int) -> socket.socket:
    """A socket that listens at that port, at that of last time, or at any."""
    for wanted in (port,) if port is not None else (earlier, 0):
        listener = socket.socket(socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, wanted))
            listener.listen(64)
        except OSError as fault:
            listener.close()
            if port is not None:
                said = f"port {port} of this machine cannot be had: {(fault.strerror or str(fault)).lower()}"
                raise UsageError([error("port-is-free", said, hint="name another one, or leave --port out")]) from fault
            continue
        return listener
    raise UsageError([error("port-is-free", "no port of this machine can be had", hint="name one with --port")])


def kept_file(content: Path, output: Path) -> Path:
    """Where the address of a page is kept for the next time; nobody else may read it."""
    parts = json.dumps([str(content.resolve()), str(output.resolve())])
    return sockets_folder() / f"{hashlib.sha256(parts.encode()).hexdigest()[:32]}.page"


def read_address(kept: Path) -> Address | None:
    """The address of last time; None if there was none or it makes no sense."""
    try:
        found = json.loads(kept.read_text(encoding="ascii"))
        port, token = found["port"], found["token"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    good = isinstance(port, int) and 0 < port < 1 << 16 and isinstance(token, str) and len(token) >= 40
    return Address(port, token) if good and token.replace("-", "").replace("_", "").isalnum() else None


def write_address(kept: Path, address: Address) -> None:
    """Keep an address."""
    beside = kept.with_suffix(".page.new")
    with contextlib.suppress(OSError):
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump({"port": address.port, "token": address.token}, file)
        beside.replace(kept)


def opening_page(address: Address, folder: Path | None = None) -> Path:
    """A file that leads to the page: a browser is given its name and not the secret, which others could read there."""
    path = (folder or sockets_folder()) / "open-page.html"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(
            f'<!doctype html><meta http-equiv="refresh" content="0; url={address.url}"><title>stagebrief</title>'
        )
    return path
