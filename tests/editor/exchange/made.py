"""Timelines as JSON, made small."""

from __future__ import annotations

from typing import Any

from editor.document.model import Cut
from editor.exchange.read import read_cut
from editor.exchange.tokens import dumps

Json = dict[str, Any]


def time(value: Any, rate: Any = 24.0) -> Json:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": value}


def span(start: Any, duration: Any, rate: Any = 24.0) -> Json:
    return {"OTIO_SCHEMA": "TimeRange.1", "duration": time(duration, rate), "start_time": time(start, rate)}


def file_reference(url: str = "a.mov", available: Json | None = None, **more: Any) -> Json:
    common = {"OTIO_SCHEMA": "ExternalReference.1", "metadata": {}, "name": "", "available_range": available}
    return {**common, "available_image_bounds": None, "target_url": url, **more}


def sequence_reference(folder: str, available: Json | None, first: int = 1, **more: Any) -> Json:
    common = {
        "OTIO_SCHEMA": "ImageSequenceReference.1",
        "metadata": {},
        "name": "",
        "available_range": available,
    }
    numbers = {"start_frame": first, "frame_step": 1, "rate": 24.0, "frame_zero_padding": 4}
    names = {"target_url_base": folder, "name_prefix": "p.", "name_suffix": ".png"}
    return {**common, **names, **numbers, "missing_frame_policy": "error", **more}


def clip(name: str = "c", source: Json | None = None, **more: Any) -> Json:
    return {
        "OTIO_SCHEMA": "Clip.2",
        "metadata": {},
        "name": name,
        "source_range": span(0, 10) if source is None else source,
        "effects": [],
        "markers": [],
        "enabled": True,
        "media_references": {"DEFAULT_MEDIA": file_reference()},
        "active_media_reference_key": "DEFAULT_MEDIA",
        **more,
    }


def track(*items: Json | None, **more: Any) -> Json:
    common = {
        "metadata": {},
        "name": "V1",
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
    }
    return {"OTIO_SCHEMA": "Track.1", **common, "children": list(items), "kind": "Video", **more}


def timeline(*tracks: Json, **more: Any) -> Json:
    common = {
        "metadata": {},
        "name": "tracks",
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
    }
    stack = {"OTIO_SCHEMA": "Stack.1", **common, "children": list(tracks)}
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {},
        "name": "t",
        "global_start_time": None,
        "tracks": stack,
        **more,
    }


def read(document: Any) -> Cut:
    return read_cut(document if isinstance(document, str) else dumps(document), where="'a.otio'")
