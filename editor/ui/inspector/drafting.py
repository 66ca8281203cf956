"""A value that is tried before it is kept: what is shown meanwhile can be given up again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from editor.ui.session import Session

if TYPE_CHECKING:
    from editor.document.model import Cut


class Draft:
    """What a session shows while something is dragged. Nothing of it is kept."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: Cut | None = None
        self._shown: Cut | None = None

    def show(self, change: Callable[[], None]) -> None:
        """Have a change shown that is not kept."""
        cut = self._session.cut.value
        if cut is not self._shown:
            # The first one, or something else was kept meanwhile: that is what would be gone back to.
            self._before = cut
        change()
        self._shown = self._session.cut.value

    def give_up(self) -> None:
        """Show what was shown before, unless it is shown already."""
        shown, before = self._shown, self._before
        self.done()
        if shown is not None and self._session.cut.value is shown and before is not None:
            self._session.cut.set(before)

    def done(self) -> None:
        """Go back to nothing: what is shown now is kept."""
        self._shown = self._before = None
