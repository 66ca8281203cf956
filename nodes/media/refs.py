"""What names a piece of media on disk: one file, or a numbered sequence of pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nodes.api import Rate

_LONGEST = 10**7
_WIDEST = 64


@dataclass(frozen=True, slots=True)
class FileRef:
    """One file: a movie, a still or a sound. `path` is absolute.

    `track` is the stream index of the picture track that is meant, None for the first.
    """

    path: str
    track: int | None = None

    @property
    def label(self) -> str:
        """The name a person knows it by."""
        return Path(self.path).name

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {"kind": "file", "path": self.path} | ({} if self.track is None else {"track": self.track})


@dataclass(frozen=True, slots=True)
class SequenceRef:
    """Pictures numbered `first`, `first + step` … `last` in `folder`; negative numbers are allowed.

    A file is named prefix + number padded to `padding` digits + suffix. `rate` is how fast they are
    shown, None where nobody said.
    """

    folder: str
    prefix: str
    suffix: str
    padding: int
    first: int
    last: int
    step: int = 1
    rate: Rate | None = None

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
        }


MediaRef = FileRef | SequenceRef


def ref_from_json(data: Mapping[str, Any]) -> MediaRef:
    """Return the reference that `to_json` described.

    Raises LookupError, TypeError or ValueError for other data.
    """
    if data["kind"] == "file":
        track = data.get("track")
        return FileRef(str(data["path"]), None if track is None else int(track))
    ref = SequenceRef(
        folder=str(data["folder"]),
        prefix=str(data["prefix"]),
        suffix=str(data["suffix"]),
        padding=int(data["padding"]),
        first=int(data["first"]),
        last=int(data["last"]),
        step=int(data["step"]),
        rate=None if data["rate"] is None else Rate.of(data["rate"]),
    )
    if ref.step < 1 or not 0 <= ref.padding <= _WIDEST or not 0 < ref.count <= _LONGEST:
        raise ValueError(f"the pictures {ref.label} by {ref.step} are beyond reason")
    return ref
