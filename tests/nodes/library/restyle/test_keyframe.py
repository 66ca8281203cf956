"""`restyle.keyframe` over the real worker, at a size at which learning takes no time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nodes.api import ColourSpace, Curve, Format, Frame, Matte, NodeError, Range, Rate, Time
from nodes.library.restyle.keyframe import keyframe
from nodes.library.restyle.likeness import shares, thumbnail
from nodes.models.keyframe import OwnKeyframeStyle
from nodes.models.line import Line
from nodes.models.worker import Worker
from nodes.models.worker_entry import WorkerEntry
from nodes.models.working import Working

pytest.importorskip("torch", reason="needs torch")
pytestmark = pytest.mark.model

RATE = Rate(24)
SPACE = ColourSpace("ocio://default", "ACEScg")
ROWS, COLUMNS = 48, 80
WHOLE = Range.frames_of(100, 6, RATE)
FORMAT = Format(COLUMNS, ROWS, RATE)
ENTRY = Path(__file__).resolve().parents[4] / "inference" / "worker" / "entry.py"


@dataclass(frozen=True)
class Shot:
    """A clip of soft patches that drift to the left."""

    range: Range = WHOLE
    format: Format = FORMAT

    def frame(self, time: Time) -> Frame:
        coarse = np.random.default_rng(3).random((7, 16, 3), np.float32)
        wide = np.repeat(np.repeat(coarse, 8, axis=0), 8, axis=1)[:ROWS]
        place = 2 * (time.frame - 100)
        return Frame.of_pixels(0.05 + 0.5 * wide[:, place : place + COLUMNS], time)

    def frames(self, range: Range) -> Iterator[Frame]:
        return (self.frame(time) for time in range.frames())


@dataclass(frozen=True)
class Still:
    """A picture that stands for ever."""

    picture: Any
    range: Range = WHOLE
    format: Format = FORMAT

    def frame(self, time: Time) -> Any:
        return self.picture

    def frames(self, range: Range) -> Iterator[Any]:
        return iter([self.picture])


class Context:
    """An engine that wants everything."""

    scratch = Path()

    def check_cancelled(self) -> None:
        """Go on."""

    def progress(self, done: float, total: float, preview: Frame | None = None) -> None:
        """Hear nothing."""


@pytest.fixture(scope="module")
def heard() -> list[Working]:
    return []


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, heard: list[Working]) -> Iterator[OwnKeyframeStyle]:
    folder = tmp_path_factory.mktemp("worker")
    worker = Worker(WorkerEntry(str(ENTRY), (str(folder / "kept"),), str(folder / "run"), spare=False))
    yield OwnKeyframeStyle(Line(worker, SPACE, tell=heard.append))
    worker.stop()


def painting(number: int = 100, *, scale: int = 1) -> Still:
    """A frame of the shot with red and blue changed over, and darker."""
    pixels = Shot().frame(Time(number, RATE)).rgb[..., ::-1] * np.float32(0.6)
    return Still(Frame.of_pixels(np.repeat(np.repeat(pixels, scale, axis=0), scale, axis=1), Time(0, RATE)))


def made(
    model: OwnKeyframeStyle, painted: Sequence[Still], frames: tuple[int, ...], **more: Any
) -> list[Frame]:
    times = tuple(Time(number, RATE) for number in frames)
    settings = {"steps": 24, "height": 48, "seed": 5} | more
    values = keyframe(Shot(), list(painted), model, SPACE, WHOLE, Context(), frames=times, **settings)
    return [each.value for each in values]


@pytest.fixture(scope="module")
def restyled(model: OwnKeyframeStyle) -> list[Frame]:
    """The shot as one painted frame says."""
    return made(model, [painting()], (100,))


def test_what_was_done_to_one_frame_is_done_to_all(restyled: list[Frame], heard: list[Working]) -> None:
    for frame, time in zip(restyled, WHOLE.frames(), strict=True):
        wanted, source = painting(time.frame).picture.rgb, Shot().frame(time).rgb
        assert np.abs(frame.rgb - wanted).mean() < 0.8 * np.abs(source - wanted).mean()
    assert heard[-1].text == "learning" and heard[-1].total == 24


def test_what_was_learned_is_found_again_and_another_seed_learns_anew(
    model: OwnKeyframeStyle, restyled: list[Frame], heard: list[Working]
) -> None:
    before = len(heard)
    again = made(model, [painting()], (100,))
    assert len(heard) == before, "it learned again"
    for first, second in zip(restyled, again, strict=True):
        np.testing.assert_array_equal(first.rgb, second.rgb)
    one, other = (made(model, [painting()], (100,), seed=seed, steps=2) for seed in (6, 7))
    assert np.abs(one[3].rgb - other[3].rgb).max() > 0


def test_strength_is_a_way_from_the_picture_to_the_painting(
    model: OwnKeyframeStyle, restyled: list[Frame]
) -> None:
    half = made(model, [painting()], (100,), strength=Curve.constant(0.5))
    source = Shot().frame(half[2].time)
    np.testing.assert_allclose(half[2].rgb, (source.rgb + restyled[2].rgb) / 2, atol=1e-5)
    for frame in made(model, [painting()], (100,), strength=Curve.constant(0.0)):
        np.testing.assert_array_equal(frame.rgb, Shot().frame(frame.time).rgb)


def test_outside_the_matte_every_sample_stays_as_it_is(model: OwnKeyframeStyle) -> None:
    cover = np.zeros((ROWS, COLUMNS), np.float32)
    cover[:, 20:60] = 1
    mask: Any = Still(Matte.of_pixels(cover, Time(0, RATE)))
    for frame in made(model, [painting()], (100,), mask=mask, steps=3):
        source = Shot().frame(frame.time).rgb
        np.testing.assert_array_equal(frame.rgb[cover == 0], source[cover == 0])
        assert np.abs(frame.rgb - source)[cover == 1].mean() > 0.001


def test_painted_frames_come_out_as_painted_where_that_is_asked(
    model: OwnKeyframeStyle, restyled: list[Frame]
) -> None:
    exact = made(model, [painting()], (100,), exact=True)
    np.testing.assert_allclose(exact[0].rgb, painting().picture.rgb, atol=1e-5)
    assert np.abs(restyled[0].rgb - painting().picture.rgb).max() > 1e-3
    np.testing.assert_array_equal(exact[1].rgb, restyled[1].rgb)


def test_several_painted_frames_blend(model: OwnKeyframeStyle) -> None:
    dark = Still(Frame.of_pixels(Shot().frame(Time(105, RATE)).rgb * np.float32(0.2), Time(0, RATE)))
    bright = Still(Frame.of_pixels(Shot().frame(Time(100, RATE)).rgb * np.float32(2), Time(0, RATE)))
    frames = made(model, [bright, dark], (100, 105))
    gains = [float(each.rgb.mean() / Shot().frame(each.time).rgb.mean()) for each in frames]
    assert gains[0] > 1.1 and gains[-1] < 0.8
    assert gains[0] > gains[2] > gains[-1]


def test_a_still_of_another_size_is_fitted_and_one_of_another_shape_refused(
    model: OwnKeyframeStyle,
) -> None:
    large = made(model, [painting(scale=2)], (100,), exact=True)
    np.testing.assert_allclose(large[0].rgb, painting().picture.rgb, atol=1e-5)
    tall = Still(Frame.of_pixels(np.zeros((90, 40, 3), np.float32), Time(0, RATE)))
    with pytest.raises(NodeError, match=r"has 40x90 pixels, the shot 80x48.*Paint over the whole frame"):
        made(model, [tall], (100,))


@pytest.mark.parametrize(
    ("painted", "frames", "why"),
    [
        ([], (), "it has none.*painted=a.png"),
        ([painting()], (), "1 painted frames need as many different frame numbers, not 0.*frames=0,48"),
        ([painting(), painting(102)], (101, 101), "need as many different"),
        ([painting()], (99,), "frame 99 is not in the shot.*frames 100 to 105"),
    ],
)
def test_stills_and_frames_have_to_go_together(
    model: OwnKeyframeStyle, painted: list[Still], frames: tuple[int, ...], why: str
) -> None:
    with pytest.raises(NodeError, match=why):
        made(model, painted, frames)


def test_pictures_before_alpha_are_painted_and_keep_it(model: OwnKeyframeStyle) -> None:
    cover = np.linspace(0, 1, COLUMNS, dtype=np.float32) + np.zeros((ROWS, 1), np.float32)

    @dataclass(frozen=True)
    class Glass(Shot):
        def frame(self, time: Time) -> Frame:
            rgb = super().frame(time).rgb * cover[..., None]
            return Frame.of_pixels(np.dstack((rgb, cover)), time)

    times = (Time(100, RATE),)
    values = keyframe(
        Glass(), [painting()], model, SPACE, WHOLE, Context(), frames=times, steps=3, height=48, seed=1
    )
    for frame in (each.value for each in values):
        np.testing.assert_array_equal(frame.alpha, cover)
        assert (frame.rgb[:, 0] == 0).all()


def test_near_frames_and_those_that_look_alike_count_more() -> None:
    dark, light = (thumbnail(np.full((90, 160, 3), value, np.float32)) for value in (0.05, 0.5))
    places = [0.0, 10.0]
    assert shares(0, places, dark, [dark, light]) == [1.0, 0.0]
    near, far = shares(3, places, dark, [dark, dark])
    assert near > far and near + far == pytest.approx(1)
    even = shares(5, places, dark, [dark, dark])
    assert even == pytest.approx([0.5, 0.5])
    alike, other = shares(5, places, dark, [dark, light])
    assert alike > 0.6 > other
    assert shares(7, [3.0], dark, [light]) == [1.0]
