"""What a build gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stagebrief.diagnostics import Diagnostic, has_errors
from stagebrief.pdfium import ALONE

if TYPE_CHECKING:  # a build with nothing to do has no use for the model
    from stagebrief.model.resolved import ResolvedBrief


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of a program over a target: `program` is `lualatex` or `biber`, `reason` why it ran."""

    program: str
    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Artifact:
    """One finished PDF: where it is, how many pages it has, what it took, and the files that go beside it."""

    target: str
    path: Path
    pages: int
    passes: tuple[Pass, ...] = ()
    beside: tuple[Path, ...] = ()

    def page(self, number: int = 1) -> Page:
        """A page of it, counted from 1, for a notebook to show. Raises IndexError where there is none."""
        if not 1 <= number <= self.pages:
            raise IndexError(f"{self.path.name} has pages 1 to {self.pages}")
        return Page(self.path, number)

    def _repr_png_(self) -> bytes:
        """Its first page, as notebooks show it."""
        return self.page().png()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF, counted from 1."""

    path: Path
    number: int

    def png(self, scale: float = 1.5) -> bytes:
        """The page as PNG; `scale` is the number of pixels to a point, 1/72 inch."""
        import io  # noqa: PLC0415 - only notebooks draw pages

        import pypdfium2  # noqa: PLC0415

        with ALONE, pypdfium2.PdfDocument(self.path) as document:
            picture = document[self.number - 1].render(scale=scale).to_pil()
        kept = io.BytesIO()
        picture.save(kept, "PNG")
        return kept.getvalue()

    def _repr_png_(self) -> bytes:
        """The page, as notebooks show it."""
        return self.png()


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The outcome of a build; `up_to_date` says that nothing had to be done.

    `diagnostics` hold warnings and notes too; errors do not reach here but are raised as ContentError. `theme` is the
    theme's folder where it is neither the content's nor ours.
    """

    artifacts: tuple[Artifact, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    up_to_date: bool = False
    seconds: float = 0.0
    theme: Path | None = None

    def __getitem__(self, target: str) -> Artifact:
        """The PDF of a target. Raises KeyError where it was not built."""
        for artifact in self.artifacts:
            if artifact.target == target:
                return artifact
        raise KeyError(target)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What can be known without TeX: every finding, errors included, and the texts by file that they point into.

    `resolved` is the brief that can be built; None where there are errors.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: tuple[tuple[str, str], ...] = ()
    resolved: ResolvedBrief | None = None

    @property
    def good(self) -> bool:
        """Whether the content can be built as far as can be known without TeX."""
        return not has_errors(self.diagnostics)
