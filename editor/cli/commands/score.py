"""Score mattes against true masks: J (area) and F (outline), per frame and mean."""

import argparse

from editor.cli.console import Console

NAME = "score"
HELP = "tell how well mattes agree with true masks"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("mattes", metavar="MATTES", help="a folder of mattes, or a movie")
    parser.add_argument("truth", metavar="TRUTH", help="a folder of true masks with the same numbers")


def run(args: argparse.Namespace, console: Console) -> int:
    """Print J and F."""
    from editor.verbs import score

    found = score(args.mattes, args.truth, progress=console.progress())
    console.result(found.document, found.text)
    return 0
