"""Write the cut for other suites, circled takes as active media of their clips; print the loss list."""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened

NAME = "export"
HELP = "write the cut as .otio for another suite"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT", help="the .otio file to write"
    )
    parser.add_argument(
        "--active-only", action="store_true", help="only the circled take or the source, no alternates"
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Export and print what the format could not carry."""
    from editor.verbs import export

    with opened(args.project, console) as project:
        done = export(project, args.output, active_only=args.active_only)
    console.result(done.to_json(), done.text())
    return 0
