"""List takes; mark, measure and compare them, show all, put away and remove those nobody wants."""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened
from editor.cli.words import at_most_one
from nodes.api.errors import BadInput

NAME = "takes"
HELP = "list, mark, measure, compare and prune takes"


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
    parser.add_argument(
        "--rate", nargs=2, metavar=("TAKE", "N"), action="append", default=[], help="rate a take, 0 to 5"
    )
    parser.add_argument(
        "--note", nargs=2, metavar=("TAKE", "TEXT"), action="append", default=[], help="note something on it"
    )
    parser.add_argument(
        "--trash", metavar="TAKE", action="append", default=[], help="put a take into the project's trash"
    )
    parser.add_argument(
        "--restore", metavar="TAKE", action="append", default=[], help="put a take of the trash back"
    )
    parser.add_argument("--empty-trash", action="store_true", help="remove what is in the trash for good")
    parser.add_argument("--measure", action="store_true", help="measure takes that were not measured yet")
    parser.add_argument(
        "--compare",
        nargs=2,
        metavar=("A", "B"),
        help="in what two takes differ; with -o, they (or 'source') side by side",
    )
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
    writes = bool(args.circle or args.star or args.prune or args.trash or args.empty_trash)
    with opened(args.project, console, write=writes) as project:
        done = takes(
            project,
            shot,
            circle=args.circle,
            star=args.star,
            rate={take: _rating(take, text) for take, text in args.rate},
            note=dict(args.note),
            trash=args.trash,
            restore=args.restore,
            empty=args.empty_trash,
            measure=args.measure,
            compare=tuple(args.compare) if args.compare else None,
            output=args.output,
            sheet=args.sheet,
            prune=args.prune,
            progress=console.progress(),
        )
        console.result(done.to_json(), done.text())
    return 0


def _rating(take: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise BadInput(f"Rate take '{take}'", f"'{text}' is no rating", hint="Give 0 to 5.")
    return int(text)
