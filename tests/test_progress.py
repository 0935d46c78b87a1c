"""What is shown of how far a build has come."""

from __future__ import annotations

from stagebrief.cli.progress import Steps


def test_targets_are_shown_side_by_side() -> None:
    """One line says what each target is at, in words for people who do not know TeX; passes are counted."""
    steps = Steps()
    told = [
        "reading the content",
        "slides: rendering",
        "brief: rendering",
        "brief: biber (the sources that are cited are known)",
        "slides: lualatex (first run)",
        'slides: lualatex ("deck.aux" changed)',
        "brief: reading the PDF back",
    ]
    assert [steps.add(step) for step in told] == [
        "reading the content",
        "slides: rendering",
        "brief: rendering · slides: rendering",
        "brief: looking up the sources · slides: rendering",
        "brief: looking up the sources · slides: typesetting, pass 1",
        "brief: looking up the sources · slides: typesetting, pass 2",
        "brief: reading the PDF back · slides: typesetting, pass 2",
    ]


def test_another_round_begins_anew() -> None:
    """What an earlier build was at is not shown with the next."""
    steps = Steps()
    steps.add("brief: lualatex (first run)")
    assert steps.add("reading the content") == "reading the content"
    assert steps.add('brief: lualatex ("stage-1.tex" changed)') == "brief: typesetting, pass 1"


def test_a_step_with_a_colon_belongs_to_no_target_by_that() -> None:
    """Only the names of targets stand before the colon."""
    assert Steps().add("comparing: pages") == "comparing: pages"
