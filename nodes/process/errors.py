"""What can go wrong with a child process, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nodes.api.errors import Failed, WorkprintError, from_json

QUOTED_LINES = 5


class StartFailed(Failed):
    """A child process did not start, or did not get ready in time. `stderr` is the tail of what it said."""

    stderr: str = ""


class ChildDied(Failed):
    """A child process ended in the middle of its work. `stderr` is the tail of what it said."""

    stderr: str = ""


class ChildHung(ChildDied):
    """A child process that gave no answer, or did not obey a time-out, and was ended for it."""


class ChildTimeout(Failed):
    """A call took longer than its limit; it was cancelled, and its process ended if it did not obey."""

    stderr: str = ""


class ChildTooLarge(Failed):
    """A child process asked for more memory than its limit."""

    stderr: str = ""


class ChildBug(Failed):
    """A handler in a child process raised something that is not an error of ours: `traceback` says where."""

    traceback: str = ""


def from_wire(data: Mapping[str, Any]) -> WorkprintError:
    """Return the error that a child described, ready to be raised."""
    if data.get("error") != "Bug":
        return from_json(data)
    attempted, why = str(data.get("attempted", "")), str(data.get("why", ""))
    bug = ChildBug(attempted, why, hint="This is a bug, please report it.")
    bug.traceback = str(data.get("traceback", ""))
    return bug


def quoted(stderr: str) -> str:
    """Return the last lines of a child's stderr as one line for a message, or nothing.

    Of the interpreter's own report of a crash that is its name and the place.
    """
    said, crash, report = stderr.partition("Fatal Python error: ")
    lines = [line.strip() for line in said.splitlines() if line.strip()][-QUOTED_LINES:]
    if crash:
        name, *rest = report.splitlines()
        lines += [crash + name, *[line.strip() for line in rest if line.lstrip().startswith("File ")][:1]]
    return f" (it said: {' | '.join(lines)})" if lines else ""
