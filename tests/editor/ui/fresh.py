"""The window in a process of its own, told as one line of JSON: what was loaded, how much memory it takes.

`python -m tests.editor.ui.fresh [PROJECT]` ends once the window is idle, with its picture where a project
is named.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

HEAVY = ("torch", "av", "cv2", "OpenImageIO", "PyOpenColorIO", "nodes.library")


def main() -> None:
    """Open the window, wait until it is idle, tell, close."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    from editor.ui import app as start
    from editor.ui.desk import Desk
    from editor.ui.post import WindowPost
    from editor.ui.window import Window

    app = start.make_app()
    post = WindowPost()
    desk = Desk(post)
    window = Window(desk, post)
    window.show()
    app.processEvents()
    print("ready", flush=True)
    if path is not None:
        start.load()
        for _ in window.furnish():
            app.processEvents()
        desk.open(path)
        end = time.monotonic() + 60
        while desk.player.picture.value is None or not desk.graph.specs.value:
            assert time.monotonic() < end, desk.session.message.value
            app.processEvents()
            time.sleep(0.005)
        app.processEvents()
    loaded = [name for name in HEAVY if name in sys.modules]
    print(json.dumps({"loaded": loaded, "megabytes": memory()}), flush=True)
    window.forget()
    desk.close()
    post.close()
    window.deleteLater()


def memory() -> float:
    """Return the resident memory of this process in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    raise OSError("there is no VmRSS")


if __name__ == "__main__":
    main()
