"""What it takes to put a picture on the screen: in the window, and in the engine where it is looked at.

Run by itself it prints the window's figures as JSON, drawn by whatever `WORKPRINT_VIEWER` asks for.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import Any

import numpy as np

from tests.bench.rows import Row

SIZES = {"1080p": (1920, 1080), "4k": (3840, 2160)}
MOST_MS = 50.0
"""Milliseconds that nothing on the window's thread may take longer than."""
CANVAS = (1280, 720)
_TIMES = 12


def measure_drawing(way: str, name: str) -> Row:
    """Draw pictures by the processor (`software`) or by OpenGL (`gl`), on a display of its own.

    Raises RuntimeError where there is no OpenGL.
    """
    found = drawn(way)
    in_software = way == "gl" and not found["device"]
    by = "OpenGL computed by the processor, which Workprint does not use" if in_software else way
    note = f"a new picture fitted into {CANVAS[0]}x{CANVAS[1]}, the longest of {_TIMES}, processor time; {by}"
    goal = None if in_software else MOST_MS
    return Row(f"display-{way}-{name}", found[name], None, goal=goal, unit="ms", note=note)


@cache
def drawn(way: str) -> dict[str, Any]:
    """Draw everything once in a process of its own and return milliseconds by name."""
    platform, before = ("xcb", ["xvfb-run", "-a"]) if way == "gl" else ("offscreen", [])
    told = {**os.environ, "QT_QPA_PLATFORM": platform, "WORKPRINT_VIEWER": way}
    command = [*before, sys.executable, "-m", "tests.bench.display"]
    ran = subprocess.run(command, env=told, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    if (found["canvas"] == "GlCanvas") != (way == "gl"):
        raise RuntimeError(f"{found['canvas']} drew where {way} was asked for")
    return found


def draw() -> dict[str, Any]:
    """Return how many milliseconds each drawing took at most, and the name of the canvas."""
    from qtpy.QtTest import QTest

    from editor.ui.app import make_app
    from editor.ui.viewer.choose import has_opengl
    from tests.editor.ui.viewer.put_up import viewer_put_up
    from tests.editor.ui.viewer.viewing import noise

    make_app()
    found: dict[str, Any] = {"device": has_opengl(in_software_too=False)}
    with viewer_put_up(*CANVAS) as shown:
        canvas: Any = shown.viewer.canvas
        found["canvas"] = type(canvas).__name__
        for name, (columns, rows) in SIZES.items():
            pictures = [noise(columns, rows, seed) for seed in (1, 2)]
            found[name] = _longest(lambda turn, of=pictures: _put(shown.model, canvas, of[turn % 2]))
            wiped = [replace(each, beside=(pictures[0].pixels,)) for each in pictures]
            shown.model.comparing.begin(("circled", "source"), "wipe")
            found[f"{name}-wipe"] = _longest(lambda turn, of=wiped: _put(shown.model, canvas, of[turn % 2]))
            shown.model.comparing.end()
        QTest.qWait(10)
    return found


def _put(model: Any, canvas: Any, picture: Any) -> None:
    model.picture.set(picture)
    canvas.grabFramebuffer() if hasattr(canvas, "grabFramebuffer") else canvas.repaint()


def _longest(run: Callable[[int], None]) -> float:
    run(0)
    took = []
    for turn in range(_TIMES):
        began = time.process_time()
        run(turn + 1)
        took.append((time.process_time() - began) * 1e3)
    return round(max(took), 2)


def measure_looking(name: str) -> Row:
    """Look at a frame of HD video in a way, in the engine's code: the median of five."""
    note = "in the engine's code, a frame of 1080p video in eight bits, processor time"
    return Row(f"look-{name}", _median(ways_to_look()[name]), None, goal=None, unit="ms", note=note)


@cache
def ways_to_look() -> dict[str, Callable[[], object]]:
    """Return what is measured, by name."""
    from nodes.api import ColourTags, Native, Time
    from nodes.api.formats import Box
    from nodes.api.frames import Frame
    from nodes.api.times import Rate
    from nodes.engine.scope_places import SCOPES
    from nodes.engine.scopes import scopes_of
    from nodes.engine.sending import planes_of
    from nodes.engine.view import View
    from nodes.engine.viewed import viewed
    from nodes.engine.views import view_transform, views_of
    from nodes.media.colour import to_working
    from nodes.media.working import WorkingSpace

    space, display = WorkingSpace(), ColourTags("rgb", "full", "bt709", "bt709")
    rng = np.random.default_rng(3)
    planes = tuple(rng.integers(40, 210, shape, np.uint8) for shape in ((1080, 1920), (540, 960), (540, 960)))
    window = Box.of_size(1920, 1080)

    def frame() -> Frame:
        native = Native("yuv420p", planes)
        return Frame(window, window, Time(0, Rate(24)), native, ColourTags(), to_working=to_working(space))

    view = views_of(space)[0]
    view_transform(space, view)
    plain = planes_of(frame(), "rgba", display, space).planes[0]
    return {
        "plain": lambda: planes_of(frame(), "rgba", display, space),
        "channel": lambda: viewed([frame()], View(channel="red"), display, space),
        "gain": lambda: viewed([frame()], View(gain=1.0), display, space),
        "gamma": lambda: viewed([frame()], View(gamma=1.2), display, space),
        "aces": lambda: viewed([frame()], View(transform=view), display, space),
        "difference": lambda: viewed([frame(), frame()], View(difference=4.0), display, space),
        "scopes": lambda: scopes_of(plain, SCOPES),
    }


def _median(run: Callable[[], object]) -> float:
    took = []
    for _ in range(5):
        began = time.process_time()
        run()
        took.append((time.process_time() - began) * 1e3)
    return round(statistics.median(took), 1)


WAYS = ("software", "gl") if shutil.which("xvfb-run") else ("software",)
BENCHES = {
    **{
        f"display-{way}-{name}": partial(measure_drawing, way, name)
        for way in WAYS
        for name in (*SIZES, *(f"{size}-wipe" for size in SIZES))
    },
    **{
        f"look-{name}": partial(measure_looking, name)
        for name in ("plain", "channel", "gain", "gamma", "aces", "difference", "scopes")
    },
}


if __name__ == "__main__":
    print(json.dumps(draw()))
