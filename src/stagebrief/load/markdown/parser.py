"""The parser: markdown-it with the rules that analysts and lecturers know from Pandoc."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from stagebrief.load.markdown.block_rules import add_block_rules
from stagebrief.load.markdown.caption_rules import add_caption_rules
from stagebrief.load.markdown.inline_rules import add_inline_rules
from stagebrief.load.markdown.label_rules import add_label_rules
from stagebrief.load.markdown.placed import PlacedInline, place_rules
from stagebrief.load.markdown.smart import add_smart_rules

DEEPEST = 40
"""Blocks within blocks; what is deeper would be left out by markdown-it, and is refused instead."""


@cache
def parser_for(language: str) -> MarkdownIt:
    """The parser of a language, which decides its quotation marks."""
    options = {"html": True, "maxNesting": DEEPEST, "language": language}
    markdown = MarkdownIt("commonmark")
    markdown.inline = PlacedInline()
    markdown.configure("commonmark", options).enable(["table", "strikethrough"])
    markdown.use(footnote_plugin, inline=False, move_to_end=False).use(deflist_plugin)
    markdown.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    markdown.disable(["math_block", "footnote_ref", "fragments_join", "text_join"])
    add_inline_rules(markdown)
    add_block_rules(markdown)
    add_label_rules(markdown)
    add_caption_rules(markdown)
    add_smart_rules(markdown, language)
    place_rules(markdown)
    return markdown
