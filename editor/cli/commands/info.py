"""Tell what a cut, a project or a piece of media holds: clips, takes, stale takes, facts of files."""

import argparse

from editor.cli.console import Console

NAME = "info"
HELP = "tell what a cut, a project or media holds"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("path", metavar="CUT|PROJECT|MEDIA", help="an .otio file, a project, or media")
    parser.add_argument(
        "--waveform",
        metavar="N",
        type=int,
        help="tell the shape of media's sound in N parts: least, most, RMS",
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Print what is there."""
    from editor.verbs import info

    found = info(args.path, waveform=args.waveform, progress=console.progress())
    for note in found.notes:
        console.say(f"note: {note}")
    console.result(found.document, found.text)
    return 0
