"""List takes; circle one, star some, compare two, show all, remove those nobody wants."""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened
from editor.cli.words import at_most_one

NAME = "takes"
HELP = "list, circle, star, compare and prune takes"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("words", nargs="*", metavar="SHOT", help="a clip's name or id; none for all")
    parser.add_argument(
        "--circle", metavar="TAKE", help="make this take the one the cut shows ('none' takes it back)"
    )
    parser.add_argument(
        "--star", metavar="TAKE", action="append", default=[], help="star a take, or take the star back"
    )
    parser.add_argument("--compare", nargs=2, metavar=("A", "B"), help="two takes (or 'source') side by side")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the comparison's movie")
    parser.add_argument(
        "--sheet", type=Path, metavar="FILE", help="a picture of all takes: one frame of each, with its name"
    )
    parser.add_argument(
        "--prune", action="store_true", help="remove takes that are neither circled nor starred"
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what was asked, then list."""
    from editor.verbs import takes

    shot = at_most_one(args.words, "takes", "shot")
    with opened(args.project, console, write=bool(args.circle or args.star or args.prune)) as project:
        done = takes(
            project,
            shot,
            circle=args.circle,
            star=args.star,
            compare=tuple(args.compare) if args.compare else None,
            output=args.output,
            sheet=args.sheet,
            prune=args.prune,
            progress=console.progress(),
        )
        console.result(done.to_json(), done.text())
    return 0
