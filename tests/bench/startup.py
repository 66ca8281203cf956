"""How long `workprint --help` takes, beside a bare interpreter."""

from __future__ import annotations

import subprocess
import sys

from tests.bench.rows import Row, side_by_side


def measure() -> Row:
    """Start both thirty times in turns."""

    def started(*words: str) -> None:
        subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)

    ours, peer = side_by_side(
        lambda: started("-m", "editor.cli", "--help"), lambda: started("-c", "pass"), times=30
    )
    return Row("startup", ours, peer, goal=10, unit="s", note="workprint --help beside `python -c pass`")


BENCHES = {"startup": measure}
