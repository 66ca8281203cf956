"""Starting the process itself: command, environment, pipes, memory limit."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nodes.process import child
from nodes.process.errors import StartFailed
from nodes.process.limits import Limits

CHILD_VARIABLE = "WORKPRINT_CHILD"
_KEPT = ("PYTHONDONTWRITEBYTECODE",)


@dataclass(frozen=True, slots=True)
class Launched:
    """A started process and the parent's ends of its pipes (file descriptors)."""

    process: subprocess.Popen[bytes]
    reader: int
    writer: int
    errors: int


def clean_environment(chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return this process's environment without what steers our interpreter, plus what was chosen.

    A child that crashes prints where it was, and nothing it prints is lost in a buffer.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON") or key in _KEPT}
    ours = {"PYTHONFAULTHANDLER": "1", "PYTHONUNBUFFERED": "1", CHILD_VARIABLE: child.__file__}
    return kept | ours | dict(chosen or {})


def launch(
    entry: Path,
    *,
    interpreter: Path | None = None,
    args: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    limits: Limits,
) -> Launched:
    """Start `[interpreter, entry, *args]` in a session of its own; raises `StartFailed`.

    The wire is a pair of further pipes, given by number in the environment; stdin is empty, and what the
    child or its libraries print goes to the same pipe as stderr.
    """
    command = [str(interpreter or sys.executable), str(entry), *args]
    attempted = f"Start the process {entry.name}"
    if not entry.is_file():
        raise StartFailed(attempted, f"there is no file {entry}", hint="Is the installation whole?")
    down, up, err = os.pipe(), os.pipe(), os.pipe()
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=err[1],
            stderr=err[1],
            pass_fds=(down[0], up[1]),
            env=clean_environment(env) | {child.WIRE_VARIABLE: f"{down[0]},{up[1]}"},
            start_new_session=True,
        )
    except OSError as error:
        for end in (down[1], up[0], err[0]):
            os.close(end)
        raise StartFailed(
            attempted, f"{command[0]} does not run: {error.strerror}", hint="Is that a Python interpreter?"
        ) from error
    finally:
        for end in (down[0], up[1], err[1]):
            os.close(end)
    if limits.address_bytes is not None and hasattr(resource, "prlimit"):
        resource.prlimit(process.pid, resource.RLIMIT_AS, (limits.address_bytes, limits.address_bytes))
    os.set_blocking(down[1], False)
    return Launched(process, up[0], down[1], err[0])
