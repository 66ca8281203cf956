"""The sound of a cut as pieces to be summed: every audio track, nested ones within."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from editor.document.layout import durations
from editor.document.looks import QUIETEST
from editor.document.model import Clip, Gap, Item, Stack, Track, Transition, Unknown
from editor.document.retimes import Retime, retime_of
from editor.document.switches import taking_part
from nodes.api.curves import Curve, Key
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.engine.job import SoundPiece

from .building import Building
from .entries import Seat, is_nothing, seated, shows, touch
from .layers import PICTURE, SOUND
from .looks import in_place
from .plate import plate_of
from .refuse import called, refuse_effects


@dataclass(frozen=True, slots=True)
class Sounding:
    """How the time of a nested item runs in the cut: at its `start` stands `place`, `speed` as fast."""

    start: Time
    place: Range
    speed: Fraction = Fraction(1)

    def of(self, range: Range) -> Range:
        """Return where a stretch of the nested time stands in the cut."""
        first = self.place.start + (range.start - self.start) * (1 / self.speed)
        return Range(first, range.duration * (1 / self.speed))


def stack_sound(build: Building, items: tuple[Item, ...], start: Time, wanted: Range) -> list[SoundPiece]:
    """Return what the audio tracks of a stack play over `wanted`; its own time begins at `start`.

    Straight from clips: what lies on tracks of pictures is seen, not heard. What cannot be played is noted.
    """
    found: list[SoundPiece] = []
    for item in taking_part(items, sound=True):
        mine: list[SoundPiece] = []
        if is_nothing(item) or isinstance(item, Clip | Gap | Transition | Unknown):
            continue
        if isinstance(item, Stack):
            mine = _nested(build, item, Seat(item, _whole(build, item, start)), wanted)
        elif item.kind == SOUND or any(isinstance(each, Stack) for each in item.items):
            mine = _track(build, item, start, wanted)
        # What lies nested was told of by its own tracks: the outermost is the one that is seen.
        found += [replace(piece, track=item.id) for piece in mine]
    return found


def _track(build: Building, track: Track, start: Time, wanted: Range) -> list[SoundPiece]:
    """Return what a track plays; of a track of pictures only what lies in nested stacks."""
    where = f"track '{track.name or track.id}'"
    if track.source is not None:
        wanted = Range(start, track.source.duration.at(start.rate)).meet(wanted)
        start = start - track.source.start
    if wanted.is_empty or not shows(track.items, start, wanted, build.media_of):
        return []
    is_heard = track.kind != PICTURE
    problems = build.problems if is_heard else []
    if is_heard:
        refuse_effects(problems, where, track)
    found: list[SoundPiece] = []
    for seat in seated(track.items, start, wanted, build.media_of, where, problems).seats:
        item = seat.item
        if not touch(seat.reach, wanted) or is_nothing(item):
            continue
        if isinstance(item, Stack):
            found += _nested(build, item, seat, wanted)
        elif is_heard and isinstance(item, Clip):
            refuse_effects(problems, f"clip '{item.name}' ({item.id})", item, can_retime=True)
            with build.told():
                found += _limited(clip_sound(build, item, seat), track, wanted)
        elif is_heard:
            problems.append(f"{where} holds {called(item)}")
    return [louder(piece, track.level) for piece in found] if is_heard and track.level else found


def louder(piece: SoundPiece, level: float) -> SoundPiece:
    """Return a piece so many dB louder, quieter where negative; what is silent stays so."""
    if piece.level is None:
        return replace(piece, level=Curve.constant(level))

    def both(one: float) -> float:
        return QUIETEST if QUIETEST in (one, level) else max(one + level, QUIETEST)

    return replace(piece, level=Curve(tuple(Key(key.time, both(key.value)) for key in piece.level.keys)))


def _limited(piece: SoundPiece, track: Track, wanted: Range) -> Iterator[SoundPiece]:
    """Yield what is left of a piece on a track that is trimmed, nothing where nothing is."""
    if track.source is None:
        yield piece
    elif not piece.place.meet(wanted).is_empty:
        yield within(piece, wanted)


def within(piece: SoundPiece, limit: Range) -> SoundPiece:
    """Return a piece cut off at the ends of a stretch; a fade that is cut off is left out."""
    place = piece.place.meet(limit)
    ahead = (place.start - piece.place.start).at(piece.start.rate) * piece.speed
    none = Time(0, place.rate)
    return replace(
        piece,
        place=place,
        start=piece.start + ahead,
        fade_in=piece.fade_in if place.start == piece.place.start else none,
        fade_out=piece.fade_out if place.end == piece.place.end else none,
    )


def clip_sound(build: Building, clip: Clip, seat: Seat) -> SoundPiece:
    """Return what a clip of an audio track plays. Raises Offline, BadInput for media without sound.

    A change-over is a cross fade: the clip reaches beyond its end and fades all the way.
    """
    plate = plate_of(build.project, clip)
    if plate.info.sound is None:
        raise BadInput(f"Play clip '{clip.name}' ({clip.id})", "its media holds no sound")
    retime = retime_of(clip.effects) or Retime()
    reach, place = seat.reach, seat.place
    start = plate.info.start if clip.source is None else clip.source.start + plate.offset
    if retime.speed < 0:
        start = start + place.duration.at(start.rate) * -retime.speed
    start = start + (reach.start - place.start).at(start.rate) * retime.speed
    level, pan = (
        None if value == 0.0 else in_place(value, clip, place, build.media_of)
        for value in (clip.level, clip.pan)
    )
    return SoundPiece(
        build.bind(plate.bound),
        start,
        reach,
        retime.speed,
        level,
        pan,
        fade_in=clip.fade_in if seat.head is None else seat.head.place.duration,
        fade_out=clip.fade_out if seat.tail is None else seat.tail.place.duration,
    )


def _whole(build: Building, item: Stack, start: Time) -> Range:
    return Range(start, durations(item, start.rate, build.media_of)[id(item)].at(start.rate))


def _nested(build: Building, item: Stack, seat: Seat, wanted: Range) -> list[SoundPiece]:
    """Return what a nested stack plays, at the speed at which it runs."""
    retime = retime_of(item.effects) or Retime()
    start = Time.zero(seat.place.rate) if item.source is None else item.source.start.at(seat.place.rate)
    if retime.speed <= 0:
        span = Retime(retime.speed).consumed(Range(start, seat.place.duration))
        if retime.speed and stack_sound(build, item.items, Time.zero(start.rate), span):
            build.problems.append(f"{called(item)} holds sound and is played backwards")
        return []
    shown = seat.reach.meet(wanted)
    runs = Sounding(start, seat.place, retime.speed)
    ahead = [start + (at - seat.place.start) * retime.speed for at in (shown.start, shown.end)]
    inside = stack_sound(build, item.items, Time.zero(start.rate), Range.between(*ahead))
    found = []
    for piece in inside:
        placed = replace(
            piece,
            place=runs.of(piece.place),
            speed=piece.speed * retime.speed,
            level=_moved(piece.level, runs),
            pan=_moved(piece.pan, runs),
            fade_in=piece.fade_in * (1 / retime.speed),
            fade_out=piece.fade_out * (1 / retime.speed),
        )
        if not placed.place.meet(seat.reach).is_empty:
            found.append(within(placed, seat.reach))
    return found


def _moved(curve: Curve | None, runs: Sounding) -> Curve | None:
    if curve is None:
        return None
    zero = Time(0, runs.place.rate)
    return Curve(tuple(Key(runs.of(Range(key.time, zero)).start, key.value) for key in curve.keys))
