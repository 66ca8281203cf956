"""An engine that knows two nodes more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.engine import start_engine
from nodes.engine.client import Engine


@pytest.fixture
def engine() -> Iterator[Engine]:
    """An engine that also knows a node with a seed and one with a memory."""
    with start_engine(nodes=[Path(__file__).with_name("seeded.py")]) as running:
        yield running
