"""`bench`: measure Workprint beside what others need for the same."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nodes.api.errors import BadInput, Failed

SOURCES = Path(__file__).resolve().parents[2]
_USAGE = 2
_COMPLAINTS = ("usage: ", "workprint bench: error: ")


@dataclass(frozen=True, slots=True)
class Benched:
    """What was measured: a row each with name, ours, peer, ratio, goal, met, unit and note."""

    rows: tuple[Mapping[str, Any], ...]

    @property
    def met(self) -> bool:
        """Whether no goal was missed."""
        return not any(row["met"] is False for row in self.rows)


def bench(names: Sequence[str] = (), told: Callable[[str], None] = lambda line: None) -> Benched:
    """Measure what `names` say, everything without them; `told` is given a line as each is done.

    The measurements are part of the source tree and not of an installed Workprint. Raises BadInput where
    they are not there or a name is not one of them, Failed where one breaks off.
    """
    if not (SOURCES / "tests" / "bench").is_dir():
        raise BadInput(
            "Measure Workprint",
            "the measurements are part of its source tree, and this is an installed one",
            hint="Clone the repository and say: python3 run.py bench",
        )
    command = [sys.executable, "-m", "tests.bench", "--json", "--", *names]
    with subprocess.Popen(
        command, cwd=SOURCES, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None and child.stderr is not None
        said = []
        for line in child.stderr:
            said.append(line.rstrip())
            if not line.startswith(_COMPLAINTS):
                told(said[-1])
        document = child.stdout.read()
    if child.returncode == _USAGE:
        raise BadInput("Measure Workprint", said[-1].partition("error: ")[2] or said[-1])
    try:
        return Benched(tuple(json.loads(document)))
    except ValueError as error:
        why = said[-1] if said else f"it ended with status {child.returncode}"
        raise Failed("Measure Workprint", why, hint="What was measured before is shown above.") from error
