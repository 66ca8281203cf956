"""The clip panel without a widget: what the selected clip's fields show, and the edits they become."""

from __future__ import annotations

from typing import Any

from editor.compile.plate import media_lookup
from editor.document import edits
from editor.document.layout import MediaLookup, by_id, record_range
from editor.document.looks import WHOLE, Crop
from editor.document.model import Clip, Cut
from editor.document.rules import said
from editor.ui.inspector.fields import Field
from editor.ui.observe import Unwatch, Value
from editor.ui.session import Session
from editor.ui.shots import clip_title, selected_clip
from nodes.api.curves import Curve, Key
from nodes.api.errors import WorkprintError
from nodes.api.times import Time

from .fields import BOTH, PACE, PICTURE, SOUND, fields_of, retimed, value_of

_DEFAULTS = {field.name: field.default for field in (*PICTURE, *SOUND, *BOTH, *PACE)}
_LENGTHS = tuple(field.name for field in BOTH)
_PACE = tuple(field.name for field in PACE)
_SECOND = 2
"""A dissolve that is put in by hand lasts this part of a second."""


class ClipModel:
    """`clip` is the selected one, `fields` what is shown of it at the playhead.

    `can_change` says whether there is one that can be changed, `can_move` whether anything selected can.
    A value with keyframes gets a key at the playhead when it is set.
    """

    def __init__(self, session: Session) -> None:
        self.clip: Value[Clip | None] = Value(None)
        self.fields: Value[tuple[Field, ...]] = Value(())
        self.can_change = Value(False)
        self.can_move = Value(False)
        self._session = session
        self._unwatch: tuple[Unwatch, ...] = (
            session.cut.watch(lambda _: self._follow()),
            session.selection.watch(lambda _: self._follow()),
            session.playhead.watch(lambda _: self._move()),
            session.project.watch(lambda _: self._follow()),
        )

    def set(self, name: str, value: Any) -> None:
        """Give a field of the clip a value and keep it."""
        clip = self.clip.value
        if clip is not None:
            self._edit(clip, name, value, str(value))

    def try_value(self, name: str, value: Any) -> None:
        """Show a value while it is being dragged; nothing is kept."""
        clip, cut, project = self.clip.value, self._session.cut.value, self._session.project.value
        if clip is None or cut is None or project is None:
            return
        try:
            self._session.cut.set(self._changed(cut, media_lookup(project), clip, name, value))
        except WorkprintError as error:
            self._session.fail(error)

    def reset(self, name: str) -> None:
        """Put a field back to its default; keyframes go."""
        clip = self.clip.value
        if clip is not None:
            self._edit(clip, name, _DEFAULTS[name], "default", keys=False)

    def dissolve(self) -> None:
        """Dissolve over half a second from the clip into the next, or take the dissolve there away."""
        clip, cut = self.clip.value, self._session.cut.value
        if clip is None or cut is None:
            return
        length = Time(max(2, round(cut.rate.fraction / _SECOND)), cut.rate)
        before = Time(length.frame // 2, cut.rate)
        args = {"clip": clip_title(clip), "frames": said(length), "at": "tail"}

        def pure(cut: Cut, media: MediaLookup) -> Cut:
            none = Time.zero(cut.rate)
            without = edits.transition(cut, clip.id, none, none, media=media)
            if without is not cut:
                return without
            return edits.transition(cut, clip.id, before, length - before, media=media)

        self._session.edit("dissolve", pure, args)

    def _edit(self, clip: Clip, name: str, value: Any, told: str, *, keys: bool = True) -> None:
        verb = "retime" if name in _PACE else "set"
        self._session.edit(
            verb,
            lambda cut, media: self._changed(cut, media, clip, name, value, keys=keys),
            {"clip": clip_title(clip), name: told},
        )

    def _changed(
        self, cut: Cut, media: MediaLookup, clip: Clip, name: str, value: Any, *, keys: bool = True
    ) -> Cut:
        if name in _PACE:
            return edits.retime(cut, clip.id, retimed(clip, name, value), media=media)
        now = value_of(clip, name)
        made: Any = value
        if name in _LENGTHS:
            made = Time(int(value), cut.rate)
        elif name == "crop":
            made = Crop(*value) if any(value) else WHOLE
        elif isinstance(value, list):
            made = tuple(value)
        if keys and isinstance(now, Curve):
            at = self._at(cut, clip, media)
            made = Curve((*(key for key in now.keys if key.time != at), Key(at, made)))
        return edits.set_look(cut, clip.id, media, **{name: made})

    def _at(self, cut: Cut, clip: Clip, media: MediaLookup) -> Time:
        """Return the playhead in the clip's own time, at its nearer end where it stands outside."""
        here = by_id(cut, clip.id)
        assert here is not None
        record = record_range(cut, here, media)
        playhead = self._session.playhead.value or record.start
        inside = min(max(playhead, record.start), max(record.start, record.end - Time(1, cut.rate)))
        return edits.own_time(clip, inside - record.start, media)

    def _move(self) -> None:
        # Looking a clip up in a long cut takes longer than a frame may: only keys change with the playhead.
        if any(field.moved for field in self.fields.value):
            self._follow()

    def _follow(self) -> None:
        clip, cut, project = (
            selected_clip(self._session),
            self._session.cut.value,
            self._session.project.value,
        )
        self.clip.set(clip)
        writable = project is not None and not project.readonly
        self.can_change.set(clip is not None and writable)
        self.can_move.set(bool(self._session.selection.value) and writable)
        if clip is None or cut is None or project is None:
            self.fields.set(())
            return
        here = by_id(cut, clip.id)
        track = None if here is None else here.track
        sounds = track is not None and track.kind == "Audio"
        try:
            at = self._at(cut, clip, media_lookup(project))
            self.fields.set(fields_of(clip, sounds, at, cut.rate))
        except WorkprintError as error:
            self._session.fail(error)
            self.fields.set(())
