"""Standard input, output and error as they come: closed, full, read by somebody who leaves."""

from __future__ import annotations

import io
import os
import sys


def prepare_streams() -> None:
    """Make the standard streams safe to print to, whatever this process was started with.

    One that was closed goes nowhere: the next file that is opened would get its number. Names that are
    no text, or that the terminal cannot show, are printed escaped.
    """
    handle = os.open(os.devnull, os.O_RDWR)
    while handle <= 2:
        handle = os.dup(handle)
    os.close(handle)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def silence(number: int) -> None:
    """Let what is still to be printed to standard output (1) or error (2) go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
