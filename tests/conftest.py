"""What the tests share."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# A machine that is busy is no fault of the code: nothing here judges by the clock.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-cases` writes what was found over what was expected; read the difference before committing it."""
    parser.addoption("--update-cases", action="store_true", help="rewrite the expected texts of case files")


@pytest.fixture(autouse=True)
def outside_workflows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests see the same in a workflow as at a desk, and leave no process behind unless they ask for it."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("STAGEBRIEF_NO_DAEMON", "1")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Whether expected texts are to be rewritten."""
    return bool(request.config.getoption("--update-cases"))
