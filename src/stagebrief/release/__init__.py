"""Releasing, verifying, rebuilding and comparing editions: the order of the phases around an archive."""
