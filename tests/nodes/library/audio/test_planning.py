from __future__ import annotations

import random
from bisect import bisect
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.api import BadInput, Rate, Time
from nodes.library.audio.plan import Part, Plan, read_plan
from nodes.library.audio.planning import STYLES, Heard, Watched, plan_film

RATES = [Rate(24), Rate(24000, 1001), Rate(25), Rate(30000, 1001), Rate(60)]


def rhythm(tempo: float, minutes: float, rate: int = 48_000) -> Heard:
    """Beats with some jitter; the sound gets louder from minute to minute."""
    draw = random.Random(3)
    samples = round(minutes * 60 * rate)
    step = 60 * rate / tempo
    beats = tuple(
        round(rate / 2 + step * index + draw.uniform(-300, 300)) for index in range(int(samples / step) - 2)
    )
    loud = tuple(-40 + 25 * index / (minutes * 600) for index in range(round(minutes * 600)))
    return Heard(rate, samples, beats, tuple(range(0, len(beats), 4)), loud=loud)


def shots(count: int) -> list[Watched]:
    """Clips of which each second half moves more, and a still."""
    clips = [
        Watched(Time(1000 * index, Rate(24)), Time(24 * 20, Rate(24)), (0.01,) * 40 + (0.1,) * 40)
        for index in range(count)
    ]
    return [*clips, Watched(Time(0, Rate(24)))]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("style", STYLES)
def test_over_ten_minutes_every_cut_is_within_half_a_frame_of_a_beat(rate: Rate, style: str) -> None:
    heard = rhythm(127, 10)

    plan = plan_film(heard, shots(4), rate, STYLES[style], 1)

    assert len(plan.cuts) > 60
    for cut in plan.cuts:
        sample = cut / rate.fraction * heard.rate
        index = bisect(heard.beats, sample)
        apart = min(abs(sample - beat) for beat in heard.beats[max(0, index - 1) : index + 1])
        assert apart <= heard.rate / rate.fraction / 2
    length = plan.frames / rate.fraction - Fraction(heard.samples, heard.rate)
    assert 0 <= length < 1 / rate.fraction


def test_it_cuts_more_where_it_is_louder_and_then_shows_what_moves() -> None:
    plan = plan_film(rhythm(120, 4), shots(3), Rate(25), STYLES["pulse"], 1)
    half = plan.frames // 2
    parts = [part for part in plan.parts if part.media < 3]
    early, late = ([part for part in parts if (part.first < half) is first] for first in (True, False))

    def moving(part: Part) -> bool:
        return (part.start - Time(1000 * part.media, Rate(24))).seconds >= 9

    assert len(late) > 1.5 * len(early)
    shares = [sum(map(moving, some)) / len(some) for some in (early, late)]
    assert shares[1] > shares[0] + 0.2


def test_long_parts_begin_with_the_bar() -> None:
    heard = rhythm(120, 3)
    plan = plan_film(heard, shots(3), Rate(25), STYLES["drift"], 1)
    firsts = {round(heard.beats[index] / heard.rate * 25) for index in heard.firsts}

    assert sum(cut in firsts for cut in plan.cuts) >= 0.95 * len(plan.cuts)


def test_the_same_seed_plans_the_same_film_and_another_another() -> None:
    one, same, other = (
        plan_film(rhythm(120, 1), shots(3), Rate(25), STYLES["story"], seed) for seed in (1, 1, 2)
    )

    assert one == same
    assert one != other


@given(
    samples=st.integers(0, 400_000),
    beats=st.lists(st.integers(0, 400_000), max_size=40, unique=True),
    lengths=st.lists(st.one_of(st.none(), st.integers(1, 200)), min_size=1, max_size=4),
    style=st.sampled_from(sorted(STYLES)),
    seed=st.integers(0, 2**32),
    rate=st.sampled_from(RATES),
)
def test_any_sound_and_media_make_a_film_that_can_be_read_back(
    samples: int, beats: list[int], lengths: list[int | None], style: str, seed: int, rate: Rate
) -> None:
    here = tuple(sorted(beat for beat in beats if beat < samples))
    heard = Heard(22_050, samples, here, tuple(range(0, len(here), 3)))
    media = [Watched(Time(50, rate), None if each is None else Time(each, rate)) for each in lengths]

    plan = plan_film(heard, media, rate, STYLES[style], seed)

    assert read_plan(plan.to_text()) == plan
    assert plan.frames >= 1
    for part in plan.parts:
        here_is = media[part.media]
        assert part.start >= here_is.start
        if here_is.duration is not None:
            assert part.start < here_is.start + here_is.duration
    for frame in range(0, plan.frames, 7):
        shown = plan.shown(frame)
        assert sum(share for _, share in shown) == pytest.approx(1)
        assert len({part.media for part, _ in shown}) == len(shown)


def test_a_dissolve_has_its_middle_on_the_cut() -> None:
    zero = Time(0, Rate(25))
    plan = Plan(Rate(25), (Part(0, 0, 50, zero), Part(1, 50, 50, zero, dissolve=10)))

    assert len(plan.shown(44)) == len(plan.shown(55)) == 1
    shares = [plan.shown(frame)[1][1] for frame in range(45, 55)]
    assert shares == pytest.approx([0.05 + index / 10 for index in range(10)])
    assert [part.media for part, _ in plan.shown(52)] == [0, 1]


ONE_PART = '{"rate": "25", "parts": [{"media": 0, "first": 0, "count": 5, "start": ["0", "24"], %s}]}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"rate": "25", "parts": []}',
        '{"rate": "0", "parts": [{"media": 0, "first": 0, "count": 5, "start": ["0", "24"]}]}',
        '{"rate": "25", "parts": [{"media": 0, "first": 3, "count": 5, "start": ["0", "24"]}]}',
        ONE_PART % '"zoom": [0, 1]',
        ONE_PART % '"dissolve": 9',
    ],
)
def test_what_is_no_plan_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(BadInput, match="plan"):
        read_plan(text)
