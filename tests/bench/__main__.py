"""Measure: `workprint bench [NAME]… [--json]`. A missed goal makes the exit status 1.

Every module beside this one offers `BENCHES`: what it measures, by name. A name's first part names all
that begin with it: `timeline` is `timeline`, `timeline-near` and so on.
"""

from __future__ import annotations

import argparse
import json
import pkgutil
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import tests.bench
from tests.bench.rows import Measure


def benches() -> dict[str, Measure]:
    """Return everything that can be measured, by name."""
    found: dict[str, Measure] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name != "__main__":
            found |= getattr(import_module(f"{tests.bench.__name__}.{module.name}"), "BENCHES", {})
    return found


def asked_for(names: Iterable[str], known: Iterable[str]) -> dict[str, list[str]]:
    """Return what each name stands for."""
    return {name: [one for one in known if f"{one}-".startswith(f"{name}-")] for name in names}


def main() -> int:
    """Measure what was named, everything by default, and print a row for each."""
    known = benches()
    parser = argparse.ArgumentParser(prog="workprint bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"of {', '.join(known)}; all by default")
    parser.add_argument("--json", action="store_true", help="print one JSON document on standard output")
    asked = parser.parse_args()
    wanted = asked_for(asked.name or known, known)
    if unknown := [name for name, found in wanted.items() if not found]:
        parser.error(f"there is no bench called {', '.join(unknown)}; there is: {', '.join(known)}")
    rows = []
    for name in dict.fromkeys(one for found in wanted.values() for one in found):
        rows.append(known[name]())
        print(rows[-1], file=sys.stderr if asked.json else sys.stdout, flush=True)
    if asked.json:
        print(json.dumps([row.to_json() for row in rows], indent=2))
    return 1 if any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
