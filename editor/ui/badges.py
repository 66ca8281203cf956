"""Which take each clip shows, and whether its graph has moved on since."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from editor.document.layout import walk
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.circled import staleness
from nodes.api.errors import WorkprintError

from .observe import Value
from .session import Session
from .shots import shown_project
from .work import Newest, Work


class Badges:
    """`texts` maps the ids of clips with a circled take to "t002" or "t002 stale"."""

    def __init__(self, session: Session, work: Work) -> None:
        self.texts: Value[Mapping[str, str]] = Value({})
        self._session, self._work = session, work
        self._newest = Newest()
        session.cut.watch(lambda _: self.refresh())

    def refresh(self) -> None:
        """Look again. A take's name shows at once, whether it is stale once that is known."""
        project = shown_project(self._session)
        current = self._newest.begin()
        if project is None:
            self.texts.set({})
            return
        circled = {
            here.item.id: here.item
            for here in walk(project.cut)
            if isinstance(here.item, Clip) and here.item.circled is not None
        }
        known = self.texts.value
        self.texts.set({id: _kept(known.get(id), str(clip.circled)) for id, clip in circled.items()})
        if not circled:
            return
        self._work.ask(
            lambda: _judged(project, circled, self._work, current),
            lambda texts: self.texts.set(texts) if texts is not None and current() else None,
            self._session.fail,
        )


def _kept(known: str | None, take: str) -> str:
    return known if known is not None and known.partition(" ")[0] == take else take


def _judged(
    project: Project, circled: Mapping[str, Clip], work: Work, current: Callable[[], bool]
) -> Mapping[str, str] | None:
    texts = {}
    for id, clip in circled.items():
        if not current():
            return None
        try:
            stale = staleness(project, clip, work.engine).is_stale
        except WorkprintError:
            # The engine failed: nobody can tell, and the next look asks again.
            stale = False
        texts[id] = f"{clip.circled} stale" if stale else str(clip.circled)
    return texts
