"""Which frames there are to be shown, and which are played."""

from __future__ import annotations

from editor.compile.plate import media_lookup
from editor.document.layout import cut_duration
from editor.document.model import Cut
from editor.ui.session import Session
from nodes.api.times import Range, Rate, Time


class Length:
    """Measures the session's cut, each one once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._measured: tuple[Cut | None, Range | None] = (None, None)

    @property
    def whole(self) -> Range | None:
        """The frames of the cut, None where there are none."""
        project, cut = self._session.project.value, self._session.cut.value
        if project is None or cut is None:
            return None
        if self._measured[0] is not cut:
            length = cut_duration(cut, media_lookup(project)).ceil()
            whole = Range(Time.zero(cut.rate), length) if length.value > 0 else None
            self._measured = (cut, whole)
        return self._measured[1]

    @property
    def span(self) -> Range | None:
        """The frames that are played: what is marked, else the cut."""
        whole, marked = self.whole, self._session.marked.value
        if whole is None or marked is None:
            return whole
        meet = whole.meet(marked)
        return meet if meet.frame_count else whole

    @property
    def rate(self) -> Rate:
        """The cut's rate, 24 without one."""
        cut = self._session.cut.value
        return Rate(24) if cut is None else cut.rate
