"""The frame engine's process: started by path, answers the calls of `nodes.engine.client`."""

import sys
from pathlib import Path

# Started by path, Python puts this folder first, where a module of ours could hide one of somebody else's.
sys.path[0] = str(Path(__file__).resolve().parents[2])

from nodes.engine.handlers import Handlers  # noqa: E402
from nodes.engine.options import options_from_text  # noqa: E402
from nodes.process import child  # noqa: E402


def main() -> None:
    """Serve until the parent says stop; the argument is the options as text."""
    handlers = Handlers(options_from_text(sys.argv[1]))
    child.serve(handlers.by_name(), closing=handlers.close)


if __name__ == "__main__":
    main()
