"""What the catalogue says of a code, as Markdown and on a terminal."""

from __future__ import annotations

from itertools import groupby

from stagebrief.catalogue import AREAS, Example, Explanation, explanations

LANGUAGES = {"yaml": "yaml", "md": "markdown", "bib": "bibtex", "json": "json", "txt": "text"}


def listed() -> str:
    """All codes with the state that each names, area by area."""
    parts = []
    for area, found in groupby(explanations(), key=lambda item: item.area):
        parts.append(f"# {AREAS[area]}\n")
        parts += [f"- `{item.code}`: {item.says}" for item in found]
        parts.append("")
    return "\n".join(parts).rstrip()


def as_markdown(explanation: Explanation, level: int) -> str:
    """One code under a heading of that level."""
    paragraphs = [
        f"{'#' * level} {explanation.code}",
        f"**{explanation.says}** ({explanation.severity})",
        explanation.why,
        f"*To mend it:* {explanation.mend}",
    ]
    if example := explanation.example:
        paragraphs += [*shown("Wrong", example, wrong=True), *shown("Right", example, wrong=False)]
    return "\n\n".join(paragraphs)


def shown(word: str, example: Example, *, wrong: bool) -> list[str]:
    """The wrong or the right lines of an example, with what is done besides."""
    lines = example.wrong if wrong else example.right
    done = [f"`{action}`" for action in (*example.given, *(example.actions if wrong else example.mended))]
    besides = f" (besides: {'; '.join(done)})" if done else ""
    place = f", told at `{example.line}`" if wrong else ""
    if lines.strip():
        fence = "````" if "```" in lines else "```"
        language = LANGUAGES.get(example.file.rpartition(".")[2], "")
        return [f"{word}, in `{example.file}`{besides}{place}:", f"{fence}{language}\n{lines.strip(chr(10))}\n{fence}"]
    if example.instead.strip() and example.instead != lines:
        gone = "; ".join(f"`{line.strip()}`" for line in example.instead.strip("\n").split("\n"))
        return [f"{word}: `{example.file}` without {gone}{besides}{place}."]
    return [f"{word}: {'; '.join(done)}{place}."] if done else []


def rendered(markdown: str, width: int, *, colour: bool) -> str:
    """Markdown for a terminal."""
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.markdown import Markdown  # noqa: PLC0415

    console = Console(width=width, force_terminal=colour, no_color=not colour, legacy_windows=False)
    with console.capture() as captured:
        console.print(Markdown(markdown, code_theme="ansi_dark"))
    return captured.get().rstrip("\n")
