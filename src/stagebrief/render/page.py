r"""The page templates: Jinja2 with delimiters that TeX leaves alone.

`\VAR{…}` gives a value, `\BLOCK{…}` and lines that begin with `%%` give statements, `%#` begins a comment. A value that
is not LaTeX by its type is escaped; an unknown name is a fault of the template and stops the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pylatex import NoEscape

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.errors import ContentError
from stagebrief.render.escape import escape
from stagebrief.resources import templates_folder


def to_tex(value: object) -> str:
    """What a template shows for a value."""
    if isinstance(value, NoEscape):
        return str(value)
    if isinstance(value, str | int):
        return str(escape(str(value)))
    if isinstance(value, jinja2.Undefined):
        return str(value)  # which says what is not there
    raise TypeError(f"a template may show text and whole numbers, not {type(value).__name__}")


OURS = "stagebrief"
"""Before the path of a template of ours, where one of a theme stands in its place and goes on from it."""

_of_theme: ContextVar[Path | None] = ContextVar("_of_theme", default=None)


@contextmanager
def in_theme(folder: Path | None) -> Iterator[None]:
    """Let the templates in that folder stand in place of ours of the same path."""
    token = _of_theme.set(folder)
    try:
        yield
    finally:
        _of_theme.reset(token)


@cache
def environment(theme: Path | None = None) -> jinja2.Environment:
    """The templates of this installation, which reach nothing of Python's but the values that they are given.

    Those in the folder `theme` come first; what they extend is named with `stagebrief/` before its path.
    """
    ours = jinja2.FileSystemLoader(templates_folder())
    loaders = [jinja2.PrefixLoader({OURS: ours}), ours]
    return ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader([jinja2.FileSystemLoader(theme), *loaders] if theme else loaders),
        block_start_string=r"\BLOCK{",
        block_end_string="}",
        variable_start_string=r"\VAR{",
        variable_end_string="}",
        comment_start_string=r"\#{",
        comment_end_string="}",
        line_statement_prefix="%%",
        line_comment_prefix="%#",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # for HTML; `finalize` escapes for TeX
        undefined=jinja2.StrictUndefined,
        finalize=to_tex,
    )


def fill(template: str, **values: Any) -> str:
    """The template of that path below `templates/` with the values in it; raises ContentError for one of a theme's."""
    theme = _of_theme.get()
    if theme is None:
        return str(environment().get_template(template).render(**values))
    try:
        return str(environment(theme).get_template(template).render(**values))
    except Exception as problem:
        raise ContentError([fault_of(problem, theme)]) from problem


def fault_of(problem: Exception, theme: Path) -> Diagnostic:
    """What is wrong with a theme's template, at its line where that is known."""
    file, line = str(theme), 1
    if isinstance(problem, jinja2.TemplateSyntaxError):
        file, line = problem.filename or file, problem.lineno
    for frame in extract_tb(problem.__traceback__):
        if frame.filename.startswith(str(theme)):
            file, line = frame.filename, frame.lineno or 1
    hint = "templates are Jinja2's: `%%` begins a statement, `\\VAR{…}` gives a value; see docs/themes.md"
    return error("template-is-valid", f"the theme's template fails: {problem}", Span(file, line), hint)


def static(path: str) -> str:
    """A file below `templates/` that goes to the build folder as it is."""
    return (templates_folder() / path).read_text(encoding="utf-8")
