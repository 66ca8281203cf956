"""Makes sure that `nodes`, `inference`, `plugins` and `workprint` are Workprint's own.

These names exist as packages of others too, and what is installed wins over a source folder.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from pathlib import Path

NAMES = ("editor", "plugins", "inference", "nodes", "workprint")


def foreign_names(root: Path) -> dict[str, str]:
    """Return those of our names that mean something outside `root`, each with where it leads."""
    found = {}
    for name in NAMES:
        spec = PathFinder.find_spec(name)
        origin = spec.origin if spec is not None else None
        if origin is None or root not in Path(origin).parents:
            found[name] = origin or "nowhere"
    return found


def assert_own_names() -> None:
    """End the program, before it runs a stranger's code, if one of our names is not ours."""
    foreign = foreign_names(Path(__file__).parent.parent)
    if not foreign:
        return
    told = ", ".join(f"'{name}' is '{place}'" for name, place in foreign.items())
    sys.exit(
        f"workprint: Start with packages of its own: {told}, which is another's. "
        "Give Workprint an environment of its own, as `python3 run.py` does."
    )
