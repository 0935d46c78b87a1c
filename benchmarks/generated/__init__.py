"""Whole content folders made up from a seed: the same seed gives the same bytes.

They check and build without a fault; what `stagebrief` says of one that should not be said is a find.
"""

from benchmarks.generated.folder import write_content
from benchmarks.generated.wish import LANGUAGES, Wish, realistic, varied

__all__ = ["LANGUAGES", "Wish", "realistic", "varied", "write_content"]
