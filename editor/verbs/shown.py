"""How takes are told of: a clip's takes, and the reference under which a take goes into the cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.compile.plate import plate_of
from editor.document.edits.takes import shot_of
from editor.document.model import Clip, MediaReference
from editor.document.opened import Project
from editor.takes.circled import TakeMissing, draft_note, shown_plate
from editor.takes.quality import all_measures
from editor.takes.store import Take, takes_of
from editor.takes.trash import trashed_of
from editor.takes.words import told
from nodes.api.times import Range
from nodes.media.refs import FileRef

from .urls import url_of


def reference_to(project: Project, clip: Clip, take: Take) -> MediaReference:
    """Return the media reference of a take, its path relative to the project.

    Its range counts as the clip's own source does, so that the clip's source range means the same
    frames in both. Raises Offline where nothing is known of the source.
    """
    plate = plate_of(project, clip)
    available = Range(take.media.start, take.media.range.duration).moved(-plate.offset)
    metadata: Mapping[str, Any] = {
        "workprint": {
            "recipe": take.recipe.digest,
            "seed": take.recipe.seed,
            "made": take.record.get("made"),
        }
    }
    ref = take.media.ref
    if isinstance(ref, FileRef):
        url = url_of(ref.path, project.folder)
        return MediaReference("file", take.key, url, available, metadata=metadata)
    return MediaReference(
        "sequence",
        take.key,
        url_of(ref.folder, project.folder, is_folder=True),
        available,
        prefix=ref.prefix,
        suffix=ref.suffix,
        padding=ref.padding,
        first=ref.first,
        step=ref.step,
        rate=take.media.rate,
        metadata=metadata,
    )


def takes_json(project: Project, clip: Clip) -> dict[str, Any]:
    """Return a clip's takes as plain data."""
    takes = takes_of(project.folder, shot_of(clip))
    return {
        "shot": {"id": clip.id, "name": clip.name},
        "circled": clip.circled,
        "takes": [take_json(clip, take) for take in takes],
        "trash": [take.id for take in trashed_of(project.folder, shot_of(clip))],
    }


def take_json(clip: Clip, take: Take) -> dict[str, Any]:
    """Return a take as plain data."""
    return {
        "id": take.id,
        "circled": clip.circled == take.id,
        "starred": take.id in clip.starred,
        "rating": take.remarks.rating,
        "note": take.remarks.note,
        "draft": take.is_draft,
        "size": [take.recipe.format.width, take.recipe.format.height],
        "seed": take.recipe.seed,
        "varied": take.record.get("varied", {}),
        "recipe": take.recipe.digest,
        "said": list(told(take)),
        "measures": all_measures(take.measures, take.record),
        "models": sorted(take.recipe.models),
        "frames": take.media.frame_count,
        "first": take.recipe.domain.start.frame,
        "form": take.recipe.layout,
        "made": take.record.get("made"),
        "seconds": take.record.get("seconds"),
        "folder": str(take.folder),
        "poster": str(take.poster),
        "proxy": str(take.proxy),
    }


def marks(clip: Clip, take: Take) -> str:
    """Return how a take is marked, for people."""
    circled = "circled" if clip.circled == take.id else ""
    starred = "starred" if take.id in clip.starred else ""
    draft = "draft" if take.is_draft else ""
    rated = "★" * take.remarks.rating
    return " ".join(filter(None, (circled, starred, draft, rated)))


def lacking(project: Project, clip: Clip) -> tuple[str, ...]:
    """Return notes where the circled take is a draft, or lacks frames that the clip shows."""
    note = draft_note(project, clip)
    try:
        shown_plate(project, clip)
    except TakeMissing as error:
        return (f"{error.attempted}: {error.why}",)
    return (note,) if note else ()
