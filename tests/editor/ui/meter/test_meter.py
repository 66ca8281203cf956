"""The meter rises at once, falls as the standards have it, and tells of what was too loud."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.playback.levels import Loudness
from editor.ui.meter.model import FLOOR, Bar, MeterModel, deflection, stepped


@pytest.fixture
def heard() -> list[Loudness | None]:
    return []


@pytest.fixture
def meter(heard: list[Loudness | None]) -> MeterModel:
    waiting: Iterator[Loudness | None] = iter(heard)
    return MeterModel(lambda: next(waiting, None))


def sine(level: float, samples: int = 1600) -> Loudness:
    """What a sine of a level in dB reads."""
    peak = 10 ** (level / 20)
    return Loudness(samples, (peak, peak / 10), (peak**2 / 2, peak**2 / 200))


def test_a_peak_shows_at_once_and_falls_twenty_decibels_in_1_7_seconds(
    meter: MeterModel, heard: list[Loudness | None]
) -> None:
    heard.append(sine(-6))
    meter.tick(0.033)
    assert [round(bar.peak, 6) for bar in meter.bars.value] == [-6, -26]
    for _ in range(17):
        meter.tick(0.1)
    assert [bar.peak for bar in meter.bars.value] == pytest.approx([-26, -46])


def test_power_comes_to_three_decibels_below_a_sines_peak(
    meter: MeterModel, heard: list[Loudness | None]
) -> None:
    heard.extend([sine(-6)] * 90)
    for _ in range(9):
        meter.tick(0.033)
    # After one time constant 63 % of the power is there: 2 dB below.
    assert meter.bars.value[0].power == pytest.approx(-9.03 + 10 * math.log10(1 - math.exp(-0.99)), abs=0.05)
    for _ in range(81):
        meter.tick(0.033)
    assert meter.bars.value[0].power == pytest.approx(-9.03, abs=0.05)


def test_the_highest_peak_stays_two_seconds(meter: MeterModel, heard: list[Loudness | None]) -> None:
    heard.append(sine(-3))
    meter.tick(0.1)
    for _ in range(18):
        meter.tick(0.1)
    assert meter.bars.value[0].held == pytest.approx(-3)
    for _ in range(10):
        meter.tick(0.1)
    assert meter.bars.value[0].held < -3


def test_the_clip_light_stays_until_it_is_put_out(meter: MeterModel, heard: list[Loudness | None]) -> None:
    heard.extend([Loudness(1600, (1.0, 1.0001), (0.5, 0.5))])
    for _ in range(200):
        meter.tick(0.1)
    assert [bar.clipped for bar in meter.bars.value] == [False, True]
    assert meter.text().splitlines() == ["Left silent", "Right silent, clipped"]
    meter.reset()
    assert not any(bar.clipped for bar in meter.bars.value)


def test_all_comes_to_rest(meter: MeterModel, heard: list[Loudness | None]) -> None:
    assert meter.is_at_rest
    heard.append(sine(0))
    meter.tick(0.1)
    assert not meter.is_at_rest
    for _ in range(120):
        meter.tick(0.1)
    assert meter.is_at_rest


@pytest.mark.parametrize(
    ("level", "part"),
    [(0, 1), (3, 1), (-20, 0.5), (-30, 0.3), (-40, 0.15), (-50, 0.075), (-60, 0.025), (-70, 0), (-90, 0)],
)
def test_the_scale_is_that_of_the_standard(level: float, part: float) -> None:
    assert deflection(level) == pytest.approx(part)


@given(st.floats(-80, 10), st.floats(-80, 10))
def test_louder_is_never_lower(one: float, other: float) -> None:
    assert (deflection(one) <= deflection(other)) or one > other


@given(st.floats(0, 4), st.floats(0, 1), st.floats(0.001, 5))
def test_a_bar_stays_in_bounds(peak: float, square: float, seconds: float) -> None:
    bar = stepped(Bar(), seconds, peak, square)
    assert FLOOR <= bar.power <= 0.1 and FLOOR <= bar.peak <= bar.held


def test_tracks_have_bars_while_they_sound_and_until_their_lights_are_put_out(
    meter: MeterModel, heard: list[Loudness | None]
) -> None:
    none = (0.0, 0.0)
    heard.append(Loudness(1600, (0.5, 0.5), none, {"a": (0.5, 0.1), "b": (0.9, 1.5), "silent": none}))
    meter.tick(0.1)
    shown = meter.tracks.value
    assert shown.keys() == {"a", "b"}
    assert [bar.peak for bar in shown["a"]] == pytest.approx([-6.02, -20], abs=0.01)
    assert meter.track_text("a") == "Left -6.0 dBFS\nRight -20.0 dBFS"
    assert meter.track_text("silent") == "Left silent\nRight silent"
    meter.tick(1.7)
    assert meter.tracks.value["a"][0].peak == pytest.approx(-26.02, abs=0.01)
    for _ in range(120):
        meter.tick(0.1)
    assert meter.is_at_rest and meter.tracks.value.keys() == {"b"}
    meter.reset_track("b")
    meter.reset_track("gone")
    assert not any(bar.clipped for bar in meter.tracks.value["b"])
    meter.tick(0.1)
    assert not meter.tracks.value


def test_the_meter_does_not_rest_before_its_tracks_do(
    meter: MeterModel, heard: list[Loudness | None]
) -> None:
    # Two tracks may cancel each other out.
    heard.append(Loudness(1600, (0.0, 0.0), (0.0, 0.0), {"a": (0.5, 0.5), "b": (0.5, 0.5)}))
    meter.tick(0.1)
    assert not meter.is_at_rest
    meter.reset()
    assert [bar.held for bar in meter.tracks.value["a"]] == pytest.approx([-6.02] * 2, abs=0.01)
