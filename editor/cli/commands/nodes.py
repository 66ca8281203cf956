"""List the nodes there are, or tell all about one: inputs, outputs, parameters, help."""

import argparse

from editor.cli.console import Console

NAME = "nodes"
HELP = "list nodes, or tell about one"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("node", nargs="?", metavar="NODE", help="a node's id")


def run(args: argparse.Namespace, console: Console) -> int:
    """Print the list or the one."""
    from editor.verbs import nodes

    found = nodes(args.node)
    console.result(found.document, found.text)
    return 0
