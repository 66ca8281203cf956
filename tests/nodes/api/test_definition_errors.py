"""A mistake in a definition is told by node and argument, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import pytest

from nodes.api import (
    Around,
    At,
    Chunks,
    Clip,
    Curve,
    File,
    Frame,
    Frames,
    Matte,
    Migration,
    Model,
    NodeDefinitionError,
    NodeError,
    Rate,
    Slider,
    Stream,
    Time,
    VideoEdit,
    node,
    visible_when,
)


def no_annotation(image) -> Frame: ...
def no_return(image: Frame): ...
def returns_none(image: Frame) -> None: ...
def unknown_type(image: Frame, other: bytes = b"") -> Frame: ...
def unknown_name(image: Frame, other: Nowhere = 1) -> Frame: ...  # noqa: F821
def no_default(image: Frame, amount: float) -> Frame: ...
def wrong_default(image: Frame, amount: float = "much") -> Frame: ...
def beyond_hard(image: Frame, amount: Annotated[float, Slider(0, 1, hard=True)] = 2.0) -> Frame: ...
def no_choice(image: Frame, mode: Literal["a"] = "b") -> Frame: ...
def upside_down(image: Frame, amount: Annotated[float, Slider(4, 0)] = 1.0) -> Frame: ...
def no_window(images: Frames) -> Frame: ...
def two_windows(images: Annotated[Frames, Around(1, 1), Chunks(8)]) -> Frame: ...
def lost_window(images: Annotated[Frames, Around("reach", 1)]) -> Frame: ...
def odd_window(
    images: Annotated[Frames, Chunks("model.width")], model: Annotated[VideoEdit, Model()]
) -> Frames: ...
def negative(images: Annotated[Frames, Around(-1, 1)]) -> Frame: ...
def other_chunks(a: Annotated[Frames, Chunks(8)], b: Annotated[Frames, Chunks(9)]) -> Frames: ...
def mixed(shot: Clip[Frame], image: Frame) -> Iterator[At[Frame]]: ...
def stream_at(images: Stream[Frame]) -> Iterator[At[Frame]]: ...
def clip_plain(shot: Clip[Frame]) -> Iterator[Frame]: ...
def frame_curve(image: Frame) -> Curve: ...
def chunk_one(images: Annotated[Frames, Chunks(8)]) -> Frame: ...
def returns_text(image: Frame) -> str: ...
def starred(*images: Frame) -> Frame: ...
def positional(image: Frame, /) -> Frame: ...
def values(image: Frame, amounts: list[float] = []) -> Frame: ...  # noqa: B006
def no_capability(image: Frame, model: Annotated[str, Model()]) -> Frame: ...
def maybe_model(image: Frame, model: Annotated[VideoEdit, Model()] | None = None) -> Frame: ...
def read_text(media: Annotated[str, File()]) -> Frame: ...
def many_files(media: list[Annotated[Clip[Frame], File()]]) -> Frame: ...
def clip_of_text(shot: Clip[str]) -> Iterator[At[Frame]]: ...
def bare_optional(image: Frame, mask: Matte | None) -> Frame: ...
def hidden(image: Frame, amount: Annotated[float, visible_when(mode="x")] = 1.0) -> Frame: ...
def sequence_out(image: Frame) -> Sequence[Frame]: ...


MISTAKES = [
    (no_annotation, "'image' has no annotation", "image: Frame"),
    (no_return, "it returns nothing", "-> Frame"),
    (returns_none, "it returns nothing", "-> Frame"),
    (unknown_type, "'other' has the annotation 'bytes'", "Prompts"),
    (unknown_name, "'Nowhere'", "TYPE_CHECKING"),
    (no_default, "'amount' is a parameter without a default", "amount: … ="),
    (wrong_default, "'amount' has a default that does not fit", "a number"),
    (beyond_hard, "'amount' has a default that does not fit", "needs 0 to 1"),
    (no_choice, "'mode' has a default that does not fit", "one of a"),
    (upside_down, "'amount' has a slider from 4 to 0", "lower end first"),
    (no_window, "'images' does not say how many frames", "Around(2, 2)"),
    (two_windows, "'images' does not say how many frames", "Chunks(81"),
    (lost_window, "'images' has a window as long as 'reach'", "integer parameter"),
    (odd_window, "'images' has a window as long as 'model.width'", "model.length"),
    (negative, "'images' has a window of -1 frames", "from 0 up"),
    (other_chunks, "different chunks", "same Chunks"),
    (mixed, "'shot' as clip, 'image' as frame", "Clip for all"),
    (stream_at, "does not fit what it reads", "-> Iterator[Frame]"),
    (clip_plain, "does not fit what it reads", "Iterator[At[Frame]]"),
    (frame_curve, "does not fit what it reads", "-> Frame"),
    (chunk_one, "does not fit what it reads", "-> Frames"),
    (returns_text, "output 'out' is 'str'", "NamedTuple"),
    (starred, "'images' cannot be given by name", "named argument"),
    (positional, "'image' cannot be given by name", "named argument"),
    (values, "'amounts' is a list of values", "tuple[…, ...]"),
    (no_capability, "'model' asks for", "VideoSegmenter"),
    (maybe_model, "'model' is not one model", "Model()"),
    (read_text, "'media' cannot be read by File()", "Clip[Frame]"),
    (many_files, "'media' is a list of File()", "one argument for each"),
    (clip_of_text, "'shot' reads", "Frame or Matte"),
    (bare_optional, "'mask' may be None", "| None = None"),
    (hidden, "'amount' refers to 'mode'", "another parameter"),
    (sequence_out, "does not fit what it reads", "-> Frame"),
]


@pytest.mark.parametrize(
    ("function", "why", "instead"), MISTAKES, ids=[each[0].__name__ for each in MISTAKES]
)
def test_a_mistake_names_node_and_argument_and_what_to_write(function, why, instead):
    made = node("acme.mistake")(function)
    with pytest.raises(NodeDefinitionError) as caught:
        _ = made.spec
    said = str(caught.value)
    assert said.startswith("Define node 'acme.mistake': ")
    assert why in said
    assert instead in said


@pytest.mark.parametrize("id", ["gain", "Acme.gain", "acme.", "", "acme gain.x", "acme/gain"])
def test_an_id_is_a_name_in_a_family(id):
    with pytest.raises(NodeDefinitionError, match="no name in a family"):
        node(id)(_plain)


def test_versions_count_from_one():
    with pytest.raises(NodeDefinitionError, match="its version is 0"):
        node("acme.gain", version=0)(_plain)


@pytest.mark.parametrize(
    "migrations",
    [
        (Migration("acme.other", 2),),
        (Migration("acme.gain", 1),),
        (Migration("acme.gain", 3),),
        (Migration("acme.gain", 2), Migration("acme.gain", 2)),
    ],
)
def test_a_migration_belongs_to_one_step_of_its_own_node(migrations):
    with pytest.raises(NodeDefinitionError, match="does not belong to it"):
        node("acme.gain", version=2, migrations=migrations)(_plain)


def test_times_goes_with_nodes_that_are_called_once_a_time():
    @node("acme.stream", times=lambda time: {})
    def stream(images: Stream[Frame]) -> Iterator[Frame]: ...

    with pytest.raises(NodeDefinitionError, match="times= does not go with the shape stream"):
        _ = stream.spec


def test_a_bad_answer_of_times_is_refused_by_port():
    time = Time(3, Rate(24))

    def answering(answer: Any) -> Any:
        @node("acme.timed", times=lambda time, **_: answer)
        def timed(image: Frame, many: list[Frame], mask: Matte | None = None) -> Frame: ...

        return timed

    fine = {"image": time, "many": [None, time], "mask": None}
    assert answering(fine).input_times(time, {}) == fine
    for answer, port in [
        ({"nothing": time}, "nothing"),
        ({"image": None}, "image"),
        ({"many": time}, "many"),
    ]:
        with pytest.raises(NodeError) as caught:
            answering(answer).input_times(time, {})
        assert caught.value.port == port


def _plain(image: Frame) -> Frame:
    return image
