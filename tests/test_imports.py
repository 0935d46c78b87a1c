"""The shape of the code: which module may import which, read from the source and not from running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
}
PHASES = ("load", "resolve", "render", "compile", "readback", "inspect", "report", "archive")
LAYERS = {
    "diagnostics": 0,
    "errors": 0,
    "catalogue": 1,
    "model": 1,
    **dict.fromkeys(PHASES, 2),
    "proof": 3,
    "build": 4,
    "graphics": 5,
    "contact_sheet": 6,
    "starter": 7,
    "cleaning": 3,
    "exporting": 3,
    "shelf": 5,
    "release": 5,
    "session": 5,
    "daemon": 6,
    "watch": 6,
    "lsp": 6,
    "preview": 7,
    "cli": 8,
}
"""A part may import its own modules and those of parts with a lower number; parts not named here are leaves."""

SHARED = ("diagnostics", "errors")
"""The two that everything else stands on; `errors` carries diagnostics."""

FRONT = ("", "__init__", "__main__")
"""The package's front door, which names what is public."""

KEPT_TO = {"jinja2": "render", "pylatex": "render", "subprocess": "compile", "click": "cli"}
"""Packages that only one part may import."""

CLOCKS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}
"""Calls that ask what time it is. How long something takes (`time.monotonic`) is another question."""


PRINTING = {("", "print"), ("click", "echo"), ("click", "secho"), ("stdout", "write"), ("stderr", "write")}


def part_of(module: str) -> str:
    """The part of the code that a module belongs to: `load` of `stagebrief.load.yaml`; empty for the package itself."""
    return module.partition(".")[2].partition(".")[0]


@cache
def nodes_of(source: str) -> list[ast.AST]:
    """Every node of a source."""
    return list(ast.walk(ast.parse(source)))


def imports_of(module: str, source: str, *, folder: bool = False) -> Iterator[tuple[str, int]]:
    """Every module that is imported anywhere in a source, in functions and for types too, and the line."""
    package = module if folder else module.rpartition(".")[0]
    for node in nodes_of(source):
        match node:
            case ast.Import(names=names):
                yield from ((alias.name, node.lineno) for alias in names)
            case ast.ImportFrom(module=name, names=names, level=level):
                base = package.rsplit(".", level - 1)[0] if level else ""
                origin = ".".join(part for part in (base, name) if part)
                for alias in names:
                    whole = f"{origin}.{alias.name}"
                    yield whole if whole in MODULES else origin, node.lineno


def wrong_imports(module: str, source: str, *, folder: bool = False) -> list[str]:
    """The imports of a module that do not point downwards."""
    own = part_of(module)
    wrong = []
    for name, line in imports_of(module, source, folder=folder):
        other = part_of(name)
        ours = name.partition(".")[0] == "stagebrief"
        below = other not in LAYERS or (own in LAYERS and LAYERS[other] < LAYERS[own])
        if ours and other != own and not below and other not in SHARED:
            wrong.append(f"{module}:{line}: {own} imports {name}")
    return wrong


def test_imports_point_one_way() -> None:
    """No module imports a part that stands above its own, and no phase another phase."""
    wrong = [
        fault
        for module, path in MODULES.items()
        if part_of(module) not in FRONT
        for fault in wrong_imports(module, path.read_text(encoding="utf-8"), folder=path.name == "__init__.py")
    ]
    assert not wrong


def test_an_import_that_points_up_is_seen() -> None:
    """An import of another phase is found in a function, by a relative name, and where it is for types only."""
    assert wrong_imports("stagebrief.load.a", "def f():\n    from stagebrief.render.escape import escape")
    assert wrong_imports("stagebrief.load.a", "from ..render import escape")
    assert wrong_imports("stagebrief.model.a", "if TYPE_CHECKING:\n    import stagebrief.load.yaml")
    assert wrong_imports("stagebrief.resources", "from stagebrief import cli")
    assert not wrong_imports("stagebrief.load.a", "from stagebrief.model.brief import Brief\nfrom .yaml import read")


def test_every_part_has_its_place() -> None:
    """Each folder of the code is a layer that the rule above knows."""
    folders = {path.parent.name for path in (SOURCE / "stagebrief").glob("*/__init__.py")}
    assert folders <= LAYERS.keys()


@pytest.mark.parametrize(("package", "part"), KEPT_TO.items())
def test_a_package_is_kept_to_its_part(package: str, part: str) -> None:
    """Jinja2 and PyLaTeX occur only in render, subprocess only in compile, Click only in cli."""
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for module, path in MODULES.items()
        if part_of(module) != part
        for name, line in imports_of(module, path.read_text(encoding="utf-8"))
        if name.partition(".")[0] == package
    ]
    assert not found


def calls_in(path: Path) -> Iterator[tuple[str, str, int]]:
    """Every call in the file as the last two names and the line: `click.echo(…)` is `click`, `echo`."""
    for node in nodes_of(path.read_text(encoding="utf-8")):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                yield "", name, node.lineno
            case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)):
                yield owner, name, node.lineno
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=owner), attr=name)):
                yield owner, name, node.lineno


def test_only_the_command_prints() -> None:
    """`print`, `click.echo` and writing to the standard streams occur nowhere but in cli."""
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {owner}.{name}"
        for module, path in MODULES.items()
        if part_of(module) != "cli"
        for owner, name, line in calls_in(path)
        if (owner, name) in PRINTING
    ]
    assert not found


def test_the_clock_is_an_input() -> None:
    """Nothing asks what time it is, but who begins a brief today: dates come from the content or SOURCE_DATE_EPOCH."""
    found = [
        f"{path.relative_to(SOURCE)}:{line}: {owner}.{name}"
        for path in MODULES.values()
        for owner, name, line in calls_in(path)
        if (owner, name) in CLOCKS and path != SOURCE / "stagebrief" / "cli" / "new.py"
    ]
    assert not found


def test_no_program_is_started_outside_compile() -> None:
    """`os.system`, `os.popen`, `os.exec…`, `os.spawn…` and `os.fork` are called nowhere: programs have one door."""
    starters = ("system", "popen", "exec", "spawn", "posix_spawn", "fork")
    found = [
        f"{path.relative_to(SOURCE)}:{line}: os.{name}"
        for module, path in MODULES.items()
        if part_of(module) != "compile"
        for owner, name, line in calls_in(path)
        if owner == "os" and name.startswith(starters)
    ]
    assert not found
