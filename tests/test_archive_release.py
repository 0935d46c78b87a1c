"""Releasing for real: what is refused, what a release holds, and that it can be made again to the same bytes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner

from archivecases import files_in, release_of
from stagebrief import ContentError, UsageError
from stagebrief.archive.judge import verdict_on
from stagebrief.archive.manifest import list_from
from stagebrief.archive.preserve import preserved
from stagebrief.archive.store import Archive, Release
from stagebrief.archive.verify import verify
from stagebrief.archive.xmp import Facts
from stagebrief.build import check
from stagebrief.cli import group
from stagebrief.compile.checkout import git_state
from stagebrief.compile.engine import EngineRun, TexJob
from stagebrief.compile.fake import FakeEngine
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.opened import fonts_in_sources
from stagebrief.compile.signature import check_signature, sign_file
from stagebrief.compile.tagging import why_untagged
from stagebrief.compile.timestamp import BITCOIN, MAGIC, SHA256
from stagebrief.release.comparison import compare
from stagebrief.release.description import content_files
from stagebrief.release.draft import Draft
from stagebrief.release.edition import unstamped
from stagebrief.release.publish import release, signer_for
from stagebrief.release.rebuild import rebuild
from stagebrief.release.typeset import copy_content
from stagebrief.release.verification import verify_archive
from stagebrief.release.wish import Wish
from stagebrief.render.fonts import fonts_to_tex

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen signs and checks")
SMALL = Path(__file__).parent / "cases" / "small"


@dataclass(frozen=True)
class Published:
    """The small brief released twice, the second time signed and with a changed date of an event."""

    content: Path
    archive: Archive
    signers: Path | None

    @property
    def releases(self) -> tuple[Release, ...]:
        """Both releases."""
        return self.archive.releases("small")


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    names = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def edit(path: Path, old: str, new: str) -> None:
    """Change a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def new_key(folder: Path) -> tuple[Path, Path]:
    """A key of SSH, and the file that allows its owner to sign."""
    key, signers = folder / "key", folder / "signers"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    signers.write_text(f"editor@example.org {key.with_suffix('.pub').read_text()}", encoding="utf-8")
    return key, signers


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Two releases of the small brief's printed form, out of a git repository."""
    root = tmp_path_factory.mktemp("published")
    content = root / "small"
    shutil.copytree(SMALL, content)
    git(content, "init")
    git(content, "add", ".")
    git(content, "commit", "-m", "First")
    key, signers = new_key(root) if shutil.which("ssh-keygen") else (None, None)
    wish = Wish(version="1.0.0", targets=("brief",), tagged=False)
    release(content, root / "archive", wish)
    edit(content / "brief.yaml", "statement: Few people.", "statement: Very few people.")
    wish = Wish(version="1.1.0", date="2024-06-01", note="More exact.", targets=("brief",), key=key)
    release(content, root / "archive", wish)
    return Published(content, Archive.at(root / "archive"), signers)


def text_of(data: bytes) -> str:
    """All text of a PDF in one line."""
    with pypdfium2.PdfDocument(data) as document:
        return " ".join("\n".join(page.get_textpage().get_text_range() for page in document).split())


@pytest.mark.tex
def test_a_second_edition_says_what_it_replaces(published: Published) -> None:
    """Version, date, how to cite and the earlier edition stand in the colophon and in the metadata."""
    data = published.archive.read(published.releases[1].manifest.products[0])
    text = text_of(data)
    assert "Replaces Version 1.0.0 (2 May 2024)" in text
    assert "Version 1.1.0" in text
    assert "1 June 2024" in text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()
    assert "<xmpMM:VersionID>1.1.0</xmpMM:VersionID>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp


@pytest.mark.tex
def test_a_manifest_names_everything(published: Published) -> None:
    """The author's files, the TeX, the programs and every file that TeX opened are there with their digests."""
    first, second = (item.manifest for item in published.releases)
    assert first.toolchain.engine.startswith("This is Lua")
    paths = {file.path for file in second.files}
    expected = {"content/brief.yaml", "content/references.bib", "tex/brief/references.bib", "tex/brief/small-brief.bbl"}
    assert paths >= {*expected, "tex/brief/stagebrief-brief.sty", "tex/brief/small-brief.tex"}
    listing = list_from(published.archive.read(second.toolchain.listing))
    kinds = {file.kind for file in listing.files}
    assert kinds >= {"tex", "font", "format", "program"}
    names = {Path(file.path).name for file in listing.files if file.kept}
    assert names >= {"article.cls", "biblatex.sty", "luaotfload.lua", "latex.ltx"}
    assert "stagebrief" in listing.python
    fonts = [file for file in listing.files if file.kind == "font"]
    assert [file.path for file in fonts if not (file.version and file.terms)] == []
    assert any("Open Font License" in file.terms for file in fonts)
    tools = second.toolchain
    assert (tools.format[:9], tools.sandbox[:4]) == ("LaTeX2e <", "TeX ")
    assert tools.environment == {"LC_ALL": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": str(second.epoch)}
    assert second.previous is not None
    assert second.previous.manifest == published.releases[0].digest
    assert (second.note, second.evidence is not None) == ("More exact.", True)


@pytest.mark.tex
def test_a_manifest_says_where_the_content_came_from(published: Published) -> None:
    """The commit is named, and so is what differed from it."""
    first, second = (item.manifest.checkout for item in published.releases)
    assert first is not None and second is not None
    assert (first.dirty, second.dirty, second.changed) == (False, True, ("brief.yaml",))
    assert first.commit == second.commit != ""


@pytest.mark.tex
def test_a_released_pdf_passes_the_checker(published: Published) -> None:
    """A checker that has no part in making it says PDF/A and, of a tagged one, PDF/UA."""
    pytest.importorskip("page")
    plain, tagged = (item.manifest.products[0] for item in published.releases)
    verdicts = {verdict.profile: verdict.verdict for verdict in plain.verdicts}
    assert verdicts == {"PDF/A-2b": "passed", "PDF/UA-1": "not claimed", "pages": "passed"}
    assert (plain.tagged, plain.accessible) == (False, "untagged (not asked for)")
    if why_untagged():
        pytest.skip(why_untagged())
    verdicts = {verdict.profile: verdict.verdict for verdict in tagged.verdicts}
    assert verdicts == {"PDF/A-2a": "passed", "PDF/UA-1": "passed", "pages": "passed"}
    assert tagged.tagged


@pytest.mark.tex
def test_two_releases_keep_shared_files_once(published: Published) -> None:
    """A second edition adds little to the archive, which is sound and leaves nothing beside it."""
    found = verify_archive(published.archive.root, signers=published.signers)
    assert found.damages == ()
    signed = 'Good "stagebrief-release" signature for editor@example.org'
    assert [signed in note for note in found.notes] == [True] * (published.signers is not None)
    lists = [list_from(published.archive.read(item.manifest.toolchain.listing)) for item in published.releases]
    first, second = ({file.sha512 for file in found.files} for found in lists)
    assert len(first & second) > 0.9 * len(first)
    scratch = published.archive.scratch
    assert sorted(path.name for path in scratch.rglob("*") if path.is_file()) == ["lock", "small"]


@pytest.mark.tex
@pytest.mark.parametrize("tools", ["here", "stored"])
def test_a_release_is_made_again_to_the_same_bytes(published: Published, tmp_path: Path, tools: str) -> None:
    """From the archive and an engine alone, with this machine's files of TeX or with those that are kept."""
    done = rebuild(published.archive, published.releases[1], tmp_path / "again", tools)
    assert [str(item.difference) for item in done.products] == ["the same bytes"]
    assert (done.same, done.tools, done.changed) == (True, tools, ())


@pytest.mark.tex
def test_two_editions_are_compared(published: Published) -> None:
    """The finding that was edited is the only change of meaning."""
    found = compare(published.archive, *published.releases)
    kinds = [(change.kind, change.item.kind) for change in found.changes]
    assert kinds == [("changed", "finding")]
    assert [page.target for page in found.pages].count("brief") >= 1


@pytest.mark.tex
@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.1.0", "version 1.1.0 of small has been released already"),
        ("1.1", "version 1.1 of small has been released already"),
        ("1.0.5", "version 1.0.5 of small is lower than the last, 1.1.0"),
        ("first", "'first' is no version"),
        ("", "the release has no version"),
    ],
)
def test_a_version_that_cannot_be_is_refused(published: Published, version: str, said: str) -> None:
    """Nothing is built, and the archive is as it was."""
    before = files_in(published.archive.root)
    with pytest.raises(UsageError, match=said):
        release(published.content, published.archive.root, Wish(version=version))
    assert files_in(published.archive.root) == before


def test_warnings_stop_a_release(tmp_path: Path) -> None:
    """What a build lets pass with a warning is an error here, unless it is accepted by its code."""
    content = tmp_path / "small"
    shutil.copytree(SMALL, content)
    (content / "stages" / "more.md").write_text("Nobody shows this.\n", encoding="utf-8")
    with pytest.raises(ContentError, match="belongs to no stage"):
        release(content, tmp_path / "archive", Wish(version="1.0.0"))
    assert Archive.at(tmp_path / "archive").names() == ()


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """No file from outside the content gets into an archive by a link."""
    content = tmp_path / "small"
    shutil.copytree(SMALL, content)
    (tmp_path / "secret").write_text("key", encoding="utf-8")
    (content / "note.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(ContentError, match="link to a file outside"):
        release(content, tmp_path / "archive", Wish(version="1.0.0"))
    assert not any(data == b"key" for data in files_in(tmp_path / "archive").values())


def test_an_archive_within_the_content_is_refused(tmp_path: Path) -> None:
    """A release does not hold the releases before it."""
    content = tmp_path / "small"
    shutil.copytree(SMALL, content)
    with pytest.raises(UsageError, match="lies in the content folder"):
        release(content, content / "archive", Wish(version="1.0.0"))
    assert not (content / "archive").exists()


class BrokenEngine(FakeEngine):
    """An engine whose first run fails."""

    def run(self, job: TexJob, folder: Path, *, draft: bool = False) -> EngineRun:  # noqa: ARG002
        """A run that the system has stopped."""
        return EngineRun(1, 0.0, "! Emergency stop.\n")


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    """If TeX fails the archive is as it was, and no work folder is left."""
    content = tmp_path / "small"
    shutil.copytree(SMALL, content)
    with pytest.raises(ContentError):
        release(content, tmp_path / "archive", Wish(version="1.0.0"), engine=BrokenEngine())
    root = tmp_path / "archive"
    assert list(files_in(root)) == ["stagebrief-archive.txt"]
    assert not (root / ".stagebrief" / "work").exists()


def test_all_of_the_content_is_stored(tmp_path: Path) -> None:
    """A theme of the content's own and its pictures are among the files of a release; what is hidden is not."""
    content, copy = tmp_path / "small", tmp_path / "copy"
    shutil.copytree(SMALL, content)
    for name in ("theme.yaml", "theme/logo.pdf", "templates/brief/stagebrief-brief.sty", ".hidden/key"):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(name, encoding="utf-8")
    copy_content(content, copy)
    resolved = check(SMALL).resolved
    assert resolved is not None
    found = {file.path: file.role for file in content_files(Draft(), copy, resolved.brief)}
    own = {f"content/{name}" for name in ("theme.yaml", "theme/logo.pdf", "templates/brief/stagebrief-brief.sty")}
    assert own <= found.keys()
    assert {found[name] for name in own} == {"source"}
    assert not any("hidden" in name for name in found)


@pytest.mark.parametrize("name", ["Тоҷикистон", "..."])
def test_a_folder_without_a_plain_name_needs_one(tmp_path: Path, name: str) -> None:
    """A name in another script is asked for with --name."""
    content = tmp_path / f"x{name}"
    shutil.copytree(SMALL, content)
    content = content.rename(tmp_path / name) if name[0] != "." else content
    done = CliRunner().invoke(
        group, ["release", str(content), "--archive", str(tmp_path / "a"), "--version", "1", "--name", "../x"]
    )
    assert (done.exit_code, "--name" in done.output) == (2, True)


@needs_ssh
def test_a_signature_holds_for_these_bytes_only(tmp_path: Path) -> None:
    """ssh-keygen makes and checks it; another file, another signer and another purpose are refused."""
    key, signers = new_key(tmp_path)
    file, signature = tmp_path / "0001.json", tmp_path / "0001.sig"
    file.write_text("{}", encoding="utf-8")
    signature.write_bytes(sign_file(file, key)[".sig"])
    assert check_signature(file, signature, signers)[0]
    assert check_signature(file, signature, None)[0]
    other = tmp_path / "other"
    other.mkdir()
    assert check_signature(file, signature, new_key(other)[1]) == (False, "none of the allowed signers has made it")
    file.write_text("{ }", encoding="utf-8")
    assert not check_signature(file, signature, signers)[0]
    with pytest.raises(UsageError, match="cannot sign"):
        sign_file(file, signers)
    with pytest.raises(UsageError, match="there is no key"):
        sign_file(file, tmp_path / "nowhere")


@pytest.mark.skipif(shutil.which("minisign") is None, reason="minisign signs and checks")
def test_minisign_signs_too(tmp_path: Path) -> None:
    """Its public key finds a release good, another's does not, and without one it is told that nobody has looked."""
    keys = {name: (tmp_path / f"{name}.key", tmp_path / f"{name}.pub") for name in ("own", "other")}
    for key, public in keys.values():
        subprocess.run(["minisign", "-G", "-W", "-s", str(key), "-p", str(public)], check=True, capture_output=True)
    root = tmp_path / "archive"
    release_of(Archive.made_at(root), "1.0.0", sign=lambda path: sign_file(path, keys["own"][0]))
    assert (root / "releases" / "harbour" / "0001.minisig").is_file()
    assert verify_archive(root, signers=keys["own"][1]).good
    assert [item.kind for item in verify_archive(root, signers=keys["other"][1]).damages] == ["signature"]
    found = verify_archive(root)
    assert found.good
    assert ["not checked" in note for note in found.notes] == [True]
    command = ["minisign", "-V", "-p", str(keys["own"][1]), "-m", "0001.json", "-x", "0001.minisig"]
    assert subprocess.run(command, cwd=root / "releases" / "harbour", capture_output=True, check=False).returncode == 0


def stamp_of(data: bytes, *more: bytes) -> bytes:
    """The beginning of a timestamp of these bytes."""
    return b"".join((MAGIC, SHA256, hashlib.sha256(data).digest(), *more))


OTS = """#!/bin/sh
for last; do :; done
printf '%s' "$*" > "$(dirname "$0")/asked"
cp "$(dirname "$0")/stamp" "$last.ots" 2>/dev/null || { echo 'Failed to create timestamp' >&2; exit 1; }
"""


def test_a_timestamp_is_kept_and_read_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What OpenTimestamps gives stands beside the manifest; one of another file is damage."""
    tools, root = tmp_path / "bin", tmp_path / "archive"
    tools.mkdir()
    (tools / "ots").write_text(OTS, encoding="utf-8")
    (tools / "ots").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    missed: list[str] = []

    def sign(path: Path) -> Mapping[str, bytes]:
        (tools / "stamp").write_bytes(stamp_of(path.read_bytes()))
        return signer_for(Wish(timestamp=True, calendar="http://localhost:1"), missed)(path)

    release_of(Archive.made_at(root), "1.0.0", sign=sign)
    assert (tools / "asked").read_text(encoding="utf-8").startswith("stamp -c http://localhost:1 -m 1 ")
    found = verify_archive(root)
    assert (found.good, missed) == (True, [])
    assert ["not yet attested" in note for note in found.notes] == [True]
    stamp = root / "releases" / "harbour" / "0001.ots"
    stamp.chmod(0o644)
    stamp.write_bytes(stamp_of((root / "releases" / "harbour" / "0001.json").read_bytes(), BITCOIN))
    assert "attested by Bitcoin" in verify_archive(root).notes[0]
    stamp.write_bytes(stamp_of(b"another"))
    assert [item.kind for item in verify_archive(root).damages] == ["timestamp"]
    stamp.write_bytes(b"nothing")
    assert [item.message for item in verify_archive(root).damages] == ["it is no timestamp of OpenTimestamps"]


def test_a_release_needs_no_timestamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a program, or where the calendar gives none, the release is whole all the same, and it is said why."""
    tools, missed = tmp_path / "bin", list[str]()
    tools.mkdir()
    monkeypatch.setattr("stagebrief.compile.timestamp.shutil.which", lambda _: None)
    root = tmp_path / "archive"
    release_of(Archive.made_at(root), "1.0.0", sign=signer_for(Wish(timestamp=True), missed))
    (tools / "ots").write_text(OTS, encoding="utf-8")
    (tools / "ots").chmod(0o755)
    monkeypatch.setattr("stagebrief.compile.timestamp.shutil.which", lambda _: str(tools / "ots"))
    release_of(Archive.at(root), "2.0.0", sign=signer_for(Wish(timestamp=True), missed))
    assert missed == ["'ots' is not installed", "Failed to create timestamp"]
    assert verify_archive(root).good
    assert str(unstamped(missed[1])).startswith("note: the release has no timestamp: Failed to create timestamp")


@needs_ssh
def test_a_release_that_cannot_be_signed_is_not_added(tmp_path: Path) -> None:
    """The signature is made before the release has its name."""
    root = tmp_path / "archive"
    archive = Archive.made_at(root)
    bad = tmp_path / "no-key"
    bad.write_text("nothing", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot sign"):
        release_of(archive, "1.0.0", sign=lambda path: sign_file(path, bad))
    assert archive.names() == ()
    key, signers = new_key(tmp_path)
    release_of(archive, "1.0.0", sign=lambda path: sign_file(path, key))
    assert verify_archive(root, signers=signers).good
    signature = root / "releases" / "harbour" / "0001.sig"
    signature.chmod(0o644)
    signature.write_bytes(signature.read_bytes().replace(b"A", b"B", 3))
    assert [item.kind for item in verify_archive(root, signers=signers).damages] == ["signature"]
    assert verify(root).good


def test_git_says_what_differs(tmp_path: Path) -> None:
    """Commit, branch and changed files of the folder alone; outside of a repository there is nothing to say."""
    assert git_state(tmp_path) is None
    content = tmp_path / "briefs" / "small"
    content.mkdir(parents=True)
    (content / "ӯ a.md").write_text("x", encoding="utf-8")
    git(tmp_path, "init")
    state = git_state(content)
    assert state is not None
    assert (state.commit, state.branch, state.changed) == ("", "main", ("ӯ a.md",))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "First")
    (tmp_path / "elsewhere.md").write_text("x", encoding="utf-8")
    state = git_state(content)
    assert state is not None
    assert (len(state.commit), state.changed) == (40, ())


def test_every_font_that_the_tex_names_is_noted(tmp_path: Path) -> None:
    """Cuts, fonts for signs and for other scripts are found in the TeX, since TeX's recorder does not tell of them."""
    fonts = find_fonts()
    text = fonts_to_tex(fonts, "brief", "abc ☃ → ғ")
    (tmp_path / "preamble.tex").write_text(text, encoding="utf-8")
    found = fonts_in_sources(tmp_path)
    named = {
        str(path) for path in (fonts.serif.regular, fonts.serif.bold, fonts.sans.regular, fonts.mono.regular) if path
    }
    assert named <= found
    assert all(Path(path).is_file() for path in found)
    assert {Path(path).name for path in found} == set(re.findall(r"[\w-]+\.(?:otf|ttf|ttc)", text))


def plain_pdf(**values: Any) -> bytes:
    """A PDF of one page with these values in its catalogue."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for key, value in values.items():
            pdf.Root[f"/{key}"] = value
        pdf.docinfo["/Title"] = "A & <brief>"
        result = io.BytesIO()
        pdf.save(result, deterministic_id=True)
    return result.getvalue()


def test_what_lasting_forbids_is_taken_out() -> None:
    """Actions on opening are gone, links are printed, and forbidden actions of links are gone."""
    with pikepdf.open(io.BytesIO(plain_pdf())) as pdf:
        actions = ({"/S": "/Named", "/N": "/GoBack"}, {"/S": "/Named", "/N": "/NextPage"}, {"/S": "/Launch"})
        links = [
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Link,
                    Rect=[0, 0, 1, 1],
                    A=pikepdf.Dictionary({key: pikepdf.Name(value) for key, value in action.items()}),
                )
            )
            for action in actions
        ]
        pdf.pages[0].obj.Annots = pikepdf.Array(links)
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        result = io.BytesIO()
        pdf.save(result)
    data = preserved(result.getvalue(), Facts(("Ann",), "en-GB", 0))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/OpenAction" not in pdf.Root
        found = [(int(link.F), str(link.A.N) if "/A" in link else "") for link in pdf.pages[0].obj.Annots]
        xmp = pdf.Root.Metadata.read_bytes().decode()
    assert found == [(4, ""), (4, "/NextPage"), (4, "")]
    assert "A &amp; &lt;brief&gt;" in xmp


def test_a_lasting_pdf_has_the_same_bytes_each_time() -> None:
    """The day, the machine and the order of calls leave no trace."""
    facts = Facts(("Ann",), "en-GB", 86_400, "1.0", "0.9", "Ann. A brief.", "CC BY 4.0", "10.1234/x", ("a", "b"))
    assert preserved(plain_pdf(), facts) == preserved(plain_pdf(), facts)


def run_script(pdf: pikepdf.Pdf) -> None:
    """A script on opening."""
    pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def start_program(pdf: pikepdf.Pdf) -> None:
    """A link that starts a program."""
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="a.exe")
    box = pikepdf.Array([0, 0, 1, 1])
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, F=4, A=action)
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])


def add_note(pdf: pikepdf.Pdf) -> None:
    """A link that is not printed."""
    box = pikepdf.Array([0, 0, 1, 1])
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, F=2)
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])


def use_foreign_font(pdf: pikepdf.Pdf) -> None:
    """A font that is not in the file."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 12 Tf 10 10 Td (Hello) Tj ET")


def use_cmyk(pdf: pikepdf.Pdf) -> None:
    """Colours that the output intent says nothing of."""
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0 1 1 0 k 0 0 10 10 re f")


def say_other_part(pdf: pikepdf.Pdf) -> None:
    """Metadata that claim another standard."""
    data = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(data.replace(b"<pdfaid:part>2", b"<pdfaid:part>9"))


def break_metadata(pdf: pikepdf.Pdf) -> None:
    """Metadata that are no XML."""
    pdf.Root.Metadata.write(b"<x:xmpmeta")


def drop(key: str) -> Callable[[pikepdf.Pdf], None]:
    """Something taken out of the catalogue."""

    def without(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return without


def require_password(_pdf: pikepdf.Pdf) -> None:
    """Nothing but that which saving does."""


BROKEN: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "a script on opening": run_script,
    "a link that starts a program": start_program,
    "a link that is not printed": add_note,
    "a font that is not in the file": use_foreign_font,
    "colours of another kind": use_cmyk,
    "metadata of another standard": say_other_part,
    "metadata that are no XML": break_metadata,
    "no metadata": drop("/Metadata"),
    "no output intent and colours": lambda pdf: (drop("/OutputIntents")(pdf), use_cmyk(pdf)),
    "a password": require_password,
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_checker_says_no_to_a_pdf_that_is_broken_on_purpose(tmp_path: Path, name: str) -> None:
    """Its verdict is worth something: what it passes fails when one thing in it is spoilt."""
    pytest.importorskip("page")
    good = preserved(plain_pdf(), Facts(("Ann",), "en-GB", 0))
    path = tmp_path / "brief.pdf"
    path.write_bytes(good)
    assert verdict_on(path, "PDF/A-2b").verdict == "passed"
    with pikepdf.open(io.BytesIO(good)) as pdf:
        BROKEN[name](pdf)
        pdf.save(path, encryption=pikepdf.Encryption(owner="x") if name == "a password" else False)
    verdict = verdict_on(path, "PDF/A-2b")
    assert verdict.verdict == "failed"
    assert verdict.failures
    assert verdict.checker.startswith("page-validation ")


def test_what_is_no_pdf_fails(tmp_path: Path) -> None:
    """A file that the checker cannot read has its verdict too."""
    pytest.importorskip("page")
    (tmp_path / "brief.pdf").write_bytes(b"no PDF")
    assert verdict_on(tmp_path / "brief.pdf", "PDF/A-2b").verdict == "failed"


@pytest.mark.tex
def test_the_commands_show_and_export_a_release(published: Published, tmp_path: Path) -> None:
    """`list`, `show`, `diff` and `export` take a version and print text or data."""
    run, at = CliRunner().invoke, ["--archive", str(published.archive.root)]
    assert run(group, ["archive", "list", *at]).output.splitlines()[2].startswith("small  1.1.0    2024-06-01")
    assert "Replaces    1.0.0 (2024-05-02)" in run(group, ["archive", "show", "1.1.0", *at]).output
    data = json.loads(run(group, ["archive", "show", "latest", *at, "--json"]).output)
    assert data["digest"] == published.releases[1].digest
    html = tmp_path / "changes.html"
    told = run(group, ["archive", "diff", "1.0.0", "1.1.0", *at, "--html", str(html)]).output
    assert "changed: finding" in told
    assert "<ins>Very few</ins>" in html.read_text(encoding="utf-8")
    site = tmp_path / "site"
    assert run(group, ["archive", "list", *at, "--html", str(site)]).exit_code == 0
    assert "small/1.1.0/small-brief.pdf" in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "small" / "1.1.0" / "small-brief.png").is_file()
