"""A parent to be killed: starts a child, says so on stdout, and waits.

Arguments: the run root, the child's entry, the handler to call. Prints JSON: the child's number, its folder,
and the first event of the call.
"""

import json
import os
import sys
import time
from pathlib import Path

from nodes.process.parent import start
from nodes.process.sweep import open_run


def main(root: str, entry: str, handler: str) -> None:
    run = open_run(Path(root))
    child = start(Path(entry), folder=run.path, env={"PYTHONPATH": os.environ["PYTHONPATH"]})
    frames = child.call("steady", {"count": 50, "shape": [100], "dtype": "u1"}, lane="frames").frames()
    next(frames)
    event = next(child.call(handler).events())
    print(json.dumps({"pid": child.pid, "run": str(run.path), "event": event}), flush=True)
    time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
