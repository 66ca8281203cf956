"""Edits that look into media: insert, overwrite, append, replace, relink."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace as replace_in

from editor.compile.plate import Offline, media_lookup, plate_of
from editor.document import edits
from editor.document.edits.parts import How
from editor.document.layout import MediaLookup, by_id, cut_duration, find_clip, find_track, record_range
from editor.document.model import SOURCE, Clip, Cut, Track
from editor.document.opened import Project
from editor.document.rules import source_reference
from editor.document.tree import new_id
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.client import Engine
from nodes.engine.job import Bound
from nodes.media.info import MediaInfo

from .media import known, look_into, media_ref, reference_for, suits
from .said import media_moment, media_stretch
from .support import an_engine
from .urls import name_of
from .wish import Edited, Wish

_STILL_SECONDS = 5
_DONE: Mapping[How, str] = {"insert": "Inserted", "overwrite": "Laid", "append": "Appended"}


def insert(wish: Wish) -> Edited:
    """Put media on a track; what stands there and later on that track, or on all tracks, moves on."""
    return _put(wish, "insert", wish.time("at") if "at" in wish.settings else _end(wish))


def overwrite(wish: Wish) -> Edited:
    """Put media on a track in place of what stands there; nothing moves."""
    return _put(wish, "overwrite", wish.time("at"))


def append(wish: Wish) -> Edited:
    """Put media at the end of a track."""
    return _put(wish, "append", None)


def _end(wish: Wish) -> Time:
    return cut_duration(wish.cut, media_lookup(wish.project))


def put_media(wish: Wish, paths: Sequence[str], how: How, at: Time | None) -> Edited:
    """Put media on a track, one behind the other from a time of the cut: one edit. Raises as `insert`."""
    project, cut, clips = wish.project, wish.cut, list[Clip]()
    for path in paths:
        here = wish.of(replace_in(project, cut=cut))
        bound = _looked_into(here, path)
        reference = reference_for(project, bound.info)
        source = _used(here, bound.info)
        cut, tracks = _tracks(here, bound.info)
        name = name_of(wish.settings.get("name") or bound.info.ref.label)
        parts = [(track, Clip(new_id(), name, source, {SOURCE: reference})) for track in tracks]
        project = known(project, reference, bound, [source])
        media = media_lookup(project)
        cut = edits.put_parts(cut, parts, how, at, all_tracks=wish.flag("all"), media=media)
        clips.append(parts[0][1])
        at = _range_of(cut, clips[-1], media).end
    first = _range_of(cut, clips[0], media_lookup(project)).start
    standing = by_id(cut, clips[0].id)
    track = None if standing is None else standing.track
    named = "" if track is None else f" on '{track.name or track.id}'"
    what = f"'{clips[0].name}' ({clips[0].id})" if len(clips) == 1 else f"{len(clips)} clips"
    return wish.of(project).kept(cut, f"{_DONE[how]} {what}{named} at frame {first.frame}.")


def put_dropped(
    project: Project,
    paths: Sequence[str],
    verb: str,
    settings: Mapping[str, str],
    *,
    engine: Engine | None = None,
) -> Edited:
    """Put media into a project's cut by `insert`, `overwrite` or `append`: one edit. Raises as these do."""
    wish = Wish(project, verb, None, settings, engine)
    how: How = "insert" if verb == "insert" else "overwrite" if verb == "overwrite" else "append"
    at = wish.time("at") if "at" in settings else _end(wish)
    return put_media(wish, paths, how, None if how == "append" else at)


def _range_of(cut: Cut, clip: Clip, media: MediaLookup) -> Range:
    standing = by_id(cut, clip.id)
    assert standing is not None
    return record_range(cut, standing, media)


def _put(wish: Wish, how: How, at: Time | None) -> Edited:
    path = wish.subject or wish.settings.get("path")
    if path is None:
        raise BadInput(wish.attempted, "no media is named", hint="Name a file, a folder or a pattern.")
    return put_media(wish, [path], how, at)


def _tracks(wish: Wish, info: MediaInfo) -> tuple[Cut, list[str]]:
    """Return the cut and the tracks the media goes to: for its picture, for its sound.

    Its sound goes to the audio track of the same number where there is one; `sound=yes` makes one, `sound=no`
    leaves it, or a track is named.
    """
    cut, kind = wish.cut, "Audio" if info.format is None else "Video"
    named = wish.settings.get("track") or _aimed_at(wish, kind) or _first_track(wish, kind)
    track = find_track(cut, named).item
    assert isinstance(track, Track)
    if info.format is None and track.kind != "Audio":
        raise BadInput(wish.attempted, "its media is sound alone", hint="Name an audio track.")
    if info.format is not None and track.kind == "Audio" and info.sound is None:
        raise BadInput(wish.attempted, "its media holds no sound", hint="Name a track of pictures.")
    asked = wish.settings.get("sound", "")
    if track.kind == "Audio" or info.sound is None or asked == "no":
        return cut, [track.id]
    if asked not in ("", "yes"):
        return cut, [track.id, find_track(cut, asked).item.id]
    beside = edits.sound_track_for(cut, track.id)
    if beside is None and asked == "yes":
        cut = edits.add_track(cut, "Audio")
        beside = cut.stack.items[-1].id
    return cut, [track.id, *([] if beside is None else [beside])]


def replace(wish: Wish) -> Edited:
    """Give a clip other media of the same length."""
    clip = wish.clip()
    bound = _looked_into(wish, wish.need("path"))
    _suits(wish, clip, bound.info)
    reference = reference_for(wish.project, bound.info)
    start = None
    if "start" in wish.settings:
        start = media_moment(wish.settings["start"], bound.info, f"{wish.attempted}, start")
    project = known(wish.project, reference, bound, [])
    cut = edits.replace(wish.cut, clip.id, reference, start, media_lookup(project))
    return wish.of(project).kept(cut, f"Replaced the media of '{clip.name}' by '{bound.info.ref.label}'.")


def relink(wish: Wish) -> Edited:
    """Say where a clip's media lies now."""
    clip = wish.clip()
    bound = _looked_into(wish, wish.need("path"))
    _suits(wish, clip, bound.info)
    cut = edits.relink(wish.cut, clip.id, reference_for(wish.project, bound.info))
    linked = source_reference(find_clip(cut, clip.id))
    assert linked is not None
    project = known(wish.project, linked, bound, [clip.source] if clip.source else [])
    return wish.of(project).kept(cut, f"Relinked '{clip.name}' to '{bound.info.ref.label}'.")


def _looked_into(wish: Wish, path: str) -> Bound:
    with an_engine(wish.engine) as engine:
        return look_into(engine, media_ref(path))


def _used(wish: Wish, info: MediaInfo) -> Range:
    """Return what an inserted clip uses: as said, so many frames, else all of its media, of a still 5 s."""
    if "source" in wish.settings:
        if "frames" in wish.settings:
            raise BadInput(wish.attempted, "source and frames are both given", hint="Give one.")
        return media_stretch(wish.settings["source"], info, f"{wish.attempted}, source")
    lasts = wish.frames("frames") if "frames" in wish.settings else None
    if info.kind == "still":
        still = Time(_STILL_SECONDS * wish.cut.rate.nominal, wish.cut.rate)
        return Range(info.start, lasts or still)
    return info.range if lasts is None else Range(info.start, lasts)


def _suits(wish: Wish, clip: Clip, info: MediaInfo) -> None:
    try:
        old = plate_of(wish.project, clip).info
    except Offline:
        return
    suits(old, info, f"Give '{clip.name}' other media")


def _aimed_at(wish: Wish, kind: str) -> str | None:
    """Return the track that is aimed at, where it is of the kind that is needed."""
    aim = wish.settings.get("target")
    found = (item for item in wish.cut.stack.items if isinstance(item, Track) and item.kind == kind)
    return next((item.id for item in found if item.id == aim), None)


def _first_track(wish: Wish, kind: str) -> str:
    cut: Cut = wish.cut
    for item in cut.stack.items:
        if isinstance(item, Track) and item.kind == kind:
            return item.id
    raise BadInput(wish.attempted, f"the cut has no {kind.lower()} track", hint="Name a track: track=NAME.")
