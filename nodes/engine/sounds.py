"""Open sound files, as the sound that nodes read: a bounded number stay open."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager

from nodes.api import Audio, AudioBlock, Range, Rate, Time
from nodes.media.refs import FileRef
from nodes.media.sound import SoundReader, open_sound

from .errors import CannotRun
from .job import Bound

MOST_OPEN = 4


class Sounds(AbstractContextManager["Sounds"]):
    """Sound of bound files, at most `MOST_OPEN` open at a time; used by one thread.

    Nothing is opened or decoded before samples are asked for.
    """

    def __init__(self) -> None:
        self._open: OrderedDict[str, SoundReader] = OrderedDict()

    def __exit__(self, *_: object) -> None:
        while self._open:
            self._open.popitem()[1].close()

    def audio(self, bound: Bound) -> Audio:
        """Return a file's sound at its own rate and channels, in media time.

        Raises CannotRun for a file without sound; reading raises MediaError.
        """
        info, ref = bound.info, bound.info.ref
        if info.sound is None or not isinstance(ref, FileRef):
            raise CannotRun(f"Hear '{ref.label}'", "it has no sound", hint="Name a file that has.")
        own = Rate(info.sound.rate)
        begin = (info.start + Time(info.sound.first, own)).at(own)

        def read(wanted: Range) -> Iterator[AudioBlock]:
            # A file may be closed for others between two reads, never during one.
            yield from self._reader(bound, ref).audio.read(wanted)

        return Audio(own.num, info.sound.channels, Range(begin, Time(info.sound.samples, own)), read)

    def _reader(self, bound: Bound, ref: FileRef) -> SoundReader:
        key = f"{bound.fingerprint} {ref}"
        reader = self._open.pop(key, None) or open_sound(ref, bound.info)
        self._open[key] = reader
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)[1].close()
        return reader
