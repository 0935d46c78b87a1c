r"""The page templates: Jinja2 with delimiters that TeX leaves alone.

`\VAR{…}` gives a value, `\BLOCK{…}` and lines that begin with `%%` give statements, `%#` begins a comment. A value that
is not LaTeX by its type is escaped; an unknown name is a fault of the template and stops the build.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pylatex import NoEscape

from stagebrief.render.escape import escape
from stagebrief.resources import templates_folder


def to_tex(value: object) -> str:
    """What a template shows for a value."""
    if isinstance(value, NoEscape):
        return str(value)
    if isinstance(value, str | int):
        return str(escape(str(value)))
    raise TypeError(f"a template may show text and whole numbers, not {type(value).__name__}")


@cache
def environment() -> jinja2.Environment:
    """The templates of this installation, which reach nothing of Python's but the values that they are given."""
    return ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(templates_folder()),
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
    """The template of that path below `templates/` with the values in it."""
    return str(environment().get_template(template).render(**values))


def static(path: str) -> str:
    """A file below `templates/` that goes to the build folder as it is."""
    return (templates_folder() / path).read_text(encoding="utf-8")
