"""`info`: what a cut, a project or a piece of media holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from editor.compile.plate import Offline, media_lookup, plate_of
from editor.document.edits.takes import shot_of
from editor.document.folder import locate
from editor.document.layout import Shot, cut_duration, shots
from editor.document.model import Cut, Track
from editor.document.opened import Project
from editor.document.project import open_project
from editor.exchange.sniff import kind_of, read_file
from editor.takes.store import takes_of
from editor.takes.wanted import is_stale
from nodes.api.errors import BadInput, WorkprintError
from nodes.api.times import Range, Rate, Time
from nodes.engine.client import Engine
from nodes.media.info import MediaInfo
from nodes.media.timecode import timecode_of_frame

from .found import Found, table
from .media import look_into, media_ref
from .support import Progress, an_engine, untold


def info(what: Path | Project, *, engine: Engine | None = None, progress: Progress = untold) -> Found:
    """Tell what a project, an OTIO file or media holds; what it is, is judged by its content.

    A project's clips come with their takes and whether the circled one is stale. Raises BadInput for
    what is none of these.
    """
    if isinstance(what, Project):
        return _project(what, engine)
    path = what.expanduser()
    if _is_project(path):
        with open_project(path) as project:
            return _project(project, engine)
    if path.is_file() and _is_timeline(path):
        return _cut(read_file(path))
    with an_engine(engine) as running:
        bound = look_into(running, media_ref(str(path)))
    return _media(bound.info, bound.fingerprint)


def _is_project(path: Path) -> bool:
    try:
        locate(path)
    except BadInput:
        return False
    return True


def _is_timeline(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return kind_of(file.read(4096)) == "otio"
    except OSError as error:
        raise BadInput(f"Look into '{path}'", error.strerror or str(error), hint="Check the path.") from error


def _project(project: Project, engine: Engine | None) -> Found:
    placed = list(shots(project.cut, media_lookup(project)))
    stale = _stale(project, placed, engine)
    rows: list[tuple[str, ...]] = [("in", "out", "track", "shot", "id", "media", "takes", "circled")]
    clips = []
    for shot in placed:
        clip = shot.clip
        offline, label = _media_of(project, shot)
        count = len(takes_of(project.folder, shot_of(clip)))
        badge = f"{clip.circled or ''}{' (stale)' if stale.get(clip.id) else ''}"
        span = _span(shot.range, project.cut)
        track = shot.track.name if shot.track else ""
        rows.append((*span, track, clip.name, clip.id, label, str(count or ""), badge))
        clips.append(
            _clip_json(shot)
            | {
                "offline": offline,
                "media": label,
                "graph": clip.graph,
                "takes": count,
                "circled": clip.circled,
                "starred": list(clip.starred),
                "stale": stale.get(clip.id, False),
            }
        )
    settings = project.settings
    duration = cut_duration(project.cut, media_lookup(project))
    head = (
        f"{project.folder}: cut '{project.cut.name}', {settings.width}x{settings.height}, "
        f"{settings.rate} fps, {duration.ceil().frame} frames, "
        f"working space {settings.working_space}, handles {settings.handles}"
    )
    more = {"handles": settings.handles, "working_space": settings.working_space}
    document = {
        "kind": "project",
        "folder": str(project.folder),
        "settings": settings.format.to_json() | more,
        "readonly": project.readonly,
        "notes": list(project.notes),
        **_cut_json(project.cut, duration, clips),
    }
    return Found(document, "\n".join([head, "", table(rows)]), project.notes)


def _stale(project: Project, placed: list[Shot], engine: Engine | None) -> dict[str, bool]:
    circled = [shot.clip for shot in placed if shot.clip.circled and shot.clip.graph]
    if not circled:
        return {}
    found = {}
    with an_engine(engine) as running:
        for clip in circled:
            try:
                found[clip.id] = is_stale(project, clip, running)
            except WorkprintError:
                # A graph that can no longer be run would not make this take again: that is stale.
                found[clip.id] = True
    return found


def _media_of(project: Project, shot: Shot) -> tuple[bool, str]:
    try:
        return False, plate_of(project, shot.clip).info.ref.label
    except Offline as error:
        return True, f"offline: {error.why}"


def _cut(cut: Cut) -> Found:
    placed = list(shots(cut))
    duration = cut_duration(cut)
    rows: list[tuple[str, ...]] = [("in", "out", "track", "shot", "media")]
    for shot in placed:
        reference = shot.clip.references.get(shot.clip.active)
        said = reference.url or reference.name if reference else ""
        rows.append((*_span(shot.range, cut), shot.track.name if shot.track else "", shot.clip.name, said))
    tracks = sum(isinstance(item, Track) for item in cut.stack.items)
    length = f"{cut.rate} fps, {duration.ceil().frame} frames"
    head = f"cut '{cut.name}': {tracks} tracks, {len(placed)} clips, {length}"
    document = {"kind": "cut", **_cut_json(cut, duration, [_clip_json(shot) for shot in placed])}
    return Found(document, "\n".join([head, "", table(rows)]))


def _cut_json(cut: Cut, duration: Time, clips: list[dict[str, Any]]) -> dict[str, Any]:
    tracks = [item for item in cut.stack.items if isinstance(item, Track)]
    return {
        "name": cut.name,
        "rate": str(cut.rate),
        "start": None if cut.start is None else cut.start.to_json(),
        "duration": duration.to_json(),
        "tracks": [{"id": track.id, "name": track.name, "kind": track.kind} for track in tracks],
        "clips": clips,
    }


def _clip_json(shot: Shot) -> dict[str, Any]:
    clip = shot.clip
    return {
        "id": clip.id,
        "name": clip.name,
        "track": shot.track.id if shot.track else None,
        "enabled": clip.enabled,
        "record": shot.range.to_json(),
        "source": None if clip.source is None else clip.source.to_json(),
        "effects": [effect.schema for effect in clip.effects],
    }


def _span(range: Range, cut: Cut) -> tuple[str, str]:
    """Return first and last frame as timecode where the cut has a start, else as frames."""
    first = range.start.at(cut.rate).rounded()
    last = (range.end.at(cut.rate) - Time(1, cut.rate)).rounded()
    if cut.start is None:
        return str(first.frame), str(last.frame)
    return _timecode(first + cut.start, cut.rate), _timecode(last + cut.start, cut.rate)


def _timecode(time: Time, rate: Rate) -> str:
    try:
        return timecode_of_frame(time.at(rate).rounded().frame, rate)
    except WorkprintError:
        return str(time.at(rate).rounded().frame)


def _media(found: MediaInfo, fingerprint: str) -> Found:
    rows: list[tuple[str, ...]] = [("media", found.ref.label), ("kind", found.kind), ("codec", found.codec)]
    if found.format is not None:
        tags, size = found.colour, f"{found.format.width}x{found.format.height}"
        guessed = f" ({', '.join(tags.guessed)} guessed)" if tags.guessed else ""
        rows += [
            (
                "picture",
                f"{size}, {found.format.rate} fps, pixel aspect {found.format.pixel_aspect}, {found.layout}",
            ),
            ("frames", f"{found.frame_count}, from {found.start.frame}"),
            ("colour", f"{tags.matrix}, {tags.range}, {tags.primaries}, {tags.transfer}{guessed}"),
            ("timecode", found.timecode or "none"),
            ("reel", found.reel or "none"),
        ]
        rows += [("holes", str(len(found.missing)))] if found.missing else []
    if found.sound is not None:
        sound = found.sound
        seconds = sound.samples / sound.rate
        rows.append(("sound", f"{sound.codec}, {sound.rate} Hz, {sound.channels} channels, {seconds:.2f} s"))
    rows.append(("fingerprint", fingerprint))
    return Found({"kind": "media", "fingerprint": fingerprint, **found.to_json()}, table(rows))
