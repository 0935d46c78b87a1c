"""A headless Chromium for the tests of pages; they are skipped, with the reason, where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PATIENCE = 120_000
"""Milliseconds after which a test gives up; no test judges by them."""


@contextmanager
def chromium(*options: str) -> Iterator[Browser]:
    """The browser; as root it runs without its own sandbox."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(
            f"no browser is installed (looked for {', '.join(NAMES)}); `make test` installs chromium with apt-get"
        )
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=[*as_root, "--disable-dev-shm-usage", *options], timeout=PATIENCE
        )
        try:
            yield browser
        finally:
            browser.close()
