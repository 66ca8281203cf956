"""What can be done with the viewer: playing, stepping, zooming."""

from __future__ import annotations

from functools import partial

from editor.ui.actions import Action
from editor.ui.observe import Value

from .model import PlayerModel

SECOND = 1
"""Seconds that a long step goes."""


def toggle(value: Value[bool]) -> None:
    """Turn a switch over."""
    value.set(not value.value)


def switch_showing(model: PlayerModel) -> None:
    """Show graphs live instead of circled takes, or the other way round."""
    model.showing.set("circled" if model.showing.value == "live" else "live")


def actions(model: PlayerModel) -> tuple[Action, ...]:
    """Return the viewer's actions, with the keys that editing suites share."""
    ready = model.ready
    framing = model.framing

    def step_second(direction: int) -> None:
        rate = model.session.cut.value.rate if model.session.cut.value else None
        if rate is not None:
            model.step(direction * rate.nominal)

    def zoom(steps: int) -> None:
        framing.zoom_by(model.picture.value, steps)

    return (
        Action("playback.toggle", "Play or stop", ("Space",), model.toggle, ready),
        Action("playback.forward", "Play forwards, faster", ("L",), partial(model.shuttle, 1), ready),
        Action("playback.stop", "Stop", ("K",), model.stop, ready),
        Action("playback.backward", "Play backwards, faster", ("J",), partial(model.shuttle, -1), ready),
        Action("playback.next_frame", "Next frame", ("Right",), partial(model.step, 1), ready),
        Action("playback.previous_frame", "Previous frame", ("Left",), partial(model.step, -1), ready),
        Action("playback.next_second", "A second on", ("Shift+Right",), partial(step_second, 1), ready),
        Action("playback.previous_second", "A second back", ("Shift+Left",), partial(step_second, -1), ready),
        Action("playback.to_in", "To the in point", ("Shift+I",), model.to_start, ready),
        Action("playback.to_out", "To the out point", ("Shift+O",), model.to_end, ready),
        Action("playback.loop", "Loop", ("Ctrl+L",), partial(toggle, model.loop)),
        Action("view.live", "Circled or Live", ("Ctrl+Shift+L",), partial(switch_showing, model), ready),
        Action("view.fit", "Fit the picture", ("F",), partial(framing.zoom_to, None, "fit")),
        Action(
            "view.actual",
            "Picture at 100 %",
            ("1",),
            lambda: framing.zoom_to(model.picture.value, 1.0),
            ready,
        ),
        Action("view.zoom_in", "Zoom the picture in", ("Ctrl+=", "Ctrl++"), partial(zoom, 1), ready),
        Action("view.zoom_out", "Zoom the picture out", ("Ctrl+-",), partial(zoom, -1), ready),
    )
