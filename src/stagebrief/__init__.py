"""stagebrief turns a staged analysis into a typeset brief and a Beamer deck."""

from importlib.metadata import version as _version

__version__ = _version("stagebrief")
