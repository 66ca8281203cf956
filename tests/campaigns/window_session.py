"""Somebody at the window until it is killed: `python -m tests.campaigns.window_session PROJECT SEED`.

Opens the project in the real window, drawn nowhere, and edits on: splits, trims, slips, fades, lifts, undo,
redo, a moment between each and the next. Says on standard output `open`, then of each cut that comes on the
screen `shown` and of each that is kept `kept`, with its digest; `asked` where undo or redo was asked for,
whose cut comes on the screen once it is kept.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from qtpy.QtCore import QTimer

from editor.document import edits
from editor.document.journal import digest
from editor.document.keep import encoded
from editor.document.layout import MediaLookup, shots
from editor.document.model import Clip, Cut
from editor.ui.app import make_app
from editor.ui.desk import Desk
from editor.ui.post import WindowPost
from editor.ui.window import Window
from nodes.api.times import Time

Pure = Callable[[Cut, MediaLookup], Cut]
EVERY_MS = (3, 60)


class Typist:
    """Does one thing after another, by a seed."""

    def __init__(self, desk: Desk, seed: str) -> None:
        self.desk, self.chance = desk, random.Random(seed)
        session = desk.session
        session.project.watch(lambda project: project and tell("kept", project.cut))
        session.cut.watch(lambda cut: cut and tell("shown", cut))

    def begin(self) -> None:
        cut = self.desk.session.cut.value
        assert cut is not None
        tell("open", cut)
        self._wait()

    def _wait(self) -> None:
        QTimer.singleShot(self.chance.randint(*EVERY_MS), self.step)

    def step(self) -> None:
        session, chance = self.desk.session, self.chance
        cut = session.cut.value
        assert cut is not None
        clips = [shot.clip for shot in shots(cut)]
        kind = chance.choice(("split", "trim", "slip", "level", "lift", "undo", "redo", "undo"))
        if kind in ("undo", "redo"):
            print("asked", kind, flush=True)
            session.undo() if kind == "undo" else session.redo()
        elif clips:
            session.edit(kind, self._edit(kind, chance.choice(clips), cut), {"kind": kind})
        self._wait()

    def _edit(self, kind: str, clip: Clip, cut: Cut) -> Pure:
        frames = Time(self.chance.randint(1, 6), cut.rate)
        if kind == "split":
            at = Time(self.chance.randint(0, 200), cut.rate)
            return lambda cut, media: edits.split(cut, clip.id, at, media=media)
        if kind == "trim":
            return lambda cut, media: edits.trim_by(cut, clip.id, tail=-frames, media=media)
        if kind == "slip":
            return lambda cut, media: edits.slip(cut, clip.id, frames, media=media)
        if kind == "lift":
            return lambda cut, media: edits.lift(cut, clip.id, media=media)
        opacity = self.chance.random()
        return lambda cut, media: edits.set_look(cut, clip.id, media, opacity=opacity)


def tell(what: str, cut: Cut) -> None:
    print(what, digest(encoded(cut)), flush=True)


def main() -> int:
    """Open the project, and edit for as long as the process lives."""
    project, seed = Path(sys.argv[1]), sys.argv[2]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_app()
    post = WindowPost()
    desk = Desk(post)
    window = Window(desk, post)
    for _ in window.furnish():
        app.processEvents()
    window.show()
    typist = Typist(desk, seed)
    desk.session.project.watch(lambda opened: opened and QTimer.singleShot(0, begin_once))
    begun = False

    def begin_once() -> None:
        nonlocal begun
        if not begun:
            begun = True
            typist.begin()

    desk.open(project)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
