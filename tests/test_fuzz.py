"""What fuzzing has found stays mended, and bytes that are spoilt by chance break no reader (see `fuzztargets`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzztargets import KEPT, TARGETS, Target, target_of

FOUND = sorted(path for path in KEPT.glob("*/*.*"))
READERS = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_was_found_is_mended(path: Path) -> None:
    """Each input on which a reader once failed is read, and all that is said of it has its place."""
    target = target_of(path.parent.name)
    assert path.suffix == target.suffix
    target.run(path.read_bytes())


@READERS
def test_seeds_are_read(target: Target) -> None:
    """What the fuzzer begins with holds what is demanded of everything."""
    seeds = list(target.seeds())
    assert len(seeds) >= 5
    for seed in seeds[:60]:
        target.run(seed)


@READERS
@settings(max_examples=int(os.environ.get("PROPERTIES", "60")))
@given(data=st.data())
def test_spoilt_files_are_read(target: Target, data: st.DataObject) -> None:
    """Whatever stands in place of any stretch of a good file, it is read or refused at a place within it."""
    seed = data.draw(st.sampled_from([seed[:1500] for seed in target.seeds()]))
    for _ in range(data.draw(st.integers(1, 3))):
        at, length = data.draw(st.integers(0, len(seed))), data.draw(st.integers(0, 8))
        typed = data.draw(st.sampled_from(target.words).map(str.encode) | st.binary(max_size=4))
        seed = seed[:at] + typed + seed[at + length :]
    target.run(seed)


def test_places_outside_a_text_are_seen() -> None:
    """The demands are such that a wrong place does not pass."""
    from fuzztargets import UnheldError, check_places, check_words  # noqa: PLC0415
    from stagebrief.diagnostics import Span, error  # noqa: PLC0415

    for span in (Span("a.md", 3, 1), Span("a.md", 1, 9), Span("a.md", 1, 2, 1, 1), None):
        with pytest.raises(UnheldError):
            check_places([error("a-code", "a fault", span)], {"a.md": "one\ntwo"})
    with pytest.raises(UnheldError):
        check_words("one two", ["one"])
