"""A ResolvedBrief becomes TeX: escaping, blocks, graphics, page templates."""
