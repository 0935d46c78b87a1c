"""A build, a session and `watch` that are killed: the old PDF or the new one, and nothing that stays."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from killedbuilds import end_at, set_up

pytestmark = pytest.mark.tex


def test_killed_at_three_moments(tmp_path: Path) -> None:
    """The PDF is whole, the next build is right, and no process stays; `make kills` does it a hundred times."""
    desk = set_up(tmp_path)
    for number, (way, how, moment) in enumerate(
        (("build", signal.SIGKILL, 1.5), ("session", signal.SIGKILL, 2.0), ("watch", signal.SIGTERM, 2.5))
    ):
        assert list(end_at(desk, way, how, moment, number % 2)) == []
