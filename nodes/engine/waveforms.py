"""Waveforms on request: made once in the engine's process and kept in the user's cache folder.

One file a sound: a line of JSON, then each level's float32 bins. A level has its BLAKE2b in the line: what
was damaged is made again. The time a file was last wanted is its modification time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

import numpy as np

from nodes.api import BadInput, Failed, Range
from nodes.api.frames import FloatArray
from nodes.api.sound import Audio
from nodes.media.errors import UnreadableMedia
from nodes.media.info import MediaInfo, info_from_json
from nodes.media.refs import FileRef
from nodes.media.sound import SoundReader, open_sound
from nodes.media.waveform import (
    LEVELS,
    Waveform,
    bin_size,
    drawn,
    level_for,
    make_waveform,
    samples_at,
    summed,
)
from nodes.process.child import Call

SUFFIX = ".waveform"
FOLDER_BYTES = 1 << 29
"""How much is kept in the folder: what was not wanted for longest goes first."""

_VERSION = 1
_MOST = 1 << 16
_AT_ONCE = 1 << 10
Told = Callable[[int, int], None]


def answer_waveform(call: Call) -> object:
    """Send a waveform as one array; how far it is made is told by the sample."""
    args = call.args

    def told(done: int, total: int) -> None:
        call.check()
        call.progress(done, total)

    over = None if args["over"] is None else Range.from_json(args["over"])
    info = info_from_json(args["info"])
    call.send_frame(waveform(info, args["fingerprint"], Path(args["folder"]), args["count"], over, told))
    return None


def waveform(
    info: MediaInfo, fingerprint: str, folder: Path, wanted: int, over: Range | None, told: Told
) -> FloatArray:
    """Return the shape of media's sound as float32 (wanted, channels, 3): least, greatest, RMS.

    `over` is a stretch of media time, the whole track by default. The levels are kept in `folder`; a
    stretch that is finer than they are is read from the file. Raises MediaError, BadInput for a number
    of bins beyond reason, Failed where the folder cannot be written, and what `told` raises.
    """
    if not 0 < wanted <= _MOST:
        raise BadInput(
            f"Draw the sound of '{info.ref.label}'", f"it can be drawn in 1 to {_MOST} bins, not {wanted}"
        )
    with _opened(info) as reader:
        audio = reader.audio
        span = audio.range if over is None else over
        first = round((span.start - audio.range.start).seconds * audio.rate)
        count = max(1, round(span.duration.seconds * audio.rate))
        level = level_for(count, wanted)
        if level is None:
            return _of_samples(audio, first, count, wanted)
        path = folder / f"{fingerprint}{SUFFIX}"
        bins = _kept(path, level, audio.channels)
        if bins is None:
            made = make_waveform(audio, told)
            _keep(path, made)
            bins = made.levels[level]
        return drawn(bins, bin_size(level), audio.range.frame_count, first, count, wanted)


def _of_samples(audio: Audio, first: int, count: int, wanted: int) -> FloatArray:
    parts = []
    for some in range(0, wanted, _AT_ONCE):
        bins = min(_AT_ONCE, wanted - some)
        begin, end = some * count // wanted, (some + bins) * count // wanted
        length = max(1, end - begin)
        samples = samples_at(audio, first + begin, length)
        parts.append(drawn(summed(samples, 1), 1, length, 0, length, bins))
    return np.concatenate(parts)


def _opened(info: MediaInfo) -> SoundReader:
    if not isinstance(info.ref, FileRef):
        raise UnreadableMedia(
            f"Draw the sound of '{info.ref.label}'", "pictures in files of their own have none"
        )
    return open_sound(info.ref, info)


def _kept(path: Path, level: int, channels: int) -> FloatArray | None:
    """Return a level that was kept, None where there is none; a damaged file is removed."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(1 << 16))
            if head["version"] != _VERSION:
                return None
            sizes, digests = head["sizes"], head["digests"]
            file.seek(sum(sizes[:level]), os.SEEK_CUR)
            data = file.read(sizes[level])
        if blake2b(data, digest_size=32).hexdigest() != digests[level]:
            raise ValueError("a level is damaged")
        bins = np.frombuffer(data, "<f4").reshape(-1, channels, 3)
        os.utime(path)
    except OSError:
        return None
    except (ValueError, LookupError, TypeError):
        with suppress(OSError):
            path.unlink()
        return None
    return bins


def _keep(path: Path, made: Waveform) -> None:
    """Keep a waveform: written aside and renamed. Raises Failed where the disk refuses."""
    data = [np.ascontiguousarray(level, "<f4").tobytes() for level in made.levels]
    head = {
        "version": _VERSION,
        "sizes": [len(each) for each in data],
        "digests": [blake2b(each, digest_size=32).hexdigest() for each in data],
    }
    assert len(data) == LEVELS
    aside = path.with_name(f".{uuid4().hex}{SUFFIX}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.write(json.dumps(head).encode() + b"\n")
            file.writelines(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _prune(path.parent)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        hint = "Free some space there, or set XDG_CACHE_HOME to another folder."
        raise Failed(f"Keep a waveform as '{path}'", error.strerror or str(error), hint=hint) from error


def _prune(folder: Path) -> None:
    held = 0
    for entry in sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: -path.stat().st_mtime):
        held += entry.stat().st_size
        if held > FOLDER_BYTES:
            entry.unlink(missing_ok=True)
