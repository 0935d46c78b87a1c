"""What could not be read, so that nothing is said of what refers to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unread:
    """The parts of a brief in which faults stand that may hide what others refer to.

    `determinants`: brief.yaml's list of them. `labels`: a stage, a figure or prose. `library`: a bibliography file.
    `lines` are lines (file, number) of whose values nothing more is to be said.
    """

    determinants: bool = False
    labels: bool = False
    library: bool = False
    lines: frozenset[tuple[str, int]] = frozenset()
