"""The evidence rule, quotations without a source, and quotations that are worded in two ways."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencecases import CASES, entry, make_folder
from stagebrief.build import check
from stagebrief.resolve.passages import sentences_in
from stagebrief.resolve.quotation_marks import quoted_in

BREAK = "\n=====\n"
OURS = (
    "claim-has-source",
    "quotation-",
    "reason-",
    "value-fits",
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636000000002000148afa471"
    "0000000049454e44ae426082"
)


@dataclass(frozen=True)
class Case:
    """One block of a case file: what it is about, its parts by name, and where it stands."""

    file: Path
    number: int
    title: str
    parts: dict[str, str]

    def __str__(self) -> str:
        return f"{self.file.stem}-{self.number}"


def cases() -> list[Case]:
    """All blocks of all case files."""
    found = []
    for file in sorted((CASES / "checks").glob("*.txt")):
        for number, block in enumerate(file.read_text(encoding="utf-8").split(BREAK)):
            title, *parts = block.split("--- ")
            named = dict(part.partition("\n")[::2] for part in parts)
            found.append(Case(file, number, title.strip(), named))
    return found


def folder_of(case: Case, folder: Path) -> Path:
    """The case as a content folder."""
    made = make_folder(
        folder,
        stage=case.parts.get("stage", "").splitlines(),
        prose=case.parts.get("prose", "Words."),
        sources=[entry("alpha", title="On the Study of Harbours"), entry("beta")],
        brief=["determinants: [{id: inside, title: Inside}]"],
    )
    for name in ("one.png", "two.png"):
        (made / name).write_bytes(PNG)
    return made


@pytest.mark.parametrize("case", cases(), ids=str)
def test_what_is_said_of_the_evidence(case: Case, tmp_path: Path, update_cases: bool) -> None:
    """Each case gives the diagnostics that stand below it, and raises nothing."""
    diagnostics = check(folder_of(case, tmp_path / "brief")).diagnostics
    lines = []
    for one in sorted(diagnostics, key=lambda one: one.span or 0):
        if one.code.startswith(OURS):
            lines += [f"[{one.code}] {one}", *(f"    {note}" for note in one.notes)]
    found = "".join(f"{line}\n" for line in lines)
    if update_cases:
        blocks = case.file.read_text(encoding="utf-8").split(BREAK)
        head = blocks[case.number].partition("--- expected\n")[0]
        blocks[case.number] = f"{head}--- expected\n{found}"
        case.file.write_text(BREAK.join(blocks), encoding="utf-8")
    assert found == case.parts["expected"].removesuffix("\n") + ("\n" if found else "")


@given(st.text(alphabet="ab “”‘’„«»\"'.,[]…!? \n", max_size=300))
def test_marks_give_stretches_in_order(text: str) -> None:
    """Whatever marks a text holds, quoted stretches lie within it, one behind the other."""
    end = 0
    for first, last in quoted_in(text):
        assert end <= first < last <= len(text)
        end = last


@given(st.text(alphabet="abA .!?…”)\n", max_size=200))
def test_sentences_cover_the_text(text: str) -> None:
    """Sentences follow one another and leave out nothing but spaces."""
    sentences = sentences_in(text)
    assert "".join("".join(text[first:last].split()) for first, last in sentences) == "".join(text.split())
