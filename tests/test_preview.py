"""The live page behind its addresses: who is answered, what is served, and what the state says."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from previewpages import HEIGHT, WIDTH, Desk, desk, make_pdf
from processes import comes_true, processes_below
from stagebrief.diagnostics import Span, error
from stagebrief.errors import UsageError
from stagebrief.preview.edition import read_edition
from stagebrief.preview.files import page_files
from stagebrief.preview.live import Live
from stagebrief.preview.server import opening_page, read_address, serving
from stagebrief.preview.texts import Texts, edit_of

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Addresses are kept in a folder of the test, and no editor of this machine is started."""
    for name in ("STAGEBRIEF_EDITOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="sb") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder) / "stagebrief"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Desk]:
    """A small folder being served, with a brief of three pages."""
    with desk(tmp_path) as found:
        found.build(brief=["one", "two", "three"], lines=[[2, 3], [4], [5, 6]])
        yield found


def ask(
    served: Desk,
    path: str,
    *,
    method: str = "GET",
    host: str | None = None,
    question: Any = None,
    token: str | None = None,
    **headers: str,
) -> tuple[int, dict[str, str], bytes]:
    """One request: status, headers and body. `headers` are named with `_` for `-`."""
    address = served.server.address
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=30)
    connection.putrequest(method, f"/{address.token if token is None else token}/{path}", skip_host=True)
    sent = {"Host": f"127.0.0.1:{address.port}" if host is None else host}
    body = b""
    if question is not None:
        body = question if isinstance(question, bytes) else json.dumps(question).encode()
        sent |= {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{address.port}"}
        sent["Content-Length"] = str(len(body))
    for name, value in (sent | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def shown(served: Desk, target: str = "brief") -> dict[str, Any]:
    """The whole PDF of a target as the page is told of it."""
    found = served.live.to_json()["targets"][target]["whole"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", "[::1]:{port}", ""]
)
def test_other_names_are_refused(served: Desk, host: str) -> None:
    """A request that calls this server by a name that is not its own gets nothing, whatever it asks for."""
    name = host.format(port=served.server.address.port)
    for path in ("", "events", shown(served)["url"]):
        status, _, body = ask(served, path, host=name)
        assert status in (400, 403)
        assert b"Line" not in body and b"%PDF" not in body


def test_its_own_names_are_answered(served: Desk) -> None:
    """The page is there under the address of this machine and as localhost."""
    for name in ("127.0.0.1", "localhost", "LOCALHOST"):
        assert ask(served, "", host=f"{name}:{served.server.address.port}")[0] == 200


def test_it_listens_on_the_loopback_address_only(served: Desk) -> None:
    """No other address of this machine answers."""
    assert served.server.listener.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("token", ["", "x", "..", "../etc", "%2e%2e"])
def test_without_the_secret_there_is_nothing(served: Desk, token: str) -> None:
    """Who does not know the token finds no page, no events and no PDF."""
    for path in ("", "events", "index.html", shown(served)["url"], "source"):
        assert ask(served, path, token=token)[0] == 404


def test_other_pages_cannot_ask(served: Desk) -> None:
    """A request that a foreign page sends is refused, and one that changes something needs our own origin."""
    port = served.server.address.port
    assert ask(served, "", Origin="http://evil.example")[0] == 403
    assert ask(served, "", Origin="null")[0] == 403
    assert ask(served, "", Origin=f"http://127.0.0.1:{port}")[0] == 200
    place = {"file": "prose.md", "line": 1}
    assert ask(served, "show", method="POST", question=place)[0] == 200
    assert ask(served, "show", method="POST", question=place, Origin="")[0] == 403
    assert ask(served, "show", method="POST", question=place, Origin=f"http://localhost:{port}")[0] == 403
    assert ask(served, "show", method="POST", question=place, Content_Type="text/plain")[0] == 400
    assert ask(served, "open", method="GET")[0] in (404, 405)


def test_browsers_are_told_to_keep_the_page_to_itself(served: Desk) -> None:
    """Every answer forbids scripts, frames and requests from elsewhere; refusals too."""
    for path, host in (("", None), ("nothing", None), (shown(served)["url"], None), ("", "evil.example")):
        _, headers, _ = ask(served, path, host=host)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "../prose.md",
        "..%2fprose.md",
        "%2e%2e/%2e%2e/etc/passwd",
        "prose.md",
        "README.md",
        "app.py",
        "vendor/pdf.min.mjs",
        "pdf/brief/../../prose.md",
        "pdf/brief/%2e%2e%2f%2e%2e%2fprose.pdf",
        "pdf/brief/words-brief.pdf",
        "pdf/slides/x.pdf",
        "looks/brief/x?first=0&last=1",
    ],
)
def test_nothing_but_the_page_and_the_pdfs_is_served(served: Desk, path: str) -> None:
    """No path leads to a file of the disk."""
    assert ask(served, path)[0] == 404


def test_the_files_of_the_page_are_whole() -> None:
    """Every module that a module or the page asks for is among the files that are served, and none lies elsewhere."""
    names = page_files()
    for name, (content, _) in names.items():
        text = content.decode()
        if "vendor" not in name and name.endswith(".js"):
            for line in text.splitlines():
                if line.startswith(("import ", "export ")) and " from " in line:
                    assert line.rpartition('"./')[2].rstrip('";') in names, line
        if name.endswith((".js", ".html", ".css")):
            assert "innerHTML" not in text and "eval(" not in text
            assert "http://" not in text and "https://" not in text
    assert {"index.html", "main.js", "page.css", "pdf.min.mjs", "pdf.worker.min.mjs"} <= names.keys()


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("", 200, slice(None)),
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=10-99999999", 206, slice(10, None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=1-2,5-6", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_parts_of_a_pdf_are_served(served: Desk, asked: str, status: int, part: slice) -> None:
    """PDF.js asks for the parts it needs; what makes no sense is answered with the whole."""
    whole = (served.output / "words-brief.pdf").read_bytes()
    found, headers, body = ask(served, shown(served)["url"], Range=asked)
    assert (found, body) == (status, whole[part])
    assert headers["accept-ranges"] == "bytes"
    if status == 206:
        first = len(whole) - len(whole[part]) if part.stop is None else part.start
        assert headers["content-range"] == f"bytes {first}-{first + len(body) - 1}/{len(whole)}"
    assert ask(served, shown(served)["url"], method="HEAD", Range=asked)[2] == b""


def test_an_older_pdf_is_there_while_a_page_may_draw_it(served: Desk) -> None:
    """The PDF before the last can still be read in parts, and is what it was; older ones are forgotten."""
    old, whole = shown(served)["url"], (served.output / "words-brief.pdf").read_bytes()
    served.build(brief=["one", "another two", "three"])
    assert ask(served, old, Range="bytes=4-99")[2] == whole[4:100]
    for number in range(6):
        served.build(brief=[str(number)])
    assert ask(served, old)[0] == 404


def test_pages_that_look_the_same_have_the_same_digest(tmp_path: Path) -> None:
    """Only what is drawn counts: not the other pages, not which letters their text has brought into the font."""
    before = read_edition("brief", make_pdf(tmp_path / "a.pdf", ["one", "two", "three", "four"], prefix="ABCDEF"))
    after = read_edition("brief", make_pdf(tmp_path / "b.pdf", ["one", "changed", "three"], prefix="GHIJKL"))
    assert before.version != after.version
    one, two = before.looks(0, 9), after.looks(0, 9)
    assert [left == right for left, right in zip(one, two, strict=False)] == [True, False, True]
    assert len(set(one)) == 4
    larger = read_edition("brief", make_pdf(tmp_path / "c.pdf", ["one"], (WIDTH + 10, HEIGHT)))
    assert larger.looks(0, 0) != one[:1]


def test_a_page_that_makes_no_sense_is_like_no_other(tmp_path: Path) -> None:
    """Contents that are a number, resources that are a name, a cycle: the page has a digest of its own."""
    path = make_pdf(tmp_path / "a.pdf", ["one", "two", "three", "four"])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj["/Contents"] = 7
        pdf.pages[1].obj["/Resources"] = pikepdf.Name.None_
        state = pdf.make_indirect(pikepdf.Dictionary())
        state["/Self"] = state
        pdf.pages[2].obj["/Resources"] = pikepdf.Dictionary(ExtGState=state)
        pdf.save(path)
    assert len(set(read_edition("brief", path).looks(0, 9))) == 4


def test_digests_are_answered_for_the_pages_asked_for(served: Desk) -> None:
    """The page asks for those it shows; numbers that are none are refused."""
    version = shown(served)["version"]
    status, _, body = ask(served, f"looks/brief/{version}?first=1&last=7")
    assert (status, len(json.loads(body))) == (200, 2)
    for query in ("", "?first=a&last=1", "?first=-1&last=1", "?first=1", "?first=1&last=99999999999"):
        assert ask(served, f"looks/brief/{version}{query}")[0] == 404


def test_what_is_no_pdf_is_not_shown(served: Desk) -> None:
    """A file that cannot be read as a PDF leaves the view as it was."""
    with pytest.raises(ValueError, match="is no PDF"):
        read_edition("brief", served.content / "prose.md")
    before = shown(served)
    served.live.on_step("reading the content")
    (served.output / "early.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    served.glimpse("slides", [])
    assert shown(served) == before


def test_the_state_tells_building_built_and_broken(served: Desk) -> None:
    """The phase, the step, the saved files, the faults with place and remedy; a broken save leaves the PDF."""
    before = shown(served)
    served.live.on_step("reading the content")
    served.live.on_step("brief: lualatex (first pass)")
    state = served.live.to_json()
    assert (state["phase"], state["steps"]) == ("building", ["brief: lualatex (first pass)"])
    served.fail(error("key-exists", "no <b>key</b>", Span("prose.md", 3, 4), "add it", "looked in a.bib"))
    state = served.live.to_json()
    assert (state["phase"], state["saved"]) == ("broken", ["prose.md"])
    assert state["faults"] == [
        {
            "code": "key-exists",
            "severity": "error",
            "message": "no <b>key</b>",
            "hint": "add it",
            "notes": ["looked in a.bib"],
            "file": "prose.md",
            "line": 3,
            "column": 4,
        }
    ]
    assert shown(served) == before
    served.build(("prose.md",), brief=["one", "two", "three"])
    assert (served.live.to_json()["phase"], served.live.to_json()["faults"]) == ("built", [])
    assert shown(served) == before


def test_the_first_pages_come_before_the_whole(served: Desk) -> None:
    """An early PDF is told beside the whole one until there is a new one, or the save turns out to be broken."""
    served.glimpse("brief", ["one", "new two"])
    view = served.live.to_json()["targets"]["brief"]
    assert (view["early"]["pages"], view["early"]["provisional"], view["whole"]["pages"]) == (2, True, 3)
    assert ask(served, view["early"]["url"])[0] == 200
    served.fail(error("typesetting-succeeds", "stopped"))
    assert served.live.to_json()["targets"]["brief"]["early"] is None
    served.glimpse("brief", ["one", "new two"])
    served.build(("prose.md",), brief=["one", "new two", "three"])
    view = served.live.to_json()["targets"]["brief"]
    assert (view["early"], view["whole"]["pages"]) == (None, 3)
    served.glimpse("handout", ["a target that is not shown"])
    assert "handout" not in served.live.to_json()["targets"]


def test_events_begin_with_the_state_and_end_with_goodbye(served: Desk) -> None:
    """A page that comes late is told all at once, then each change; when the server ends it is told so."""
    address = served.server.address
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=60)
    connection.request("GET", f"/{address.token}/events")
    answer = connection.getresponse()
    assert answer.getheader("content-type", "").startswith("text/event-stream")

    def next_event() -> tuple[str, dict[str, Any]]:
        name = ""
        while line := answer.readline().decode().rstrip("\n"):
            pass
        while not (line := answer.readline().decode()).startswith("data: "):
            name = line.removeprefix("event: ").strip() if line.startswith("event: ") else name
        return name, json.loads(line.removeprefix("data: "))

    name, state = next_event()
    assert (name, state["phase"], state["title"]) == ("state", "built", "words")
    served.fail(error("key-exists", "gone"))
    while state["phase"] != "broken":
        name, state = next_event()
    assert state["faults"][0]["message"] == "gone"
    threading.Thread(target=served.server.stop).start()
    assert next_event()[0] == "bye"
    connection.close()


def test_a_point_leads_to_the_line_and_a_line_to_the_page(served: Desk) -> None:
    """What stands at a point is told with the lines around it; a line is told where it stands in each target."""
    assert comes_true(lambda: bool(served.live.show("prose.md", 4)))
    point = {"target": "brief", "page": 3, "x": 60, "y": 60, "near": ""}
    found = json.loads(ask(served, "source", method="POST", question=point)[2])
    assert (found["file"], found["line"]) == ("prose.md", 5)
    assert [line["line"] for line in found["lines"]] == list(range(2, 9))
    assert found["lines"][3]["text"] == "Line 5 of the prose."
    assert found["path"] == str(served.content / "prose.md")
    found = json.loads(ask(served, "show", method="POST", question={"file": "prose.md", "line": 5})[2])
    assert (found["brief"]["page"], round(found["brief"]["y"])) == (3, 52)
    nowhere = point | {"page": 99}
    assert json.loads(ask(served, "source", method="POST", question=nowhere)[2]) == {}


@pytest.mark.parametrize(
    "question",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 50_000,
        {"target": 1},
        {"target": "brief", "page": "1"},
        {"target": "brief", "page": -1},
        {"target": "brief", "page": 1, "x": "a"},
        {"target": "brief", "page": 1, "x": 1e99},
        b'{"target": "brief", "page": 1, "x": NaN}',
        {"target": "x" * 70_000},
    ],
    ids=str,
)
def test_questions_that_the_page_would_not_ask_are_refused(served: Desk, question: Any) -> None:
    """Whatever is sent, the answer is that it is wrong, and the server goes on."""
    assert ask(served, "source", method="POST", question=question)[0] == 400
    assert ask(served, "")[0] == 200


def test_only_files_of_the_content_are_opened(served: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor gets the absolute path of a file of the content; anything else starts nothing."""
    program = tmp_path / "bin" / "code"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {tmp_path}/said\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("EDITOR", "code")
    (tmp_path / "secret.md").write_text("secret")
    (served.content / "link.md").symlink_to(tmp_path / "secret.md")
    for name in ("../secret.md", str(tmp_path / "secret.md"), "link.md", "", ".", "no\nne.md", "none.md", "\0"):
        found = json.loads(ask(served, "open", method="POST", question={"file": name, "line": 1})[2])
        assert found == {"editor": "", "path": ""}, name
    (served.content / "--wait.md").write_text("an odd name")
    for name, line in (("prose.md", 4), ("--wait.md", 0)):
        found = json.loads(ask(served, "open", method="POST", question={"file": name, "line": line, "column": 2})[2])
        assert found["editor"] == "code"
        expected = f"--goto\n{served.content}/{name}:{max(1, line)}:2\n"
        assert comes_true(lambda: (tmp_path / "said").exists() and (tmp_path / "said").read_text() == expected)  # noqa: B023
        (tmp_path / "said").unlink()


def test_without_an_editor_the_place_is_told(served: Desk) -> None:
    """The page is given the path and the line to show and to copy."""
    found = json.loads(ask(served, "open", method="POST", question={"file": "prose.md", "line": 4})[2])
    assert (found["editor"], found["path"], found["line"]) == ("", str(served.content / "prose.md"), 4)
    assert {"line": 4, "text": "Line 4 of the prose."} in found["lines"]


def test_the_saved_line_is_marked(served: Desk) -> None:
    """The first line that a save has changed is found on its page, by the places of the new PDF."""
    prose = served.content / "prose.md"
    prose.write_text(prose.read_text().replace("Line 4 of", "The fourth line of"))
    served.build(("prose.md",), brief=["one", "two", "new three"], lines=[[2, 3], [4], [5, 6]])

    def mark() -> dict[str, Any]:
        return dict(served.live.to_json()["targets"]["brief"]["mark"] or {})

    assert comes_true(lambda: mark().get("line") == 4)
    assert (mark()["page"], mark()["file"], round(mark()["y"])) == (3, "prose.md", 28)
    number = mark()["number"]
    prose.write_text(prose.read_text().replace("Line 2 of", "The second line of"))
    served.glimpse("brief", ["new one"])
    assert (mark()["line"], mark()["page"]) == (2, 1)
    assert mark()["number"] > number


def test_edits_are_the_first_lines_that_differ(tmp_path: Path) -> None:
    """Added, changed and removed lines are told by the new text and by the old; touched files are no edits."""
    assert edit_of("a", ["x", "y"], ["x", "y"]) is None
    for old, new, expected in (
        (["x", "y"], ["x", "z"], (2, 2)),
        (["x", "y"], ["x", "n", "y"], (2, 2)),
        (["x", "y"], ["y"], (1, 1)),
        (["x", "y"], ["x"], (1, 2)),
        ([], ["x"], (1, 1)),
        (["x"], [], (1, 1)),
        (["x"], ["x", "y"], (2, 1)),
    ):
        edit = edit_of("a", old, new)
        assert edit and (edit.line, edit.earlier) == expected, (old, new)
    content = tmp_path / "content"
    (content / "stages").mkdir(parents=True)
    (content / ".git").mkdir()
    texts = Texts(content, content / "output")
    for name in ("a.md", "stages/b.yaml", ".git/c.md", "d.bin"):
        (content / name).write_text("one\ntwo\n")
    assert texts.edits() == []
    (content / "stages" / "b.yaml").write_text("one\ntwo, changed\n")
    (content / ".git" / "c.md").write_text("changed")
    os.utime(content / "a.md")
    assert [(edit.file, edit.line) for edit in texts.edits()] == [("stages/b.yaml", 2)]
    assert texts.lines("a.md") == ["one", "two"]
    assert texts.lines("d.bin") == []


def test_what_has_no_places_is_typeset_again(served: Desk) -> None:
    """A target that was built without a note of where its lines went is not taken for up to date; others are."""
    work = served.output / ".stagebrief" / "words"
    (work / "slides").mkdir()
    for target in ("brief", "slides"):
        (work / target / ".settled.json").write_text("{}")
    (work / "record.json").write_text("{}")
    served.live.prepare()
    assert (work / "brief" / ".settled.json").exists()
    assert not (work / "slides" / ".settled.json").exists()
    assert not (work / "record.json").exists()
    (work / "slides" / "words-slides.synctex").write_bytes(b"")
    (work / "record.json").write_text("{}")
    served.live.prepare()
    assert (work / "record.json").exists()


def test_the_address_stays_the_same_for_a_folder(tmp_path: Path, runtime: Path) -> None:
    """A page that is open finds the server again after a restart; nobody else can read the secret."""
    (tmp_path / "c").mkdir()
    (tmp_path / "d").mkdir()
    live = Live(tmp_path / "c", tmp_path / "out", ("brief",))
    with serving(live) as first:
        address = first.address
    with serving(live) as second:
        assert second.address == address
        with serving(Live(tmp_path / "d", tmp_path / "out", ("brief",))) as other:
            assert other.address.token != address.token
            assert other.address.port != address.port
        way = opening_page(second.address)
        assert address.url in way.read_text()
    kept = list(runtime.iterdir())
    assert len(kept) == 3
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in kept)
    page = next(path for path in kept if path.suffix == ".page")
    page.write_text('{"port": 80, "token": "../../guess"}')
    assert read_address(page) is None


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """A port that was asked for and cannot be had is an error with a remedy; that of last time gives way to another."""
    (tmp_path / "c").mkdir()
    live = Live(tmp_path / "c", tmp_path / "out", ("brief",))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as caught, serving(live, port):
            pass
        assert [item.code for item in caught.value.diagnostics] == ["port-is-free"]
        assert caught.value.diagnostics[0].hint
    with serving(live, port) as server:
        assert server.address.port == port
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with serving(live) as server:
            assert server.address.port != port


@pytest.mark.tex
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_and_ends(tmp_path: Path, how: signal.Signals) -> None:
    """`watch --serve` prints the address, answers there, and leaves neither a process nor an open port behind."""
    command = [sys.executable, "-m", "stagebrief", "watch", str(ROOT / "tests" / "cases" / "small"), "--serve"]
    command += ["--output", str(tmp_path / "out"), "--target", "brief"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        while "built in" not in said[-1]:
            said.append(process.stdout.readline())
        url = said[0].removeprefix("the page is at ").strip()
        port, token = url.removeprefix("http://127.0.0.1:").rstrip("/").split("/")
        stream = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
        stream.request("GET", f"/{token}/events")
        events = stream.getresponse()
        while not (line := events.readline()).startswith(b"data: "):
            pass
        view = json.loads(line.removeprefix(b"data: "))["targets"]["brief"]["whole"]
        assert view["pages"] == 2
        os.kill(process.pid, how)
        assert process.wait() == 0
        stream.close()
    assert comes_true(lambda: not processes_below(tmp_path))
    with socket.socket() as asked:
        assert asked.connect_ex(("127.0.0.1", int(port))) != 0
