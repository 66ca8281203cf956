"""Small pictures of media on request: made once in the engine's process, kept in the user's cache folder.

One file a picture, named by the media's fingerprint, its working space and the picture's index: NumPy's own
format, uint8 (rows, columns, 3), display-referred Rec.709. The time a file was last wanted is its
modification time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import ColourTags, Failed, Format, Frame, Native, Time, WorkprintError
from nodes.library.cut.fitting import fit
from nodes.media.colour import from_working, to_working
from nodes.media.display import displayed
from nodes.media.info import MediaInfo, info_from_json
from nodes.media.rescale import rescaled
from nodes.media.working import WorkingSpace
from nodes.process.child import Call

from .job import Bound
from .readers import Readers
from .turns import RENDERED, Turns

ROWS = 64
WIDEST = 4
"""A picture is at most so many times as wide as high, and as many times as high as wide."""
SUFFIX = ".npy"
FOLDER_BYTES = 256 << 20
"""How much is kept in the folder: what was not wanted for longest goes first."""

Pixels: TypeAlias = npt.NDArray[np.uint8]
_SCREEN = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="bt709")
_PATIENCE = 256
_RING_BYTES = 8 << 20
_BETWEEN = 512


class Thumbnails(AbstractContextManager["Thumbnails"]):
    """Answers on one lane; keeps files open that are looked into again and again, for one working space."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._readers: Readers | None = None
        self._colour: Mapping[str, str] = {}
        self._kept = 0

    def __exit__(self, *_: object) -> None:
        if self._readers is not None:
            self._readers.__exit__()
            self._readers = None

    def answer(self, call: Call) -> object:
        """Send each picture that can be had, in rising order; return why others cannot, by index."""
        args, missing = call.args, {}
        info, folder = info_from_json(args["info"]), Path(args["folder"])
        bound = Bound(info, args["fingerprint"])
        for index in sorted(args["indices"]):
            self._turns.give_way(RENDERED, call.check)
            call.check()
            try:
                picture = self.picture(bound, index, args["colour"], folder)
            except WorkprintError as error:
                missing[str(index)] = str(error)
                continue
            call.send_frame(picture, {"index": index})
        return missing

    def picture(self, bound: Bound, index: int, colour: Mapping[str, str], folder: Path) -> Pixels:
        """Return the picture at an index of media: kept, or made and kept in `folder`.

        Raises MediaError, CannotRun for media without pictures, Failed where the folder cannot be written.
        """
        space = blake2b(json.dumps(dict(colour), sort_keys=True).encode(), digest_size=4).hexdigest()
        path = folder / f"{bound.fingerprint}-{space}-{index}{SUFFIX}"
        found = _found(path)
        if found is None:
            found = self._made(bound, index, colour)
            _keep(path, found)
            self._kept += 1
            if self._kept % _BETWEEN == 1:
                prune(folder)
        return found

    def _made(self, bound: Bound, index: int, colour: Mapping[str, str]) -> Pixels:
        space = WorkingSpace.from_json(colour)
        if self._readers is None or self._colour != colour:
            self.__exit__()
            self._readers = Readers(to_working(space), patience=_PATIENCE, ring_bytes=_RING_BYTES)
            self._colour = dict(colour)
        info = bound.info
        frame = self._readers.clip(bound).frame(Time(info.start.value + index, info.rate))
        self._readers.pass_by()
        return small(frame, space)


def size_of(info: MediaInfo) -> tuple[int, int]:
    """Return the columns and rows of media's small pictures."""
    assert info.format is not None
    return _size(info.format.width, info.format.height, float(info.format.pixel_aspect))


def _size(width: int, height: int, aspect: float) -> tuple[int, int]:
    return round(ROWS * min(max(width * aspect / height, 1 / WIDEST), WIDEST)), ROWS


def small(frame: Frame, space: WorkingSpace) -> Pixels:
    """Return a frame as uint8 (rows, columns, 3) on black, 64 rows high, display-referred Rec.709."""
    window = frame.display_window
    to = _size(window.width, window.height, float(frame.pixel_aspect))
    shown = _by_signal(frame, to)
    if shown is not None:
        return shown
    rgb, _ = fit(
        frame.rgb,
        None,
        data=frame.data_window,
        display=window,
        aspect=frame.pixel_aspect,
        to=Format(*to, frame.time.rate),
    )
    return np.ascontiguousarray(from_working(space, "rgb24", _SCREEN)(rgb, None).planes[0])


def _by_signal(frame: Frame, to: tuple[int, int]) -> Pixels | None:
    """Return video of our display made small as it is, None for what needs the way through light."""
    native, window = frame.native, frame.display_window
    if native is None or frame.data_window != window:
        return None
    made = rescaled(native, frame.colour, (window.width, window.height), "rgb24", _SCREEN, to)
    if made is not None:
        return np.ascontiguousarray(made.planes[0])
    shown: Native | None = displayed(native, frame.colour, _SCREEN)
    if shown is None:
        return None
    # Means of code values: near enough at this size.
    scaled = cv2.resize(shown.planes[0], to, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(scaled[..., :3])


def _found(path: Path) -> Pixels | None:
    """Return a picture that was kept, None where there is none; a damaged file is removed."""
    try:
        picture: Pixels = np.load(path, allow_pickle=False)
        if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
            raise ValueError("not a picture")
        os.utime(path)
    except OSError:
        return None
    except (ValueError, EOFError):
        with suppress(OSError):
            path.unlink()
        return None
    return picture


def _keep(path: Path, picture: Pixels) -> None:
    """Keep a picture: written aside and renamed. Raises Failed where the disk refuses."""
    aside = path.with_name(f".{uuid4().hex}{SUFFIX}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(aside, picture, allow_pickle=False)
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        hint = "Free some space there, or set XDG_CACHE_HOME to another folder."
        raise Failed(f"Keep a picture as '{path}'", error.strerror or str(error), hint=hint) from error


def prune(folder: Path, most: int = FOLDER_BYTES) -> None:
    """Remove what was not wanted for longest, down to `most` bytes."""
    held = 0
    found: Sequence[Any] = sorted(
        ((entry.stat(), entry) for entry in folder.glob(f"*{SUFFIX}")), key=lambda each: -each[0].st_mtime
    )
    for stat, entry in found:
        held += stat.st_size
        if held > most:
            entry.unlink(missing_ok=True)
