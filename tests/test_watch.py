"""`watch`: builds on saving, keeps the last good PDF, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from processes import comes_true, processes_below
from stagebrief import build
from stagebrief.session import Session
from stagebrief.watch import Round, watch_content

pytestmark = pytest.mark.tex
SMALL = Path(__file__).parent / "cases" / "small"
PATIENCE = 300.0
"""Seconds after which a test gives up; no test judges by them."""


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Path, Queue[Round]]]:
    """A copy of the small brief being watched, the folder of its PDFs, and the rounds as they come."""
    content, out = tmp_path / "small", tmp_path / "out"
    shutil.copytree(SMALL, content)
    session, stop, rounds = Session(content, out), threading.Event(), Queue[Round]()
    thread = threading.Thread(target=watch_content, args=(session, stop, rounds.put, ("brief",)))
    thread.start()
    yield content, out, rounds
    stop.set()
    thread.join()
    session.stop()
    assert not processes_below(tmp_path)


def test_each_save_is_a_build_and_a_broken_one_changes_nothing(watched: tuple[Path, Path, Queue[Round]]) -> None:
    """Good saves give the PDFs of builds from nothing; a broken one is told, and the PDF stays."""
    content, out, rounds = watched
    first = rounds.get(timeout=PATIENCE)
    assert first.changed == ()
    assert first.report is not None
    prose, pdf = content / "stages" / "1-first.md", out / "small-brief.pdf"
    good = prose.read_text(encoding="utf-8")

    before = pdf.read_bytes()
    prose.write_text(f"{good}\n\nNo such source [@nobody].\n", encoding="utf-8")
    broken = rounds.get(timeout=PATIENCE)
    assert broken.changed == ("stages/1-first.md",)
    assert broken.report is None
    assert [item.code for item in broken.diagnostics] == ["citation-resolves"]
    assert pdf.read_bytes() == before

    prose.write_text(f"{good}\n\nAn added paragraph.\n", encoding="utf-8")
    mended = rounds.get(timeout=PATIENCE)
    assert mended.report is not None
    build(content, out.parent / "plain", ["brief"])
    assert pdf.read_bytes() == (out.parent / "plain/small-brief.pdf").read_bytes() != before


def test_a_touched_file_is_nothing_to_do(watched: tuple[Path, Path, Queue[Round]]) -> None:
    """A save without a change builds nothing."""
    content, _, rounds = watched
    assert rounds.get(timeout=PATIENCE).report is not None
    os.utime(content / "brief.yaml")
    again = rounds.get(timeout=PATIENCE)
    assert again.report is not None
    assert again.report.up_to_date


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_command_leaves_nothing_running(tmp_path: Path, how: signal.Signals) -> None:
    """Ctrl-C ends it with status 0; however it ends, no process stays."""
    content, out = tmp_path / "small", tmp_path / "out"
    shutil.copytree(SMALL, content)
    command = [sys.executable, "-m", "stagebrief", "watch", str(content), "--output", str(out), "--target", "brief"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        while "built in" not in said[-1]:
            said.append(process.stdout.readline())
        assert said[0] == f"watching {content}; Ctrl-C ends\n"
        os.kill(process.pid, how)
        status = process.wait()
    assert status == (0 if how != signal.SIGKILL else -signal.SIGKILL)
    assert comes_true(lambda: not processes_below(tmp_path))
    assert (out / "small-brief.pdf").is_file()
