"""The parser of the whole command line; what cannot be read is an error like any other."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from nodes.api.errors import BadInput

from .commands import COMMANDS

_ABOUT = """\
A cut is a timeline, a shot in it carries a graph, running the graph makes takes,
one take is circled, and the cut goes back to the suite it came from."""

_EPILOG = """\
exit codes: 0 done; 1 a valid request failed; 2 bad input or usage; 130 cancelled.
Start with: workprint demo
Without a command: `workprint` opens the window, `workprint FILE` a project or a timeline in it."""


class UsageError(BadInput):
    """The words of a command line do not make a command."""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError, and takes options only as they are spelt."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what argparse takes."""
        kwargs |= {"allow_abbrev": False, "formatter_class": argparse.RawDescriptionHelpFormatter}
        super().__init__(**kwargs)

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(f"Read '{self.prog}'", message, hint=f"`{self.prog} --help` shows how it is used.")


class _Version(argparse.Action):
    """Print the version, which costs a search for the installed package, only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        from importlib.metadata import PackageNotFoundError, version

        try:
            found = version("workprint")
        except PackageNotFoundError:
            found = "from a source folder"
        print(f"workprint {found}")
        parser.exit()


def build_parser() -> Parser:
    """Return the parser of the whole command line."""
    shared = Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print one JSON document on standard output")
    shared.add_argument("--quiet", action="store_true", help="no progress on standard error")
    parser = Parser(prog="workprint", description=_ABOUT, epilog=_EPILOG)
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for command in COMMANDS:
        made = commands.add_parser(
            command.NAME, help=command.HELP, description=command.__doc__, parents=[shared]
        )
        command.arguments(made)
        made.set_defaults(run=command.run, parser=made)
    return parser


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments; a command's words may stand before, between and after its options.

    Raises UsageError.
    """
    args, rest = build_parser().parse_known_args(argv)
    # argparse takes a run of free words as soon as it can fill it with none; later ones are left over.
    unknown = [word for word in rest if word.startswith("-") or not hasattr(args, "words")]
    if unknown:
        args.parser.error(f"it does not know '{unknown[0]}'")
    if rest:
        args.words = [*args.words, *rest]
    return args
