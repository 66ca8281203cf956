"""Tell how much is kept that can be made again, in a project and in your cache folder, and prune it."""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened

NAME = "cache"
HELP = "tell and prune what can be made again"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("--prune", action="store_true", help="remove it, all of it or down to the limit")
    parser.add_argument(
        "--limit", metavar="BYTES", help="with --prune: how much may stay, such as 500M or 2G"
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Print sizes, after pruning where that was asked for."""
    from editor.verbs import cache

    with opened(args.project, console) as project:
        found = cache(project, prune=args.prune, limit=args.limit)
    console.result(found.document, found.text)
    return 0
