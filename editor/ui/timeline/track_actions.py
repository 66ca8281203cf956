"""What can be done with how tracks and clips are shown, and with their levels, for the registry."""

from __future__ import annotations

from functools import partial

from editor.ui.actions import Action

from .band_drag import step_levels
from .faders import step_tracks
from .film import Film, Pictures
from .headers import all_heights, step_heights
from .heights import LARGE, MIDDLE, SMALL
from .model import TimelineModel

_STEP = 1.25
_HEIGHTS, _LEVELS, _PICTURES = "Track Heights", "Track Levels", "Pictures on Clips"


def track_actions(model: TimelineModel, film: Film | None) -> tuple[Action, ...]:
    """Return the actions of heights, levels and, where there is a film, of what is drawn on clips."""
    cut, selected = model.has_cut, model.has_selection
    heights = (
        ("taller", "Taller Tracks", ("Shift+=",), partial(step_heights, model, _STEP)),
        ("lower", "Lower Tracks", ("Shift+-",), partial(step_heights, model, 1 / _STEP)),
        ("small", "Small Tracks", (), partial(all_heights, model, SMALL)),
        ("middle", "Middle Tracks", (), partial(all_heights, model, MIDDLE)),
        ("large", "Large Tracks", (), partial(all_heights, model, LARGE)),
        ("shared", "Tracks as They Fit", (), partial(all_heights, model, 0)),
    )
    made = [
        Action(f"timeline.heights_{name}", text, keys, run, cut, _HEIGHTS)
        for name, text, keys, run in heights
    ]
    made += [
        Action(
            "clip.level_up", "Raise Level or Opacity", ("Alt+=",), partial(step_levels, model, 1), selected
        ),
        Action(
            "clip.level_down", "Lower Level or Opacity", ("Alt+-",), partial(step_levels, model, -1), selected
        ),
    ]
    made += [
        Action(f"timeline.track_{name}", text, (), partial(step_tracks, model, by), cut, _LEVELS)
        for name, text, by in (
            ("louder", "Louder Sound Tracks", 1.0),
            ("quieter", "Quieter Sound Tracks", -1.0),
        )
    ]
    if film is not None:
        ways: tuple[tuple[Pictures, str], ...] = (
            ("off", "No Pictures"),
            ("head", "Picture at the Head"),
            ("ends", "Pictures at Head and Tail"),
            ("strip", "Pictures All Along"),
        )
        made += [
            *(
                Action(
                    f"timeline.pictures_{how}", text, (), partial(film.draw_pictures, how), None, _PICTURES
                )
                for how, text in ways
            ),
            Action("timeline.waveforms", "Waveforms on Clips", (), film.toggle_waves),
        ]
    return tuple(made)
