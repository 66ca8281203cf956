"""What every test gets: tiers, the shared footage, and the checks that nothing is left behind.

Tiers `suite`, `gpu`, `slow` and `campaign` are left out unless asked for: `--tier slow`, several times,
or `--tier all`; naming markers with `-m` decides alone.
"""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ["tests.support.folders", "tests.support.leaks", "tests.support.logs"]

ROOT = Path(__file__).resolve().parent.parent
ASKED_FOR = ("suite", "gpu", "slow", "campaign")
NEEDS = ("qt", "model", "suite", "gpu")

# Wall-clock deadlines say nothing on a busy machine; the same examples everywhere make a red run repeatable.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--tier",
        action="append",
        choices=(*ASKED_FOR, "all"),
        default=[],
        help="also run the tests of this tier (may be given several times)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if not any(item.get_closest_marker(need) for need in NEEDS):
            item.add_marker("null")
    asked = set(config.getoption("--tier"))
    if "all" in asked or config.getoption("-m"):
        return
    left_out = set(ASKED_FOR) - asked
    dropped = [item for item in items if any(item.get_closest_marker(tier) for tier in left_out)]
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if item not in dropped]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    # `run.py test` runs the checks first: nobody should read "passed" below and miss them.
    if failed := os.environ.get("WORKPRINT_FAILED_CHECKS"):
        terminalreporter.section("checks that failed before the tests", red=True)
        terminalreporter.line(failed)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real footage and timelines, or skip: it is not part of the repository.

    `WORKPRINT_SHARED_DATA` names it; otherwise it is looked for beside the repository.
    """
    named = os.environ.get("WORKPRINT_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if folder.is_dir():
        return folder.resolve()
    if named:
        pytest.fail(f"WORKPRINT_SHARED_DATA names {named}, which is no folder")
    pytest.skip(f"needs the shared footage: {folder} is not there and WORKPRINT_SHARED_DATA is not set")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the working tree under test."""
    return ROOT
