"""What a person hands over, without a widget: the cut as OTIO, the cut or a shot as a movie or pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor.ui.observe import Value
from editor.ui.queue.model import Progress, Queue
from editor.ui.session import Session
from editor.ui.shots import clip_title, selected_clip
from editor.ui.words import say
from editor.ui.work import Work
from nodes.api.errors import Cancelled

if TYPE_CHECKING:
    from editor.document.opened import Project
    from nodes.api.times import Range

RENDER = "render"
"""The kind of a task that renders."""


@dataclass(frozen=True, slots=True)
class Render:
    """What is to be rendered: where to, in which codec ("" as the ending says), of what.

    `shot` is a clip's id, "" for the cut; of the cut `range` is the part, None for all. `live` runs the
    graphs of shots instead of showing circled takes.
    """

    output: Path
    codec: str = ""
    shot: str = ""
    range: Range | None = None
    live: bool = False
    handles: int = 0


class DeliverModel:
    """Both use the project as it is kept: what is being dragged is not handed over.

    `report` says what became of the last export: what was lost, what to know; "" once it was shown.
    """

    def __init__(self, session: Session, work: Work, queue: Queue) -> None:
        self.session, self._work, self._queue = session, work, queue
        self.report: Value[str] = Value("")

    @property
    def project(self) -> Project | None:
        """The project as it is kept."""
        return self.session.project.value

    def marked(self) -> Range | None:
        """Return what is marked between in and out."""
        return self.session.marked.value

    def shot(self) -> tuple[str, str] | None:
        """Return id and name of the clip that is selected, None for none or several."""
        clip = selected_clip(self.session)
        return None if clip is None else (clip.id, clip_title(clip))

    def suggested(self, ending: str) -> Path:
        """Return where a file of this project might go: beside its folder, called like it."""
        project = self.project
        if project is None:
            return Path.home()
        return project.folder.parent / f"{project.folder.name}{ending}"

    def export(self, output: Path, *, active_only: bool = False) -> None:
        """Write the cut for another suite, and report."""
        project = self.project
        if project is None:
            return

        def run(progress: Progress) -> str:
            from editor.verbs import export

            progress(0, 0, say("writing"))
            return export(project, output, active_only=active_only, engine=self._work.engine).text()

        self._queue.add(say("Export {name}", name=output.name), run, self.report.set, self._failed)

    def render(self, wish: Render) -> None:
        """Render in the queue, and tell where it is."""
        project = self.project
        if project is None:
            return

        def run(progress: Progress) -> str:
            from editor.verbs import render

            done = render(
                project,
                wish.output,
                shot=wish.shot or None,
                range=None if wish.shot else wish.range,
                codec=wish.codec or None,
                handles=wish.handles,
                live=wish.live,
                engine=self._work.engine,
                progress=progress,
            )
            return done.text()

        title = say("Render {name}", name=wish.output.name)
        self._queue.add(title, run, self.session.message.set, self._failed, about=wish.shot, kind=RENDER)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.session.fail(error)
