"""Run a command; turn errors into the contract's messages and exit codes."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Sequence
from pathlib import Path

from nodes.api.errors import BadInput, Cancelled, Failed, WorkprintError

from .commands import COMMANDS
from .console import Console
from .parser import parsed
from .streams import silence
from .window import means_window, open_window

_BAD_NAMES = (errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.EINVAL)
_JSON, _QUIET = "--json", "--quiet"


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    # Known before anything is parsed: a line that cannot be read is told in the form it asked for.
    console = Console(as_json=_JSON in argv, quiet=_QUIET in argv)
    try:
        if means_window(argv, [command.NAME for command in COMMANDS]):
            return open_window(Path(argv[0]) if argv else None)
        args = parsed(argv)
        code: int = args.run(args, console)
        return code
    except KeyboardInterrupt:
        return _refuse(console, Cancelled("Cancelled", hint="What was finished is kept."))
    except WorkprintError as error:
        return _refuse(console, error)
    except BrokenPipeError:
        # Whoever read our output has left; nothing more can be said to them.
        silence(1)
        return 1
    except OSError as error:
        told = refusal_of(error)
        return _bug(console, error) if told is None else _refuse(console, told)
    except Exception as error:  # noqa: BLE001 - the last boundary: a fault is told, never shown as a traceback
        return _bug(console, error)


def refusal_of(error: OSError) -> WorkprintError | None:
    """Return what to tell of a file that the system did not let be used, None where no file was meant."""
    if error.filename is None:
        return None
    kind = BadInput if error.errno in _BAD_NAMES else Failed
    hint = "Check the path, the disk and who may use it."
    return kind(f"Use '{os.fsdecode(error.filename)}'", error.strerror or str(error), hint=hint)


def _refuse(console: Console, error: WorkprintError) -> int:
    console.complain(str(error))
    if console.as_json:
        console.failure(error.to_json())
    return error.exit_code


def _bug(console: Console, error: Exception) -> int:
    """Say in one line that Workprint is at fault and where the details are."""
    place = _write_report("".join(traceback.format_exception(error)))
    told = f"The details are in '{place}'; please report them." if place else "Please report it."
    console.complain(f"this is a fault in Workprint, not yours: {error!r}. {told}")
    if console.as_json:
        console.failure({"error": "Bug", "attempted": "", "why": repr(error), "hint": told, "exit_code": 1})
    return 1


def _write_report(text: str) -> Path | None:
    from editor.folders import cache_folder

    try:
        place = cache_folder() / "faults" / f"fault-{os.getpid()}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8", errors="backslashreplace")
    except (OSError, WorkprintError):
        return None
    return place
