"""Check this machine for what Workprint needs and say what is missing and how to get it."""

import argparse

from editor.cli.console import Console

NAME = "doctor"
HELP = "check what this machine has and lacks"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no arguments: the whole machine is looked at."""


def run(args: argparse.Namespace, console: Console) -> int:
    """Print the checks; exit 1 where something needed is missing."""
    from editor.verbs import doctor

    found = doctor()
    console.result(found.document, found.text)
    return 0 if found.document["ok"] else 1
