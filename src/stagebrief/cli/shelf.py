"""What `build` and `check` do with several content folders."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stagebrief.cli.progress import Steps
from stagebrief.cli.terminal import Teller, wants_colour
from stagebrief.diagnostics import Severity

if TYPE_CHECKING:
    from stagebrief.shelf.work import Outcome, Task


@dataclass(frozen=True, slots=True)
class ShelfWish:
    """What the options ask for; without targets the briefs are checked."""

    names: Sequence[str]
    output: str = "output"
    targets: tuple[str, ...] = ()
    read_back: bool = True
    form: str = "human"
    strict: bool = False
    quiet: bool = False
    verbose: bool = False
    fail_fast: bool = False
    only_failed: bool = False
    since: str = ""


def work_on(wish: ShelfWish) -> int:
    """Build or check them all; the faults of all are told at the end, the worst first. Gives the worst exit status."""
    from stagebrief.shelf.deciding import decide  # noqa: PLC0415 - who has one brief needs none of it
    from stagebrief.shelf.running import at_once, run  # noqa: PLC0415
    from stagebrief.shelf.state import keep_statuses  # noqa: PLC0415

    started = time.monotonic()
    tasks = tasks_of(wish)
    decisions = list(decide(tasks)) if wish.targets else []
    outcomes = [decision.done for decision in decisions if decision.done]
    todo = [decision.task for decision in decisions if not decision.done] if wish.targets else tasks
    if todo and wish.targets:
        from stagebrief.compile.system import ready  # noqa: PLC0415

        ready()
    with view(wish, len(todo)) as shown:
        for task in todo if wish.verbose else ():
            shown.say(f"{task.content}: {task.why or 'to be checked'}")
        try:
            for outcome in run(todo, shown.step, workers=at_once(len(todo)), fail_fast=wish.fail_fast) if todo else ():
                outcomes.append(outcome)
                shown.done(outcome)
        finally:
            if wish.targets:
                known = {str(one.task.content.resolve()): one.status for one in outcomes if one.started}
                keep_statuses(Path(wish.output), known)
    order = {task.content: number for number, task in enumerate(tasks)}
    outcomes.sort(key=lambda outcome: order[outcome.task.content])
    return tell_all(wish, outcomes, time.monotonic() - started)


def tasks_of(wish: ShelfWish) -> list[Task]:
    """The briefs that are meant."""
    from stagebrief.shelf.deciding import changed_since  # noqa: PLC0415
    from stagebrief.shelf.folders import folders_of  # noqa: PLC0415
    from stagebrief.shelf.state import last_statuses  # noqa: PLC0415
    from stagebrief.shelf.work import Task  # noqa: PLC0415

    folders: Sequence[Path] = folders_of(wish.names)
    if wish.since:
        folders = changed_since(wish.since, folders)
    if wish.only_failed:
        last = last_statuses(Path(wish.output))
        folders = [folder for folder in folders if last.get(str(folder.resolve()), 1)]
    return [Task(folder, Path(wish.output), wish.targets, wish.read_back) for folder in folders]


@dataclass(slots=True)
class View:
    """What is seen meanwhile: on a terminal the briefs at work, a line each; else a line for each that is done."""

    total: int
    quiet: bool
    verbose: bool
    update: Callable[[str], None] | None = None
    now: dict[str, Steps] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    count: int = 0
    failed: int = 0

    def step(self, content: str, step: str) -> None:
        """A brief is at that."""
        if self.verbose:
            self.say(f"{content}: {step}")
        self.lines[content] = self.now.setdefault(content, Steps()).add(step)
        self.draw()

    def done(self, outcome: Outcome) -> None:
        """A brief is finished, or was not begun."""
        content = str(outcome.task.content)
        self.lines.pop(content, None)
        if not outcome.started:
            return
        self.count += 1
        self.failed += bool(outcome.status)
        if not self.quiet and (outcome.task.targets or outcome.status or self.verbose):
            self.say(f"[{self.count}/{self.total}] {content}: {in_words(outcome)}")
        self.draw()

    def draw(self) -> None:
        """Draw the lines anew, on a terminal."""
        if self.update:
            head = f"{self.count} of {self.total} done" + (f", {self.failed} with faults" if self.failed else "")
            self.update("\n".join([head, *(f"  {name}: {line}" for name, line in self.lines.items())]))

    def say(self, text: str) -> None:
        """Print a line that stays."""
        click.echo(text, err=True)


def in_words(outcome: Outcome) -> str:
    """What came of a brief in a line."""
    errors = sum(one.severity is Severity.ERROR for one in outcome.diagnostics)
    if outcome.status:
        return f"{errors} error{'s' if errors != 1 else ''}"
    if not outcome.task.targets:
        return "checked"
    why = f" ({outcome.task.why})" if outcome.task.why else ""
    return f"built in {outcome.seconds:.1f} s{why}"


@contextmanager
def view(wish: ShelfWish, total: int) -> Iterator[View]:
    """The view for where the command runs: nothing flickers in a log."""
    shown = View(total, wish.quiet or wish.form in {"json", "sarif"}, wish.verbose)
    if shown.quiet or wish.verbose or not total or not (sys.stderr.isatty() and wants_colour()):
        yield shown
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.text import Text  # noqa: PLC0415

    console = Console(stderr=True)
    with console.status("starting") as status:
        shown.update = lambda text: status.update(Text(text, overflow="ellipsis", no_wrap=True))
        yield shown


def tell_all(wish: ShelfWish, outcomes: Sequence[Outcome], seconds: float) -> int:
    """Print what was found in each brief, the worst first, and how many were built. Gives the exit status."""
    documents: list[Any] = []
    worst = 0
    for outcome in sorted(outcomes, key=severity, reverse=True):
        command = "build" if wish.targets else "check"
        teller = Teller(command, str(outcome.task.content), wish.form, wish.strict, to_error=bool(wish.targets))
        status = max(outcome.status, teller.status_of(outcome.diagnostics))
        worst = max(worst, status)
        if wish.form in {"json", "sarif"}:
            documents.append(json.loads(teller.document(outcome.diagnostics, status, outcome.artifacts)))
        elif not (wish.quiet and not status) and outcome.diagnostics:
            teller.tell(outcome.diagnostics, status)
    if documents:
        runs = [run for document in documents for run in document.get("runs", ())]
        whole = {**documents[0], "runs": runs} if wish.form == "sarif" else {"briefs": documents}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    elif not wish.quiet:
        click.echo(closing(wish, outcomes, seconds))
    return worst


def severity(outcome: Outcome) -> tuple[int, int, int]:
    """How bad it is: the status, then errors, then warnings."""
    counts = [sum(one.severity is kind for one in outcome.diagnostics) for kind in (Severity.ERROR, Severity.WARNING)]
    return (outcome.status, counts[0], counts[1])


def closing(wish: ShelfWish, outcomes: Sequence[Outcome], seconds: float) -> str:
    """What it comes to."""
    if not outcomes:
        return "no brief is meant"
    good = [one for one in outcomes if one.started and not one.status]
    idle = sum(one.up_to_date for one in good)
    bad, left = sum(bool(one.status) for one in outcomes), sum(not one.started for one in outcomes)
    parts = [f"{len(good) - idle} {'built' if wish.targets else 'checked'}"] if len(good) > idle else []
    parts += [f"{idle} with nothing to do"] if idle else []
    parts += [f"{bad} failed"] if bad else []
    parts += [f"{left} not begun"] if left else []
    return f"{', '.join(parts)}, in {seconds:.1f} s"
