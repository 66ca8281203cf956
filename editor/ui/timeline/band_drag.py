"""Dragging a line, its keys and the handles of fades: shown meanwhile, one edit at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from editor.document import edits
from editor.document.looks import Value
from editor.document.model import Clip
from editor.document.rules import said as frames_said
from editor.ui.shots import clip_title
from nodes.api.curves import Curve, Key
from nodes.api.times import Time

from .bands import (
    Band,
    Grip,
    area,
    clamped,
    fade_frames,
    height_of,
    raised,
    said,
    value_at,
    with_key,
    without_key,
)
from .model import TimelineModel
from .rows import Frames
from .tools import Keys
from .view import HEADER, RULER, row_height, row_top

STEPS = {"level": 1.0, "opacity": 0.05}
"""How much a key of the keyboard raises a value: dB, and parts of 1."""


@dataclass(frozen=True, slots=True)
class Bent:
    """A line under way: the clip as it would be, and what is said of it at a frame of the cut."""

    band: Band
    text: str
    frame: Frames
    value: float | None = None


class DragBand:
    """The line, a key or a fade follows the pointer; with Ctrl a press adds a key, or takes one away."""

    def __init__(self, model: TimelineModel, grip: Grip, x: float, y: float, keys: Keys) -> None:
        self._model, self._grip, self._x, self._y = model, grip, x, y
        self._band = grip.band
        self._key = grip.key
        model.select([grip.band.clip.id])
        if keys.ctrl and grip.part == "line":
            at = clamped(self._frame(x), self._band)
            value = with_key(self._band.value, self._time(at), self._band.at(at, self._rate))
            assert isinstance(value, Curve)
            self._band = self._with(self._band, **{self._band.name: value})
            self._key = next(i for i, key in enumerate(value.keys) if key.time == self._time(at))
            self._tell(at)
        elif keys.ctrl and grip.part == "key":
            self._band = self._with(self._band, **{self._band.name: without_key(self._band.value, self._key)})
            self._key = -2
            self._tell(clamped(self._frame(x), self._band))

    def move(self, x: float, y: float, keys: Keys) -> None:
        if self._key == -2 or (self._model.bent.value is None and abs(x - self._x) + abs(y - self._y) < 3):
            return
        if self._grip.part in ("fade_in", "fade_out"):
            self._fade(x)
        elif self._key >= 0:
            self._move_key(x, y)
        else:
            self._move_line(y)

    def end(self, keep: bool) -> None:
        bent, clip = self._model.bent.value, self._grip.band.clip
        self._model.bent.set(None)
        if not keep or bent is None or bent.band.clip == clip:
            return
        made = bent.band.clip
        values = {name: getattr(made, name) for name in ("level", "opacity", "fade_in", "fade_out")}
        changed = {name: value for name, value in values.items() if value != getattr(clip, name)}
        told = {name: _told(value) for name, value in changed.items()}
        session = self._model.session
        session.edit(
            "set",
            lambda cut, media: edits.set_look(cut, clip.id, media, **changed),
            {"clip": clip_title(clip), **told},
        )

    @property
    def _rate(self) -> Any:
        assert self._model.cut is not None
        return self._model.cut.rate

    def _frame(self, x: float) -> Frames:
        return self._model.view.value.time_at(x - HEADER, self._rate).value

    def _time(self, frame: Frames) -> Time:
        return self._band.time(frame, self._rate)

    def _with(self, band: Band, **values: Any) -> Band:
        return replace(band, clip=replace(band.clip, **values))

    def _raised_to(self, value: float, y: float) -> float:
        """Return what a value becomes as far above where it was as the pointer is; as it was near there."""
        if abs(y - self._y) < 1:
            return value
        tall = row_height(self._model.view.value, self._band.row)
        top, bottom = area(tall)
        return value_at(self._band.name, height_of(self._band.name, value) + (self._y - y) / (bottom - top))

    def _move_line(self, y: float) -> None:
        band, at = self._grip.band, clamped(self._frame(self._x), self._grip.band)
        now = band.at(at, self._rate)
        to = self._raised_to(now, y)
        value: Value = raised(band.name, band.value, to - now) if isinstance(band.value, Curve) else to
        self._band = self._with(band, **{band.name: value})
        self._tell(at)

    def _move_key(self, x: float, y: float) -> None:
        band = self._band
        assert isinstance(band.value, Curve)
        at, top = clamped(self._frame(x), band), RULER + row_top(self._model.view.value, band.row)
        high, low = area(row_height(self._model.view.value, band.row))
        keys = list(band.value.keys)
        key = keys.pop(self._key)
        time = self._time(at)
        # A key does not pass its neighbours.
        if any(other.time == time for other in keys) or _passes(band.value.keys, self._key, time):
            time = key.time
        value = value_at(band.name, (top + low - y) / (low - high))
        keys.insert(self._key, Key(time, value))
        self._band = self._with(band, **{band.name: Curve(tuple(keys))})
        self._tell(band.frame(time, self._rate))

    def _fade(self, x: float) -> None:
        band, part = self._grip.band, self._grip.part
        moved = round((x - self._x) / self._model.view.value.frame_width(self._rate))
        length = (band.clip.fade_in if part == "fade_in" else band.clip.fade_out).at(self._rate)
        other = (band.clip.fade_out if part == "fade_in" else band.clip.fade_in).at(self._rate)
        most = int(band.end - band.start - other.value)
        frames = min(max(round(length.value) + (moved if part == "fade_in" else -moved), 0), most)
        self._band = self._with(band, **{part: Time(frames, self._rate)})
        text = f"fade {'in' if part == 'fade_in' else 'out'} {frames}"
        self._model.bent.set(Bent(self._band, text, fade_frames(self._band, self._rate)[part]))

    def _tell(self, at: Frames) -> None:
        value = self._band.at(at, self._rate)
        self._model.bent.set(Bent(self._band, said(self._band.name, value), at, value))


def _passes(keys: tuple[Key[float], ...], index: int, time: Time) -> bool:
    before = index > 0 and time <= keys[index - 1].time
    return before or (index + 1 < len(keys) and time >= keys[index + 1].time)


def _told(value: Any) -> str:
    if isinstance(value, Curve):
        return f"{len(value.keys)} keys"
    return frames_said(value) if isinstance(value, Time) else f"{value:g}"


def step_levels(model: TimelineModel, direction: int) -> None:
    """Raise (1) or lower (-1) the level of selected sound clips by 1 dB, the opacity of pictures by 5 %."""
    chosen = model.session.selection.value
    values: dict[str, dict[str, Value]] = {}
    for row in model.rows.value:
        name = "level" if row.kind == "Audio" else "opacity"
        for id in chosen & row.places.keys():
            clip = row.items[row.places[id]]
            if isinstance(clip, Clip):
                now = getattr(clip, name)
                values[id] = {name: raised(name, now, direction * STEPS[name])}  # type: ignore[arg-type]
    if not values:
        model.session.message.set("Nothing to raise or lower: select a clip first.")
        return
    model.session.edit(
        "set", partial(_set_all, values=values), {"clips": sorted(values), "by": f"{direction:+d}"}
    )


def _set_all(cut: Any, media: Any, values: dict[str, dict[str, Value]]) -> Any:
    for id, each in values.items():
        cut = edits.set_look(cut, id, media, **each)
    return cut
