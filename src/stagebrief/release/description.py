"""The manifest of a release: what it consists of and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stagebrief.archive.about import about_of, facts_from, settings_of
from stagebrief.archive.durable import digest_of_bytes
from stagebrief.archive.judge import lasting, verdict_on_pages
from stagebrief.archive.manifest import (
    Checkout,
    Evidence,
    Manifest,
    NamedFile,
    Previous,
    Product,
    Stored,
    ToolList,
    to_bytes,
)
from stagebrief.archive.pages import counts_of
from stagebrief.archive.store import Release
from stagebrief.archive.xmp import Facts
from stagebrief.build import epoch_of
from stagebrief.compile.checkout import git_state
from stagebrief.compile.passes import Compiled
from stagebrief.diagnostics import Diagnostic, Severity
from stagebrief.model.brief import Brief
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.targets import DECKS
from stagebrief.model.tex import TexSource
from stagebrief.model.trust import TrustReport, Verdict
from stagebrief.release.draft import Draft
from stagebrief.release.tools import toolchain_of
from stagebrief.release.typeset import Made
from stagebrief.release.wish import Wish


@dataclass(frozen=True, slots=True)
class Context:
    """What a manifest says besides the brief itself."""

    name: str
    folder: Path
    copy: Path
    work: Path
    earlier: tuple[Release, ...]
    trust: TrustReport
    diagnostics: tuple[Diagnostic, ...]


def manifest_of(draft: Draft, resolved: ResolvedBrief, made: list[Made], wish: Wish, context: Context) -> Manifest:
    """The manifest of the release, its toolchain not yet looked at."""

    brief = resolved.brief
    about = about_of(brief)
    files = content_files(draft, context.copy, brief)
    for one in made:
        files += tex_files(draft, one.source, one.compiled)
    handout = any(one.source.target == "handout" and not one.untagged for one in made)
    last = context.earlier[-1] if context.earlier else None
    listing = draft.store(to_bytes(ToolList(programs={}, python={}, system={}, platform="", files=())))
    return Manifest(
        name=context.name,
        number=last.manifest.number + 1 if last else 1,
        version=brief.version,
        date=str(brief.date) if brief.date else "",
        note=wish.note,
        previous=Previous(
            number=last.manifest.number, version=last.manifest.version, date=last.manifest.date, manifest=last.digest
        )
        if last
        else None,
        replaces=brief.replaces,
        about=about,
        folder=context.copy.name,
        epoch=epoch_of(brief.date),
        settings=settings_of(brief),
        accepted=tuple(sorted(set(wish.accept))),
        warnings=tuple(str(item) for item in dict.fromkeys(context.diagnostics) if item.severity is Severity.WARNING),
        checkout=checkout_of(context.folder),
        evidence=evidence_of(context.trust),
        toolchain=toolchain_of(listing, kept=False),
        products=tuple(product_of(draft, one, brief, wish, context, handout=handout) for one in made),
        files=tuple(files),
    )


def content_files(draft: Draft, copy: Path, brief: Brief) -> list[NamedFile]:
    """The author's files."""
    pictures = {name for name, _ in brief.pictures}
    found = []
    for path in sorted(copy.rglob("*")):
        if path.is_file():
            name = path.relative_to(copy).as_posix()
            role = "source"
            if name in brief.bibliographies:
                role = "bibliography"
            elif name in pictures:
                role = "picture"
            elif name.startswith("sources/") and path.suffix not in {".yaml", ".yml"}:
                role = "copy"
            found.append(draft.name(f"content/{name}", role, path))
    return found


def tex_files(draft: Draft, source: TexSource, compiled: Compiled) -> list[NamedFile]:
    """What was typeset, as TeX and biber read it."""
    at = f"tex/{source.target}"
    found = [
        draft.name(f"{at}/{path}", "clean-bibliography" if path.endswith(".bib") else "tex", text.encode())
        for path, text in source.files
    ]
    found += [draft.name(f"{at}/{path}", "picture", picture) for path, picture in source.pictures]
    listed = compiled.pdf.with_suffix(".bbl")
    if source.uses_biber and listed.is_file():
        found.append(draft.name(f"{at}/{listed.name}", "sources-set", listed))
    return found


def product_of(draft: Draft, one: Made, brief: Brief, wish: Wish, context: Context, *, handout: bool) -> Product:
    """A PDF made to last, with what checkers say of it; `handout` says whether the handout is a tagged PDF."""

    source, compiled = one.source, one.compiled
    built = compiled.pdf.read_bytes()
    files = attached_files(context.copy) if wish.attach else ()
    final = context.work / f"{source.target}.pdf"
    verdicts = lasting(built, facts_of(brief, files), final, one.untagged)
    pages, words = counts_of(final.read_bytes())
    missing = sum(item.code == "words-arrive" for item in compiled.diagnostics)
    return Product(
        **draft.store(final).model_dump(),
        target=source.target,
        path=f"{context.copy.name}-{source.target}.pdf",
        job=source.name,
        pages=pages,
        words=words,
        built=Stored(sha512=digest_of_bytes(built), size=len(built)),
        biber=source.uses_biber,
        passes=tuple(item.program for item in compiled.passes),
        missing=missing,
        verdicts=(*verdicts, verdict_on_pages(source.target, compiled.diagnostics)),
        tagged=not one.untagged,
        accessible=access_of(one, handout=handout),
    )


def access_of(one: Made, *, handout: bool) -> str:
    """How far the PDF can be read by those who do not see it, or where that form is."""
    if not one.untagged:
        return "tagged: headings, lists, tables, notes and links, and words in place of pictures"
    if one.source.target in DECKS and handout:
        return f"untagged ({one.untagged}); the handout shows the same frames as a tagged PDF"
    if one.source.target == "brief":
        return f"untagged ({one.untagged})"
    return f"untagged ({one.untagged}); the brief holds the same analysis in running text"


def attached_files(copy: Path) -> tuple[tuple[str, bytes], ...]:
    """The author's files that go into the PDFs; copies of other people's sources stay out."""
    paths = (path for path in sorted(copy.rglob("*")) if path.is_file())
    named = ((path.relative_to(copy).as_posix(), path) for path in paths)
    return tuple((name, path.read_bytes()) for name, path in named if not name.startswith("sources/"))


def facts_of(brief: Brief, files: tuple[tuple[str, bytes], ...] = ()) -> Facts:
    """What the PDF says of itself to catalogues."""

    return facts_from(about_of(brief), brief.version, brief.replaces, epoch_of(brief.date), files)


def checkout_of(folder: Path) -> Checkout | None:
    """What git says of the content."""

    state = git_state(folder)
    if state is None:
        return None
    return Checkout(commit=state.commit, branch=state.branch, dirty=bool(state.changed), changed=state.changed)


def evidence_of(trust: TrustReport) -> Evidence:
    """The trust report in figures."""

    primary, cited = trust.primary_share
    quotations = {verdict.value: trust.count(verdict) for verdict in Verdict}
    return Evidence(
        claims=len(trust.claims),
        bare=sum(claim.bare for claim in trust.claims),
        single=len(trust.single),
        sources=cited,
        primary=primary,
        quotations=quotations,
    )
