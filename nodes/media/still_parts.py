"""Which part and channels of a picture file are its picture, and which are layers beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import OpenImageIO as oiio

from .errors import UnreadableMedia
from .still_text import message, text_in

_WORDS = {"RED": "R", "GREEN": "G", "BLUE": "B", "ALPHA": "A"}
_MOST_PARTS = 256
_MOST_LAYERS = 1024


@dataclass(frozen=True, slots=True)
class Place:
    """A channel's place in a file: the part's number, and the channel's in it."""

    part: int
    channel: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The part that holds the picture, its channels' numbers (R, G, B or Y, then A), and every other channel.

    `layers` are by name: as the file has it for the picture's own part, behind the part's name and a dot
    for the others (`depth_left.Z`).
    """

    part: int
    channels: tuple[int, ...]
    layers: dict[str, Place]


def parts_of(file: oiio.ImageInput) -> list[oiio.ImageSpec]:
    """Return what each part of an open file says of itself."""
    specs: list[oiio.ImageSpec] = []
    while len(specs) < _MOST_PARTS and file.seek_subimage(len(specs), 0):
        specs.append(file.spec())
    # Looking for a part that is not there is no error of the file.
    message(file.geterror)
    file.seek_subimage(0, 0)
    return specs


def choose(attempted: str, specs: Sequence[oiio.ImageSpec], layer: str) -> Chosen:
    """Return what of a file is its picture: the first part that holds one, or what `layer` names.

    That is a part, a part's name without its view (`character` of `character.main`), a view, or the
    channels before whose names it stands. Raises UnreadableMedia where there is no such picture.
    """
    for alone in (False, True):
        for part, names, prefix in _candidates(specs, layer):
            found = _picture(names, prefix, alone=alone)
            if found is not None:
                return Chosen(part, found, dict(_layers(specs, part, found)))
    held = ", ".join(dict.fromkeys(_offers(specs)))
    if layer:
        raise UnreadableMedia(attempted, f"it holds no picture '{layer}'", hint=f"It holds: {held}.")
    raise UnreadableMedia(
        attempted,
        f"its channels are {held[:200]}; R, G, B or Y are needed",
        hint="Write the picture as RGB, RGBA or Y, or name a layer with ?layer=NAME.",
    )


def _candidates(
    specs: Sequence[oiio.ImageSpec], layer: str
) -> Iterator[tuple[int, Sequence[str], str | None]]:
    for part, spec in enumerate(specs):
        name, view = _name(spec), text_in(spec, "view")
        names: Sequence[str] = spec.channelnames
        if layer in ("", name, name.removesuffix(f".{view}") if view else name, view):
            yield part, names, None
    for part, spec in enumerate(specs):
        if layer and any(each.startswith(f"{layer}.") for each in spec.channelnames):
            yield part, spec.channelnames, layer


def _picture(names: Sequence[str], prefix: str | None, *, alone: bool) -> tuple[int, ...] | None:
    """Return where R, G, B or Y are, and A; of plain names first, else of the first layer that has them.

    A channel that is `alone` may have any name.
    """
    split = [name.rpartition(".") for name in names]
    layers = dict.fromkeys(["", *(layer for layer, _, _ in split)]) if prefix is None else {prefix: None}
    for layer in layers:
        place: dict[str, int] = {}
        for position, (of, _, name) in enumerate(split):
            if of == layer:
                place.setdefault(_WORDS.get(name.upper(), name.upper()), position)
        if "RY" in place or "BY" in place:
            return None
        cover = [place["A"]] if "A" in place else []
        if {"R", "G", "B"} <= place.keys():
            return (place["R"], place["G"], place["B"], *cover)
        if "Y" in place:
            return (place["Y"], *cover)
        if alone and len(place) == 1 and (prefix is not None or len(names) == 1):
            return tuple(place.values())
    return None


def _layers(specs: Sequence[oiio.ImageSpec], part: int, taken: Sequence[int]) -> Iterator[tuple[str, Place]]:
    count = 0
    for number, spec in enumerate(specs):
        for channel, name in enumerate(spec.channelnames):
            if number == part and channel in taken:
                continue
            count += 1
            if count > _MOST_LAYERS:
                return
            yield (
                name if number == part else f"{_name(spec) or f'part{number}'}.{name}",
                Place(number, channel),
            )


def _name(spec: oiio.ImageSpec) -> str:
    return text_in(spec, "name")


def _offers(specs: Sequence[oiio.ImageSpec]) -> Iterator[str]:
    for spec in specs:
        if _name(spec):
            yield _name(spec)
        yield from spec.channelnames
