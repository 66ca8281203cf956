"""Run the graphs of shots and keep the results as takes. A recipe that was run is not run again."""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened

NAME = "take"
HELP = "render takes of shots"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("words", nargs="*", metavar="SHOT", help="clips by name or id")
    parser.add_argument("--all", action="store_true", help="every clip that has a graph")
    parser.add_argument(
        "--count", type=int, default=1, metavar="N", help="how many takes, each with its own seed (1)"
    )
    parser.add_argument("--seed", type=int, metavar="S", help="the first seed (1)")
    parser.add_argument("--handles", type=int, metavar="N", help="frames of handles (the project's)")


def run(args: argparse.Namespace, console: Console) -> int:
    """Make the takes; those that exist already are told and cost nothing."""
    from editor.verbs import take

    with opened(args.project, console) as project:
        done = take(
            project,
            args.words,
            every=args.all,
            count=args.count,
            seed=args.seed,
            handles=args.handles,
            progress=console.progress(),
        )
    for shot, error in done.failed:
        console.complain(f"{shot}: {error}")
    console.result(done.to_json(), done.text())
    return done.exit_code
