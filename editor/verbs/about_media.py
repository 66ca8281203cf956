"""What a piece of media holds, as JSON and as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from editor.folders import cache_folder
from nodes.engine.client import Engine
from nodes.engine.job import Bound
from nodes.media.info import MediaInfo
from nodes.media.refs import FileRef, SequenceRef

from .found import Found, table


def about_media(bound: Bound) -> Found:
    """Return the facts of a file or a sequence, and its fingerprint."""
    info = bound.info
    rows = [*_rows(info), ("fingerprint", bound.fingerprint)]
    document = {"kind": "media", "fingerprint": bound.fingerprint, "media": info.to_json()}
    return Found(document, table(rows))


def about_sound(engine: Engine, bound: Bound, count: int, told: Callable[[int, int], None]) -> Found:
    """Return the facts of media and the shape of its sound in `count` parts, kept in the user's cache."""
    shape = engine.waveform(bound, count, cache_folder() / "waveforms", told=told)
    found = about_media(bound)
    rows = [("part", "least", "greatest", "RMS")]
    rows += [
        (str(part), f"{bins[:, 0].min():.4f}", f"{bins[:, 1].max():.4f}", f"{bins[:, 2].max():.4f}")
        for part, bins in enumerate(shape)
    ]
    document = {**found.document, "waveform": shape.astype(float).round(6).tolist()}
    return Found(document, f"{found.text}\n\n{table(rows)}")


def _rows(info: MediaInfo) -> Iterator[tuple[str, ...]]:
    yield "media", info.ref.label
    yield "kind", info.kind
    yield "codec", info.codec
    if info.format is not None:
        tags, format = info.colour, info.format
        guessed = f" ({', '.join(tags.guessed)} guessed)" if tags.guessed else ""
        size = f"{format.width}x{format.height}, pixel aspect {format.pixel_aspect}"
        yield "picture", f"{size}, {format.rate} fps, {info.layout}"
        yield "frames", f"{info.frame_count}, from {info.number_of(info.start)}"
        yield "colour", f"{tags.matrix}, {tags.range}, {tags.primaries}, {tags.transfer}{guessed}"
        yield "timecode", info.timecode or "none"
        yield "reel", info.reel or "none"
    if info.layers:
        yield "layers", ", ".join(info.layers)
    if info.missing:
        filled = f", filled by {info.ref.holes}" if isinstance(info.ref, SequenceRef) else ""
        yield "holes", f"{len(info.missing)}{filled.replace(', filled by error', '')}"
    if not info.steady:
        yield (
            "unsteady",
            f"its {info.picture_count} pictures do not last equally long; each is shown at its time",
        )
    if info.rotation or info.mirrored:
        mirrored = "mirrored, then " if info.mirrored else ""
        yield "turned", f"{mirrored}by {info.rotation} degrees against the clock, as the file asks for"
    if info.tracks:
        used = info.ref.track if isinstance(info.ref, FileRef) else None
        numbers = ", ".join(str(track) for track in info.tracks)
        yield "picture tracks", f"{numbers}; {info.tracks[0] if used is None else used} is used"
    if info.sound is not None:
        sound = info.sound
        seconds = sound.samples / sound.rate
        yield "sound", f"{sound.codec}, {sound.rate} Hz, {sound.channels} channels, {seconds:.2f} s"
    if info.sound_tracks:
        yield "sounds", f"tracks {', '.join(map(str, info.sound_tracks))}"
