"""TeX becomes a PDF: the engine, the passes, the log, what is kept from build to build."""
