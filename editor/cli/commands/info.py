"""Tell what a cut, a project or a piece of media holds: clips, takes, stale takes, facts of files."""

import argparse

from editor.cli.console import Console

NAME = "info"
HELP = "tell what a cut, a project or media holds"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("path", metavar="CUT|PROJECT|MEDIA", help="an .otio file, a project, or media")


def run(args: argparse.Namespace, console: Console) -> int:
    """Print what is there."""
    from editor.verbs import info

    found = info(args.path)
    for note in found.notes:
        console.say(f"note: {note}")
    console.result(found.document, found.text)
    return 0
