"""Made-up content (benchmarks/generated): the same seed gives the same bytes, and nothing is wrong with it."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stagebrief import check

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generated import LANGUAGES, Wish, realistic, varied, write_content
from benchmarks.generated.folder import files_of

SMALL = {"long_words": False, "columns": 4}
SAMPLE = [realistic(6, seed, language) for seed, language in enumerate(LANGUAGES)]
ODD = [replace(varied(seed), **SMALL) for seed in range(1, 8)]


def digest_of(wish: Wish) -> str:
    """One digest for all files of a brief."""
    whole = hashlib.sha256()
    for path, data in sorted(files_of(wish).items()):
        whole.update(path.encode() + b"\0" + data)
    return whole.hexdigest()


@pytest.mark.parametrize("wish", [*SAMPLE, *ODD], ids=lambda wish: wish.name)
def test_made_up_content_is_in_order(wish: Wish, tmp_path: Path) -> None:
    """`check` finds nothing, not even a note."""
    report = check(write_content(wish, tmp_path))
    assert [f"{item.span}: {item.code}: {item.message}" for item in report.diagnostics] == []
    assert report.resolved is not None
    assert len(report.resolved.brief.stages) == wish.stages
    assert [len(stage.events) for stage in report.resolved.brief.stages] == [wish.events] * wish.stages


def test_the_same_seed_gives_the_same_bytes() -> None:
    """Another seed or language gives other ones."""
    assert digest_of(realistic(5, 1)) == digest_of(realistic(5, 1))
    assert len({digest_of(wish) for wish in (realistic(5, 1), realistic(5, 2), realistic(5, 1, "de"))}) == 3


def test_wishes_reach_from_the_smallest_to_the_largest() -> None:
    """Two hundred seeds have every language, number of stages, columns and pictures, and titles of 1 and 40 words."""
    wishes = [varied(seed) for seed in range(200)]
    assert {wish.language for wish in wishes} == set(LANGUAGES)
    assert {wish.stages for wish in wishes} == set(range(1, 13))
    assert {wish.columns for wish in wishes} == set(range(1, 13))
    assert {wish.pictures for wish in wishes} == set(range(10))
    assert {1, 40} <= {wish.title_words for wish in wishes}
    assert {0, 60} <= {wish.events for wish in wishes}


@pytest.mark.parametrize("words", [1, 2, 7, 40])
def test_titles_have_their_length(words: int) -> None:
    """A title has as many words as are asked for."""
    text = files_of(replace(realistic(3), title_words=words))["brief.yaml"].decode()
    assert len(text.splitlines()[0].removeprefix("title: ").split()) == words
