"""What a cut holds, as JSON and as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from editor.document.layout import Shot, Standing, cut_duration, record_range, shots, walk
from editor.document.model import Cut, Stack, Track, Transition, Unknown
from editor.document.retimes import retime_of
from editor.exchange.looks import said_looks
from nodes.api.times import Range, Time
from nodes.media.timecode import timecode_of_frame

from .found import Found, table


def about_cut(cut: Cut) -> Found:
    """Return what is in a cut of which no project has been made; no media is looked for."""
    placed = list(shots(cut))
    duration = cut_duration(cut)
    rows: list[tuple[str, ...]] = [("in", "out", "track", "shot", "media")]
    for shot in placed:
        reference = shot.clip.references.get(shot.clip.active)
        said = reference.url or reference.name if reference else ""
        rows.append((*span(shot.range, cut), track_name(shot), shot.clip.name, said))
    length = f"{cut.rate} fps, {duration.ceil().frame} frames"
    tracks = sum(isinstance(item, Track) for item in cut.stack.items)
    head = f"cut '{cut.name}': {tracks} tracks, {len(placed)} clips, {length}"
    document = {"kind": "cut", **cut_json(cut, duration, [clip_json(shot) for shot in placed])}
    return Found(document, "\n".join([head, "", table(rows), *besides(cut)]))


def besides(cut: Cut) -> list[str]:
    """Return lines on what a cut holds besides clips and gaps, none where it holds nothing else."""
    counts: dict[str, int] = {}
    for item in _within(cut.stack):
        if isinstance(item, Transition):
            name = "transitions"
        elif isinstance(item, Unknown):
            name = f"of the schema {item.schema}"
        elif isinstance(item, Stack):
            name = "nested stacks"
        else:
            continue
        counts[name] = counts.get(name, 0) + 1
    said = ", ".join(f"{count} {name}" for name, count in counts.items())
    return ["", f"besides: {said}"] if said else []


def _within(stack: Stack) -> Iterable[object]:
    waiting: list[Stack | Track] = [stack]
    while waiting:
        for item in waiting.pop().items:
            yield item
            if isinstance(item, Stack | Track):
                waiting.append(item)


def cut_json(cut: Cut, duration: Time, clips: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a cut and its clips as plain data."""
    tracks = [item for item in cut.stack.items if isinstance(item, Track)]
    return {
        "name": cut.name,
        "rate": str(cut.rate),
        "start": None if cut.start is None else cut.start.to_json(),
        "duration": duration.to_json(),
        "frames": duration.ceil().frame,
        "tracks": [{"id": track.id, "name": track.name, "kind": track.kind} for track in tracks],
        "clips": clips,
        "transitions": [
            _transition_json(here, cut) for here in walk(cut) if isinstance(here.item, Transition)
        ],
    }


def _transition_json(here: Standing, cut: Cut) -> dict[str, Any]:
    """Return a transition as plain data: `record` is where it happens in the cut."""
    item = here.item
    assert isinstance(item, Transition)
    place = record_range(cut, here)
    wipe = None if item.wipe is None else {"angle": item.wipe.angle, "softness": item.wipe.softness}
    return {
        "id": item.id,
        "name": item.name,
        "kind": item.kind,
        "wipe": wipe,
        "track": here.track.id if here.track else None,
        "record": Range(place.start - item.before, item.before + item.after).to_json(),
    }


def clip_json(shot: Shot) -> dict[str, Any]:
    """Return a clip and where it stands as plain data: `record` in cut time from 0.

    `look` holds how it is laid and heard where that was set, `speed` how fast it plays (None: keyframed).
    """
    clip = shot.clip
    retime = retime_of(clip.effects)
    return {
        "id": clip.id,
        "name": clip.name,
        "track": shot.track.id if shot.track else None,
        "enabled": clip.enabled,
        "record": shot.range.to_json(),
        "source": None if clip.source is None else clip.source.to_json(),
        "look": said_looks(clip),
        "speed": None if retime is None else str(retime.speed),
        "interpolation": None if retime is None else retime.mode,
        "effects": [effect.schema for effect in clip.effects],
        "markers": len(clip.markers),
    }


def track_name(shot: Shot) -> str:
    """Return what a person calls the track that a clip is on."""
    return "" if shot.track is None else shot.track.name or shot.track.kind


def span(range: Range, cut: Cut) -> tuple[str, str]:
    """Return the first and last frame of a range, as timecode where the cut has a start."""
    first = range.start.at(cut.rate).rounded()
    last = (range.end.at(cut.rate) - Time(1, cut.rate)).rounded()
    if cut.start is None:
        return str(first.frame), str(last.frame)
    return _timecode(first + cut.start, cut), _timecode(last + cut.start, cut)


def _timecode(time: Time, cut: Cut) -> str:
    return timecode_of_frame(time.at(cut.rate).rounded().frame, cut.rate)
