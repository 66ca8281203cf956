"""Measure Workprint beside other programs on this machine; a missed goal makes the exit status 1."""

import argparse

from editor.cli.console import Console

NAME = "bench"
HELP = "measure Workprint beside others on this machine"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure; everything by default")


def run(args: argparse.Namespace, console: Console) -> int:
    """Print a line for each measurement as it is done."""
    from editor.verbs import bench

    done = bench(args.names, console.say)
    console.result({"rows": [dict(row) for row in done.rows]}, "")
    return 0 if done.met else 1
