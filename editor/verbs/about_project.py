"""What a project holds: its cut, what its clips show, and which of them are stale."""

from __future__ import annotations

from typing import Any

from editor.compile.plate import Offline, media_lookup, plate_of
from editor.document.edits.takes import shot_of
from editor.document.layout import Shot, cut_duration, shots
from editor.document.opened import Project
from editor.document.settings import Settings
from editor.takes.circled import Staleness, staleness
from editor.takes.current import marks_of
from editor.takes.store import takes_of
from nodes.engine.client import Engine

from .about_cut import besides, clip_json, cut_json, span, track_name
from .found import Found, table
from .support import an_engine

_HEADING = ("in", "out", "track", "shot", "id", "media", "takes", "circled")


def about_project(project: Project, engine: Engine | None) -> Found:
    """Return the cut with its clips' media, takes, and whether the circled ones are stale."""
    placed = list(shots(project.cut, media_lookup(project)))
    stale = _stale(project, placed, engine)
    rows: list[tuple[str, ...]] = [_HEADING]
    notes = list(project.notes)
    clips = []
    for shot in placed:
        clip = shot.clip
        offline, label = _media_of(project, shot)
        count = len(takes_of(project.folder, shot_of(clip)))
        state = stale.get(clip.id, Staleness())
        badge = {True: " (stale)", None: " (stale?)"}.get(state.is_stale, "")
        track = f"{track_name(shot)}{'' if clip.enabled else ' (off)'}"
        shown = f"{clip.circled or ''}{badge}"
        names = (track, clip.name, clip.id, label, str(count or ""), shown)
        rows.append((*span(shot.range, project.cut), *names))
        if state.why:
            notes.append(f"clip '{clip.name}' ({clip.id}): take {clip.circled}: {state.why}")
        clips.append(
            clip_json(shot)
            | {
                "offline": offline,
                "media": label,
                "graph": clip.graph,
                "takes": count,
                "circled": clip.circled,
                "starred": list(clip.starred),
                "stale": state.is_stale,
                "stale_because": state.why,
            }
        )
    duration = cut_duration(project.cut, media_lookup(project))
    document = {
        "kind": "project",
        "folder": str(project.folder),
        "settings": settings_json(project.settings),
        "readonly": project.readonly,
        "notes": notes,
        **cut_json(project.cut, duration, clips),
    }
    head = f"{project.folder}: cut '{project.cut.name}', {duration.ceil().frame} frames"
    text = [head, settings_text(project.settings), "", table(rows), *besides(project.cut)]
    return Found(document, "\n".join(text), tuple(notes))


def settings_json(settings: Settings) -> dict[str, Any]:
    """Return a project's settings as plain data."""
    space = {"working_space": settings.working_space, "config": settings.config}
    return {**settings.format.to_json(), "handles": settings.handles, **space}


def settings_text(settings: Settings) -> str:
    """Return a project's settings as a line."""
    size = f"{settings.width}x{settings.height}"
    aspect = "" if settings.pixel_aspect == 1 else f", pixel aspect {settings.pixel_aspect}"
    return (
        f"{size}{aspect}, {settings.rate} fps, handles {settings.handles}, "
        f"working space {settings.working_space}"
    )


def _stale(project: Project, placed: list[Shot], engine: Engine | None) -> dict[str, Staleness]:
    circled = [shot.clip for shot in placed if shot.clip.circled]
    if not circled:
        return {}
    with an_engine(engine) as running:
        return {clip.id: staleness(project, clip, running) for clip in circled}


def _media_of(project: Project, shot: Shot) -> tuple[bool, str]:
    try:
        info = plate_of(project, shot.clip).info
    except Offline as error:
        return True, f"offline: {error.why}"
    return (False, info.ref.label) if marks_of(info.ref) else (True, f"offline: {info.ref.label} is gone")
