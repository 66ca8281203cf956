"""The cut of the sample: what stands where is known, so that tests and people can rely on it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from editor.document.looks import Transform
from editor.document.model import SOURCE, Clip, Cut, Gap, MediaReference, Stack, Track, Transition
from editor.document.retimes import Retime, effect_of
from editor.document.transitions import DISSOLVE
from nodes.api.times import Range, Rate, Time

RATE = Rate(24)
FRAMES = 96
_HEAD, _LONG, _GAP = 18, 60, 12
"""A clip begins 18 frames into its media and lasts 60, so that it has handles; the gap lasts 12."""
SHORT = 24
"""How long the two clips at the end last; the first shows 12 frames of its media, at half speed."""
DISSOLVED = 12
"""How long the dissolve between them lasts, half of it before the cut."""
INSET_AT = 204
"""Where the small picture on the second track begins; it lasts as long as a clip at the end."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A shot of the sample: its name, the scene it shows, the hour of its timecode."""

    name: str
    scene: str
    hour: int


SHOTS = (
    Shot("sh010", "harbour", 1),
    Shot("sh020", "meadow", 2),
    Shot("sh030", "night", 3),
    Shot("sh040", "dunes", 4),
    Shot("sh050", "frost", 5),
)


def length() -> Time:
    """Return how long the cut lasts."""
    return Time(3 * _LONG + _GAP + 2 * SHORT, RATE)


def sample_cut() -> Cut:
    """Return the cut of the sample.

    On V1 sh010 and sh020 straight after one another, a gap, sh030, sh040 at half speed, blended, and by a
    dissolve sh050; on V2 a small picture of sh020's media over both, at 80 %; on A1 a stereo track under all.
    """
    one, two, three, four, five = (_clip(shot.name, shot.hour) for shot in SHOTS)
    short = Time(SHORT, RATE)
    slow = Clip(
        four.id,
        four.name,
        Range(_start(4), short),
        four.references,
        effects=(effect_of(Retime(Fraction(1, 2), "blend")),),
    )
    last = Clip(five.id, five.name, Range(_start(5), short), five.references)
    inset = Clip(
        "inset",
        "inset",
        Range(_start(2), short),
        two.references,
        transform=Transform(translate=(140.0, 70.0), scale=(0.5, 0.5)),
        opacity=0.8,
    )
    half = Time(DISSOLVED // 2, RATE)
    change = Transition("dissolve-1", "", DISSOLVE, half, half)
    picture = Track(
        "V1", "V1", "Video", (one, two, Gap("gap-1", Time(_GAP, RATE)), three, slow, change, last)
    )
    upper = Track("V2", "V2", "Video", (Gap("gap-2", Time(INSET_AT, RATE)), inset))
    music = Clip(
        "music",
        "music",
        Range(Time.zero(RATE), length()),
        {SOURCE: MediaReference("file", "music.wav", "music.wav", Range(Time.zero(RATE), length()))},
    )
    sound = Track("A1", "A1", "Audio", (music,))
    return Cut("sample", RATE, Stack("tracks", "tracks", (picture, upper, sound)), Time(86400, RATE))


def _first(hour: int) -> Time:
    return Time(hour * 3600 * RATE.nominal, RATE)


def _start(hour: int) -> Time:
    return _first(hour) + Time(_HEAD, RATE)


def _clip(name: str, hour: int) -> Clip:
    available = Range(_first(hour), Time(FRAMES, RATE))
    source = Range(_start(hour), Time(_LONG, RATE))
    return Clip(name, name, source, {SOURCE: MediaReference("file", f"{name}.mp4", f"{name}.mp4", available)})
