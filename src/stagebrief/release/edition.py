"""The edition that a brief becomes by its release: version, date, what it replaces; and what forbids it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stagebrief.archive import faults
from stagebrief.archive.manifest import Manifest
from stagebrief.archive.store import Release
from stagebrief.archive.version import Version, is_version
from stagebrief.diagnostics import Diagnostic, Severity, error, has_errors
from stagebrief.errors import ContentError, UsageError
from stagebrief.model.calendars import format_date
from stagebrief.model.date import PartialDate
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.release.wish import Wish
from stagebrief.render.words import word


def refuse_faults(diagnostics: Iterable[Diagnostic], accept: Iterable[str]) -> None:
    """Raise ContentError where anything is wrong that is not accepted; warnings count as errors."""
    allowed = set(accept)
    found = tuple(
        replace(item, severity=Severity.ERROR) if item.severity is Severity.WARNING else item
        for item in dict.fromkeys(diagnostics)
        if item.severity is not Severity.WARNING or item.code not in allowed
    )
    if has_errors(found):
        raise ContentError(found)


def edition_of(resolved: ResolvedBrief, wish: Wish, name: str, earlier: tuple[Release, ...]) -> ResolvedBrief:
    """The brief with the version and date of this release, what it replaces; UsageError if they do not fit."""
    brief = resolved.brief
    version = wish.version or brief.version
    if not version:
        hint = 'say --version 1.0.0, or write `version: "1.0.0"` in brief.yaml'
        raise UsageError([error("version-is-given", "the release has no version", None, hint)])
    if not is_version(version):
        raise UsageError([faults.not_a_version(version)])
    for item in earlier:
        if Version(item.manifest.version).is_same_as(Version(version)):
            raise UsageError([faults.version_is_there(version, name)])
    if earlier and not Version(version).is_higher_than(Version(earlier[-1].manifest.version)) and not wish.allow_lower:
        raise UsageError([faults.version_is_lower(version, earlier[-1].manifest.version, name)])
    date = date_of(wish.date) if wish.date else brief.date
    replaces = ""
    if earlier:
        last = earlier[-1].manifest
        then = format_date(date_of(last.date), brief.language) if last.date else ""
        replaces = " ".join(
            text for text in (word("Version", brief.language), last.version, f"({then})" * bool(then)) if text
        )
    return replace(resolved, brief=replace(brief, version=version, date=date, replaces=replaces))


def date_of(text: str) -> PartialDate:
    """A date as it is given; raises UsageError for one that is none."""
    from datetime import date  # noqa: PLC0415

    try:
        numbers = [int(part) for part in text.split("-")]
        if not 1 <= len(numbers) <= 3 or len(text) != (4, 7, 10)[len(numbers) - 1]:
            raise ValueError
        date(*numbers, *[1] * (3 - len(numbers)))
    except ValueError:
        hint = "write 2024-05-02, 2024-05 or 2024"
        raise UsageError([error("date-is-a-date", f"'{text}' is no date", None, hint)]) from None
    return PartialDate(*numbers)


def notices(resolved: ResolvedBrief, manifest: Manifest) -> tuple[Diagnostic, ...]:
    """What the publisher should know of the release."""
    found = []
    written = resolved.brief.version
    if written and not Version(written).is_same_as(Version(manifest.version)):
        message = f"brief.yaml says version {written}; this release is {manifest.version}"
        hint = f'write `version: "{manifest.version}"` there too, so that drafts say it'
        found.append(Diagnostic("version-is-written", Severity.NOTE, message, None, hint))
    if manifest.checkout and manifest.checkout.dirty:
        changed = ", ".join(manifest.checkout.changed[:5])
        message = f"the content differs from commit {manifest.checkout.commit[:12] or '(none)'}: {changed}"
        found.append(Diagnostic("checkout-is-clean", Severity.NOTE, message, None, "commit it, so that git has it too"))
    return tuple(found)


def unstamped(why: str) -> Diagnostic:
    """That the release has no timestamp, which it can do without."""
    hint = "the release is whole without it; later run `ots stamp` on its manifest, and name what that writes 0001.ots"
    return Diagnostic("release-is-stamped", Severity.NOTE, f"the release has no timestamp: {why}", None, hint)
