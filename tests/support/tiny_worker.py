"""A torch worker whose only family is the tests' own.

Arguments: the folder that is kept, its patience as JSON, the seconds between two previews.
"""

import json
import sys
from pathlib import Path


def main() -> None:
    """Serve with the tests' family."""
    sys.path[0] = str(Path(__file__).resolve().parents[2])
    from inference.worker.handlers import handlers
    from inference.worker.models import Setup
    from inference.worker.watching import Patience
    from nodes.process import child
    from tests.support import tiny_family

    kept = Path(sys.argv[1])
    patience = Patience(**json.loads(sys.argv[2]))
    setup = Setup(kept / "measured.json", lambda name: tiny_family.load, patience, float(sys.argv[3]))
    child.serve(handlers(kept, setup))


if __name__ == "__main__":
    main()
