"""Builds from the shell by a session that a build has left behind: the same PDFs, and nothing that stays for long."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from processes import comes_true, processes_below
from stagebrief.daemon.client import wanted
from stagebrief.daemon.messages import Request, fault_of, fault_to_line, report_of, report_to_line, request_of
from stagebrief.daemon.messages import request_to_line as sent
from stagebrief.diagnostics import Span, error
from stagebrief.errors import ContentError
from stagebrief.model.artifact import Artifact, BuildReport, Pass

SMALL = Path(__file__).parent / "cases" / "small"


def stagebrief(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, where a build may leave a session behind."""
    free = {name: value for name, value in os.environ.items() if name not in {"CI", "STAGEBRIEF_NO_DAEMON"}}
    return subprocess.run(
        [sys.executable, "-m", "stagebrief", *map(str, arguments)],
        env=free | {"STAGEBRIEF_IDLE": "20"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def running(folder: Path) -> list[int]:
    """All processes for something in that folder: sessions, and TeX that waits."""
    return [*processes_below(folder / "out"), *sessions_of(folder)]


def sessions_of(folder: Path) -> list[int]:
    """The sessions whose content or output lies in that folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"stagebrief.daemon" in words and any(word.startswith(str(folder).encode()) for word in words):
            found.append(int(process.name))
    return found


@pytest.mark.tex
def test_a_session_serves_the_builds_that_follow(tmp_path: Path) -> None:
    """The second build is made by the process that the first has left; its PDF is that of a build without one."""
    content, out = tmp_path / "small", tmp_path / "out"
    shutil.copytree(SMALL, content)
    first = stagebrief("build", content, "--output", out)
    assert first.returncode == 0, first.stderr
    (session,) = sessions_of(tmp_path)
    prose = content / "stages" / "1-first.md"
    prose.write_text(prose.read_text(encoding="utf-8").replace("words", "better words"), encoding="utf-8")
    second = stagebrief("build", content, "--output", out)
    assert second.returncode == 0, second.stderr
    assert sessions_of(tmp_path) == [session]
    third = stagebrief("build", content, "--output", out)
    assert "nothing to do" in third.stdout

    plain = stagebrief("build", content, "--output", tmp_path / "plain", "--no-daemon")
    assert plain.returncode == 0, plain.stderr
    assert (tmp_path / "plain/small-brief.pdf").read_bytes() == (out / "small-brief.pdf").read_bytes()

    prose.write_text("No such source [@nobody].\n", encoding="utf-8")
    fault = stagebrief("build", content, "--output", out)
    assert fault.returncode == 1
    assert "1-first.md:1:17" in fault.stderr
    os.kill(session, signal.SIGTERM)
    assert comes_true(lambda: not running(tmp_path))


@pytest.mark.tex
def test_a_session_ends_by_itself(tmp_path: Path) -> None:
    """When nobody asks any more, it goes, and its processes with it; killed, it leaves none either."""
    content, out = tmp_path / "small", tmp_path / "out"
    shutil.copytree(SMALL, content)
    assert stagebrief("build", content, "--output", out, "--target", "brief", STAGEBRIEF_IDLE="1").returncode == 0
    assert comes_true(lambda: not running(tmp_path))
    prose = content / "stages" / "1-first.md"
    prose.write_text(prose.read_text(encoding="utf-8").replace("words", "better words"), encoding="utf-8")
    assert stagebrief("build", content, "--output", out, "--target", "brief", STAGEBRIEF_IDLE="600").returncode == 0
    (session,) = sessions_of(tmp_path)
    os.kill(session, signal.SIGKILL)
    assert comes_true(lambda: not running(tmp_path))


@pytest.mark.parametrize(
    ("environment", "expected"),
    [({}, True), ({"CI": "true"}, False), ({"CI": "false"}, True), ({"STAGEBRIEF_NO_DAEMON": "1"}, False)],
)
def test_no_session_is_left_where_none_is_wanted(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: bool
) -> None:
    """Under CI, or where the user has said so, builds leave nothing behind."""
    for name in ("CI", "STAGEBRIEF_NO_DAEMON"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wanted() is (expected and sys.platform == "linux")


def test_what_is_said_arrives_whole() -> None:
    """Requests, reports and faults are the same behind the socket."""
    import json  # noqa: PLC0415

    request = Request(("brief",), False, "12")
    assert request_of(sent(request)) == request
    with pytest.raises(ValueError, match="no request"):
        request_of(b"[]\n")
    found = error("citation-resolves", "no such entry “ж”", Span("a.md", 3, 4, 3, 9), "write it", "a note")
    passes, beside = (Pass("lualatex", "first run", 0.5),), (Path("/o/a.pdfpc"),)
    report = BuildReport((Artifact("brief", Path("/o/a.pdf"), 3, passes, beside),), (found,))
    assert report_of(json.loads(report_to_line(report))["report"], Path("/o")) == report
    fault = fault_of(json.loads(fault_to_line(ContentError([found]))))
    assert isinstance(fault, ContentError)
    assert fault.diagnostics == (found,)
