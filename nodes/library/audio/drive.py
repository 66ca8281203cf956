"""`audio.drive`: a value that follows a sound."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.api import Audio, Context, Curve, Format, NodeError, Range, Rate, Slider, Time, node, visible_when
from nodes.hearing.follow import followed

from .heard import FPS, SAWS, Ask, Feature, heard
from .tracing import curve_of

Doubles = npt.NDArray[np.float64]
_TOUCHED = visible_when(feature=("onset", "beat", "band", "loudness", "pitch"))
_IN_HERTZ = visible_when(feature=("band", "pitch"))


@node("audio.drive", keep=True)
def drive(
    sound: Audio,
    format: Format,
    context: Context,
    feature: Annotated[Feature, "What is listened for."] = "onset",
    low: Annotated[float, Slider(20, 2000, "Hz"), "Where the band or the pitch begins.", _IN_HERTZ] = 60.0,
    high: Annotated[float, Slider(40, 16000, "Hz"), "Where it ends.", _IN_HERTZ] = 1000.0,
    beats: Annotated[int, Slider(0, 12), "Beats to the bar, 0 to find out.", visible_when(feature="bar")] = 0,
    threshold: Annotated[float, Slider(0, 1), "What is below is 0; what is above fills 0 to 1."] = 0.0,
    attack: Annotated[float, Slider(0, 2, "s"), "How long it takes to rise.", _TOUCHED] = 0.0,
    release: Annotated[float, Slider(0, 4, "s"), "How long it takes to fall.", _TOUCHED] = 0.15,
    range: Annotated[tuple[float, float], "What 0 and 1 become."] = (0.0, 1.0),
    offset: Annotated[float, Slider(-1, 1, "s"), "How much later it comes, or earlier."] = 0.0,
) -> Curve:
    """Make a value that follows a sound, to drive any parameter that can be animated.

    `onset` beginnings of sounds, by strength; `beat` a pulse on each beat; `phase` and `bar` how far it is
    from one beat or bar to the next; `band` the level of a band of frequencies and `loudness` (ITU-R BS.1770,
    momentary), 0 at -60 dB and 1 at 0; `pitch` (YIN) even in octaves from `low` to `high`. After the
    threshold, pulses and levels rise and fall with the time constants `attack` and `release`; phase and bar
    are never smoothed. The curve has a key on each frame (where the value changes): the most of the half
    frames round it, for phase, bar and pitch what is there. Time is the sound's own, plus the offset, which
    is exact and may be large: a shot of other timecode is driven in step by the timecode of its first frame
    less the place of that in the sound. Raises NodeError for a threshold of 1 or more, a time below 0, or a
    band that ends before it begins.

    Example: workprint run audio.drive song.wav -o beat.json feature=beat release=0.2
    """
    _check(low, high, threshold, attack, release, beats)
    count = int(sound.range.duration.at(Rate(sound.rate)).ceil().value)
    ask = Ask(feature, low, high, beats)
    values = heard(_blocks(sound, context, count), sound.rate, count, ask)
    values = np.maximum(values - threshold, 0.0) / (1.0 - threshold)
    if feature not in SAWS:
        values = followed(values, FPS, attack=attack, release=release)
    later = Time(Fraction(offset).limit_denominator(1_000_000), Rate(1))
    start, end = (
        time.at(format.rate) + later.at(format.rate) for time in (sound.range.start, sound.range.end)
    )
    most = feature not in (*SAWS, "pitch")
    return curve_of(values, start.seconds, Range.between(start.floor(), end.ceil()), range, most=most)


def _blocks(sound: Audio, context: Context, count: int) -> Iterator[npt.NDArray[np.float32]]:
    done = 0
    for block in sound.read(sound.range):
        context.check_cancelled()
        done += len(block.samples)
        context.progress(done, max(count, 1))
        yield block.samples


def _check(low: float, high: float, threshold: float, attack: float, release: float, beats: int) -> None:
    wrong = {
        "threshold": "has to be below 1" if threshold >= 1 else "",
        "attack": "has to be 0 or more" if attack < 0 else "",
        "release": "has to be 0 or more" if release < 0 else "",
        "high": f"has to be above low ({low:g})" if not high > low else "",
        "low": "has to be above 0" if low <= 0 else "",
        "beats": "has to be 0 or more" if beats < 0 else "",
    }
    for port, why in wrong.items():
        if why:
            raise NodeError("Follow a sound", f"its {port} {why}", port=port)
