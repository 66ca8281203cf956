"""Following objects in a drawn clip whose every matte is known, and what corrections change."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from nodes.api import (
    BoxPrompt,
    Click,
    Format,
    Frame,
    Lock,
    MattePrompt,
    NodeError,
    Prompts,
    Range,
    Rate,
    ShapePrompt,
    Stroke,
    Time,
)
from nodes.library.segment.session import OwnSegmenter
from nodes.vision.agreement import area_agreement

RATE = Rate(24)
COLUMNS, ROWS, COUNT = 160, 96, 12


@dataclass(frozen=True)
class Drawn:
    """A red disc that crosses a green and grey ground, textured both, and hides between `gone`."""

    gone: tuple[int, int] = (99, 99)

    @property
    def range(self) -> Range:
        return Range.frames_of(0, COUNT, RATE)

    @property
    def format(self) -> Format:
        return Format(COLUMNS, ROWS, RATE)

    def true(self, number: int) -> np.ndarray:
        made = np.zeros((ROWS, COLUMNS), np.uint8)
        if not self.gone[0] <= number < self.gone[1]:
            cv2.circle(made, (40 + 5 * number, 48), 20, 1, -1)
        return made > 0

    def frame(self, time: Time) -> Frame:
        random = np.random.default_rng(3)
        ground = cv2.GaussianBlur(random.random((ROWS, COLUMNS)).astype(np.float32), (0, 0), 2)
        light = np.stack([ground * 0.2, ground * 0.6, ground * 0.3], -1)
        disc = np.roll(ground, 5 * time.frame, 1)
        light[self.true(time.frame)] = np.stack([disc * 1.2, disc * 0.2, disc * 0.1], -1)[
            self.true(time.frame)
        ]
        return Frame.of_pixels(light, time)

    def frames(self, range: Range) -> Iterator[Frame]:
        return map(self.frame, range.frames())


def at(number: int) -> Time:
    return Time(number, RATE)


def followed(clip: Drawn, prompts: Prompts, **options: object) -> dict[int, np.ndarray]:
    with OwnSegmenter().open(clip) as session:
        session.add(prompts)
        return {time.frame: matte.pixels for time, matte, _ in session.propagate(clip.range, **options)}


def painted(tmp_path: Path, mask: np.ndarray, name: str = "painted.png") -> str:
    place = tmp_path / name
    cv2.imwrite(str(place), mask.astype(np.uint8) * 255)
    return str(place)


CLICKS = Prompts((Click(at(0), 40, 48), Click(at(0), 34, 40), Click(at(0), 48, 56)))


@pytest.mark.parametrize(
    "prompts",
    [CLICKS, Prompts(boxes=(BoxPrompt(at(0), 18, 26, 62, 70),))],
    ids=["clicks", "box"],
)
def test_a_pointed_at_object_is_followed_to_the_end(prompts):
    clip = Drawn()
    mattes = followed(clip, prompts)
    assert sorted(mattes) == list(range(COUNT))
    assert min(area_agreement(mattes[each] > 0.5, clip.true(each)) for each in mattes) > 0.8


def test_an_object_is_followed_backward_from_the_last_frame():
    clip = Drawn()
    last = COUNT - 1
    box = BoxPrompt(at(last), 18 + 5 * last, 26, 62 + 5 * last, 70)
    mattes = followed(clip, Prompts(boxes=(box,)), direction="backward")
    assert list(mattes) == sorted(mattes)
    assert area_agreement(mattes[0] > 0.5, clip.true(0)) > 0.8
    assert not followed(clip, Prompts(boxes=(box,)), direction="forward")[0].any()


def test_an_object_that_hides_is_gone_and_found_again():
    clip = Drawn(gone=(4, 7))
    mattes = followed(clip, CLICKS)
    assert not any((mattes[each] > 0.5).any() for each in (4, 5, 6))
    assert area_agreement(mattes[9] > 0.5, clip.true(9)) > 0.7


def test_the_same_prompts_give_the_same_mattes():
    one, other = (followed(Drawn(), CLICKS) for _ in range(2))
    assert all(np.array_equal(one[each], other[each]) for each in one)


def test_a_painted_matte_is_kept_exactly_also_under_clicks(tmp_path):
    odd = np.zeros((ROWS, COLUMNS), bool)
    odd[10:30, 100:150] = True
    prompts = Prompts(
        (*CLICKS.clicks, Click(at(5), 65, 48)), mattes=(MattePrompt(at(5), painted(tmp_path, odd)),)
    )
    assert np.array_equal(followed(Drawn(), prompts)[5], odd.astype(np.float32))


def test_a_locked_frame_never_changes_and_leads_no_other(tmp_path):
    odd = np.zeros((ROWS, COLUMNS), bool)
    odd[10:30, 100:150] = True
    free = followed(Drawn(), CLICKS)
    locked = followed(Drawn(), CLICKS.joined(Prompts(locks=(Lock(at(5), painted(tmp_path, odd)),))))
    assert np.array_equal(locked.pop(5), odd.astype(np.float32))
    assert all(np.array_equal(locked[each], free[each]) for each in locked)


def test_a_click_changes_nothing_on_the_far_side_of_other_prompted_frames(tmp_path):
    clip = Drawn()
    mattes = tuple(
        MattePrompt(at(each), painted(tmp_path, clip.true(each), f"{each}.png")) for each in (3, 8)
    )
    before = followed(clip, Prompts(mattes=mattes))
    after = followed(clip, Prompts((Click(at(5), 65, 48, positive=False),), mattes=mattes))
    outside = (0, 1, 2, 3, 8, 9, 10, 11)
    assert all(np.array_equal(before[each], after[each]) for each in outside)
    assert before[5][48, 65] > 0.5 > after[5][48, 65]
    assert np.count_nonzero(after[5] > 0.5) < 0.95 * np.count_nonzero(before[5] > 0.5)


def test_a_click_that_the_matte_agrees_with_leaves_its_frame_as_it_was():
    before = followed(Drawn(), CLICKS)
    after = followed(Drawn(), CLICKS.joined(Prompts((Click(at(6), 70, 48),))))
    assert area_agreement(before[6] > 0.5, after[6] > 0.5) > 0.95


def test_several_objects_are_followed_by_themselves():
    ground = Prompts((Click(at(0), 140, 10, obj=2), Click(at(0), 40, 48, positive=False, obj=2)))
    both = CLICKS.joined(ground)
    assert both.objects == (1, 2)
    assert all(
        np.array_equal(a, b)
        for a, b in zip(*(followed(Drawn(), each).values() for each in (both, CLICKS)), strict=True)
    )
    assert followed(Drawn(), both, obj=2)[0][10, 140] > 0.5


def test_shapes_and_strokes_say_where_the_object_is():
    outline = ShapePrompt(at(0), ((20.0, 28.0), (60.0, 28.0), (60.0, 68.0), (20.0, 68.0)))
    square = followed(Drawn(), Prompts(shapes=(outline,)))[0] > 0.5
    assert square[29:67, 21:59].all() and not square[:27].any() and not square[70:].any()
    strokes = Prompts(strokes=(Stroke(at(0), ((30.0, 48.0), (50.0, 48.0)), 6.0),))
    assert area_agreement(followed(Drawn(), strokes)[0] > 0.5, Drawn().true(0)) > 0.7


def test_at_answers_from_one_frame_alone():
    class Still(Drawn):
        def frame(self, time: Time) -> Frame:
            assert time.frame == 0
            return super().frame(time)

    with OwnSegmenter().open(Still()) as session:
        session.add(CLICKS)
        matte, sure = session.at(at(0))
    assert area_agreement(matte.pixels > 0.5, Drawn().true(0)) > 0.8 and sure > 0.5


def test_each_pixel_is_told_how_sure_it_is_and_what_is_painted_is_certain(tmp_path):
    clip = Drawn(gone=(6, 12))
    prompts = Prompts(mattes=(MattePrompt(at(0), painted(tmp_path, clip.true(0))),))
    certain, sure = {}, {}
    with OwnSegmenter().open(clip) as session:
        session.add(prompts)
        for time, matte, confidence in session.propagate(clip.range):
            certain[time.frame], sure[time.frame] = session.pixel_confidence(time).pixels, confidence
            assert certain[time.frame].shape == matte.pixels.shape
        with pytest.raises(NodeError, match="frame 3 is not the one followed last"):
            session.pixel_confidence(at(3))
    assert (certain[0] == 1).all() and sure[0] == 1
    rim = cv2.morphologyEx(clip.true(4).astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((5, 5))) > 0
    assert certain[4][rim].mean() < certain[4][~rim].mean() - 0.05
    assert max(sure[each] for each in range(6, 12)) < 0.5 * sure[1]


def test_a_guess_is_trusted_less_than_a_painted_matte(tmp_path):
    with OwnSegmenter().open(Drawn()) as session:
        session.add(CLICKS)
        guessed = [confidence for _, _, confidence in session.propagate(Drawn().range)]
    with OwnSegmenter().open(Drawn()) as session:
        session.add(Prompts(mattes=(MattePrompt(at(0), painted(tmp_path, Drawn().true(0))),)))
        known = [confidence for _, _, confidence in session.propagate(Drawn().range)]
    assert all(0 < a < b for a, b in zip(guessed, known, strict=True))


def test_what_cannot_be_followed_is_told():
    with OwnSegmenter().open(Drawn()) as session:
        with pytest.raises(NodeError, match="nothing is pointed at as object 1"):
            next(session.propagate(Drawn().range))
        with pytest.raises(NodeError, match="frame 40 is not in the clip"):
            session.add(Prompts((Click(at(40), 1, 1),)))
        session.add(Prompts(mattes=(MattePrompt(at(0), "/nowhere.png"),)))
        with pytest.raises(NodeError, match="nowhere"):
            next(session.propagate(Drawn().range))
