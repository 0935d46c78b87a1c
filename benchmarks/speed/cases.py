"""The cases of the benchmark: what is measured, interleaved, and written down as plain records."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.generated import realistic, write_content
from benchmarks.speed.changes import CHANGES, change_word
from benchmarks.speed.contenders import Contender, Words, contenders_in, copy_changed, environment_of, tools_of
from benchmarks.speed.serving import Serving
from benchmarks.speed.watchers import Watcher, watchers_in

SHIPPED = Path(__file__).resolve().parents[2] / "content" / "tajikistan-russia"
CASES = ("cold", "word", "heading", "citation", "nothing", "watch", "serve", "memory")
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be measured: `sizes` in pages, 0 is the brief that comes with stagebrief."""

    sizes: tuple[int, ...]
    cases: tuple[str, ...]
    rounds: int
    saves: int
    seed: int
    tools: str
    only: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(slots=True)
class Bench:
    """One size: its words, which change, and those that make documents of them."""

    plan: Plan
    size: int
    scratch: Path
    keep: Callable[[Record], None]
    rng: Random = field(init=False)
    master: Path = field(init=False)
    contenders: list[Contender] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(self.plan.seed + self.size)
        self.master = self.scratch / "master" / "brief"
        source = SHIPPED
        if self.size:
            source = write_content(realistic(self.size, self.plan.seed), self.scratch / "made")
        copy_changed(source, self.master)

    def note(self, case: str, name: str, **values: object) -> None:
        """Keep one measurement and say it."""
        record: Record = {"size": self.size, "case": case, "name": name, **values}
        self.keep(record)
        shown = "  ".join(f"{key} {value}" for key, value in values.items() if key != "said")
        print(f"{label(self.size):>10}  {case:<9} {name:<22} {shown}", flush=True)

    def run(self) -> None:
        """All cases of this size; whatever happens, nothing stays running."""
        wanted = contenders_in(self.scratch, self.plan.tools, self.plan.options)
        self.contenders = [one for one in wanted if not self.plan.only or one.name in self.plan.only]
        try:
            self.prepare()
            for case in self.plan.cases:
                if case in CHANGES:
                    self.changed(case)
                elif case == "cold":
                    self.cold()
                elif case == "nothing":
                    self.nothing()
                elif case == "memory":
                    self.memory()
            if "watch" in self.plan.cases:
                self.watch()
            if "serve" in self.plan.cases:
                self.serve()
        finally:
            for one in self.contenders:
                one.stop()

    def prepare(self) -> None:
        """A first build by each, which is not counted: caches of fonts and programs are filled by it."""
        words = Words.of(self.master)
        for one in tuple(self.contenders):
            if one.lacking:
                self.note("absent", one.name, said=one.lacking)
                self.contenders.remove(one)
                continue
            one.install(words)
            run = one.build()
            if not run.good:
                self.note("failed", one.name, said=run.said[-1500:])
                print(run.said[-1500:], file=sys.stderr)
                self.contenders.remove(one)

    def cold(self) -> None:
        """From nothing, by all in turn."""
        for number, turn in enumerate(rotations(self.contenders, self.plan.rounds)):
            for one in turn:
                one.clean()
                run = one.build()
                self.note("cold", one.name, round=number, seconds=round(run.seconds, 4), good=run.good)

    def changed(self, case: str) -> None:
        """The same change, built by all in turn; the first round is not counted."""
        for number, turn in enumerate(rotations(self.contenders, self.plan.rounds + 1)):
            CHANGES[case](self.master, self.rng)
            words = Words.of(self.master)
            for one in turn:
                one.install(words)
                run = one.build()
                if number:
                    self.note(case, one.name, round=number - 1, seconds=round(run.seconds, 4), good=run.good)

    def nothing(self) -> None:
        """No change at all."""
        for number, turn in enumerate(rotations(self.contenders, self.plan.rounds)):
            for one in turn:
                run = one.build()
                self.note("nothing", one.name, round=number, seconds=round(run.seconds, 4), good=run.good)

    def memory(self) -> None:
        """The memory of a build from nothing; weighing takes time, so the seconds do not count."""
        for one in self.contenders:
            one.clean()
            run = one.build(weigh=True)
            self.note("memory", one.name, tree=run.tree >> 20, own=run.own >> 20, good=run.good)

    def watch(self) -> None:
        """Saves at random places, and one in the middle, while all watch."""
        environment = environment_of(self.scratch)
        typst = self.plan.tools if tools_of(self.plan.tools)[1] else ""
        watchers = watchers_in(self.scratch, environment, typst)
        if not shutil.which("latexmk"):
            watchers = [one for one in watchers if one.command[0] != "latexmk"]
        words = Words.of(self.master)
        going: list[Watcher] = []
        try:
            for one in watchers:
                if self.plan.only and one.name not in self.plan.only:
                    continue
                one.install(words)
                started = time.perf_counter()
                going.append(one)
                good = one.start()
                self.note("watch-first", one.name, seconds=round(time.perf_counter() - started, 4), good=good)
                if not good:
                    going.remove(one)
                    one.stop()
            for number in range(self.plan.saves + 1):
                file = change_word(self.master, self.rng, middle=number == self.plan.saves)
                case = "watch" if number < self.plan.saves else "watch-middle"
                words = Words.of(self.master)
                for one in going:
                    seconds = one.save(words)
                    self.note(
                        case,
                        one.name,
                        round=number,
                        seconds=round(seconds or 0, 4),
                        good=seconds is not None,
                        file=file,
                    )
        finally:
            for one in going:
                one.stop()

    def serve(self) -> None:
        """Words changed in the middle while the live page is served."""
        serving = Serving.of(self.scratch / "serve", environment_of(self.scratch))
        name = serving.watcher.name
        if self.plan.only and name not in self.plan.only:
            return
        try:
            if not serving.start(Words.of(self.master)):
                self.note("failed", name, said="it did not start")
                return
            for number in range(max(3, self.plan.rounds)):
                change_word(self.master, self.rng, middle=True)
                spent = serving.save(Words.of(self.master))
                for case, seconds in zip(("serve-page", "serve-whole"), spent or (0.0, 0.0), strict=True):
                    self.note(case, name, round=number, seconds=round(seconds, 4), good=spent is not None)
        finally:
            serving.stop()


def rotations(contenders: Sequence[Contender], rounds: int) -> Iterator[Iterable[Contender]]:
    """Each round begins with another one, so that none is always first."""
    for number in range(rounds):
        first = number % max(1, len(contenders))
        yield (*contenders[first:], *contenders[:first])


def label(size: int) -> str:
    """What a size is called."""
    return f"{size} pages" if size else "shipped"
