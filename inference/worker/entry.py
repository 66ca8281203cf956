"""The torch worker's process: started by path, answers the calls that capabilities make."""

import os
import sys
from pathlib import Path

# Started by path, Python puts this folder first, where a module of ours could hide one of somebody else's.
sys.path[0] = str(Path(__file__).resolve().parents[2])

from inference.worker.handlers import handlers  # noqa: E402
from nodes.process import child  # noqa: E402


def main() -> None:
    """Serve until the parent says stop; the argument is the folder where trained weights are kept."""
    kept = Path(sys.argv[1])
    # Torch makes a folder for compiled code the moment an optimiser is made, in the temporary folder of all.
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = str(kept / "compiled")
    # Its threads wait for one another by spinning: beside a busy decoder that makes a step ten times as long.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    # What a model needs lies in its folder: its libraries are to ask nobody for the rest.
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    child.serve(handlers(kept))


if __name__ == "__main__":
    main()
