"""Work a cut as an editor would, start to finish, offline: conform, takes, circle, export, render."""

import argparse
from pathlib import Path

from editor.cli.console import Console

NAME = "demo"
HELP = "work a cut from start to finish, offline"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "--out", type=Path, default=Path("workprint-demo"), metavar="DIR", help="where to put it all"
    )
    parser.add_argument(
        "--from", dest="cut", type=Path, metavar="CUT", help="work this .otio instead of the sample cut"
    )
    parser.add_argument(
        "--media", type=Path, action="append", default=[], metavar="DIR", help="look for its media here"
    )
    parser.add_argument(
        "--short", action="store_true", help="only grade: no roto, no looks, no light by sound"
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Do it and say where everything is."""
    from editor.demo.work import demo

    done = demo(
        args.out,
        cut=args.cut,
        media=tuple(args.media),
        short=args.short,
        say=console.say,
        progress=console.progress(),
    )
    console.result(done.to_json(), done.text())
    return done.exit_code
