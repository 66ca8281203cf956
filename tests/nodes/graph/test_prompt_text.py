"""Prompts as text: what is written is read as the same, and what cannot be understood is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.api import (
    BadValue,
    BoxPrompt,
    Click,
    Lock,
    MattePrompt,
    Prompts,
    Rate,
    ShapePrompt,
    Stroke,
    Time,
)
from nodes.graph.prompt_text import read_prompts, write_prompts

RATE = Rate(24000, 1001)
ORIGIN = Time(86400, RATE)

times = st.integers(-50, 5000).map(lambda frame: ORIGIN + Time(frame, RATE))
numbers = st.floats(-1e4, 1e4).map(lambda value: value if abs(value) > 1e-9 else 0.0)
widths = st.floats(0.25, 500)
objects = st.integers(1, 4)
signs = st.booleans()
paths = st.text(st.characters(codec="utf-8", exclude_characters="\\\0"), min_size=1)
points = st.tuples(numbers, numbers)
lines = st.lists(points, min_size=1, max_size=6).map(tuple)
outlines = st.lists(points, min_size=3, max_size=6).map(tuple)
curves = st.lists(st.tuples(points, points, points), min_size=2, max_size=4).map(
    lambda corners: tuple(point for corner in corners for point in corner)
)
boxes = st.builds(
    lambda time, x, y, wide, high, obj: BoxPrompt(time, x, y, x + wide, y + high, obj),
    *(times, numbers, numbers, widths, widths, objects),
)
shapes = st.one_of(
    st.builds(ShapePrompt, times, outlines, st.just(False), objects),
    st.builds(ShapePrompt, times, curves, st.just(True), objects),
)


def several(one):
    return st.lists(one, max_size=3).map(tuple)


prompts = st.builds(
    Prompts,
    several(st.builds(Click, times, numbers, numbers, signs, objects)),
    several(boxes),
    several(st.builds(MattePrompt, times, paths, objects)),
    several(shapes),
    several(st.builds(Stroke, times, lines, widths, signs, objects)),
    several(st.builds(Lock, times, paths, objects)),
)


def by_object(said: Prompts) -> list:
    """Each sort of prompt object by object, as text has them."""
    data = said.to_json()
    return [(sort, sorted(each, key=lambda one: one["obj"])) for sort, each in data.items()]


@settings(max_examples=30, deadline=None)
@given(prompts)
def test_what_is_written_as_text_is_read_as_the_same(said):
    assert by_object(read_prompts(write_prompts(said, ORIGIN), ORIGIN)) == by_object(said)


@settings(max_examples=30, deadline=None)
@given(prompts)
def test_what_is_written_as_json_is_read_as_the_same(said):
    assert Prompts.from_json(said.to_json()) == said


@settings(max_examples=30, deadline=None)
@given(prompts, st.sampled_from([0.25, 0.5, 2.0, 4.0]))
def test_scaling_and_scaling_back_changes_nothing(said, factor):
    there = said.scaled(factor)
    assert there.scaled(1 / factor) == said
    assert [each.time for each in there.everything] == [each.time for each in said.everything]
    assert (there.mattes, there.locks) == (said.mattes, said.locks)
    for old, new in zip(said.strokes, there.strokes, strict=True):
        assert new.width == old.width * factor and new.points[0][0] == old.points[0][0] * factor


def test_every_sort_is_read_with_its_object():
    said = read_prompts(
        [
            ("points", "0:1,2"),
            ("obj", "3"),
            ("points", "1:3,4,-;2:5.5,6,+"),
            ("box", "1:0,0,10,20"),
            ("stroke", "2:+8:1,1 2,3;2:-4:9,9"),
            ("shape", "3:0,0 10,0 10,10"),
            ("obj", "1"),
            ("bezier", "4:0,0 1,1 2,2 3,3 4,4 5,5"),
            ("matte", r"5:C\;D.png;6:e f.exr"),
            ("lock", "7:/a/b:c.png"),
        ],
        Time(0, RATE),
    )

    def at(frame):
        return Time(frame, RATE)

    assert said == Prompts(
        clicks=(Click(at(0), 1, 2), Click(at(1), 3, 4, False, 3), Click(at(2), 5.5, 6, True, 3)),
        boxes=(BoxPrompt(at(1), 0, 0, 10, 20, 3),),
        mattes=(MattePrompt(at(5), "C;D.png"), MattePrompt(at(6), "e f.exr")),
        shapes=(
            ShapePrompt(at(3), ((0, 0), (10, 0), (10, 10)), False, 3),
            ShapePrompt(at(4), tuple((float(i), float(i)) for i in range(6)), True),
        ),
        strokes=(Stroke(at(2), ((1, 1), (2, 3)), 8, True, 3), Stroke(at(2), ((9, 9),), 4, False, 3)),
        locks=(Lock(at(7), "/a/b:c.png"),),
    )


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("points", "0:1"),
        ("points", "0:1,2,x"),
        ("points", "1,2,+"),
        ("points", "0:nan,2,+"),
        ("points", "0:1,2,+;"),
        ("points", "1.5:1,2,+"),
        ("box", "0:5,5,5,9"),
        ("box", "0:1,2,3"),
        ("stroke", "0:1,2 3,4"),
        ("stroke", "0:+0:1,2"),
        ("stroke", "0:+4:"),
        ("shape", "0:1,2 3,4"),
        ("bezier", "0:1,2 3,4 5,6"),
        ("bezier", "0:1,2 3,4 5,6 7,8 9,10 11,12 13,14"),
        ("matte", "file.png"),
        ("lock", "0:"),
        ("obj", "0"),
        ("obj", "car"),
    ],
)
def test_another_form_is_refused_with_the_right_one(key, text):
    with pytest.raises(BadValue) as refused:
        read_prompts([(key, text)], ORIGIN)
    assert f"Write {key}=" in refused.value.hint and refused.value.port == key


def test_what_stands_between_frames_has_no_text():
    half = Prompts((Click(Time(3, Rate(48)), 1, 1),))
    with pytest.raises(BadValue, match="between two"):
        write_prompts(half, Time(0, Rate(24)))
