"""The menu in which a person chooses what is compared with what."""

from __future__ import annotations

from functools import partial

from qtpy.QtWidgets import QMenu, QWidget

from editor.document.edits.takes import shot_of
from editor.document.layout import by_id
from editor.document.model import Clip
from editor.document.tree import ours
from editor.playback.versions import CIRCLED, LIVE, SOURCE
from editor.ui.session import Session
from editor.ui.words import say

from .comparing import LETTERS, source_name
from .model import PlayerModel


class VersionsMenu(QMenu):
    """For A and for B: circled, live, the source, and the takes that the chosen clip refers to."""

    def __init__(self, model: PlayerModel, parent: QWidget) -> None:
        super().__init__(say("What is compared"), parent)
        self._model = model
        self.aboutToShow.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        now = now_compared(self._model)
        for place, mine in enumerate(now):
            menu = self.addMenu(f"{LETTERS[place]}:  {source_name(mine)}")
            for source in offered(self._model.session):
                entry = menu.addAction(source_name(source))
                entry.setCheckable(True)
                entry.setChecked(source == mine)
                entry.triggered.connect(partial(self._choose, place, source))

    def _choose(self, place: int, source: str, _checked: bool = False) -> None:
        sources = list(now_compared(self._model))
        sources[place] = source
        self._model.compare(sources, self._model.comparing.mode.value)


def now_compared(model: PlayerModel) -> tuple[str, ...]:
    """Return what is compared, or what would be first."""
    return model.comparing.sources.value or (model.showing.value, SOURCE)


def offered(session: Session) -> tuple[str, ...]:
    """Return the versions that can be named without a look at the disk, a chosen clip's takes among them."""
    found = [CIRCLED, LIVE, SOURCE]
    cut = session.cut.value
    if cut is None:
        return tuple(found)
    for id in session.selection.value:
        here = by_id(cut, id)
        if here is not None and isinstance(here.item, Clip):
            takes = (ours(each.metadata).get("take") for each in here.item.references.values())
            found += [f"{shot_of(here.item)}/{take}" for take in takes if isinstance(take, str)]
    return tuple(dict.fromkeys(found))
