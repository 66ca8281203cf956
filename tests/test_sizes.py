"""Files are one idea each and functions fit a screen."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MEDIAN_FILE = 150
PLACES = ("editor", "inference", "nodes", "plugins", "tests")


@pytest.fixture(scope="module")
def sources(repository: Path) -> dict[str, str]:
    files = [
        repository / "run.py",
        *(file for place in PLACES for file in (repository / place).rglob("*.py")),
    ]
    return {str(file.relative_to(repository)): file.read_text(encoding="utf-8") for file in files}


def test_no_file_is_too_long(sources: dict[str, str]) -> None:
    lengths = {name: len(text.splitlines()) for name, text in sources.items()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_usual_file_is_short(sources: dict[str, str]) -> None:
    lengths = [len(text.splitlines()) for name, text in sources.items() if not name.endswith("__init__.py")]
    assert statistics.median(lengths) <= MEDIAN_FILE


def test_no_function_is_too_long(sources: dict[str, str]) -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for name, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}
