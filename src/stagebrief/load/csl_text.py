r"""The texts of CSL: plain, with a little HTML; to the plain text of our fields, in which braces protect capitals."""

from __future__ import annotations

import html
import re

from stagebrief.load.bibtex_names import MONTHS

CASELESS = re.compile(r"<span\s+class=[\"']nocase[\"']\s*>(.*?)</span>", re.DOTALL)
TAG = re.compile(r"</?(?:i|b|sc|sup|sub|em|strong|span)(?:\s[^<>]*)?>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)|'(?=\d0s\b)")
QUOTED = re.compile(r"(?<![\w“])\"([^\"]*)\"(?!\w)")
MARKDOWN = re.compile(r"(?<![\w*])(\*{1,2}|_{1,2})(?=\S)(.+?)(?<=\S)\1(?![\w*])")


def text_of(value: object, *, markdown: bool = False) -> str:
    """A variable's value as a field's text; CSL-YAML may hold emphasis in Markdown."""
    text = "" if value is None or isinstance(value, (dict, list, bool)) else str(value)
    text = ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = re.sub(r"([\\{}])", r"\\\1", text)
    text = CASELESS.sub(r"{\1}", text)
    text = TAG.sub("", text)
    if markdown:
        text = MARKDOWN.sub(r"\2", text)
    text = QUOTED.sub(r"“\1”", APOSTROPHE.sub("’", text))
    return " ".join(re.split(r"[ \t\r\n\f\v]+", text.strip()))


def name_of(name: object) -> str:
    """A name as bibliographies write it: `van Family, Jr., Given`, a body in braces; empty for what is none."""
    if not isinstance(name, dict):
        literal = text_of(name)
        return f"{{{literal}}}" if literal else ""
    if literal := text_of(name.get("literal")):
        return f"{{{literal}}}"
    family, given = part_of(name, "family"), part_of(name, "given")
    if not family:
        return f"{{{given}}}" if given else ""
    family = " ".join(part for part in (part_of(name, "non-dropping-particle"), family) if part)
    given = " ".join(part for part in (given, part_of(name, "dropping-particle")) if part)
    parts = [family, part_of(name, "suffix"), given]
    return ", ".join(part for part in parts if part) if given else f"{{{family}}}"


def part_of(name: dict[str, object], part: str) -> str:
    """A part of a name, in braces where it holds what would divide it."""
    text = text_of(name.get(part))
    return f"{{{text}}}" if re.search(r",|\band\b", text) else text


def date_of(value: object) -> tuple[str, str]:
    """A date as ISO 8601 has it and what it says in words, one of the two empty."""
    if isinstance(value, list):  # Pandoc's older form: one mapping for each end
        value = {"date-parts": [[one.get(part) for part in PARTS] for one in value if isinstance(one, dict)]}
    if not isinstance(value, dict):
        text = text_of(value)
        return (text, "") if re.match(r"^-?\d{4}", text) else ("", text)
    if "year" in value:
        value = {**value, "date-parts": [[value.get(part) for part in PARTS]]}
    ends = value.get("date-parts")
    shown = "/".join(end_of(end) for end in ends[:2]) if isinstance(ends, list) else ""
    if not shown.strip("/"):
        raw = text_of(value.get("raw"))
        return (raw, "") if re.match(r"^-?\d{4}(?:-\d\d){0,2}$", raw) else ("", raw or text_of(value.get("literal")))
    season = text_of(value.get("season")).lower()
    number = 20 + int(season) if season in {"1", "2", "3", "4"} else MONTHS.get(season, 0)
    if number > 20 and re.fullmatch(r"-?\d{4}", shown):
        shown += f"-{number}"
    return shown + ("~" if value.get("circa") not in (None, False, "", "false", 0) else ""), ""


PARTS = ("year", "month", "day")


def end_of(parts: object) -> str:
    """One end of a date; empty for what is none."""
    shown = []
    for index, part in enumerate(parts[:3] if isinstance(parts, list) else []):
        text = text_of(part)
        if not re.fullmatch(r"-?\d{1,4}", text) or (index and not int(text)):
            break
        shown.append(f"{int(text):0{2 if index else 5 if text.startswith('-') else 4}d}")
    return "-".join(shown)
