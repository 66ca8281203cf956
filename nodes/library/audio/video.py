"""`audio.video`: pictures cut to a sound."""

from collections.abc import Mapping
from typing import Annotated, Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Format, Frame, NodeError, Range, Time, node

from .plan import Part, read_plan

Pixels = npt.NDArray[np.float32]
_FADES = 6


def _needed(time: Time, *, plan: str, **_: Any) -> Mapping[str, list[Time | None]]:
    """Ask for the one or two pictures that are on screen."""
    made = read_plan(plan)
    frame = time.at(made.rate).frame
    wanted: dict[int, Time] = {}
    for part, _share in made.shown(frame):
        wanted[part.media] = part.media_time(frame, made.rate)
    count = max(part.media for part in made.parts) + 1
    return {"media": [wanted.get(index) for index in range(count)]}


def _as_asked(formats: Mapping[str, Format], **_: object) -> Format:
    return formats[""]


def _as_planned(ranges: Mapping[str, Range], *, plan: str = "", **_: object) -> Range:
    return read_plan(plan).range


@node("audio.video", times=_needed, format=_as_asked, range=_as_planned)
def video(
    time: Time,
    format: Format,
    media: list[Frame],
    plan: Annotated[str, "Which part stands when, as JSON; made from a sound."] = "",
) -> Frame:
    """Show stills and clips by a plan that was made for a sound: cuts, dissolves, moves and flashes on beats.

    The plan is the film: change it and the film changes. `workprint run audio.video SOUND -o film.mp4
    media=a.mov,b.jpg style=story` listens, plans and runs; an output that ends in .json is the plan alone,
    `plan=FILE` takes one up again; `workprint edit PROJECT film SOUND media=…` lays it on the
    timeline as ordinary clips. Pictures fill the frame, cut off where they are of another shape. Raises
    NodeError for a plan that shows media that is not connected.

    Example: workprint run audio.video song.wav -o film.mp4 media=a.mov,b.jpg style=pulse
    """
    made = read_plan(plan)
    frame = time.at(made.rate).frame
    shown = made.shown(frame)
    parts = sorted(shown, key=lambda each: each[0].media)
    if len(parts) != len(media):
        count = max(part.media for part in made.parts) + 1
        raise NodeError("Show a film", f"its plan shows {count} pieces of media", port="media")
    total = np.zeros((format.height, format.width, 3), np.float32)
    for (part, share), picture in zip(parts, media, strict=True):
        total += laid(picture, part, frame, format) * np.float32(share)
    return Frame.of_pixels(total, time, pixel_aspect=format.pixel_aspect)


def laid(picture: Frame, part: Part, frame: int, format: Format) -> Pixels:
    """Return a picture as a part shows it at a frame: filling the format, zoomed and moved; over black."""
    along = min(1.0, max(0.0, (frame - part.first) / max(1, part.count - 1)))
    zoom = part.zoom[0] + (part.zoom[1] - part.zoom[0]) * along
    across, down = (part.place[axis] + (part.place[axis + 2] - part.place[axis]) * along for axis in (0, 1))
    rgb = picture.rgb
    rows, columns = rgb.shape[:2]
    aspect = float(picture.pixel_aspect / format.pixel_aspect)
    fill = max(format.width / (columns * aspect), format.height / rows) * zoom
    wide, high = fill * aspect, fill
    if min(wide, high) < 1:
        # Averaged first: a single look between pixels would miss most of them.
        size = (max(1, round(columns * min(1, wide))), max(1, round(rows * min(1, high))))
        rgb = cast(Pixels, cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
        wide, high = wide * columns / size[0], high * rows / size[1]
        rows, columns = rgb.shape[:2]
    left = format.width / 2 + across * format.width - wide * columns / 2
    top = format.height / 2 + down * format.height - high * rows / 2
    way = np.array([[wide, 0, left + wide / 2 - 0.5], [0, high, top + high / 2 - 0.5]])
    size = (format.width, format.height)
    made = cv2.warpAffine(rgb, way, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    light = 1.0 + part.flash * max(0.0, 1.0 - (frame - part.first) / _FADES) if frame >= part.first else 1.0
    return cast(Pixels, made * np.float32(light))
