"""A warning from Workprint's own loggers that a test did not expect fails the test."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator

import pytest

LOGGERS = ("editor", "inference", "nodes", "plugins", "workprint")
ExpectLog = Callable[[str], None]


class Watch(logging.Handler):
    """Keeps what was said, and what was expected to be said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self.expected: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[Watch]:
    """Listen to Workprint's loggers, and compare what they said with what the test expected."""
    watch = Watch()
    for name in LOGGERS:
        logging.getLogger(name).addHandler(watch)
    yield watch
    for name in LOGGERS:
        logging.getLogger(name).removeHandler(watch)
    unexpected = [said for said in watch.said if not any(re.search(e, said) for e in watch.expected)]
    unsaid = [e for e in watch.expected if not any(re.search(e, said) for said in watch.said)]
    assert not unexpected, f"unexpected log records: {unexpected}"
    assert not unsaid, f"expected log records that did not come: {unsaid}"


@pytest.fixture
def expect_log(log_watch: Watch) -> ExpectLog:
    """Return a function that says: a record matching this pattern must come, and may."""
    return log_watch.expected.append
