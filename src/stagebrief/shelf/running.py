"""Tasks done side by side, by worker processes; one that dies loses nothing but time."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

from stagebrief.diagnostics import error
from stagebrief.shelf.work import OURS, Outcome, Task, begin, do

MEMORY_OF_ONE = 700 << 20
"""Bytes that TeX takes for the brief and the deck of one folder together: 640 MB were the most that was measured."""
TRIES = 2
"""So often a task is begun whose worker died; then it is named and left."""


def at_once(count: int) -> int:
    """How many briefs are worked on at once: as many as there are cores, and memory for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(count, cores, available_memory() // MEMORY_OF_ONE))


def available_memory() -> int:
    """Bytes that may be used; much where nobody says."""
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1]) << 10
    return 1 << 40


def run(
    tasks: Sequence[Task], on_step: Callable[[str, str], None], *, workers: int, fail_fast: bool = False
) -> Iterator[Outcome]:
    """The outcome of each task as it comes; with `fail_fast` those after the first failure are not begun.

    `on_step` is told the content folder and what it is at, from another thread.
    """
    tries: dict[Task, int] = dict.fromkeys(tasks, 0)
    left, failed = list(tasks), False
    while left and not (failed and fail_fast):
        with pool_of(workers, on_step) as pool:
            for outcome in done_by(pool, left, tries, workers):
                if outcome is None:
                    break  # the pool is broken; another goes on
                left.remove(outcome.task)
                failed = failed or bool(outcome.status)
                yield outcome
                if failed and fail_fast:
                    break
        for task in [task for task in left if tries[task] >= TRIES]:
            left.remove(task)
            said = "the process that worked on this brief died twice, and it is left out"
            hint = "build it alone with --verbose; it may need more memory than there is"
            yield Outcome(task, OURS, (error("tool-works", said, None, hint),))
    for task in left:
        yield Outcome(task, started=False)


def done_by(
    pool: ProcessPoolExecutor, tasks: Sequence[Task], tries: dict[Task, int], workers: int
) -> Iterator[Outcome | None]:
    """The outcomes as they come, no more tasks being begun than there are workers; None where a worker has died."""
    waiting, running = list(tasks), dict[Future[Outcome], Task]()
    while waiting or running:
        while waiting and len(running) < workers:
            task = waiting.pop(0)
            try:
                running[pool.submit(do, task)] = task
            except BrokenProcessPool:
                yield None
                return
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        broken = [running[future] for future in finished if isinstance(future.exception(), BrokenProcessPool)]
        for future in finished:
            task = running.pop(future)
            if task not in broken:
                yield future.result()
        if broken:
            for task in (*broken, *running.values()):
                tries[task] += 1
            yield None
            return


@contextlib.contextmanager
def pool_of(workers: int, on_step: Callable[[str, str], None]) -> Iterator[ProcessPoolExecutor]:
    """Worker processes, which end with the block; their steps are told while it lasts."""
    context = multiprocessing.get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    listener = Thread(target=listen, args=(reader, on_step), daemon=True)
    listener.start()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=begin, initargs=(writer,))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        writer.close()  # the workers have ended, and with the last writer the listener does
        listener.join(timeout=5)


def listen(pipe: Connection, on_step: Callable[[str, str], None]) -> None:
    """Pass on what workers tell until there is an end."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            content, _, step = pipe.recv_bytes().decode(errors="surrogateescape").partition("\0")
            on_step(content, step)
