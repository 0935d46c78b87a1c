"""Asks a session for a build; where there is none, leaves one behind for the builds to come."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from pathlib import Path

from stagebrief.build import Progress
from stagebrief.compile.detached import start_detached
from stagebrief.daemon.address import address_of
from stagebrief.daemon.messages import Request, fault_of, report_of, request_to_line
from stagebrief.model.artifact import BuildReport

STARTING = 5.0
"""Seconds that a session may take until it listens; then the build is made without one."""


def wanted() -> bool:
    """Whether builds may leave a process behind: not under CI, and not where the user says no."""
    off = os.environ.get("STAGEBRIEF_NO_DAEMON", "") not in {"", "0"}
    return sys.platform == "linux" and not off and os.environ.get("CI", "").lower() in {"", "0", "false"}


def build_in_session(content: Path, output: Path, request: Request, progress: Progress) -> BuildReport | None:
    """The outcome of a build by the session for these folders; None if none is to be had.

    Raises what the build raises.
    """
    output.mkdir(parents=True, exist_ok=True)
    connection = connect(content, output)
    if connection is None:
        return None
    with connection, connection.makefile("rb") as lines:
        try:
            connection.sendall(request_to_line(request))
            for line in lines:
                message = json.loads(line)
                if "step" in message:
                    progress(message["step"])
                elif "report" in message:
                    return report_of(message["report"], output)
                elif "fault" in message:
                    raise fault_of(message)
                else:
                    break
        except (OSError, ValueError):
            return None
    return None


def connect(content: Path, output: Path) -> socket.socket | None:
    """A connection to the session, which is started if need be."""
    try:
        address = address_of(content, output)
    except OSError:
        return None
    found = connection_to(address)
    if found:
        return found
    start_detached("stagebrief.daemon", [str(content.resolve()), str(output.resolve())], os.environ)
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        time.sleep(0.02)
        found = connection_to(address)
        if found:
            return found
    return None


def connection_to(address: Path) -> socket.socket | None:
    """A connection to that socket; None if nobody listens there."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(os.fspath(address))
    except OSError:
        connection.close()
        return None
    return connection
