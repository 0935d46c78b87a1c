"""Temporary folders of killed processes are removed by the next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from stagebrief.compile import scratch

CODE = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from stagebrief.compile.scratch import make_scratch
print(make_scratch(), flush=True)
sys.stdin.read()
"""


def test_what_a_killed_process_has_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a process that lives stays, that of one that was killed goes, as do no others."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "stagebrief-pipes-other").mkdir()
    command = [sys.executable, "-c", CODE, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        own = scratch.make_scratch()
        scratch.sweep_scratch()
        assert folder.is_dir()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        scratch.sweep_scratch()
    assert own.is_dir()
    assert not folder.exists()
    scratch.remove_scratch(own)
    assert [path.name for path in tmp_path.iterdir()] == ["stagebrief-pipes-other"]
