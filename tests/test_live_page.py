"""The live page in a browser: what is drawn and what is left alone, faults, keys, the ways to a line and back."""

from __future__ import annotations

import base64
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from chromium import PATIENCE, chromium
from previewpages import LINE, Desk, desk, make_pdf
from processes import comes_true, processes_below
from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.model.artifact import Artifact, BuildReport
from stagebrief.preview.live import Live
from stagebrief.preview.server import serving
from stagebrief.watch import Round

expect.set_options(timeout=PATIENCE)
TEN = [f"Page {number} of the brief" for number in range(1, 11)]
FRAMES = [f"Frame {number}" for number in range(1, 6)]
FAULT = error("citation-resolves", "no source has the key 'x'", Span("prose.md", 3, 4), "did you mean 'y'?")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each has a window of its own."""
    with chromium("--host-resolver-rules=MAP evil.example 127.0.0.1") as found:
        yield found


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Addresses are kept in a folder of the test, and no editor of this machine is started."""
    for name in ("STAGEBRIEF_EDITOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="sb") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Desk]:
    """A small folder being served, with a brief of ten pages and five slides."""
    with desk(tmp_path) as found:
        found.build(brief=TEN, slides=FRAMES)
        yield found


@pytest.fixture
def page(browser: Browser, served: Desk) -> Iterator[Page]:
    """The page, open and drawn; at its end nothing was fetched from elsewhere and no script has failed."""
    yield from opened(browser, served)


def opened(browser: Browser, served: Desk, **context: Any) -> Iterator[Page]:
    """The page in a window of its own."""
    window = browser.new_context(viewport={"width": 1300, "height": 800}, **context)
    window.set_default_timeout(PATIENCE)
    page = window.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "response", lambda answer: said.append(answer.url) if answer.status == 404 and not of_pdf(answer.url) else None
    )
    page.goto(served.url)
    drawn(page, "brief", 1)
    yield page
    window.close()
    foreign = [url for url in asked if not url.startswith(served.url)]
    assert foreign == []
    assert [text for text in said if "ERR_" not in text and "404" not in text] == []


def of_pdf(url: str) -> bool:
    """Whether a request was for a PDF, which may have been forgotten while the page was still asking for it."""
    return "/pdf/" in url or "/looks/" in url


def drawn(page: Page, target: str, number: int, text: str = "") -> None:
    """Wait until a page of a target is drawn and has its text."""
    slot = page.locator(f".pane[data-target={target}] .slot[data-page='{number}']")
    expect(slot.locator("canvas")).to_have_count(1)
    expect(slot.locator(".textLayer")).to_contain_text(text or (TEN if target == "brief" else FRAMES)[number - 1])


def drawings(page: Page, target: str = "brief") -> dict[str, str]:
    """The canvases of a target by page: each has the number of its drawing."""
    found = page.evaluate(
        """target => Object.fromEntries([...document.querySelectorAll(`.pane[data-target=${target}] .slot`)]
          .map(slot => [slot.dataset.page, slot.querySelector("canvas")?.dataset.drawing])
          .filter(([, drawing]) => drawing))""",
        target,
    )
    assert isinstance(found, dict)
    return found


def quiet(page: Page) -> None:
    """Wait until what is near is drawn and nothing is being drawn any more."""
    page.wait_for_function(
        """() => window.stagebriefPanes().every((pane) => !pane.pumping && !pane.next())""", timeout=PATIENCE
    )


def place(page: Page, target: str = "brief") -> float:
    """How far a target is scrolled."""
    return float(page.evaluate(f"document.querySelector('.pane[data-target={target}] .pages').scrollTop"))


def number_of(page: Page, target: str = "brief") -> str:
    """The number of the page that is shown."""
    return page.locator(f".pane[data-target={target}] input.page").input_value()


def test_it_shows_brief_and_slides(page: Page) -> None:
    """Both documents are drawn side by side, with their pages counted and something on the canvas."""
    drawn(page, "slides", 1)
    expect(page.locator("#title")).to_have_text("words")
    expect(page.locator("#status-text")).to_have_text("Built in 0.4 s")
    assert page.locator(".pane[data-target=brief] .of").inner_text() == "/ 10"
    assert page.locator(".pane[data-target=slides] .of").inner_text() == "/ 5"
    colours = page.evaluate(
        """() => [...document.querySelectorAll(".slot[data-page='1'] canvas")].map((canvas) => {
          const { width, height } = canvas;
          const at = (x, y) => [...canvas.getContext("2d").getImageData(width * x, height * y, 1, 1).data];
          return [at(0.1, 0.935), at(0.5, 0.5)];
        })"""
    )
    assert colours == [[[0, 0, 255, 255], [255, 255, 255, 255]]] * 2


def test_an_update_draws_only_what_has_changed_and_stays_in_its_place(page: Page, served: Desk) -> None:
    """Page, zoom and scroll are kept, and of the pages in sight only the changed one is drawn anew."""
    page.locator(".pane[data-target=brief] select.zoom").select_option("0.5")
    page.locator(".pane[data-target=brief] input.page").fill("5")
    page.keyboard.press("Enter")
    page.locator(".pane[data-target=brief] .pages").evaluate("box => box.scrollBy(0, 37)")
    drawn(page, "brief", 6)
    quiet(page)
    before, slides, height = drawings(page), drawings(page, "slides"), place(page)
    served.build(("prose.md",), brief=[*TEN[:5], "A changed page", *TEN[6:]], slides=FRAMES)
    drawn(page, "brief", 6, "A changed page")
    quiet(page)
    after = drawings(page)
    assert {number for number in before if before[number] != after.get(number)} == {"6"}
    assert drawings(page, "slides") == slides
    assert place(page) == height
    assert page.locator(".pane[data-target=brief] select.zoom").input_value() == "0.5"
    served.build(("prose.md",), brief=[*TEN[:5], "A changed page", *TEN[6:], "Another page"], slides=FRAMES[:2])
    expect(page.locator(".pane[data-target=brief] .of")).to_have_text("/ 11")
    expect(page.locator(".pane[data-target=slides] .slot")).to_have_count(2)
    quiet(page)
    assert place(page) == height
    assert {number: drawing for number, drawing in drawings(page).items() if number != "11"} == after


def test_a_page_is_never_without_its_picture_during_an_update(page: Page, served: Desk) -> None:
    """The old canvas stays until the new one is drawn, and is never empty."""
    page.evaluate(
        """() => {
          window.bare = 0;
          const slot = document.querySelector(".slot[data-page='1']");
          new MutationObserver(() => {
            const canvas = slot.querySelector("canvas");
            const dot = canvas?.getContext("2d").getImageData(canvas.width * 0.1, canvas.height * 0.935, 1, 1).data;
            if (slot.querySelectorAll("canvas").length !== 1 || dot?.[2] !== 255 || dot[0] !== 0) window.bare += 1;
          }).observe(slot, { childList: true });
        }"""
    )
    for number in range(4):
        served.build(("prose.md",), brief=[f"Version {number}", *TEN[1:]], slides=FRAMES)
        drawn(page, "brief", 1, f"Version {number}")
    assert page.evaluate("window.bare") == 0


def test_of_four_hundred_pages_only_those_in_sight_are_drawn_and_read(browser: Browser, served: Desk) -> None:
    """A long document is read in parts, and no more than a dozen of its pages are held."""
    path = make_pdf(served.output / "words-brief.pdf", [f"Long {number}" for number in range(1, 401)])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for sheet in pdf.pages:
            sheet.obj["/Weight"] = pdf.make_stream(os.urandom(9000))
        pdf.save(path)
    report = BuildReport((Artifact("brief", path, 400),))
    served.live.on_round(Round((), report, ()))
    window = browser.new_context(viewport={"width": 1300, "height": 800})
    page = window.new_page()
    fetched: list[int] = []
    page.on(
        "response",
        lambda answer: fetched.append(int(answer.headers.get("content-length", 0))) if answer.status == 206 else None,
    )
    page.goto(served.url)
    drawn(page, "brief", 1, "Long 1")
    quiet(page)
    assert len(drawings(page)) <= 12
    page.locator(".pane[data-target=brief] input.page").fill("300")
    page.keyboard.press("Enter")
    drawn(page, "brief", 300, "Long 300")
    quiet(page)
    assert len(drawings(page)) <= 12
    assert 0 < sum(fetched) < path.stat().st_size / 2
    window.close()


def test_faults_are_listed_and_go(page: Page, served: Desk) -> None:
    """A broken save opens the list with place, words and remedy; a good one closes it, and the pages stayed."""
    before = drawings(page)
    served.fail(warning("paragraph-is-short", "a long paragraph", Span("prose.md", 9)), FAULT)
    listed = page.locator("#faults")
    expect(listed).to_be_visible()
    expect(page.locator("#status-text")).to_have_text("1 error; not built")
    expect(page.locator("#faults-count")).to_have_text("1 error, 1 warning")
    first = listed.locator("li").first
    for words in ("error: no source has the key 'x'", "did you mean 'y'?", "citation-resolves", "prose.md:3"):
        expect(first).to_contain_text(words)
    assert page.title() == "✗ 1 – words"
    assert drawings(page).items() >= before.items()
    page.get_by_role("button", name="Open prose.md, line 3, in the editor").click()
    expect(page.locator("#source-said")).to_contain_text(f"{served.content}/prose.md:3")
    expect(page.locator("#source li.here")).to_contain_text("Line 3 of the prose.")
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    served.build(("prose.md",), brief=TEN, slides=FRAMES)
    expect(listed).to_be_hidden()
    expect(page.locator("#faults-count")).to_have_text("No faults")
    assert page.title() == "words"


def test_what_authors_write_is_text(page: Page, served: Desk) -> None:
    """Markup in messages, remedies, names of files and lines is shown as it is written and does nothing."""
    evil = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>&amp;'
    name = "<b onmouseover=alert(1)>.md"
    (served.content / name).write_text(evil)
    served.fail(Diagnostic("a-<i>code</i>", FAULT.severity, evil, Span(name, 1), evil, (evil,)), changed=(name,))
    first = page.locator("#faults li").first
    expect(first.locator(".message")).to_have_text(f"error: {evil}")
    expect(first.locator(".hint")).to_have_text(f"remedy: {evil}")
    expect(first.locator(".note")).to_have_text(evil)
    expect(first.locator(".place")).to_have_text(f"{name}:1")
    assert page.locator("#faults img, #faults script, #faults b, #faults i").count() == 0
    assert page.evaluate("window.pwned") is None


def test_a_foreign_name_shows_nothing(browser: Browser, served: Desk) -> None:
    """A name that somebody points at this machine is refused, even with the secret."""
    window = browser.new_context()
    page = window.new_page()
    answer = page.goto(served.url.replace("127.0.0.1", "evil.example"))
    assert answer and answer.status == 403
    assert page.locator("canvas, script").count() == 0
    window.close()


def test_the_keyboard_does_everything(page: Page) -> None:
    """Pages, zoom, documents, theme, faults, follow and help each have a key; fields keep theirs."""
    drawn(page, "slides", 1)
    page.keyboard.press("n")
    page.keyboard.press("ArrowRight")
    assert number_of(page) == "3"
    page.keyboard.press("p")
    assert number_of(page) == "2"
    page.keyboard.press("z")
    assert page.locator(".pane[data-target=brief] select.zoom").input_value() == "page"
    page.keyboard.press("+")
    assert float(page.locator(".pane[data-target=brief] select.zoom").input_value()) > 0
    page.keyboard.press("w")
    page.keyboard.press("2")
    expect(page.locator(".pane[data-target=brief]")).to_be_hidden()
    page.keyboard.press("1")
    expect(page.locator(".pane[data-target=slides]")).to_be_hidden()
    page.keyboard.press("b")
    expect(page.locator(".pane[data-target=slides]")).to_be_visible()
    page.keyboard.press("o")
    page.keyboard.press("n")
    assert (number_of(page), number_of(page, "slides")) == ("2", "2")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Slides, pages"
    page.keyboard.press("f")
    expect(page.locator("#faults")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#faults")).to_be_hidden()
    page.keyboard.press("l")
    expect(page.locator("#follow")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    expect(page.locator("#help dt")).to_have_count(17)
    page.locator("#help-single").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("f")
    expect(page.locator("#faults")).to_be_hidden()
    page.locator(".pane[data-target=brief] input.page").press("n")
    assert number_of(page) != "3"


def test_light_and_dark(browser: Browser, served: Desk) -> None:
    """The page follows the system, or what was chosen and kept; pages are turned dark only where that is wanted."""
    for page in opened(browser, served, color_scheme="dark"):
        shade = page.locator("html")
        expect(shade).to_have_attribute("data-shade", "dark")
        page.emulate_media(color_scheme="light")
        expect(shade).to_have_attribute("data-shade", "light")
        page.keyboard.press("t")
        page.keyboard.press("t")
        expect(shade).to_have_attribute("data-shade", "dark")
        assert page.locator("#theme").get_attribute("aria-label") == "Theme: dark"
        canvas = page.locator(".slot[data-page='1'] canvas").first
        assert canvas.evaluate("element => getComputedStyle(element).filter") == "none"
        page.keyboard.press("i")
        assert "invert" in canvas.evaluate("element => getComputedStyle(element).filter")
        page.reload()
        drawn(page, "brief", 1)
        expect(shade).to_have_attribute("data-shade", "dark")
        expect(shade).to_have_attribute("data-pages", "dark")


def test_a_narrow_window_has_one_document(page: Page) -> None:
    """Below 800 pixels one document is shown, nothing sticks out, and the other is a key or a button away."""
    page.set_viewport_size({"width": 400, "height": 760})
    expect(page.locator(".pane[data-target=slides]")).to_be_hidden()
    expect(page.locator("#views button[data-view=both]")).to_be_hidden()
    page.get_by_role("button", name="Slides", exact=True).click()
    drawn(page, "slides", 1)
    expect(page.locator(".pane[data-target=brief]")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    for button in page.locator("button:visible, input:visible, select:visible").all():
        box = button.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 400


def test_the_place_is_kept_over_a_reload(page: Page) -> None:
    """Page and zoom are as they were when the page is loaded again."""
    page.locator(".pane[data-target=brief] input.page").fill("7")
    page.keyboard.press("Enter")
    drawn(page, "brief", 7)
    page.wait_for_function("() => sessionStorage.getItem('stagebrief.place.brief')?.includes('\"index\":6')")
    page.reload()
    drawn(page, "brief", 7)
    assert number_of(page) == "7"


def click_at(page: Page, number: int, row: int, **options: Any) -> None:
    """Double-click a row of text on a page of the brief."""
    slot = page.locator(f".pane[data-target=brief] .slot[data-page='{number}']")
    scale = slot.evaluate("slot => slot.clientWidth / 300")
    slot.scroll_into_view_if_needed()
    position = {"x": 60 * scale, "y": (38 + row * LINE) * scale}
    if options:
        slot.click(position=position, **options)
    else:
        slot.dblclick(position=position)


def test_a_click_leads_to_the_source(page: Page, served: Desk) -> None:
    """A double click shows the author's line and its neighbours; Escape closes; a key does the same."""
    served.build(brief=["Line 1\nLine 2", "Line 3"], slides=FRAMES, lines=[[2, 3], [4]])
    assert comes_true(lambda: "brief" in served.live.show("prose.md", 3))
    drawn(page, "brief", 1, "Line 2")
    click_at(page, 1, 1)
    shown = page.locator("#source")
    expect(shown).to_be_visible()
    expect(page.locator("#source-title")).to_have_text("prose.md:2")
    expect(shown.locator("li.here")).to_contain_text("Line 2 of the prose.")
    expect(shown.locator("#source-open")).to_be_focused()
    assert shown.locator("#source-link").get_attribute("href") == f"vscode://file{served.content}/prose.md:2:1"
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    page.locator(".pane[data-target=brief] .pages").focus()
    page.evaluate("getSelection().selectAllChildren(document.querySelector(\"[data-page='2'] .textLayer\"))")
    page.keyboard.press("s")
    expect(page.locator("#source-title")).to_have_text("prose.md:3")


def test_a_click_with_a_key_opens_the_editor(
    page: Page, served: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl and a click start the author's editor at the line; without one the place is shown to be copied."""
    served.build(brief=["Line 1\nLine 2"], slides=FRAMES, lines=[[2, 3]])
    assert comes_true(lambda: "brief" in served.live.show("prose.md", 2))
    drawn(page, "brief", 1, "Line 2")
    click_at(page, 1, 1, modifiers=["Control"])
    expect(page.locator("#source-said")).to_contain_text(f"{served.content}/prose.md:2")
    program = tmp_path / "bin" / "code"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {tmp_path}/said\n')
    program.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(program))
    click_at(page, 1, 0, modifiers=["Control"])
    expect(page.locator("#source-said")).to_have_text("opened in code")
    assert comes_true(
        lambda: (tmp_path / "said").is_file() and (tmp_path / "said").read_text().endswith("prose.md:1:1\n")
    )


def test_a_saved_line_is_gone_to_and_marked(page: Page, served: Desk) -> None:
    """What was saved is scrolled to and marked; with following turned off the page stays where it is."""
    pages, lines = [f"Line {number}" for number in range(1, 11)], [[number + 1] for number in range(1, 11)]
    served.build(brief=pages, slides=FRAMES, lines=lines)
    drawn(page, "brief", 1, "Line 1")
    prose = served.content / "prose.md"

    def save(number: int, words: str) -> None:
        prose.write_text(prose.read_text().replace(f"Line {number} of the", words))
        pages[number - 1] = words
        served.build(("prose.md",), brief=pages, slides=FRAMES, lines=lines)

    save(8, "The eighth line of the")
    expect(page.locator(".pane[data-target=brief] .slot[data-page='8'] .mark")).to_be_visible()
    drawn(page, "brief", 8, "The eighth line")
    assert number_of(page) == "8"
    page.locator("#follow").click()
    height = place(page)
    save(2, "The second line of the")
    expect(page.locator(".pane[data-target=brief] .slot[data-page='2'] .mark")).to_have_count(1)
    assert place(page) == height


def test_a_fault_shows_its_place_on_the_page(page: Page, served: Desk) -> None:
    """From the list of faults the page goes to where the line stood last."""
    served.build(brief=TEN, slides=FRAMES, lines=[[number + 1] for number in range(1, 11)])
    assert comes_true(lambda: "brief" in served.live.show("prose.md", 9))
    served.fail(error("key-exists", "wrong", Span("prose.md", 9)), error("key-exists", "wrong", Span("other.md", 1)))
    page.get_by_role("button", name="Show prose.md, line 9, on the page").click()
    expect(page.locator(".pane[data-target=brief] .slot[data-page='9'] .mark")).to_be_visible()
    page.get_by_role("button", name="Show other.md, line 1, on the page").click()
    expect(page.locator("#faults-said")).to_have_text("This line stands on no page yet.")


def test_the_first_pages_are_shown_before_the_others(page: Page, served: Desk) -> None:
    """An early PDF takes the place of its pages, the others stay; the whole one redraws nothing that is the same."""
    quiet(page)
    before = drawings(page)
    served.glimpse("brief", ["A changed page", TEN[1]])
    drawn(page, "brief", 1, "A changed page")
    expect(page.locator(".pane[data-target=brief] .early")).to_be_visible()
    expect(page.locator(".pane[data-target=brief] .of")).to_have_text("/ 10")
    quiet(page)
    early = drawings(page)
    assert {number for number in before if before[number] != early.get(number)} == {"1"}
    served.build(("prose.md",), brief=["A changed page", *TEN[1:]], slides=FRAMES)
    expect(page.locator(".pane[data-target=brief] .early")).to_be_hidden()
    quiet(page)
    assert drawings(page) == early


def test_the_page_says_when_the_server_is_gone_and_finds_it_again(browser: Browser, tmp_path: Path) -> None:
    """Without the server the pages stay and it is said; after a restart at the same place all goes on."""
    with desk(tmp_path) as served:
        served.build(brief=TEN, slides=FRAMES)
        window = browser.new_context()
        page = window.new_page()
        page.goto(served.url)
        drawn(page, "brief", 1)
        expect(page.locator("#gone")).to_be_hidden()
    expect(page.locator("#gone")).to_be_visible()
    expect(page.locator("#status")).to_have_attribute("data-phase", "gone")
    drawn(page, "brief", 1)
    live = Live(served.content, served.output, ("brief", "slides"))
    with serving(live) as again:
        assert again.address.url == served.url
        path = make_pdf(served.output / "words-brief.pdf", ["After the restart"])
        live.on_round(Round((), BuildReport((Artifact("brief", path, 1),)), ()))
        expect(page.locator("#gone")).to_be_hidden()
        drawn(page, "brief", 1, "After the restart")
        window.close()


def test_links_lead_to_their_places(browser: Browser, served: Desk) -> None:
    """A link inside goes to its page; one to the web opens elsewhere and tells nothing; a script is no link."""
    path = make_pdf(served.output / "words-brief.pdf", TEN)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        dest = pikepdf.Array([pdf.pages[6].obj, pikepdf.Name.XYZ, 0, 400, 0])
        uri = {"S": pikepdf.Name.URI, "URI": "https://example.org/a"}
        script = {"S": pikepdf.Name.JavaScript, "JS": "window.pwned=1"}
        actions = ({"Dest": dest}, {"A": pikepdf.Dictionary(**uri)}, {"A": pikepdf.Dictionary(**script)})
        notes = [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[20, 300 - 40 * at, 120, 320 - 40 * at],
                **action,
            )
            for at, action in enumerate(actions)
        ]
        pdf.pages[0].obj["/Annots"] = pdf.make_indirect(pikepdf.Array(notes))
        pdf.save(path)
    served.live.on_round(Round((), BuildReport((Artifact("brief", path, 10),)), ()))
    for page in opened(browser, served):
        links = page.locator(".pane[data-target=brief] .slot[data-page='1'] a")
        expect(links).to_have_count(2)
        assert links.nth(1).get_attribute("rel") == "noopener noreferrer"
        assert links.nth(1).get_attribute("href") == "https://example.org/a"
        links.nth(0).click()
        drawn(page, "brief", 7)
        assert number_of(page) == "7"


PICTURES = {
    "JPXDecode": "AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAEAAAABAAAw8HAAAAAAAPY29scg"
    "EAAAAAABAAAACranAyY/9P/1EALwAAAAAAEAAAABAAAAAAAAAAAAAAABAAAAAQAAAAAAAAAAAAAw8BAQ8BAQ8BAf9SAAwAAAABAQQEBAAB/1wAEECAiIiQiIiQiIiQiIiQ"
    "/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAAJwAB/5PP/DAIB7eA3/iQEAE/gICAgICAgICAgICA/9k=",
    "CCITTFaxDecode": "JqDV////////+ACACA==",
}
"""A red picture and a black one, in forms that PDF.js needs another module for."""


@pytest.mark.parametrize(("form", "colour"), [("JPXDecode", [254, 0, 0]), ("CCITTFaxDecode", [0, 0, 0])])
def test_pictures_in_rare_forms_are_drawn(browser: Browser, served: Desk, form: str, colour: list[int]) -> None:
    """JPEG 2000 and fax pictures of included PDFs are decoded by modules that travel with the page."""
    path = make_pdf(served.output / "words-brief.pdf", TEN)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        picture = pdf.make_stream(base64.b64decode(PICTURES[form]))
        fax = form == "CCITTFaxDecode"
        picture["/Subtype"], picture["/Filter"] = pikepdf.Name.Image, pikepdf.Name(f"/{form}")
        picture["/ColorSpace"] = pikepdf.Name.DeviceGray if fax else pikepdf.Name.DeviceRGB
        picture["/Width"] = picture["/Height"] = 32 if fax else 16
        picture["/BitsPerComponent"] = 1 if fax else 8
        if fax:
            picture["/DecodeParms"] = pikepdf.Dictionary(K=-1, Columns=32, Rows=32)
        sheet = pdf.pages[0]
        sheet.resources["/XObject"] = pikepdf.Dictionary(P=picture)
        sheet.contents_add(pdf.make_stream(b"q 100 0 0 100 100 100 cm /P Do Q"))
        pdf.save(path)
    served.live.on_round(Round((), BuildReport((Artifact("brief", path, 10),)), ()))
    for page in opened(browser, served):
        found = page.evaluate(
            """() => {
              const canvas = document.querySelector(".pane[data-target=brief] .slot[data-page='1'] canvas");
              return [...canvas.getContext("2d").getImageData(canvas.width * 0.5, canvas.height * 0.62, 1, 1).data];
            }"""
        )
        assert all(abs(one - other) < 8 for one, other in zip(found, colour, strict=False)), found


def test_everything_has_a_name_for_those_who_do_not_see_it(page: Page, served: Desk) -> None:
    """Each control, region, dialog and link in the accessibility tree has a name; what changes is announced."""
    served.build(brief=["Line 1"], slides=FRAMES, lines=[[2]])
    assert comes_true(lambda: "brief" in served.live.show("prose.md", 1))
    drawn(page, "brief", 1, "Line 1")
    served.fail(FAULT)
    expect(page.locator("#faults")).to_be_visible()
    click_at(page, 1, 0)
    expect(page.locator("#source")).to_be_visible()
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    needing = {"button", "link", "textbox", "combobox", "checkbox", "region", "dialog", "group", "heading", "list"}
    found = [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in nodes
        if not node.get("ignored") and node.get("role", {}).get("value") in needing - {"list"}
    ]
    assert [role for role, name in found if not name] == []
    assert {"button", "combobox", "textbox", "region", "dialog", "heading"} <= {role for role, _ in found}
    buttons = [name for role, name in found if role == "button"]
    assert len(set(buttons)) == len(buttons)
    assert page.locator("#status-text").get_attribute("aria-live") == "polite"
    assert page.locator("#gone").get_attribute("role") == "alert"
    assert page.locator("main").count() == 1 and page.locator("h1").count() == 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(set(ids)) == len(ids)


CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser: Browser, served: Desk, scheme: str) -> None:
    """Every text of the page has a contrast of at least 4.5 to 1, in the light and in the dark."""
    for page in opened(browser, served, color_scheme=scheme):
        served.fail(FAULT, warning("paragraph-is-short", "long", Span("prose.md", 9), "divide it", "a note"))
        expect(page.locator("#faults")).to_be_visible()
        assert page.evaluate(CONTRAST) == []
        page.keyboard.press("?")
        assert page.evaluate(CONTRAST) == []


def test_nothing_moves_for_those_who_want_no_motion(browser: Browser, served: Desk) -> None:
    """With reduced motion the mark stands still, and goes."""
    served.build(brief=TEN, slides=FRAMES, lines=[[number + 1] for number in range(1, 11)])
    assert comes_true(lambda: "brief" in served.live.show("prose.md", 1))
    for page in opened(browser, served, reduced_motion="reduce"):
        served.fail(error("key-exists", "wrong", Span("prose.md", 1)))
        page.get_by_role("button", name="Show prose.md, line 1, on the page").click()
        mark = page.locator(".pane[data-target=brief] .mark")
        assert mark.evaluate("element => getComputedStyle(element).animationName") == "none"
        expect(mark).to_have_count(0)


def test_one_document_alone_has_no_choice(browser: Browser, tmp_path: Path) -> None:
    """Where only the brief is built, there is one pane and no switch."""
    with desk(tmp_path, ("brief",)) as served:
        served.build(brief=TEN)
        for page in opened(browser, served):
            expect(page.locator(".pane")).to_have_count(1)
            expect(page.locator("#views")).to_be_hidden()


def test_many_updates_in_a_row_end_in_the_last(browser: Browser, served: Desk) -> None:
    """However builds, early pages, broken saves and the author's keys follow each other, what is there is shown."""
    dice = random.Random(7)
    for page in opened(browser, served):
        pages = list(TEN)
        for number in range(40):
            pages = [
                f"Page {at} in round {number if dice.random() < 0.2 else 0}" for at in range(1, dice.randint(2, 14))
            ]
            match dice.randint(0, 5):
                case 0:
                    served.glimpse("brief", pages[: dice.randint(1, len(pages))])
                case 1:
                    served.fail(FAULT)
                case 2:
                    page.keyboard.press(dice.choice(["n", "p", "+", "-", "w", "z", "1", "2", "b", "o"]))
                case _:
                    served.build(("prose.md",), brief=pages, slides=FRAMES[: dice.randint(1, 5)])
        pages = [f"Page {number} at the end" for number in range(1, 5)]
        served.build(("prose.md",), brief=pages, slides=FRAMES)
        page.keyboard.press("b")
        page.keyboard.press("w")
        expect(page.locator(".pane[data-target=brief] .of")).to_have_text("/ 4")
        expect(page.locator(".pane[data-target=slides] .of")).to_have_text("/ 5")
        for number, text in enumerate(pages, 1):
            page.locator(".pane[data-target=brief] input.page").fill(str(number))
            page.locator(".pane[data-target=brief] input.page").press("Enter")
            drawn(page, "brief", number, text)
        quiet(page)
        held = page.evaluate("() => window.stagebriefPanes().map((pane) => [pane.editions.size, pane.closing.length])")
        assert held == [[1, 0], [1, 0]]


def test_every_window_is_told(browser: Browser, served: Desk) -> None:
    """Several windows of the page are brought up to date alike."""
    window = browser.new_context()
    pages = [window.new_page() for _ in range(3)]
    for page in pages:
        page.goto(served.url)
        drawn(page, "brief", 1)
    served.build(("prose.md",), brief=["For all windows"], slides=FRAMES)
    for page in pages:
        drawn(page, "brief", 1, "For all windows")
    window.close()


def test_more_than_two_documents(browser: Browser, tmp_path: Path) -> None:
    """The first two stand side by side; any other is shown alone, and the next key leads back."""
    with desk(tmp_path, ("brief", "slides", "handout")) as served:
        served.build(brief=TEN, slides=FRAMES, handout=["A handout"])
        for page in opened(browser, served):
            expect(page.locator(".pane:visible")).to_have_count(2)
            page.get_by_role("button", name="Handout", exact=True).click()
            expect(page.locator(".pane:visible")).to_have_count(1)
            drawn(page, "handout", 1, "A handout")
            page.keyboard.press("o")
            expect(page.locator(".pane[data-target=brief]")).to_be_visible()
            page.keyboard.press("b")
            expect(page.locator(".pane:visible")).to_have_count(2)


@pytest.mark.tex
def test_an_author_at_work(browser: Browser, tmp_path: Path) -> None:
    """From the command to the screen: saves change the page, a broken one is told, Ctrl-C ends and is told too."""
    content = tmp_path / "small"
    shutil.copytree(Path(__file__).parent / "cases" / "small", content)
    prose = content / "stages" / "1-first.md"
    good = prose.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "stagebrief", "watch", str(content), "--output", str(tmp_path / "out"), "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().removeprefix("the page is at ").strip()
        window = browser.new_context(viewport={"width": 1300, "height": 800})
        page = window.new_page()
        page.goto(url)
        first = page.locator(".pane[data-target=brief] .slot[data-page='1']")
        expect(first.locator(".textLayer")).to_contain_text("Another paragraph")
        prose.write_text(good.replace("Another paragraph", "A paragraph that was written anew"), encoding="utf-8")
        expect(first.locator(".textLayer")).to_contain_text("A paragraph that was written anew")
        expect(first.locator(".mark")).to_have_count(1)
        first.locator(".textLayer span", has_text="that was written anew").dblclick()
        expect(page.locator("#source-title")).to_have_text("stages/1-first.md:3")
        page.keyboard.press("Escape")
        prose.write_text(good.replace("@b]", "@nobody]"), encoding="utf-8")
        expect(page.locator("#faults .fault.error .place")).to_have_text("stages/1-first.md:3")
        expect(first.locator(".textLayer")).to_contain_text("A paragraph that was written anew")
        prose.write_text(good, encoding="utf-8")
        expect(page.locator("#faults")).to_be_hidden()
        expect(first.locator(".textLayer")).to_contain_text("Another paragraph")
        os.kill(process.pid, signal.SIGINT)
        expect(page.locator("#gone")).to_be_visible()
        assert process.wait() == 0
        window.close()
    assert comes_true(lambda: not processes_below(tmp_path))
