"""Every shape and every sort of argument, as an author who postpones annotations writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, NamedTuple

from workprint import (
    Around,
    At,
    Audio,
    Choice,
    Chunks,
    Clip,
    Context,
    Curve,
    File,
    Format,
    Frame,
    Frames,
    Handle,
    Matte,
    Migration,
    Model,
    NodeError,
    Px,
    Range,
    Rate,
    Seed,
    Shot,
    Slider,
    Stream,
    Time,
    VideoEdit,
    migrate,
    node,
    visible_when,
)


class Level(NamedTuple):
    """A picture and how bright it is."""

    image: Frame
    level: float


@node("acme.soften")
def soften(
    image: Frame,
    mask: Matte | None = None,
    mode: Literal["box", "gauss"] = "gauss",
    size: Annotated[Px, Slider(0, 100, "px"), Handle("radius", about="centre"), "How far it reaches."] = 4.0,
    centre: Annotated[tuple[Px, Px], Handle("point")] = (0.0, 0.0),
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0),
    edge: Annotated[str, Choice("hold", "black"), visible_when(mode="box")] = "hold",
    passes: Annotated[int, Slider(1, 8, hard=True)] = 1,
    points: tuple[tuple[Px, Px], ...] = (),
    limit: float | None = None,
    invert: bool = False,
) -> Level:
    """Soften the picture.

    Inside the mask, where there is one.
    """
    if size < 0:
        raise NodeError("Soften", "the size is negative", hint="Use 0 or more.", port="size")
    return Level(image, 0.5)


@node("acme.median")
def median(
    images: Annotated[Frames, Around("reach", 2)], matte: Matte | None = None, reach: int = 1
) -> Frame:
    """Take the middle value over time."""
    return images[reach]


@node("acme.restyle", keep=True)
def restyle(
    images: Annotated[Frames, Chunks("model.length", overlap="model.overlap")],
    model: Annotated[VideoEdit, Model("acme-edit")],
    prompt: str = "",
    seed: Seed = 1,
) -> Frames:
    """Restyle the picture by words."""
    return model.edit(images, prompt, (), 1.0, seed)


@node("acme.trail")
def trail(
    images: Stream[Frame], decay: Annotated[Curve[float], Slider(0, 1)] = Curve.constant(0.5)
) -> Iterator[Frame]:
    """Leave a trail behind what moves."""
    held = None
    for image in images:
        held = image.rgb if held is None else held * decay.at(image.time) + image.rgb
        yield image.with_rgb(held)


@node("acme.reverse")
def reverse(shot: Clip[Frame], range: Range, context: Context) -> Iterator[At[Frame]]:
    """Play the shot backwards."""
    for done, time in enumerate(range.frames()):
        context.check_cancelled()
        yield At(time, shot.frame(range.end - (time - range.start)))
        context.progress(done + 1, range.frame_count)


@node("acme.loudness")
def loudness(sound: Audio, range: Range) -> Curve:
    """Say how loud the sound is."""
    return Curve.constant(0.0)


@node("acme.brightness")
def brightness(shot: Clip[Frame], gate: Curve | None = None) -> Curve[float]:
    """Say how bright the shot is."""
    return Curve.constant(0.0)


def _latest(time: Time, *, hold: int, **_: object) -> Mapping[str, Time | list[Time | None]]:
    return {"images": [None, time - Time(hold, time.rate)], "below": time}


@node("acme.track", times=_latest)
def track(images: list[Frame], below: Frame | None = None, hold: int = 0) -> Frame:
    """Show the last of the pictures."""
    return images[-1]


@node("acme.file")
def file(media: Annotated[Clip[Frame], File()], time: Time, start: Time = Time(0, Rate(24))) -> Frame:
    """Show a file."""
    return media.frame(time - start)


@node("acme.own")
def own(media: Annotated[Clip[Frame], Shot()], time: Time) -> Frame:
    """Show the shot's own media."""
    return media.frame(time)


@node("acme.noise")
def noise(range: Range, format: Format, seed: Seed) -> Iterator[Frame]:
    """Make noise."""
    yield from ()


@migrate("acme.gain", to=3)
def in_stops(params: Mapping[str, object]) -> Mapping[str, object]:
    """Version 3 counts in stops."""
    return {**params, "stops": 2}


@node("acme.gain", version=3, migrations=(Migration("acme.gain", 2, rename={"gain": "amount"}), in_stops))
def gain(image: Frame, amount: float = 1.0, stops: int = 0) -> Later:
    """Multiply."""
    return Later(image)


class Later(NamedTuple):
    """A result that is defined after the node that returns it."""

    image: Frame
