"""Citations as they are written: what is read, and what is said about what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from citationcases import describe, describe_field, read_cases, rewrite

FILES = sorted((Path(__file__).parent / "cases" / "citations").glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_citations_are_read_as_expected(file: Path, update_cases: bool) -> None:
    """Each text gives the citations and diagnostics that stand below it."""
    show = describe_field if file.stem == "fields" else describe
    if update_cases:
        file.write_text(rewrite(file, show), encoding="utf-8")
    cases = list(read_cases(file))
    found = {f"{case.line}: {case.text}": tuple(show(case)) for case in cases}
    assert found == {f"{case.line}: {case.text}": case.expected for case in cases}
