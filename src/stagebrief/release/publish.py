"""One edition built and added to an archive."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stagebrief.archive import faults
from stagebrief.archive.layout import NAME, name_from
from stagebrief.archive.store import Archive, unsigned
from stagebrief.build import refuse_wrong_use, silent, sources, theme_elsewhere
from stagebrief.compile.engine import Engine
from stagebrief.compile.signature import sign_file
from stagebrief.compile.timestamp import stamp_file
from stagebrief.diagnostics import error
from stagebrief.errors import ContentError, UsageError
from stagebrief.load.theme import CHOICE
from stagebrief.model.theme import Theme
from stagebrief.release.description import Context, manifest_of
from stagebrief.release.draft import Draft
from stagebrief.release.edition import edition_of, notices, refuse_faults, unstamped
from stagebrief.release.tools import with_toolchain
from stagebrief.release.typeset import Progress, Typeset, copy_content, engine_for
from stagebrief.release.wish import Released, Wish


def release(
    content: str | Path,
    archive: str | Path,
    wish: Wish,
    progress: Progress = silent,
    engine: Engine | None = None,
) -> Released:
    """Build the content from a clean copy and add it to the archive as one release.

    Raises ContentError for content with any fault or warning that is not accepted, UsageError for a call that cannot be
    met (a version that is there …), ToolchainError if the machine lacks something. Then the archive is as it was.
    """
    folder = Path(content)
    refuse_wrong_use(folder, wish.targets)
    name = wish.name or name_from(folder.resolve().name)
    if not NAME.fullmatch(name):
        raise UsageError([faults.no_name(wish.name or folder.resolve().name)])
    if Path(archive).resolve().is_relative_to(folder.resolve()):
        raise UsageError([faults.archive_inside(Path(archive), folder)])
    store = Archive.made_at(Path(archive))
    progress("waiting for other publishers of this brief")
    with store.publishing(name) as work:
        progress("copying the content")
        copy = work / "content" / folder.resolve().name
        copy_content(folder, copy)
        checked, trust = sources(copy)
        refuse_faults(checked.diagnostics, wish.accept)
        if checked.resolved is None or trust is None:
            raise ContentError(checked.diagnostics)
        refuse_other_theme(copy, checked.resolved.brief.settings.theme)
        earlier = store.releases(name)
        resolved = edition_of(checked.resolved, wish, name, earlier)
        typeset = Typeset(copy, work, engine_for(engine), progress, wish.tagged)
        targets = tuple(dict.fromkeys(wish.targets))
        with ThreadPoolExecutor(len(targets)) as pool:
            made = list(pool.map(lambda target: typeset.target(target, resolved), targets))
        diagnostics = (*checked.diagnostics, *(item for one in made for item in one.compiled.diagnostics))
        refuse_faults(diagnostics, wish.accept)
        draft = Draft()
        manifest = manifest_of(
            draft, resolved, made, wish, Context(name, folder, copy, work, earlier, trust, diagnostics)
        )
        if engine is None:
            manifest = with_toolchain(draft, manifest, work, made, keep=wish.keep_toolchain, progress=progress)
        progress("adding the release to the archive")
        missed: list[str] = []
        added = store.add(manifest, draft.contents, signer_for(wish, missed))
        told = (*notices(checked.resolved, manifest), *(unstamped(why) for why in missed))
        return Released(added, told)


def refuse_other_theme(content: Path, theme: Theme) -> None:
    """Raise UsageError where the theme would not be there when the release is built again."""
    hint = "copy the theme's folder into the content folder, and name it in brief.yaml"
    if os.environ.get(CHOICE):
        hint = "name the theme in brief.yaml, and do not set STAGEBRIEF_THEME"
    elif theme_elsewhere(content, theme.folder) is None:
        return
    raise UsageError([error("theme-is-stored", f"the theme '{theme.name}' is not of the content", None, hint)])


def signer_for(wish: Wish, missed: list[str]) -> Callable[[Path], Mapping[str, bytes]]:
    """What signs and stamps a manifest; why there is no timestamp goes to `missed`."""

    def sign(path: Path) -> Mapping[str, bytes]:
        signed = dict(sign_file(path, wish.key)) if wish.key else {}
        if wish.timestamp:
            stamped, why = stamp_file(path, wish.calendar)
            missed.extend([why] * bool(why))
            signed |= stamped
        return signed

    return sign if wish.key or wish.timestamp else unsigned
