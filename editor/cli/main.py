"""Read the arguments, run the command, turn errors into the contract's messages and exit codes."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from editor._names import assert_own_names
from nodes.api.errors import WorkprintError

from .commands import COMMANDS
from .console import Console

_CANCELLED = 130

_ABOUT = """\
A cut is a timeline, a shot in it carries a graph, running the graph makes takes,
one take is circled, and the cut goes back to the suite it came from."""

_EPILOG = """\
exit codes: 0 done; 1 a valid request failed; 2 bad input or usage; 130 cancelled.
Start with: workprint demo"""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print one JSON document on standard output")
    shared.add_argument("--quiet", action="store_true", help="no progress on standard error")
    parser = argparse.ArgumentParser(
        prog="workprint",
        description=_ABOUT,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"workprint {_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        made = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.__doc__,
            parents=[shared],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.arguments(made)
        made.set_defaults(run=command.run)
    return parser


def _parsed(parser: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments; words of a command may stand before and after its options."""
    args, rest = parser.parse_known_args(argv)
    late = [word for word in rest if not word.startswith("-")]
    if len(late) != len(rest) or (rest and not hasattr(args, "words")):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        args.words = [*args.words, *late]
    return args


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    assert_own_names()
    args = _parsed(build_parser(), argv)
    console = Console(as_json=args.json, quiet=args.quiet)
    signal.signal(signal.SIGTERM, _stop)
    try:
        code: int = args.run(args, console)
        sys.stdout.flush()
        return code
    except WorkprintError as error:
        return _refuse(console, error)
    except KeyboardInterrupt:
        console.say("Cancelled. What was finished is kept.")
        return _CANCELLED
    except BrokenPipeError:
        # Whoever read our output has left; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the last boundary: a fault is told, never shown as a traceback
        return _bug(console, error)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _refuse(console: Console, error: WorkprintError) -> int:
    print(f"workprint: {error}", file=console.err)
    if console.as_json:
        console.result(error.to_json(), "")
    return error.exit_code


def _bug(console: Console, error: Exception) -> int:
    """Say in one line that Workprint is at fault and where the details are."""
    place = _write_report("".join(traceback.format_exception(error)))
    told = f"The details are in '{place}'; please report them." if place else "Please report it."
    print(f"workprint: this is a fault in Workprint, not yours: {error!r}. {told}", file=console.err)
    if console.as_json:
        console.result(
            {"error": "Bug", "attempted": "", "why": repr(error), "hint": told, "exit_code": 1}, ""
        )
    return 1


def _write_report(text: str) -> Path | None:
    from editor.folders import cache_folder

    place = cache_folder() / "faults" / f"fault-{os.getpid()}.txt"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    except OSError:
        return None
    return place


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("workprint")
    except PackageNotFoundError:
        return "from a source folder"
