"""How often TeX and biber run, and why: decided by digests, tried with an engine that plays its part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stagebrief.compile.control_file import control_digest
from stagebrief.compile.fake import FakeEngine, FakeRun
from stagebrief.compile.passes import MOST_PASSES, Compiled, compile_source
from stagebrief.compile.source_lists import MOST
from stagebrief.diagnostics import Span
from stagebrief.model.tex import TexSource

BODY = "%@ stages/1-a.md:3:1\nText.\n"


def source_of(body: str = BODY, *, bib: str = "", name: str = "job") -> TexSource:
    """A small source: a main file, one part, and a bibliography where there is one."""
    files = [(f"{name}.tex", r"\input{part}"), ("part.tex", body)]
    if bib:
        files.append(("references.bib", bib))
    return TexSource("brief", name, tuple(files), uses_biber=bool(bib))


def reasons(compiled: Compiled) -> list[str]:
    """The runs and why they were made."""
    return [f"{item.program}: {item.reason}" for item in compiled.passes]


def test_a_document_that_writes_nothing_new_takes_one_pass(tmp_path: Path) -> None:
    """Nothing is run for habit's sake."""
    compiled = compile_source(source_of(), tmp_path, FakeEngine())
    assert reasons(compiled) == ["lualatex: first run"]
    assert compiled.good
    assert compiled.pdf.is_file()


def test_a_changed_auxiliary_file_is_the_reason_for_another_pass(tmp_path: Path) -> None:
    """The contents that the first pass has written are read by a second, which changes nothing more."""
    engine = FakeEngine(tex=[FakeRun({"job.toc": "one"}), FakeRun({"job.toc": "one"})])
    compiled = compile_source(source_of(), tmp_path, engine)
    assert reasons(compiled) == ["lualatex: first run", 'lualatex: "job.toc" changed']


def test_biber_runs_once_where_its_input_stays(tmp_path: Path) -> None:
    """biber's input is the control file and the clean bibliography; unchanged, there is no second run."""
    tex = [FakeRun({"job.bcf": "a"}), FakeRun({"job.bcf": "a", "job.aux": "x"}), FakeRun({"job.bcf": "a"})]
    engine = FakeEngine(tex=tex, bib=[FakeRun({"job.bbl": "list"})])
    compiled = compile_source(source_of(bib="@book{a}"), tmp_path, engine)
    assert reasons(compiled) == [
        "lualatex: first run",
        "biber: no list of sources yet",
        'lualatex: "job.bbl" changed',
        'lualatex: "job.aux" changed',
    ]


def test_a_changed_citation_runs_biber_again(tmp_path: Path) -> None:
    """Another control file is another list of sources."""
    read = ("part.tex", "job.bbl")
    engine = FakeEngine(tex=[FakeRun({"job.bcf": "a"}, read)], bib=[FakeRun({"job.bbl": "1"})])
    compile_source(source_of(bib="@book{a}"), tmp_path, engine)
    engine.tex, engine.bib = [FakeRun({"job.bcf": "b"}, read)], [FakeRun({"job.bbl": "2"})]
    again = compile_source(source_of(BODY + "More.", bib="@book{a}"), tmp_path, engine)
    assert reasons(again) == [
        'lualatex: "part.tex" changed',
        'biber: "job.bcf" changed',
        'lualatex: "job.bbl" changed',
    ]


def test_nothing_changed_runs_nothing(tmp_path: Path) -> None:
    """A second build of the same source does not start TeX."""
    engine = FakeEngine(tex=[FakeRun(reads=("part.tex",))])
    compile_source(source_of(), tmp_path, engine)
    assert reasons(compile_source(source_of(), tmp_path, engine)) == []
    assert engine.calls == ["lualatex"]


def test_one_changed_word_takes_one_pass(tmp_path: Path) -> None:
    """What the build before has left is used, and the reason names the part that changed."""
    engine = FakeEngine(tex=[FakeRun({"job.toc": "one"}, reads=("part.tex", "job.toc"))])
    compile_source(source_of(), tmp_path, engine)
    again = compile_source(source_of(BODY.replace("Text", "Word")), tmp_path, engine)
    assert reasons(again) == ['lualatex: "part.tex" changed']


def test_other_programs_are_a_reason(tmp_path: Path) -> None:
    """A new TeX gives new bytes."""
    compile_source(source_of(), tmp_path, FakeEngine())
    again = compile_source(source_of(), tmp_path, FakeEngine(identity="fake 2"))
    assert reasons(again) == ["lualatex: the programs changed"]


def test_another_date_is_a_reason(tmp_path: Path) -> None:
    """The document's time is an input."""
    compile_source(source_of(), tmp_path, FakeEngine(), 1)
    assert reasons(compile_source(source_of(), tmp_path, FakeEngine(), 2)) == ["lualatex: the date changed"]


def test_a_document_that_never_settles_is_taken_with_a_warning(tmp_path: Path) -> None:
    """The number of passes is bounded, and the warning names what still changes."""
    engine = FakeEngine(tex=[FakeRun({"job.aux": str(number)}) for number in range(20)])
    compiled = compile_source(source_of(), tmp_path, engine)
    assert len(compiled.passes) == MOST_PASSES
    assert compiled.good
    assert [(item.code, item.notes) for item in compiled.diagnostics] == [
        ("passes-converge", ('the last pass has changed "job.aux"',))
    ]


def test_an_error_stops_and_names_the_authors_line(tmp_path: Path) -> None:
    """A fault of TeX is reported where the author wrote it, and no second pass is tried."""
    log = "part.tex:2: Undefined control sequence.\nl.2 \\foo\n        bar"
    engine = FakeEngine(tex=[FakeRun(log=log, status=1)])
    compiled = compile_source(source_of(), tmp_path, engine)
    assert not compiled.good
    assert len(compiled.passes) == 1
    assert compiled.diagnostics[0].span == Span("stages/1-a.md", 3, 1)
    assert compiled.diagnostics[0].message == "there is no command '\\foo'"


def test_old_auxiliary_files_that_break_a_pass_are_swept(tmp_path: Path) -> None:
    """A pass that fails on what an earlier build has left is made once more without it."""
    engine = FakeEngine(tex=[FakeRun({"job.aux": "old"}, ("part.tex",))])
    compile_source(source_of(), tmp_path, engine)
    bad = FakeRun(log="job.aux:1: Undefined control sequence.\nl.1 \\gone", status=1)
    engine.tex = [FakeRun(), FakeRun(), bad, FakeRun()]
    again = compile_source(source_of("%@ stages/1-a.md:9:1\nOther."), tmp_path, engine)
    assert again.good
    assert reasons(again)[-1] == "lualatex: the auxiliary files of the earlier build did not fit"


def test_a_failed_build_starts_afresh(tmp_path: Path) -> None:
    """Half written files of a run that failed are not read by the next build."""
    engine = FakeEngine(tex=[FakeRun({"job.aux": "half"}, log="! Emergency stop.", status=1)])
    assert not compile_source(source_of(), tmp_path, engine).good
    assert not (tmp_path / "job.aux").exists()
    assert reasons(compile_source(source_of(), tmp_path, FakeEngine())) == ["lualatex: first run"]


def test_limits_are_told_apart(tmp_path: Path) -> None:
    """A run that was ended for its time says so."""
    compiled = compile_source(source_of(), tmp_path, FakeEngine(tex=[FakeRun(status=-9, stopped="time")]))
    assert [item.code for item in compiled.diagnostics] == ["typesetting-ends"]
    assert "too long" in compiled.diagnostics[0].message


def test_biber_errors_stop_the_build(tmp_path: Path) -> None:
    """What biber cannot read is an error, in words."""
    engine = FakeEngine(
        tex=[FakeRun({"job.bcf": "a"})],
        bib=[FakeRun(log="[1] Utils.pm:411> ERROR - Cannot find 'references.bib'!", status=2)],
    )
    compiled = compile_source(source_of(bib="@book{a}"), tmp_path, engine)
    assert [str(item) for item in compiled.diagnostics] == ["error: the bibliography: Cannot find 'references.bib'!"]


def test_a_failed_pass_does_not_cost_the_next_one_its_auxiliary_files(tmp_path: Path) -> None:
    """After a save that fails, the good one behind it takes one pass, and never hands out the failed PDF."""
    good = FakeRun({"job.aux": "one"}, ("part.tex", "job.aux"))
    bad = FakeRun({"job.aux": "half"}, ("part.tex",), log="./part.tex:2: Undefined control sequence.\n<x>\n", status=1)
    engine = FakeEngine(tex=[good, good, bad, bad, good])
    assert compile_source(source_of(), tmp_path, engine).good
    failed = compile_source(source_of(BODY + "\\nosuch\n"), tmp_path, engine)
    assert not failed.good
    assert (tmp_path / "job.aux").read_text(encoding="utf-8") == "one"
    again = compile_source(source_of(), tmp_path, FakeEngine(tex=[good]))
    assert again.good
    assert reasons(again) == ["lualatex: the last build failed"]
    assert again.pdf.read_bytes().startswith(b"%PDF")


def test_the_list_of_sources_is_made_before_the_first_pass_where_that_is_cheap(tmp_path: Path) -> None:
    """An engine that can look ahead saves the pass that would only find out what is cited."""
    bcf = '<bcf:section number="0"><bcf:citekey order="{}">a</bcf:citekey></bcf:section>'
    tex = FakeRun({"job.bcf": bcf.format(7), "job.aux": "x"}, ("part.tex", "job.bbl"))
    engine = FakeEngine(tex=[tex], bib=[FakeRun({"job.bbl": "list"})], ahead=[FakeRun({"job.bcf": bcf.format(1)})])
    source = source_of(bib="@book{a}")
    source = replace(source, files=(*source.files, ("ahead.tex", r"\nocite{a}")))
    compiled = compile_source(source, tmp_path, engine)
    assert reasons(compiled) == [
        "biber: the sources that are cited are known",
        "lualatex: first run",
        'lualatex: "job.aux" changed',
    ]


def test_a_first_pass_that_is_not_the_last_makes_no_pdf(tmp_path: Path) -> None:
    """A document of parts is typeset as a draft first, from nothing; a later one has what the draft found out."""
    engine = FakeEngine(tex=[FakeRun({"job.aux": "x"}, ("part.tex",))])
    source = replace(source_of(), parts=("part",))
    compiled = compile_source(source, tmp_path, engine)
    assert reasons(compiled) == ["lualatex: first run", 'lualatex: "job.aux" changed']
    assert engine.drafts == 1
    assert compiled.pdf.read_bytes().startswith(b"%PDF")
    source = replace(source_of(BODY + "More.\n"), parts=("part",))
    assert reasons(compile_source(source, tmp_path, engine)) == ['lualatex: "part.tex" changed']
    assert engine.drafts == 1


def test_a_draft_that_finds_out_nothing_is_followed_by_a_pass(tmp_path: Path) -> None:
    """Whatever a draft says, there is a PDF in the end."""
    compiled = compile_source(replace(source_of(), parts=("part",)), tmp_path, FakeEngine())
    assert reasons(compiled) == ["lualatex: first run", "lualatex: there is no PDF yet"]
    assert compiled.pdf.read_bytes().startswith(b"%PDF")


def test_a_list_of_sources_serves_all_targets(tmp_path: Path) -> None:
    """What biber was asked for before, by another target or another build, it is not asked for again."""
    engine = FakeEngine(tex=[FakeRun({"job.bcf": "a"})], bib=[FakeRun({"job.bbl": "list"}, log="WARN - x")])
    bib = "@book{a}"
    first = compile_source(source_of(bib=bib), tmp_path / "one", engine, lists=tmp_path / "lists")
    assert "biber: no list of sources yet" in reasons(first)
    other = FakeEngine(tex=[FakeRun({"deck.bcf": "a"})], bib=[FakeRun({"deck.bbl": "another"})])
    second = compile_source(source_of(bib=bib, name="deck"), tmp_path / "two", other, lists=tmp_path / "lists")
    assert "biber" not in other.calls
    assert (tmp_path / "two" / "deck.bbl").read_text(encoding="utf-8") == "list"
    assert second.diagnostics == first.diagnostics
    newer = FakeEngine(tex=other.tex, bib=other.bib, identity="fake 2")
    compile_source(source_of(bib=bib, name="deck"), tmp_path / "three", newer, lists=tmp_path / "lists")
    assert "biber" in newer.calls
    for number in range(20):
        compile_source(source_of(bib=f"@book{{a{number}}}"), tmp_path / "one", engine, lists=tmp_path / "lists")
    assert len(list((tmp_path / "lists").iterdir())) <= MOST


def test_a_list_that_biber_complains_of_is_not_kept(tmp_path: Path) -> None:
    """What was wrong may be mended elsewhere: it is asked again."""
    engine = FakeEngine(tex=[FakeRun({"job.bcf": "a"})], bib=[FakeRun({"job.bbl": ""}, log="ERROR - no", status=2)])
    for folder in ("one", "two"):
        assert not compile_source(source_of(bib="@x{a}"), tmp_path / folder, engine, lists=tmp_path / "lists").good
    assert engine.calls.count("biber") == 2


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ('<bcf:citekey order="1">a</bcf:citekey>', '<bcf:citekey order="9" nocite="1">a</bcf:citekey>', True),
        ("<bcf:citekey>a</bcf:citekey>", "<bcf:citekey>a</bcf:citekey>\n<bcf:citekey>a</bcf:citekey>", True),
        ("<bcf:citekey>a</bcf:citekey>", "<bcf:citekey>a</bcf:citekey><bcf:citekey>b</bcf:citekey>", False),
        (
            '<!-- citeorder --><bcf:citekey order="1">a</bcf:citekey>',
            '<!-- citeorder --><bcf:citekey order="2">a</bcf:citekey>',
            False,
        ),
    ],
)
def test_a_control_file_is_another_if_it_asks_for_something_else(
    tmp_path: Path, before: str, after: str, same: bool
) -> None:
    """The order of citations asks for nothing, unless the list is sorted by it."""
    digests = []
    for text in (before, after):
        (tmp_path / "job.bcf").write_text(f'<bcf:section number="0">{text}</bcf:section>', encoding="utf-8")
        digests.append(control_digest(tmp_path / "job.bcf"))
    assert (digests[0] == digests[1]) is same
