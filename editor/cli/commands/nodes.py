"""List the nodes there are, or tell all about one: inputs, outputs, parameters, help."""

import argparse

from editor.cli.console import Console
from editor.cli.words import at_most_one

NAME = "nodes"
HELP = "list nodes, or tell about one"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("words", nargs="*", metavar="NODE", help="a node's id; none for all")


def run(args: argparse.Namespace, console: Console) -> int:
    """Print the list or the one."""
    from editor.verbs import nodes

    found = nodes(at_most_one(args.words, "nodes", "node"))
    console.result(found.document, found.text)
    return 0
