"""The commands, one file each: NAME, HELP, `arguments(parser)` and `run(args, console) -> exit code`."""

import argparse
from typing import Protocol

from editor.cli.console import Console

from . import (
    bench,
    bins,
    cache,
    demo,
    doctor,
    edit,
    export,
    graph,
    info,
    levels,
    models,
    new,
    nodes,
    render,
    run,
    score,
    shot,
    take,
    takes,
)


class Command(Protocol):
    """What a command's module offers."""

    NAME: str
    HELP: str
    __doc__: str | None

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, args: argparse.Namespace, console: Console) -> int:
        """Do the work and return the exit code."""


COMMANDS: tuple[Command, ...] = (
    demo,
    new,
    edit,
    bins,
    info,
    shot,
    graph,
    take,
    takes,
    render,
    export,
    levels,
    run,
    nodes,
    models,
    cache,
    score,
    bench,
    doctor,
)
