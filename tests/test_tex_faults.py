"""Faults that TeX finds: told in an author's words, at the author's line, and none hides the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stagebrief import check
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.log_rules import Rule, rules
from stagebrief.compile.resident import ResidentEngine
from stagebrief.compile.system import SystemEngine
from texcases import TexFault, record, replayed, tex_faults, told

FAULTS = tex_faults()
WITHOUT_LOG = {"display-math-end", "amsmath-other", "argument-extra-brace", "style-unknown"} | {
    "picture-broken",
    "picture-locked",
    "picture-zero",
    "unprocessed-floats",
    "float-too-large",
    "fatal",
    "hyperref-token",
    "rest",
}
"""Rules that no recorded log is named after: several logs meet them, `check` finds it before, or they need
a broken machine."""


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which TeX works for all cases."""
    yield tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def engine() -> Iterator[ResidentEngine]:
    """TeX, for those who write the cases anew."""
    made = ResidentEngine(plain=SystemEngine(time_limit=30.0))
    yield made
    made.stop()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_faults_are_told_as_expected(
    fault: TexFault, tmp_path: Path, update_cases: bool, recorder: Path, engine: ResidentEngine
) -> None:
    """What TeX says of a fault is told in an author's words, with place and remedy, as stands beside it."""
    if update_cases:
        content = fault.make(tmp_path / "recorded")
        if resolved := check(content).resolved:
            record(fault, resolved, content, recorder, find_fonts(), engine)
    found = told(*replayed(fault, tmp_path))
    expected = fault.folder / "expected.txt"
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert found.strip()


def places() -> dict[str, tuple[str, str]]:
    """For each fault the place that is told, the right one if it is among them, and the one that is at fault."""
    found = {}
    for fault in FAULTS:
        expected = (fault.folder / "expected.txt").read_text(encoding="utf-8")
        lines = re.findall(r"^([\w./-]+:\d+):\d+: ", expected, re.MULTILINE)
        found[fault.name] = (fault.place if fault.place in lines else lines[0] if lines else "", fault.place)
    return found


def test_most_faults_are_told_at_the_very_line() -> None:
    """Of at least eighty faults nineteen in twenty are told at the line of the author's file that is at fault."""
    found = places()
    others = {name: lines for name, lines in found.items() if lines[0] != lines[1]}
    assert len(found) >= 80
    assert len(others) <= 0.05 * len(found), others
    assert [name for name, lines in others.items() if not lines[0]] == ["marginpar-in-footnote", "overfull-page"]


def test_few_faults_are_told_in_the_words_of_tex() -> None:
    """Of the faults nineteen in twenty are told by a rule, and the others whole."""
    texts = [(fault.folder / "expected.txt").read_text(encoding="utf-8") for fault in FAULTS]
    assert sum("[typesetting-succeeds]" in text for text in texts) <= 0.05 * len(texts)


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.on != "biber"], ids=lambda rule: rule.name)
def test_each_rule_has_a_log(rule: Rule) -> None:
    """Each rule about TeX is met by a log that it has written, in the folder of its name; biber's are in test_log."""
    assert (rule.name in WITHOUT_LOG) != (rule.name in {fault.name for fault in FAULTS})
