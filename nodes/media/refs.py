"""What names a piece of media on disk: one file, or a numbered sequence of pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

from nodes.api import BadInput, Rate

_LONGEST = 10**7
_WIDEST = 64


Holes = Literal["error", "hold", "black", "nearest"]
WISHES: Mapping[str, tuple[str, ...]] = {
    "holes": get_args(Holes),
    "layer": (),
    "nan": ("keep", "zero"),
    "track": (),
    "sound": (),
}
"""What may be said behind a path, and with which words; none where any name will do, or any number."""

_NUMBERS = ("track", "sound")


@dataclass(frozen=True, slots=True)
class Pick:
    """What of a picture file is wanted.

    `layer` names a part, a view or a layer of an EXR file, "" for the first part that is a picture.
    `keeps_nan` leaves samples that are no number in colour that is converted; else they become 0, and
    infinite ones the largest that half floats hold.
    """

    layer: str = ""
    keeps_nan: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain data, of what is not the default alone."""
        layer = {"layer": self.layer} if self.layer else {}
        return layer | ({"keeps_nan": True} if self.keeps_nan else {})


def _pick(data: Mapping[str, Any]) -> Pick:
    return Pick(str(data.get("layer", "")), bool(data.get("keeps_nan", False)))


@dataclass(frozen=True, slots=True)
class FileRef:
    """One file: a movie, a still or a sound. `path` is absolute.

    `track` is the stream index of the picture track that is meant, `sound_track` that of the sound track,
    None for the first; `pick` says what of a picture file is wanted.
    """

    path: str
    track: int | None = None
    pick: Pick = Pick()
    sound_track: int | None = None

    @property
    def label(self) -> str:
        """The name a person knows it by."""
        return Path(self.path).name

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        tracks = {"track": self.track, "sound_track": self.sound_track}
        said = {name: track for name, track in tracks.items() if track is not None}
        return {"kind": "file", "path": self.path} | said | self.pick.to_json()


@dataclass(frozen=True, slots=True)
class SequenceRef:
    """Pictures numbered `first`, `first + step` … `last` in `folder`; negative numbers are allowed.

    A file is named prefix + number padded to `padding` digits + suffix. `rate` is how fast they are
    shown, None where nobody said. `holes` says what stands for a picture that is not there: nothing
    (`error`), the one before (`hold`), black, or the nearest (the earlier of two). `pick` says what of
    each file is wanted.
    """

    folder: str
    prefix: str
    suffix: str
    padding: int
    first: int
    last: int
    step: int = 1
    rate: Rate | None = None
    holes: Holes = "error"
    pick: Pick = Pick()

    @property
    def count(self) -> int:
        """How many pictures the numbers span, holes included."""
        return max(0, (self.last - self.first) // self.step + 1)

    def file_for(self, index: int) -> str:
        """Return the path of the picture at 0-based `index`, whether it exists or not."""
        number = self.first + index * self.step
        digits = f"{abs(number):0{self.padding}d}"
        sign = "-" if number < 0 else ""
        return str(Path(self.folder) / f"{self.prefix}{sign}{digits}{self.suffix}")

    @property
    def label(self) -> str:
        """The name a person knows it by: `plate.[1001-1100].exr`."""
        return f"{self.prefix}[{self.first}-{self.last}]{self.suffix}"

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "kind": "sequence",
            "folder": self.folder,
            "prefix": self.prefix,
            "suffix": self.suffix,
            "padding": self.padding,
            "first": self.first,
            "last": self.last,
            "step": self.step,
            "rate": None if self.rate is None else str(self.rate),
            **({} if self.holes == "error" else {"holes": self.holes}),
            **self.pick.to_json(),
        }


MediaRef = FileRef | SequenceRef


def _track(data: Mapping[str, Any], name: str) -> int | None:
    return None if data.get(name) is None else int(data[name])


def ref_from_json(data: Mapping[str, Any]) -> MediaRef:
    """Return the reference that `to_json` described.

    Raises LookupError, TypeError or ValueError for other data.
    """
    if data["kind"] == "file":
        return FileRef(str(data["path"]), _track(data, "track"), _pick(data), _track(data, "sound_track"))
    ref = SequenceRef(
        folder=str(data["folder"]),
        prefix=str(data["prefix"]),
        suffix=str(data["suffix"]),
        padding=int(data["padding"]),
        first=int(data["first"]),
        last=int(data["last"]),
        step=int(data["step"]),
        rate=None if data["rate"] is None else Rate.of(data["rate"]),
        holes=data.get("holes", "error"),
        pick=_pick(data),
    )
    if ref.holes not in get_args(Holes):
        raise ValueError(f"{ref.holes!r} is no way to fill holes")
    if ref.step < 1 or not 0 <= ref.padding <= _WIDEST or not 0 < ref.count <= _LONGEST:
        raise ValueError(f"the pictures {ref.label} by {ref.step} are beyond reason")
    return ref


def split_wish(text: str) -> tuple[str, dict[str, str]]:
    """Return a path as a person wrote it, and what stands behind its last question mark, if that is a wish.

    Raises BadInput for a wish that is none of `WISHES`.

    >>> split_wish("plate.####.exr?holes=hold&layer=left")
    ('plate.####.exr', {'holes': 'hold', 'layer': 'left'})
    """
    path, mark, query = text.rpartition("?")
    if not mark or "=" not in query or "/" in query:
        return text, {}
    wishes: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        allowed = WISHES.get(name)
        wrong = name in _NUMBERS and not (value.isascii() and value.isdecimal() and len(value) < 6)
        if allowed is None or not value or wrong or (allowed and value not in allowed):
            kinds = {name: "NUMBER" if name in _NUMBERS else "NAME" for name in WISHES}
            known = "; ".join(f"{name}={'|'.join(values) or kinds[name]}" for name, values in WISHES.items())
            raise BadInput(f"Read {text!r}", f"'{part}' is not understood", hint=f"Write {known}.")
        wishes[name] = value
    return path, wishes


def wished(ref: MediaRef, wishes: Mapping[str, str]) -> MediaRef:
    """Return a reference as `split_wish` found it to be wished; holes are for sequences alone."""
    pick = Pick(wishes.get("layer", ref.pick.layer), wishes.get("nan", "") == "keep" or ref.pick.keeps_nan)
    if isinstance(ref, FileRef):
        tracks = [int(wishes[name]) if name in wishes else None for name in _NUMBERS]
        return replace(ref, pick=pick, track=tracks[0], sound_track=tracks[1])
    holes = cast("Holes", wishes.get("holes", ref.holes))
    return replace(ref, pick=pick, holes=holes)
