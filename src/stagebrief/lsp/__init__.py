"""The language server: what an editor asks while a brief is being written. See `docs/editors.md`."""
