"""Conform: which media every clip of a cut stands for, and what a person should know about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from editor.document.layout import Shot, shots, walk
from editor.document.model import Clip, Cut, MediaReference, Unknown
from editor.document.retimes import retime_of
from nodes.api.errors import WorkprintError
from nodes.api.times import Range, Rate, Time
from nodes.media.info import MediaInfo
from nodes.media.refs import MediaRef

from .candidates import Search, candidates
from .choose import Found, Use, choose
from .keys import reference_key as reference_key
from .remarks import remarks
from .search import MediaIndex, index_media

Probe = Callable[[Sequence[MediaRef]], Sequence[MediaInfo | WorkprintError]]
"""Looks into pieces of media, all at once; answers in the same order."""

_NOT_ON_DISK = ("generator", "unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """One clip of the report: where it stands in the cut, what it uses, how its media was found.

    `record` is cut time from 0, `source` the reference's own time, `used` media time. `notes` is what a
    person should know, in plain words. `key` is its reference's, "" where it has none on disk.
    """

    clip: str
    name: str
    track: str
    record: Range
    source: Range | None
    used: Range | None
    key: str
    found: Found
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conformed:
    """The report: a row per clip in the order of the tracks, what was found by reference key, other notes.

    `name`, `rate` and `start` are the cut's.
    """

    name: str
    rate: Rate
    start: Time | None
    rows: tuple[Row, ...]
    media: Mapping[str, Found]
    notes: tuple[str, ...] = ()


def conform(
    cut: Cut, *, where: Path, roots: Iterable[Path], maps: Sequence[tuple[str, str]], probe: Probe
) -> Conformed:
    """Find the media of every reference in the cut, and say how each clip uses it.

    `where` is the timeline file, `roots` are the folders to search, `maps` the (old, new) roots. Media is
    looked into through `probe`, in one call. What is only named alike is refused where duration or
    timecode contradict; what is ambiguous is reported, not guessed. Raises BadInput for a root that is no
    folder.
    """
    index = index_media(roots)
    search = Search(where.absolute().parent, tuple(maps), index)
    uses = _uses(cut)
    places = {key: candidates(use.reference, search, cut.rate) for key, use in uses.items()}
    refs = list(dict.fromkeys(each.ref for found in places.values() for each in found))
    facts = dict(zip(refs, probe(refs), strict=True)) if refs else {}
    media = {key: choose(use, places[key], facts) for key, use in uses.items()}

    def whole(clip: Clip) -> Range | None:
        return _whole(media.get(_key(_active(clip))))

    rows = tuple([_row(shot, media, whole(shot.clip)) for shot in shots(cut, whole)])
    return Conformed(cut.name, cut.rate, cut.start, rows, media, tuple(_notes(cut, index)))


def _active(clip: Clip) -> MediaReference | None:
    return clip.references.get(clip.active)


def _key(reference: MediaReference | None) -> str:
    return "" if reference is None or reference.kind in _NOT_ON_DISK else reference_key(reference)


def _uses(cut: Cut) -> dict[str, Use]:
    """Return every reference that may be on disk, by its key, with the stretches that clips play of it."""
    references: dict[str, MediaReference] = {}
    ranges: dict[str, list[Range]] = {}
    for shot in shots(cut):
        for reference in shot.clip.references.values():
            key = _key(reference)
            if not key:
                continue
            references.setdefault(key, reference)
            played = ranges.setdefault(key, [])
            if shot.clip.source is not None:
                played.append(_consumed(shot.clip, shot.clip.source))
    return {key: Use(reference, tuple(ranges[key])) for key, reference in references.items()}


def _consumed(clip: Clip, source: Range) -> Range:
    """Return the media a clip plays; one whose speed varies is taken at its plain length."""
    retime = retime_of(clip.effects)
    return source if retime is None else retime.consumed(source)


def _whole(found: Found | None) -> Range | None:
    """All of the media, in the reference's own time."""
    if found is None or found.info is None or found.offset is None:
        return None
    return found.info.range.moved(-found.offset)


def _row(shot: Shot, media: Mapping[str, Found], whole: Range | None) -> Row:
    clip, reference = shot.clip, _active(shot.clip)
    key = _key(reference)
    found = media.get(key, Found())
    source = clip.source or (reference.available if reference is not None else None) or whole
    used: Range | None = None
    if source is not None and found.info is not None and found.offset is not None:
        used = _consumed(clip, source).moved(found.offset).at(found.info.rate)
    said = remarks(shot, reference, found.info, used)
    problem = (found.problem,) if found.problem else ()
    track = shot.track.name or shot.track.kind if shot.track is not None else ""
    return Row(
        clip=clip.id,
        name=clip.name,
        track=track,
        record=shot.range,
        source=source,
        used=used,
        key=key,
        found=found,
        notes=(*problem, *found.remarks, *said),
    )


def _notes(cut: Cut, index: MediaIndex) -> Iterator[str]:
    if not index.whole:
        yield "the search folders hold too many files: some were not looked at"
    for here in walk(cut):
        if isinstance(here.item, Unknown):
            name = here.item.name or here.item.id
            yield f"{here.item.schema} {name!r} is of an unknown schema: kept, not rendered"
