"""Make a project, empty or from a cut, find the cut's media, and print the conform report."""

import argparse
from pathlib import Path

from editor.cli.console import Console

NAME = "new"
HELP = "make a project from a cut and find its media"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT", help="the folder to make")
    parser.add_argument(
        "--from", dest="cut", type=Path, metavar="CUT", help="an .otio timeline to start from"
    )
    parser.add_argument(
        "--media", type=Path, action="append", default=[], metavar="DIR", help="look for media here"
    )
    parser.add_argument("--rate", help="frames a second of the cut: 24, 23.976, 30000/1001")
    parser.add_argument("--size", metavar="WxH", help="picture size of the cut")
    parser.add_argument(
        "--handles", type=int, default=12, metavar="N", help="frames of handles of a take (12)"
    )
    parser.add_argument(
        "--map", action="append", default=[], metavar="OLD=NEW", help="media under OLD now lies under NEW"
    )
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="also write the conform report as .csv, .json or text"
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Make the project and print what became of every clip."""
    from editor.verbs import new

    made = new(
        args.project,
        cut=args.cut,
        media=tuple(args.media),
        rate=args.rate,
        size=args.size,
        handles=args.handles,
        maps=tuple(args.map),
        report=args.report,
        progress=console.progress(),
    )
    with made.project:
        console.result(made.to_json(), made.text())
    return 0
