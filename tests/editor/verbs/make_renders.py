"""The table of real renders: `python -m tests.editor.verbs.make_renders` writes `renders.md` anew.

Every timeline of the shared footage that comes with media is made a project and rendered without loss by
the command line. Each picture is then compared with what it should be: plain FFmpeg's (for stills and
sequences OpenCV's) decoding of the source, at the frame that the timeline's own numbers say.
"""

from __future__ import annotations

import json
import math
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt

from tests.editor.kit import Ran, pictures, samples, workprint

TABLE = Path(__file__).with_name("renders.md")
_HEAD = """# Real renders

Every timeline of the shared footage that comes with media, rendered with `workprint new P --from FILE` and
`workprint render P -o movie.mkv`. Pictures are compared with the source as plain FFmpeg and OpenCV decode it:
"equal" is every sample of every frame. Sound is the largest difference to the source resampled by FFmpeg,
full scale being 1. Cuts that mix pictures (tracks, transitions, retimes) are only rendered here; other tests
compare such mixtures with NumPy. Made by `make_renders.py`; a test compares.

| file | frames | stored as | pictures | sound |
| --- | --- | --- | --- | --- |
"""
_REFUSED = """
## Refused

What cannot be rendered is told, and nothing is written.

| file | exit | message |
| --- | --- | --- |
"""
_PACKED = {"bgra": "rgba", "bgr0": "rgb24"}
"""How FFmpeg calls what FFV1 holds of RGB, and the same samples in the order that OpenCV's are put in."""
_NTSC = {23.98: Fraction(24000, 1001), 23.976: Fraction(24000, 1001)}
Picture = npt.NDArray[Any]


@dataclass(frozen=True)
class Stretch:
    """Frames of the cut that one clip is on screen or heard, and where in its media that is, in seconds."""

    start: Fraction
    length: Fraction
    source: Fraction
    media: Path
    prefix: str = ""
    padding: int = 0
    first: int = 0
    rate: Fraction = Fraction(24)


@dataclass(frozen=True)
class Rendered:
    """A cut that was rendered, or the refusal."""

    timeline: Path
    movie: Path
    ran: Ran


def rendered(timeline: Path, folder: Path) -> Rendered:
    """Make a project of a timeline in `folder` and render it."""
    project, movie = folder / timeline.stem, folder / f"{timeline.stem}.mkv"
    made = workprint("new", project, "--from", timeline, "--quiet")
    assert made.code == 0, made.err
    return Rendered(timeline, movie, workprint("render", project, "-o", movie, "--json", "--quiet"))


def stretches(timeline: Path, kind: str) -> list[Stretch]:
    """Read a timeline's clips of one kind with plain JSON, in seconds of the cut."""
    data = json.loads(timeline.read_text())
    found, at = [], Fraction(0)
    for track in data["tracks"]["children"]:
        if track["kind"] != kind:
            continue
        at = Fraction(0)
        for item in track["children"]:
            span = item["source_range"]
            length = seconds(span["duration"])
            if "Clip" in item["OTIO_SCHEMA"]:
                media = item.get("media_reference") or item["media_references"]["DEFAULT_MEDIA"]
                available = media.get("available_range")
                begins = seconds(available["start_time"]) if available else Fraction(0)
                source = seconds(span["start_time"]) - begins
                if available and "start_frame" in media and source + length > seconds(available["duration"]):
                    # It counts as its files are numbered: else it would run over their end.
                    source -= media["start_frame"] / rate_of(media["rate"])
                found.append(_stretch(timeline, media, at, length, source))
            at += length
    return found


def _stretch(
    timeline: Path, media: dict[str, Any], at: Fraction, length: Fraction, source: Fraction
) -> Stretch:
    if "ImageSequence" in media["OTIO_SCHEMA"]:
        folder = timeline.parent / media["target_url_base"]
        prefix, suffix = media["name_prefix"], media["name_suffix"]
        numbering = (media["frame_zero_padding"], media["start_frame"], rate_of(media["rate"]))
        return Stretch(at, length, source, folder / f"#{suffix}", prefix, *numbering)
    return Stretch(at, length, source, timeline.parent / media["target_url"])


def rate_of(value: float) -> Fraction:
    return _NTSC.get(value, Fraction(str(value)).limit_denominator(1001))


def seconds(time: dict[str, Any]) -> Fraction:
    return Fraction(str(time["value"])) / rate_of(time["rate"])


def layout_of(movie: Path) -> str:
    with av.open(str(movie)) as file:
        return str(file.streams.video[0].format.name)


def rate_of_movie(movie: Path) -> Fraction:
    with av.open(str(movie)) as file:
        rate = file.streams.video[0].average_rate
        assert rate is not None
        return Fraction(rate)


def expected(place: Stretch, rate: Fraction) -> Iterator[tuple[int, int]]:
    """Yield each frame of the cut that shows the clip, and the seconds' whole picture of its media."""
    first, last = math.ceil(place.start * rate), math.ceil((place.start + place.length) * rate)
    media_rate = place.rate if place.padding else rate_of_movie(place.media)
    for frame in range(first, last):
        when = place.source + Fraction(frame) / rate - place.start
        yield frame, math.floor(when * media_rate + Fraction(1, 100))


def verdict(done: Rendered) -> str:
    """Say how the pictures of a render compare with what they should be."""
    shown = list(pictures(done.movie, layout=_PACKED.get(layout_of(done.movie))))
    rate, said = rate_of_movie(done.movie), []
    for place in stretches(done.timeline, "Video"):
        said.append(_of_clip(place, rate, shown, done.movie))
    used = {frame for place in stretches(done.timeline, "Video") for frame, _ in _frames(place, rate)}
    black = [planes for frame, planes in enumerate(shown) if frame not in used]
    if black:
        flat = all(int(np.ptp(plane)) <= 1 for planes in black for plane in planes)
        said.append(f"{len(black)} black" if flat else "NOT BLACK in gaps")
    return ", ".join(dict.fromkeys(said)) or "none"


def _frames(place: Stretch, rate: Fraction) -> list[tuple[int, int]]:
    if place.media.suffix == ".png" and not place.padding:
        first, last = math.ceil(place.start * rate), math.ceil((place.start + place.length) * rate)
        return [(frame, 0) for frame in range(first, last)]
    return list(expected(place, rate))


def _of_clip(place: Stretch, rate: Fraction, shown: list[tuple[Picture, ...]], movie: Path) -> str:
    worst = 0.0
    wanted = _frames(place, rate)
    sources: list[tuple[Picture, ...]] = []
    if not place.padding and place.media.suffix != ".png":
        sources = list(pictures(place.media, count=max(index for _, index in wanted) + 1))
        full = _is_full(movie), _is_full(place.media)
        deeper = 4 if layout_of(movie).endswith("10le") else 1
    for frame, index in wanted:
        if sources:
            came = tuple(plane / deeper for plane in shown[frame])
            worst = max(worst, _apart(sources[index], came, *full))
        else:
            worst = max(worst, _still_apart(place, index, shown[frame]))
    return "equal" if worst == 0 else f"within {worst:.1f}"


def _apart(source: tuple[Picture, ...], shown: tuple[Picture, ...], full: bool, was_full: bool) -> float:
    """How far planes are apart; those of limited range in a full one by the range's own formula."""
    worst = 0.0
    for number, (before, after) in enumerate(zip(source, shown, strict=True)):
        meant = before.astype(float)
        if full and not was_full:
            meant = (meant - 16) * 255 / 219 if number == 0 else (meant - 128) * 255 / 224 + 128
        worst = max(worst, float(np.abs(np.clip(np.round(meant), 0, 255) - after).max()))
    return worst


def _still_apart(place: Stretch, index: int, shown: tuple[Picture, ...]) -> float:
    """How far a picture file is from what is shown: all samples of RGB, of YUV the luma.

    A picture in sRGB is shown in a movie for a 2.4 gamma display, so its curve is exchanged first.
    """
    name = f"{place.prefix}{place.first + index:0{place.padding}d}{place.media.suffix}"
    path = place.media.with_name(name) if place.padding else place.media
    there = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert there is not None, path
    order = [2, 1, 0, 3][: there.shape[2]]
    there = there[..., order].astype(float)
    if len(shown) == 1:
        return float(np.abs(there - shown[0].reshape(there.shape)).max())
    signal = there[..., :3] / 255
    light = np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)
    luma = 16 + 219 * (light ** (1 / 2.4) @ (0.299, 0.587, 0.114))
    return float(np.abs(luma - shown[0]).max())


def _is_full(movie: Path) -> bool:
    with av.open(str(movie)) as file:
        stream = file.streams.video[0]
        return "yuvj" in str(stream.format.name) or stream.codec_context.color_range == 2


def sound_verdict(done: Rendered) -> str:
    """Say by how much the sound differs from the sources resampled by FFmpeg, ends of clips left out."""
    places = stretches(done.timeline, "Audio")
    if not places:
        return "none"
    heard, worst = samples(done.movie), 0.0
    for place in places:
        source = samples(place.media)
        edge = 1200
        first, count = int(place.start * 48000) + edge, int(place.length * 48000) - 2 * edge
        begin = int(place.source * 48000) + edge
        meant, got = source[begin : begin + count], heard[first : first + count]
        worst = max(worst, float(np.abs(meant - got).max()))
    return "equal" if worst == 0 else f"within {math.ceil(worst * 1000) / 1000:.3f}"


def make(shared: Path) -> str:
    """Return the table for the footage in `shared`."""
    lines, refused = [], []
    root = shared / "timelines"
    with tempfile.TemporaryDirectory() as folder:
        for timeline in sorted((root / "tlrender").glob("*.otio")):
            name = timeline.relative_to(root)
            done = rendered(timeline, Path(folder))
            told = done.ran.json()
            if done.ran.code:
                why = _without_ids(told["why"])
                refused.append(f"| {name} | {done.ran.code} | {why} |")
            else:
                compared = ("mixed", "mixed") if is_mixed(timeline) else (verdict(done), sound_verdict(done))
                cells = (told["frames"], told["form"], *compared)
                lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
                done.movie.unlink()
    told = _REFUSED + "\n".join(refused) + "\n" if refused else ""
    return _HEAD + "\n".join(lines) + "\n" + told


def is_mixed(timeline: Path) -> bool:
    """Whether a cut holds more than straight cuts on one picture and one sound track."""
    data = json.loads(timeline.read_text())
    tracks = data["tracks"]["children"]
    items = [item for track in tracks for item in track["children"]]
    many = any(sum(track["kind"] == kind for track in tracks) > 1 for kind in ("Video", "Audio"))
    return many or any("Transition" in item["OTIO_SCHEMA"] or item.get("effects") for item in items)


def _without_ids(why: str) -> str:
    return re.sub(r" \([0-9a-f]{12}\)", "", why)


if __name__ == "__main__":
    footage = os.environ.get("WORKPRINT_SHARED_DATA", Path(__file__).parents[3].parent / "shared" / "data")
    TABLE.write_text(make(Path(footage)), encoding="utf-8")
