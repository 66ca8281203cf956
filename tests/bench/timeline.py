"""How long the timeline takes to pan and zoom over 10,000 clips, beside a QGraphicsView of them."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from editor.document.model import Clip, Cut, Gap, Item, Stack, Track
from nodes.api.times import Range, Rate, Time
from tests.bench.rows import Row
from tests.bench.timeline_media import PICTURES, SOUNDS, filmed, reference

RATE = Rate(24)
TRACKS, ITEMS = 50, 200
SIZE = (1920, 1080)
STEPS = 60
SMOOTH = 0.016
"""Seconds within which 95 of 100 pictures should be there, so that 60 a second can be shown."""


@dataclass(frozen=True, slots=True)
class Look:
    """How near the cut is seen: pixels a second, None for all of it; the ratio that is good enough.

    `tall` is the height of its tracks, 0 for as they come: in tall ones small pictures and the shape of
    sound are drawn.

    Near, a scene draws a handful of rectangles and we draw ruler, headers, lanes and sound: there the 16 ms
    count.
    """

    said: str
    zoom: int | None
    goal: float
    tall: int = 0


LOOKS = {
    "timeline": Look("all of it", None, 0.25),
    "timeline-middle": Look("names just fit", 40, 0.5),
    "timeline-near": Look("some clips", 300, 2.0),
    "timeline-film": Look("in tall tracks with pictures and sound", 40, 0.6, 60),
    "timeline-film-far": Look("all of it in tall tracks with pictures and sound", None, 0.25, 60),
    "timeline-film-near": Look("some clips in large tracks with pictures and sound", 300, 2.0, 112),
}


def long_cut(tall: int = 0) -> Cut:
    """Return 10,000 items on 50 tracks: clips of uneven length, some gaps, some off, some with a graph."""
    return Cut("long", RATE, Stack("stack", items=tuple(_track(number, tall) for number in range(TRACKS))))


def _track(number: int, tall: int) -> Track:
    sounds = number >= TRACKS * 4 // 5
    media = [reference(name, RATE) for name in (SOUNDS if sounds else PICTURES)]

    def item(place: int) -> Item:
        id, count = f"{number}-{place}", 12 + (place * 7 + number * 5) % 60
        if place % 9 == 8:
            return Gap(id, Time(count, RATE))
        source = Range.frames_of(100, count, RATE)
        graph = "graph" if place % 5 == 0 else None
        name, off = f"sh{number:02d}{place:04d}", place % 17 == 0
        return Clip(id, name, source, media[place % len(media)], enabled=not off, graph=graph)

    kind = "Audio" if sounds else "Video"
    return Track(
        f"track-{number}", f"{kind[0]}{number + 1}", kind, tuple(map(item, range(ITEMS))), height=tall
    )


def measure(name: str) -> Row:
    """Pan and zoom both in turns, offscreen, each step painted at once: processor seconds of 95 in 100."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qtpy.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    look = LOOKS[name]
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"XDG_CACHE_HOME": folder}):
        return _measured(name, look, application, Path(folder))


def _measured(name: str, look: Look, application: Any, folder: Path) -> Row:
    ours, close = _ours(look, folder, application)
    peer = _peer(look)
    application.processEvents()
    seconds: tuple[list[float], list[float]] = ([], [])
    for step in range(STEPS):
        for one, taken in zip((ours, peer), seconds, strict=True):
            start = time.thread_time()
            one(step)
            taken.append(time.thread_time() - start)
    application.processEvents()
    close()
    slow, peer_slow = (statistics.quantiles(taken, n=20)[-1] for taken in seconds)
    note = (
        f"p95 of panning and zooming {TRACKS * ITEMS} items on {TRACKS} tracks at {SIZE[0]}x{SIZE[1]}, "
        f"{look.said}, beside a QGraphicsView of the same rectangles and names painted in Python; median "
        f"{statistics.median(seconds[0]) * 1000:.1f} ms; smooth is {SMOOTH * 1000:.0f} ms: "
        f"{'yes' if slow <= SMOOTH else 'NO'}"
    )
    return Row(name, slow, peer_slow, look.goal, "s", note)


def _ours(look: Look, folder: Path, application: Any) -> tuple[Callable[[int], None], Callable[[], None]]:
    from editor.ui.observe import Value
    from editor.ui.session import Session
    from editor.ui.timeline.widget import Timeline

    session = Session(lambda run: run())
    badges = {f"{track}-{place}": "t002" for track in range(TRACKS) for place in range(0, ITEMS, 3)}
    film, take_in = filmed(session, long_cut(look.tall), folder)
    timeline = Timeline(session, Value(badges), film=film)
    timeline.resize(*SIZE)
    timeline.show()
    if look.zoom is not None:
        timeline.model.zoom(look.zoom / timeline.model.view.value.zoom, 0)
        timeline.model.pan(2000, timeline.model.view.value.tops[-1] * 7 // 10)

    def step(number: int) -> None:
        if number % 3 == 2:
            timeline.model.zoom(Fraction(21, 20) if number % 2 else Fraction(20, 21), 700)
        else:
            timeline.model.pan(37 if number % 2 else 23)
        timeline.viewport().repaint()

    # What is seen was made before, as it is after a first look.
    for _ in range(200):
        application.processEvents()
        timeline.viewport().repaint()
        time.sleep(0.01)
        take_in()

    def close() -> None:
        film.close()
        timeline.close()
        session.project.value.close()  # type: ignore[union-attr]

    return step, close


def _peer(look: Look) -> Callable[[int], None]:
    from qtpy.QtCore import QRectF, Qt
    from qtpy.QtGui import QColor, QPainter
    from qtpy.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView

    from editor.ui.timeline.rows import GAP, KIND, row_of

    class Shot(QGraphicsItem):  # type: ignore[misc, unused-ignore]
        """A rectangle, and its name where there is room: what a scene of clips is usually made of."""

        def __init__(self, x: float, y: float, wide: float, name: str) -> None:
            super().__init__()
            self._area, self._name = QRectF(x, y, wide, 26), name

        def boundingRect(self) -> QRectF:
            return self._area

        def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
            painter.fillRect(self._area, colour)
            seen = painter.worldTransform().mapRect(self._area)
            if seen.width() >= 29:
                painter.save()
                painter.resetTransform()
                painter.drawText(seen, Qt.AlignmentFlag.AlignVCenter, self._name)
                painter.restore()

    colour, scene = QColor("#3f5872"), QGraphicsScene()
    for number, track in enumerate(long_cut().stack.items):
        row = row_of(track, RATE, None, lambda clip: False)
        for place, code in enumerate(row.codes):
            if code & KIND != GAP:
                start, end = float(row.edges[place]), float(row.edges[place + 1])
                scene.addItem(Shot(start / 24, number * 28, (end - start) / 24, row.items[place].name))
    view = QGraphicsView(scene)
    view.setFrameShape(QGraphicsView.Shape.NoFrame)
    view.resize(*SIZE)
    zoom = SIZE[0] / scene.width() if look.zoom is None else look.zoom
    view.scale(zoom, 1)
    view.show()
    bar = view.horizontalScrollBar()
    bar.setValue(bar.minimum() + 2000)

    def step(number: int) -> None:
        if number % 3 == 2:
            factor = 1.05 if number % 2 else 1 / 1.05
            view.scale(factor, 1)
        else:
            bar.setValue(bar.value() + (37 if number % 2 else 23))
        view.viewport().repaint()

    step.keep = scene  # type: ignore[attr-defined]
    return step


BENCHES = {name: partial(measure, name) for name in LOOKS}
