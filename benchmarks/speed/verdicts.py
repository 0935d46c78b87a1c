"""What the measurements say to each target of the issue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.speed.cases import Record, label

OWN, RESIDENT = "stagebrief --no-daemon", "stagebrief, resident"
WATCH, SERVE = "stagebrief watch", "stagebrief watch --serve"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row: what was to be reached, what was found, and whether it is reached (None where it was not measured)."""

    case: str
    target: str
    found: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class Ratios:
    """Ratios of runs that stood beside each other."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.values)

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({min(self.values):.2f}–{max(self.values):.2f}, n = {len(self.values)})"


def seconds(records: Sequence[Record], size: int, case: str, name: str) -> dict[int, float]:
    """The good runs of one contender, by round."""
    return {
        one["round"]: one["seconds"]
        for one in records
        if (one["size"], one["case"], one["name"]) == (size, case, name) and one["good"]
    }


def ratios(records: Sequence[Record], size: int, case: str, own: str, other: str) -> Ratios | None:
    """Our seconds by theirs, round by round."""
    ours, theirs = seconds(records, size, case, own), seconds(records, size, case, other)
    values = tuple(ours[number] / theirs[number] for number in ours if theirs.get(number))
    return Ratios(values) if values else None


RATIOS: tuple[tuple[str, str, str, str, float], ...] = (
    ("cold, both targets, against latexmk", "cold", OWN, "latexmk", 0.25),
    ("cold, both targets, against Pandoc + latexmk", "cold", OWN, "pandoc + latexmk", 0.20),
    ("one word, resident, against latexmk", "word", RESIDENT, "latexmk", 0.30),
    ("one word, `--no-daemon`, against latexmk", "word", OWN, "latexmk", 0.80),
    ("nothing changed, against latexmk", "nothing", OWN, "latexmk", 3.0),
    ("watch: save to PDF, against `latexmk -pvc`", "watch", WATCH, "latexmk -pvc", 0.10),
)


def verdicts(records: Sequence[Record], campaigns: dict[str, Record]) -> Iterator[Verdict]:
    """A row for each target and each size at which it was measured."""
    sizes = sorted({one["size"] for one in records})
    for case, kind, own, other, limit in RATIOS:
        target = f"≤ {limit:g} of theirs"
        found = [(size, ratio) for size in sizes if (ratio := ratios(records, size, kind, own, other))]
        if not found:
            yield Verdict(case, target, "not measured", None)
        for size, ratio in found:
            yield Verdict(f"{case}, {label(size)}", target, str(ratio), ratio.middle <= limit)
    for size in sizes:
        yield from absolute(records, size)
    yield from growth(records, sizes)
    for name, case, target in (
        ("edits", "the PDF after random edits through `watch`", "same bytes as a cold build"),
        ("watch-faults", "broken saves, killed engines, changed themes", "never a wrong PDF, no process left over"),
    ):
        found_by = campaigns.get(name)
        said = f"{found_by['steps']} steps, {found_by['faults']} faults ({found_by['date']})" if found_by else "not run"
        yield Verdict(case, target, said, found_by["faults"] == 0 if found_by else None)


def absolute(records: Sequence[Record], size: int) -> Iterator[Verdict]:
    """Targets in seconds."""
    if idle := seconds(records, size, "nothing", OWN):
        value = median(idle.values())
        yield Verdict(f"nothing changed, whole process, {label(size)}", "≤ 0.25 s", f"{value:.3f} s", value <= 0.25)
    if saves := sorted(seconds(records, size, "watch", WATCH).values()):
        middle, late = median(saves), saves[min(len(saves) - 1, int(0.95 * len(saves)))]
        said = f"{middle:.2f} s and {late:.2f} s (n = {len(saves)})"
        case = f"watch: save to PDF, median and 95th percentile, {label(size)}"
        yield Verdict(case, "≤ 0.5 s and ≤ 1.0 s", said, middle <= 0.5 and late <= 1.0)
    pages = list(seconds(records, size, "serve-page", SERVE).values())
    wholes = list(seconds(records, size, "serve-whole", SERVE).values())
    cold = list(seconds(records, size, "cold", OWN).values())
    if size >= 400 and pages and cold:
        case = f"one word in the middle of {label(size)} under `watch --serve`"
        yield Verdict(f"{case}: the edited page", "≤ 1.0 s", f"{median(pages):.2f} s", median(pages) <= 1.0)
        share = median(wholes) / median(cold)
        said = f"{share:.2f} ({median(wholes):.2f} s)"
        yield Verdict(f"{case}: the whole PDF", "≤ 0.6 of a cold build", said, share <= 0.6)


def growth(records: Sequence[Record], sizes: Sequence[int]) -> Iterator[Verdict]:
    """Whether time and memory grow no faster than the pages: the cost of a further page at the end and before."""
    times = {size: median(found.values()) for size in sizes if size and (found := seconds(records, size, "cold", OWN))}
    heaps = memory_of(records, lambda one: float(one["tree"]))
    own = memory_of(records, lambda one: float(one["own"]))
    for what, values, unit in (("time", times, "s"), ("memory", heaps, "MB")):
        grown = sorted(size for size in values if size)
        if len(grown) < 3:
            yield Verdict(f"growth of {what}, cold", "linear", "not measured", None)
            continue
        first, middle, last = grown[-3:]
        before = (values[middle] - values[first]) / (middle - first)
        after = (values[last] - values[middle]) / (last - middle)
        said = f"{before:.3f} {unit} a page from {first} to {middle} pages, {after:.3f} from {middle} to {last}"
        yield Verdict(
            f"growth of {what}, cold", "linear: a page costs no more than before (× 1.25)", said, after <= 1.25 * before
        )
    if own:
        most = max(own.values())
        yield Verdict("our own process, largest brief", "≤ 250 MB", f"{most:.0f} MB", most <= 250)


def memory_of(records: Sequence[Record], value: Callable[[Record], float]) -> dict[int, float]:
    """A figure of our own cold builds by size."""
    return {one["size"]: value(one) for one in records if one["case"] == "memory" and one["name"] == OWN}
