"""`edit`: change the cut by one edit that can be undone, or take edits back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from editor.compile.plate import Offline, media_lookup, plate_of
from editor.document import edits
from editor.document.layout import cut_duration, find, find_clip, walk
from editor.document.model import SOURCE, Clip, Cut, Track
from editor.document.opened import Project
from editor.document.project import commit, last_edit
from editor.document.project import redo as redo_edit
from editor.document.project import undo as undo_edit
from editor.document.rules import source_reference
from editor.document.tree import new_id
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.client import Engine

from .media import known, look_into, media_ref, reference_for, suits
from .support import an_engine, moment, stretch

_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: the project as it is then, in words, how long the cut is."""

    project: Project
    verb: str
    said: str
    changed: bool = True

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data."""
        return {
            "edit": self.verb,
            "said": self.said,
            "changed": self.changed,
            "revision": self.project.revision,
            "duration": cut_duration(self.project.cut, media_lookup(self.project)).to_json(),
        }

    def text(self) -> str:
        """Return one line."""
        return self.said


def edit(
    project: Project,
    verb: str,
    subject: str | None = None,
    settings: Mapping[str, str] = MappingProxyType({}),
    *,
    engine: Engine | None = None,
) -> Edited:
    """Apply one edit to the cut and keep it: insert, trim, split, lift, replace, relink, undo, redo.

    `subject` is a clip by name or id (for insert a path); `settings` are the words of the command line.
    Raises BadInput for an unknown edit or setting, EditError for an edit that cannot be made.
    """
    if verb not in _EDITS:
        raise BadInput(f"Edit with '{verb}'", f"the edits are: {', '.join(_EDITS)}", hint="Use one of them.")
    make, known_settings = _EDITS[verb]
    unknown = [key for key in settings if key not in known_settings]
    if unknown:
        takes = ", ".join(known_settings) or "none"
        raise BadInput(f"Edit with '{verb}'", f"it has no setting '{unknown[0]}'", hint=f"It has: {takes}.")
    return make(_Wish(project, verb, subject, settings, engine))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was asked for."""

    project: Project
    verb: str
    subject: str | None
    settings: Mapping[str, str]
    engine: Engine | None

    @property
    def cut(self) -> Cut:
        return self.project.cut

    def clip(self) -> Clip:
        if self.subject is None:
            raise BadInput(f"Edit with '{self.verb}'", "no clip is named", hint="Name a clip, by name or id.")
        return find_clip(self.cut, self.subject)

    def need(self, key: str) -> str:
        if key not in self.settings:
            raise BadInput(f"Edit with '{self.verb}'", f"'{key}' is not given", hint=f"Add {key}=….")
        return self.settings[key]

    def time(self, key: str) -> Time:
        rate = self.project.settings.rate
        start = self.cut.start or Time.zero(rate)
        return moment(self.need(key), rate, start, f"Edit with '{self.verb}'")

    def kept(self, cut: Cut, said: str) -> Edited:
        args = {"clip": self.subject, **self.settings}
        project = commit(self.project, cut, self.verb, {k: v for k, v in args.items() if v is not None})
        changed = project.revision != self.project.revision
        return Edited(project, self.verb, said if changed else "Nothing changed.", changed)


def _trim(wish: _Wish) -> Edited:
    clip, media = wish.clip(), media_lookup(wish.project)
    ripple = _flag(wish, "ripple")
    if "source" in wish.settings:
        if "head" in wish.settings or "tail" in wish.settings:
            raise BadInput("Edit with 'trim'", "source and head or tail are both given", hint="Give one.")
        source = _own_range(wish, clip, wish.settings["source"])
        cut = edits.trim(wish.cut, clip.id, source, ripple=ripple, media=media)
    elif "head" in wish.settings or "tail" in wish.settings:
        rate = wish.project.settings.rate
        head, tail = (Time(_count(wish, key), rate) for key in ("head", "tail"))
        cut = edits.trim_by(wish.cut, clip.id, head, tail, ripple=ripple, media=media)
    else:
        raise BadInput("Edit with 'trim'", "nothing says how", hint="Add head=N, tail=N or source=A-B.")
    return wish.kept(cut, f"Trimmed '{clip.name}'.")


def _split(wish: _Wish) -> Edited:
    clip, at = wish.clip(), wish.time("at")
    cut = edits.split(wish.cut, clip.id, at, media_lookup(wish.project))
    before = {here.item.id for here in walk(wish.cut)}
    second = next((here.item.id for here in walk(cut) if here.item.id not in before), "")
    return wish.kept(cut, f"Split '{clip.name}' at frame {at.frame}; the second half is {second}.")


def _lift(wish: _Wish) -> Edited:
    if wish.subject is None:
        wish.clip()
    item = find(wish.cut, wish.subject or "").item
    cut = edits.lift(wish.cut, item.id, media_lookup(wish.project))
    return wish.kept(cut, f"Lifted '{item.name}'.")


def _insert(wish: _Wish) -> Edited:
    path = wish.subject or wish.settings.get("path")
    if path is None:
        raise BadInput("Edit with 'insert'", "no media is named", hint="Name a file, a folder or a pattern.")
    with an_engine(wish.engine) as engine:
        bound = look_into(engine, media_ref(path))
    info = bound.info
    reference = reference_for(wish.project, info)
    kind = "Audio" if info.format is None else "Video"
    track = wish.settings.get("track") or _first_track(wish.cut, kind)
    source = info.range
    if "source" in wish.settings:
        source = stretch(wish.settings["source"], info.rate, Time.zero(info.rate), "Edit with 'insert'")
    elif info.kind == "still":
        source = Range(info.start, Time(5 * wish.project.settings.rate.nominal, wish.project.settings.rate))
    name = wish.settings.get("name") or info.ref.label
    clip = Clip(new_id(), name, source, {SOURCE: reference})
    project = known(wish.project, reference, bound, [source])
    end = cut_duration(wish.cut, media_lookup(wish.project))
    at = wish.time("at") if "at" in wish.settings else end
    cut = edits.insert(wish.cut, track, clip, at, media_lookup(project))
    done = _Wish(project, wish.verb, wish.subject, wish.settings, wish.engine)
    return done.kept(cut, f"Inserted '{name}' ({clip.id}) on '{track}' at frame {at.frame}.")


def _replace(wish: _Wish) -> Edited:
    clip = wish.clip()
    with an_engine(wish.engine) as engine:
        bound = look_into(engine, media_ref(wish.need("path")))
    _suits(wish, clip, bound.info)
    reference = reference_for(wish.project, bound.info)
    project = known(wish.project, reference, bound, [])
    start = None
    if "start" in wish.settings:
        start = moment(wish.settings["start"], bound.info.rate, Time.zero(bound.info.rate), "Replace media")
    cut = edits.replace(wish.cut, clip.id, reference, start, media_lookup(project))
    done = _Wish(project, wish.verb, wish.subject, wish.settings, wish.engine)
    return done.kept(cut, f"Replaced the media of '{clip.name}' by '{bound.info.ref.label}'.")


def _relink(wish: _Wish) -> Edited:
    clip = wish.clip()
    with an_engine(wish.engine) as engine:
        bound = look_into(engine, media_ref(wish.need("path")))
    _suits(wish, clip, bound.info)
    cut = edits.relink(wish.cut, clip.id, reference_for(wish.project, bound.info))
    linked = source_reference(find_clip(cut, clip.id))
    assert linked is not None
    project = known(wish.project, linked, bound, [clip.source] if clip.source else [])
    done = _Wish(project, wish.verb, wish.subject, wish.settings, wish.engine)
    return done.kept(cut, f"Relinked '{clip.name}' to '{bound.info.ref.label}'.")


def _undo(wish: _Wish) -> Edited:
    newest = last_edit(wish.project)
    project = undo_edit(wish.project)
    return Edited(project, "undo", f"Took back '{newest['verb']}'." if newest else "Took an edit back.")


def _redo(wish: _Wish) -> Edited:
    project = redo_edit(wish.project)
    newest = last_edit(project)
    return Edited(project, "redo", f"Made '{newest['verb']}' again." if newest else "Made an edit again.")


def _suits(wish: _Wish, clip: Clip, info: Any) -> None:
    try:
        old = plate_of(wish.project, clip).info
    except Offline:
        return
    suits(old, info, f"Give '{clip.name}' other media")


def _own_range(wish: _Wish, clip: Clip, text: str) -> Range:
    """Return a range of media that a person wrote, in the own time of the clip's reference."""
    plate = plate_of(wish.project, clip)
    rate = plate.info.rate
    return stretch(text, rate, Time.zero(rate), f"Trim '{clip.name}'").moved(-plate.offset)


def _first_track(cut: Cut, kind: str) -> str:
    for item in cut.stack.items:
        if isinstance(item, Track) and item.kind == kind:
            return item.id
    raise BadInput("Insert media", f"the cut has no {kind.lower()} track", hint="Name a track: track=NAME.")


def _count(wish: _Wish, key: str) -> int:
    text = wish.settings.get(key, "0")
    try:
        return int(text)
    except ValueError:
        raise BadInput(f"Edit with '{wish.verb}'", f"{key}={text} is no number of frames") from None


def _flag(wish: _Wish, key: str) -> bool:
    text = wish.settings.get(key, "no").lower()
    if text not in _YES:
        raise BadInput(f"Edit with '{wish.verb}'", f"{key}={text} is neither yes nor no")
    return _YES[text]


_EDITS: Mapping[str, tuple[Callable[[_Wish], Edited], tuple[str, ...]]] = {
    "insert": (_insert, ("path", "track", "at", "name", "source")),
    "trim": (_trim, ("head", "tail", "source", "ripple")),
    "split": (_split, ("at",)),
    "lift": (_lift, ()),
    "replace": (_replace, ("path", "start")),
    "relink": (_relink, ("path",)),
    "undo": (_undo, ()),
    "redo": (_redo, ()),
}
