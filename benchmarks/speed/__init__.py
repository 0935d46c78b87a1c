"""Compares stagebrief with latexmk, Pandoc and Typst on the same words; `make bench` runs it."""
