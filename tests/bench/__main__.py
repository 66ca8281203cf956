"""Measure: `python3 run.py bench [NAME]… [--json]`. A missed goal makes the exit status 1."""

from __future__ import annotations

import argparse
import json
import sys

from tests.bench import startup, timeline

BENCHES = {"startup": startup.measure, **timeline.benches()}


def main() -> int:
    """Measure what was named, everything by default, and print a row for each."""
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"of {', '.join(BENCHES)}; all by default")
    parser.add_argument("--json", action="store_true", help="print one JSON document on standard output")
    asked = parser.parse_args()
    if unknown := set(asked.name) - set(BENCHES):
        parser.error(f"there is no bench called {', '.join(sorted(unknown))}")
    rows = []
    for name in asked.name or BENCHES:
        rows.append(BENCHES[name]())
        print(rows[-1], file=sys.stderr if asked.json else sys.stdout, flush=True)
    if asked.json:
        print(json.dumps([row.to_json() for row in rows], indent=2))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
