"""Which frames are followed, how surely, and how one gets to the weak ones; along the bar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from editor.ui.pointing.doing import Doing
from editor.ui.pointing.prompts import of
from editor.ui.pointing.tracked import Tracked
from editor.ui.queue.model import Queue
from nodes.api import BoxPrompt, Click, Range, Time

from .conftest import Pointed
from .disc import FIRST, RATE


def frame(number: int) -> Time:
    return Time(number, RATE)


@pytest.fixture
def tracked(pointed: Pointed) -> Iterator[Tracked]:
    """What is followed, as if the engine had told it; it is not asked here."""
    made = Tracked(pointed.model, pointed.work, Queue(pointed.posted))
    made.close()
    Doing(pointed.model, made, pointed.work).begin()
    pointed.model.point((Click(frame(FIRST), 52.0, 48.0),))
    yield made


def told(tracked: Tracked, sure: Mapping[int, float | None], obj: int = 0) -> None:
    tracked.known.set({obj: sure})


def test_weak_frames_are_found_one_for_each_stretch(pointed: Pointed, tracked: Tracked) -> None:
    told(tracked, {2: 1.0, 3: 0.9, 4: 0.5, 5: 0.3, 6: 0.5, 7: 0.8, 8: 0.4, 9: None})
    pointed.session.playhead.set(frame(0))
    assert tracked.weak(1) == frame(5)
    pointed.model.go_to(frame(5))
    assert tracked.weak(1) == frame(8)
    assert tracked.weak(-1) is None
    pointed.model.go_to(frame(9))
    assert tracked.weak(-1) == frame(8)


def test_pointed_frames_are_found_on_either_side(pointed: Pointed, tracked: Tracked) -> None:
    pointed.model.point((Click(frame(FIRST + 5), 80.0, 48.0),))
    pointed.session.playhead.set(frame(2))
    assert tracked.pointed(1) == frame(FIRST + 5)
    assert tracked.pointed(-1) == frame(FIRST)


def test_a_correction_starts_from_what_was_followed_before(pointed: Pointed, tracked: Tracked) -> None:
    model = pointed.model
    target = model.target.value
    assert target is not None
    tracked._note(target, {0: {2: 0.9, 3: 0.8}})
    assert tracked.what(target, 0, frame(3)) == (True, None)
    assert tracked.what(target, 0, frame(7)) == (False, None)
    model.point((Click(frame(3), 8.0, 8.0),))
    tracked.known.set({})
    now = model.target.value
    assert now is not None
    assert tracked.what(now, 0, frame(3)) == (False, target.prompts)
    assert tracked.what(now, 0, frame(7)) == (False, None)


def test_of_several_objects_each_is_followed_by_itself(pointed: Pointed, tracked: Tracked) -> None:
    model = pointed.model
    assert model.target.value is not None
    assert model.target.value.asked == (0,), "of one object the node's own result, which a take finds again"
    model.point((BoxPrompt(frame(FIRST), 5.0, 5.0, 20.0, 20.0, 2),))
    assert model.target.value.asked == (1, 2)
    told(tracked, {3: 0.7}, obj=2)
    model.obj.set(2)
    assert tracked.sureness == {3: 0.7}
    model.obj.set(1)
    assert not tracked.sureness


def test_the_bar_shows_diamonds_and_how_sure_frames_are(pointed: Pointed, tracked: Tracked) -> None:
    pytest.importorskip("qtpy")
    from editor.ui.pointing.strip import PointingStrip

    strip = PointingStrip(pointed.model, tracked)
    pointed.model.point((BoxPrompt(frame(FIRST + 4), 5.0, 5.0, 20.0, 20.0, 2),))

    def x_of(time: Time) -> float:
        return float(time.value) * 10

    assert [(x, obj) for x, obj, _ in strip.diamonds(x_of)] == [(5.0, 1), (45.0, 2)]
    told(tracked, {FIRST - 1: 0.1, FIRST: 1.0, FIRST + 1: 0.25}, obj=1)
    pointed.model.obj.set(1)
    bars = [(bar.left, bar.right, bar.sure) for bar in strip.bars(x_of)]
    assert bars == [(0.0, 10.0, 1.0), (10.0, 20.0, 0.25)], "handles are not on the bar"


def test_frames_narrower_than_a_pixel_share_one_and_the_least_counts(
    pointed: Pointed, tracked: Tracked
) -> None:
    pytest.importorskip("qtpy")
    from editor.ui.pointing.strip import PointingStrip

    told(tracked, {FIRST + place: 0.9 - 0.1 * place for place in range(8)})
    strip = PointingStrip(pointed.model, tracked)
    bars = list(strip.bars(lambda time: float(time.value) / 4))
    assert [(bar.left, bar.right) for bar in bars] == [(0.0, 1.0), (1.0, 2.0)]
    assert [bar.sure for bar in bars] == pytest.approx([0.6, 0.2])


def test_what_is_asked_of_the_engine_holds_every_frame_that_is_pointed_into() -> None:
    from editor.compile.roto import reach

    prompts = of((Click(frame(3), 1, 1), Click(frame(9), 1, 1)))
    assert reach(prompts, Range.frames_of(5, 2, RATE)) == Range.frames_of(3, 7, RATE)
    assert reach(of(()), Range.frames_of(5, 2, RATE)) == Range.frames_of(5, 2, RATE)
