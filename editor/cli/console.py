"""Where a command's words go: results on standard output, progress on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from nodes.api.errors import Failed

from .streams import silence

Progress = Callable[[int, int, str], None]
"""Told (done, total, what) as work goes on."""

_BETWEEN_LINES = 5.0
_BETWEEN_UPDATES = 0.1


@dataclass(frozen=True)
class Console:
    """One command's output: text for people, or one JSON document."""

    as_json: bool = False
    quiet: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    def result(self, document: Mapping[str, Any], text: str) -> None:
        """Print a command's result in the form that was asked for.

        Raises Failed where standard output takes nothing, BrokenPipeError where its reader has left.
        """
        if not (self.as_json or text):
            return
        try:
            print(json.dumps(document, indent=2) if self.as_json else text, file=self.out, flush=True)
        except BrokenPipeError:
            raise
        except OSError as error:
            silence(1)
            why = error.strerror or str(error)
            raise Failed("Print the result", why, hint="What was done is kept.") from error

    def failure(self, document: Mapping[str, Any]) -> None:
        """Print an error's JSON document, if anybody is there to read it."""
        try:
            print(json.dumps(document, indent=2), file=self.out, flush=True)
        except OSError:
            silence(1)

    def say(self, text: str) -> None:
        """Tell the person something by the way."""
        if not self.quiet:
            told(self.err, f"{text}\n")

    def complain(self, text: str) -> None:
        """Tell the person what went wrong."""
        told(self.err, f"workprint: {text}\n")

    def progress(self) -> Progress:
        """Return a reporter that draws one line on a terminal and a few lines elsewhere."""
        return _ignore if self.quiet else _Reporter(self.err)


def told(err: TextIO, text: str) -> None:
    """Print to standard error; the work goes on where nobody reads it or it takes nothing."""
    try:
        print(text, end="", file=err, flush=True)
    except OSError:
        silence(2)


def _ignore(done: int, total: int, what: str) -> None:
    """Report nothing."""


class _Reporter:
    def __init__(self, err: TextIO) -> None:
        self._err = err
        self._terminal = err.isatty()
        self._what = ""
        self._started = self._shown = 0.0

    def __call__(self, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if what != self._what:
            self._what, self._started, self._shown = what, now, 0.0
        ended = total > 0 and done >= total
        wait = _BETWEEN_UPDATES if self._terminal else _BETWEEN_LINES
        if not ended and now - self._shown < wait:
            return
        self._shown = now
        line = f"{what}: {done}/{total}{self._rest(done, total, now)}" if total else what
        if self._terminal:
            told(self._err, f"\r\x1b[K{line}" + ("\n" if ended else ""))
        else:
            told(self._err, f"{line}\n")

    def _rest(self, done: int, total: int, now: float) -> str:
        spent = now - self._started
        if done <= 0 or done >= total or spent < 1.0:
            return ""
        return f", about {spent / done * (total - done):.0f} s left"
