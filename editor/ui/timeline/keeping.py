"""How a person likes the timeline: kept across starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.ui.observe import Value

from .film import SAID, Film
from .taking import Taking


class Keeping(Taking):
    """A timeline whose switches, ruler and pictures are as they were the last time."""

    film: Film | None

    def remembered(self) -> Mapping[str, object]:
        """Return how the timeline is liked, to be given to `remember` another time."""
        return {name: value.value for name, (value, _) in self._liked().items()}

    def remember(self, state: Mapping[str, object]) -> None:
        """Be as `state` says; what is not understood in it changes nothing."""
        for name, (value, known) in self._liked().items():
            found = state.get(name)
            # 1 is no True: only what is of the same kind is taken.
            if any(type(found) is type(each) and found == each for each in known):
                value.set(found)

    def _liked(self) -> Mapping[str, tuple[Value[Any], tuple[object, ...]]]:
        """Return each setting by its name, and what it may be."""
        model, film, switch = self.model, self.film, (True, False)
        return {
            "snap": (model.snap, switch),
            "linking": (model.linking, switch),
            "all_tracks": (model.all_tracks, switch),
            "units": (model.units, ("timecode", "frames")),
            **(
                {}
                if film is None
                else {"pictures": (film.pictures, tuple(SAID)), "waves": (film.waves, switch)}
            ),
        }
