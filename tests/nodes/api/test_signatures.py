"""The signature is the schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple

import pytest

import workprint
from nodes.api import (
    Around,
    Box,
    Chunks,
    Clip,
    Curve,
    Format,
    Frame,
    Injected,
    Matte,
    ModelRequest,
    Node,
    NodeDefinitionError,
    NodeError,
    Port,
    Range,
    Rate,
    Seed,
    Slider,
    Spec,
    Stream,
    Time,
    node,
)
from nodes.api.kinds import Kind
from tests.nodes.api.authors import design, shapes

EVERY = [each for module in (design, shapes) for each in vars(module).values() if isinstance(each, Node)]


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.id)
def test_a_spec_comes_back_from_json(each):
    spec = each.spec
    assert Spec.from_json(json.loads(json.dumps(spec.to_json()))) == spec


def test_the_six_shapes_are_read_off_the_annotations():
    assert {each.id: each.spec.shape for each in EVERY} == {
        "acme.gain": "frame",
        "acme.roto": "clip",
        "acme.soften": "frame",
        "acme.median": "around",
        "acme.restyle": "chunks",
        "acme.trail": "stream",
        "acme.reverse": "clip",
        "acme.loudness": "signal",
        "acme.brightness": "signal",
        "acme.track": "frame",
        "acme.file": "frame",
        "acme.own": "frame",
        "acme.noise": "stream",
    }


def test_inputs_may_be_optional_or_many():
    assert shapes.track.spec.inputs == (
        Port("images", "frame", variadic=True),
        Port("below", "frame", optional=True),
    )
    assert shapes.brightness.spec.inputs == (Port("shot", "frame"), Port("gate", "curve", optional=True))
    assert shapes.loudness.spec.inputs == (Port("sound", "audio"),)


def test_windows_may_name_a_parameter_or_a_property_of_the_model():
    assert shapes.median.spec.input("images").window == Around("reach", 2)
    window = shapes.restyle.spec.input("images").window
    assert window == Chunks("model.length", overlap="model.overlap")

    class Card:
        length, overlap = 81, 16

    assert window.counts({"model": Card()}) == (81, 16)
    assert Around("reach", 2).counts({"reach": 5}) == (5, 2)


def test_outputs_are_named_by_a_named_tuple_and_a_number_is_a_curve():
    assert design.roto.spec.outputs == (Port("matte", "matte"), Port("confidence", "curve"))
    assert design.gain.spec.outputs == (Port("out", "frame"),)
    assert shapes.gain.spec.outputs == (Port("image", "frame"),)


def test_parameters_carry_type_range_choices_and_hints():
    params = {param.name: param for param in shapes.soften.spec.params}
    assert list(params) == ["mode", "size", "centre", "colour", "edge", "passes", "points", "limit", "invert"]
    assert params["mode"].choices == ("box", "gauss")
    assert params["size"].slider == Slider(0, 100, "px")
    assert params["size"].help == "How far it reaches."
    assert (params["size"].handle.kind, params["size"].handle.about) == ("radius", "centre")
    assert params["edge"].choices == ("hold", "black")
    assert params["edge"].visible_when.conditions == (("mode", ("box",)),)
    assert {name for name, param in params.items() if param.is_px} == {"size", "centre", "points"}
    assert params["colour"].default == [1.0, 1.0, 1.0]
    assert params["limit"].nullable and params["limit"].default is None
    still = {name for name, param in params.items() if not param.animatable}
    assert still == {"points"}


def test_a_plain_number_is_animated_per_frame_only_and_a_window_never():
    assert shapes.restyle.spec.param("prompt").animatable is False
    assert shapes.trail.spec.param("decay").animatable
    assert shapes.trail.spec.param("decay").kind == Kind("curve", (Kind("float"),))
    assert shapes.median.spec.param("reach").animatable is False


def test_what_the_engine_hands_in_is_neither_port_nor_parameter():
    assert shapes.reverse.spec.injected == (Injected("range", "range"), Injected("context", "context"))
    assert shapes.own.spec.injected == (Injected("media", "shot", "frame"), Injected("time", "time"))
    assert shapes.own.spec.params == ()


def test_a_time_with_a_default_is_a_parameter_and_one_without_is_handed_in():
    assert shapes.file.spec.injected == (Injected("time", "time"),)
    assert shapes.file.spec.param("start").default == ["0", "24"]


def test_a_file_is_a_required_parameter_that_names_media():
    param = shapes.file.spec.param("media")
    assert (param.kind, param.required) == (Kind("file", of="frame"), True)
    assert param.decode("plate") == "plate"


def test_models_are_asked_for_by_capability():
    assert shapes.restyle.spec.models == (ModelRequest("model", "VideoEdit", "acme-edit"),)
    assert design.roto.spec.models == (ModelRequest("model", "VideoSegmenter"),)


def test_a_seed_is_the_takes_unless_pinned():
    assert shapes.restyle.spec.takes_seed and not design.gain.spec.takes_seed
    seed = shapes.restyle.spec.param("seed")
    assert (seed.default, seed.decode(None), seed.decode(7)) == (None, None, 7)


def test_a_source_has_nothing_to_connect():
    sources = {each.id for each in EVERY if each.spec.is_source}
    assert sources == {"acme.file", "acme.own", "acme.noise"}


def test_the_docstring_is_the_help():
    assert shapes.soften.spec.summary == "Soften the picture."
    assert shapes.soften.spec.doc.endswith("Inside the mask, where there is one.")


def test_local_and_later_names_are_found_at_first_use():
    @node("acme.local")
    def local(image: Frame, grow: Size = 1.0) -> Pair:
        raise AssertionError("not called")

    Size = Annotated[float, Slider(0, 2)]

    class Pair(NamedTuple):
        image: Cut
        level: float

    Cut = Matte
    assert [port.type for port in local.spec.outputs] == ["matte", "curve"]
    assert local.spec.param("grow").slider == Slider(0, 2)


def test_the_frame_a_node_was_written_in_is_let_go_after_first_use():
    @node("acme.brief")
    def brief(image: Frame) -> Frame:
        return image

    assert brief._written_in is not None
    assert brief.spec.shape == "frame"
    assert brief._written_in is None


def test_the_seed_can_be_left_out_of_a_plain_call():
    @node("acme.dice")
    def dice(time: Time, seed: Seed = 3) -> float:
        return float(seed)

    assert dice(Time(0, workprint.Rate(24))) == 3.0
    assert dice.spec.outputs == (Port("out", "curve"),)


def _half(formats: Mapping[str, Format], *, by: int, **_: object) -> Format:
    job, image = formats[""], formats["image"]
    return Format(image.width // by, image.height // by, job.rate)


def _later(ranges: Mapping[str, Range], *, by: int, **_: object) -> Range:
    return ranges["image"].moved(Time(by, ranges["image"].rate))


def _around(box: Box, *, by: int, **_: object) -> Mapping[str, Box]:
    return {"image": Box(box.x0 - by, box.y0 - by, box.x1 + by, box.y1 + by)}


@node("acme.hooked", format=_half, range=_later, regions=_around)
def hooked(image: Frame, mask: Matte | None = None, by: int = 2) -> Frame:
    """Say more than the signature does."""
    return image


def test_a_node_may_choose_its_format_its_stretch_and_the_parts_it_needs():
    spec = hooked.spec
    assert (spec.has_times, spec.has_format, spec.has_range, spec.has_regions) == (False, True, True, True)
    assert Spec.from_json(json.loads(json.dumps(spec.to_json()))) == spec
    inner, job = Format(64, 36, Rate(25)), Format(32, 18, Rate(24))
    assert hooked.output_format({"image": inner, "": job}, {"by": 2}) == Format(32, 18, Rate(24))
    whole = Range.frames_of(0, 10, Rate(24))
    assert hooked.output_range({"image": whole}, {"by": 2}) == Range.frames_of(2, 10, Rate(24))
    assert hooked.output_range({}, {"by": 2}) is None
    assert hooked.input_regions(Box(4, 4, 8, 8), {"by": 1}) == {"image": Box(3, 3, 9, 9)}


def test_without_hooks_a_node_takes_after_its_first_input():
    first, job = Format(64, 36, Rate(25)), Format(32, 18, Rate(24))
    assert design.gain.output_format({"image": first, "": job}, {}) == first
    assert design.gain.output_format({"": job}, {}) == job
    whole = Range.frames_of(0, 10, Rate(24))
    assert design.gain.output_range({"image": whole}, {}) == whole
    assert design.gain.output_range({}, {}) is None
    assert design.gain.input_regions(Box(0, 0, 2, 2), {}) == {}


def test_bad_answers_of_hooks_are_refused():
    @node("acme.wrong", format=lambda formats: 3, range=lambda ranges: 3, regions=lambda box: {"x": box})
    def wrong(image: Frame) -> Frame: ...

    whole, format = Range.frames_of(0, 10, Rate(24)), Format(4, 2, Rate(24))
    with pytest.raises(NodeError, match=r"Ask acme.wrong for its format: it answers 3"):
        wrong.output_format({"image": format, "": format}, {})
    with pytest.raises(NodeError, match=r"Ask acme.wrong for its range"):
        wrong.output_range({"image": whole}, {})
    with pytest.raises(NodeError, match=r"Ask acme.wrong for regions"):
        wrong.input_regions(Box(0, 0, 1, 1), {})


def test_parts_of_inputs_go_with_nodes_that_are_called_once_a_time():
    @node("acme.stream", regions=lambda box: {})
    def stream(images: Stream[Frame]) -> Iterator[Frame]: ...

    with pytest.raises(NodeDefinitionError, match="regions= does not go with the shape stream"):
        _ = stream.spec

    @node("acme.signal", format=lambda formats: formats[""])
    def signal(shot: Clip[Frame]) -> Curve: ...

    with pytest.raises(NodeDefinitionError, match="format= does not go with what makes no pictures"):
        _ = signal.spec
