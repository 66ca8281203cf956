"""How well sound is heard: beats and onsets beside annotations and known truth, and what an hour costs.

Annotated by people: `shared/data/audio/madmom/sample` (2.8 s; 4 beats, 15 onsets). Known by making it:
clicks, noise bursts and tones at 8 to 48 kHz, and drum kits of 60 to 200 beats a minute, steady and
drifting by 8 %. F-measures count an instant as found within 70 ms for beats and 25 ms for onsets, each
once; a row says 1 - F, so that less is better.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nodes.api import Rate, Time
from nodes.hearing.bars import bars
from nodes.hearing.beats import beats
from nodes.hearing.flux import Flux, flux
from nodes.hearing.onsets import onsets
from nodes.library.audio.planning import STYLES, Heard, Watched, plan_film
from nodes.media.refs import FileRef
from nodes.media.sound import open_sound
from tests.bench.rows import Measure, Row
from tests.nodes.hearing.made import blocks, drums, f_measure, with_struck

_BEAT, _ONSET = 0.07, 0.025


def annotated() -> tuple[Flux, Path]:
    """Return what is heard in the annotated sound, and its path without ending."""
    named = os.environ.get("WORKPRINT_SHARED_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data"
    path = folder / "audio" / "madmom" / "sample"
    with open_sound(FileRef(f"{path}.wav")) as reader:
        audio = reader.audio
        return flux((block.samples for block in audio.read(audio.range)), audio.rate), path


def annotated_onsets() -> Row:
    """Onsets beside those that people marked."""
    heard, path = annotated()
    true = np.loadtxt(f"{path}.onsets", ndmin=1)
    score = f_measure(onsets(heard).at / heard.rate, true, _ONSET)
    return Row("audio-onsets-annotated", 1 - score, None, 0.1, "1 - F", f"{len(true)} onsets")


def annotated_beats() -> Row:
    """Beats beside those that people marked: too few to set a goal by."""
    heard, path = annotated()
    true = np.loadtxt(f"{path}.beats", ndmin=2)[:, 0]
    found = beats(heard)
    hits = sum(bool((np.abs(found.at / heard.rate - beat) <= _BEAT).any()) for beat in true)
    note = (
        f"{hits} of {len(true)} beats in 2.8 s, {len(found.at)} heard, at {found.tempo:.1f} beats a minute, "
        "not 87.5: four beats do not settle a tempo, and say little about longer music"
    )
    return Row(
        "audio-beats-annotated", 1 - f_measure(found.at / heard.rate, true, _BEAT), None, None, "1 - F", note
    )


def known_onsets() -> Row:
    """The largest distance of an onset from a struck sound."""
    worst, count = 0.0, 0
    for rate in (8_000, 22_050, 44_100, 48_000):
        for kind in ("click", "noise", "tone"):
            true = np.cumsum(np.random.default_rng(5).uniform(0.13, 0.7, 40))
            found = onsets(flux(blocks(with_struck(kind, true, true[-1] + 0.5, rate)), rate)).at / rate
            worst = max(worst, float(np.abs(true[:, None] - found[None, :]).min(axis=1).max()))
            count += len(true)
    return Row("audio-onsets-known", worst * 1000, None, 10, "ms", f"{count} clicks, bursts and tones")


def known_beats() -> Row:
    """Beats of drum kits of many tempi; those heard at half or twice the tempo count as wrong."""
    scores, octaves = [], []
    for tempo in (60, 75, 90, 100, 110, 120, 128, 140, 160, 174, 200):
        for drift in (0.0, 0.08):
            sound, true = drums(tempo, 30, drift=drift)
            found = beats(flux(blocks(sound), 22_050)).at / 22_050
            scores.append(f_measure(found, true, _BEAT))
            if scores[-1] < 0.9:
                octaves.append(tempo)
    note = f"{len(scores)} drum kits, other metrical level at {sorted(set(octaves)) or 'none'}"
    return Row("audio-beats-known", 1 - float(np.mean(scores)), None, 0.25, "1 - F", note)


def cuts_on_annotated_beats() -> Row:
    """How far the cuts of a film are from beats that people marked, in frames of 25 a second."""
    heard, path = annotated()
    true = tuple(round(each * heard.rate) for each in np.loadtxt(f"{path}.beats", ndmin=2)[:, 0])
    media = [Watched(Time(0, Rate(25))), Watched(Time(0, Rate(25)))]
    plan = plan_film(Heard(heard.rate, round(2.8 * heard.rate), true), media, Rate(25), STYLES["strobe"], 1)
    apart = [min(abs(cut - beat / heard.rate * 25) for beat in true) for cut in plan.cuts]
    return Row(
        "audio-cuts", max(apart), None, 0.5, "frames", f"{len(plan.cuts)} cuts on {len(true)} marked beats"
    )


def cuts_as_heard() -> Row:
    """How many cuts of films made by ear alone are off the beat, of drum kits whose beats are known."""
    on = cut = there = 0
    for tempo in (75, 90, 100, 110, 120, 128, 140):
        for drift in (0.0, 0.08):
            sound, true = drums(tempo, 30, drift=drift)
            hits, cuts = _cuts_on(flux(blocks(sound), 22_050), len(sound), true)
            on, cut, there = on + hits, cut + cuts, there + len(true)
    note = f"{on} of {cut} cuts within 70 ms of a beat; it cuts on {on / there:.0%} of {there} beats (strobe)"
    return Row("audio-cuts-known", 1 - on / cut, None, 0.05, "1 - precision", note)


def cuts_on_annotated_sound() -> Row:
    """The same of the annotated sound: too short to set a goal by."""
    heard, path = annotated()
    true = np.loadtxt(f"{path}.beats", ndmin=2)[:, 0]
    hits, cuts = _cuts_on(heard, round(2.8 * heard.rate), true)
    note = f"{hits} of {cuts} cuts within 70 ms of one of {len(true)} marked beats (strobe)"
    return Row("audio-cuts-annotated", 1 - hits / max(cuts, 1), None, None, "1 - precision", note)


def _cuts_on(heard: Flux, samples: int, true: npt.NDArray[np.float64]) -> tuple[int, int]:
    """Return how many cuts of a film, 25 frames a second, stand on true beats, and how many it has."""
    found = beats(heard)
    firsts = tuple(int(each) for each in bars(heard, found).first)
    sound = Heard(heard.rate, samples, tuple(int(each) for each in found.at), firsts)
    media = [Watched(Time(0, Rate(25))), Watched(Time(0, Rate(25)))]
    cuts = np.array(plan_film(sound, media, Rate(25), STYLES["strobe"], 1).cuts) / 25
    if len(cuts) == 0:
        return 0, 0
    return int((np.abs(cuts[:, None] - true[None, :]).min(axis=1) <= _BEAT).sum()), len(cuts)


def an_hour() -> Row:
    """How much memory an hour of sound takes on top, in MB."""
    rate = 16_000

    def hour() -> Iterator[npt.NDArray[np.float32]]:
        rng = np.random.default_rng(0)
        one = np.zeros((rate // 2, 1), np.float32)
        one[: rate // 20, 0] = rng.normal(size=rate // 20) * np.exp(-np.arange(rate // 20) / 200)
        for _ in range(7200):
            yield one

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    found = beats(flux(hour(), rate))
    taken = time.perf_counter() - start
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return Row(
        "audio-hour", more, None, 200, "MB", f"{len(found.at)} beats in {taken:.0f} s; the samples are 230 MB"
    )


BENCHES: dict[str, Measure] = {
    "audio-onsets-annotated": annotated_onsets,
    "audio-onsets-known": known_onsets,
    "audio-beats-annotated": annotated_beats,
    "audio-beats-known": known_beats,
    "audio-cuts": cuts_on_annotated_beats,
    "audio-cuts-annotated": cuts_on_annotated_sound,
    "audio-cuts-known": cuts_as_heard,
    "audio-hour": an_hour,
}
