"""Moving pictures by a tiny model on disk, through the worker, alone and with other nodes round them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nodes.api import Audio, AudioBlock, Format, Frame, Matte, Range, Rate, Time, node
from nodes.engine.cache import FrameCache
from nodes.engine.errors import NodeRefused
from nodes.engine.job import Job
from nodes.engine.prepare import Prepared
from nodes.engine.run import Run
from nodes.graph.model import Graph, GraphNode, Link
from nodes.models.bound import BoundModel
from nodes.models.pictures import to_display
from nodes.models.worker import Worker
from tests.inference.families import tiny_ltx2
from tests.inference.families import tiny_wan as tiny
from tests.nodes.engine.kit import ready

pytest.importorskip("diffusers", reason="needs the extra models")
pytestmark = pytest.mark.model

RATE = Rate(12)
FORMAT = Format(60, 40, RATE)
COLOUR = {"config": "ocio://default", "name": "ACEScg"}


@node("test.ramp")
def ramp(format: Format, time: Time) -> Frame:
    """Make a picture that moves."""
    across = np.linspace(0.1, 0.5, format.width, dtype=np.float32) + np.float32(time.frame % 8) / 50
    light = np.repeat(np.tile(across, (format.height, 1))[..., None], 3, -1)
    return Frame.of_pixels(light, time)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> BoundModel:
    from diffusers import WanPipeline

    folder = tiny.saved(WanPipeline(**tiny.parts()), tmp_path_factory.mktemp("wan"))
    card = tiny.card("TextToVideo", "ImageToVideo", steps=2)
    return BoundModel("tiny-wan", "weights-1", card.to_json(), str(folder))


def job(model: BoundModel, graph: Graph, **more: Any) -> Job:
    bound = dict.fromkeys(model.card["capabilities"], model)
    return Job(graph, FORMAT, {}, COLOUR, models=bound, **more)


def generating(**params: Any) -> Graph:
    return Graph({"made": GraphNode("made", "generate.video", params=params)}, {"out": Link("made")})


@pytest.fixture
def frames(torch_worker: Worker, tmp_path: Path) -> Iterator[Callable[..., list[Frame]]]:
    def run(job: Job, times: Any, prepared: Prepared | None = None) -> list[Frame]:
        made = prepared or ready(job, ramp)
        with Run(made, FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker) as running:
            return [running.frame(time) for time in times]

    yield run


def test_a_node_makes_the_length_size_and_rate_that_are_asked_for(
    model: BoundModel, frames: Callable[..., list[Frame]]
) -> None:
    wanted = job(model, generating(prompt="a red cat", frames=15), seed=3)
    prepared = ready(wanted)
    assert prepared.last.domain == Range.frames_of(0, 15, RATE)
    assert prepared.last.format == FORMAT
    made = frames(wanted, prepared.last.domain.frames(), prepared)
    assert [frame.time for frame in made] == [Time(number, RATE) for number in range(15)]
    assert {frame.rgb.shape for frame in made} == {(40, 60, 3)}
    assert len({frame.rgb.tobytes() for frame in made}) == 15


def test_what_a_node_makes_is_what_the_family_makes_in_the_working_space(
    model: BoundModel, frames: Callable[..., list[Frame]]
) -> None:
    from inference.cards.card import Card
    from inference.families import wan
    from inference.memory.plan import Plan
    from nodes.api import ColourSpace

    params = {"prompt": "a red cat", "negative": "dog", "frames": 3, "steps": 3, "guidance": 2.0}
    wanted = job(model, generating(**params, seed=9))
    made = frames(wanted, [Time(1, RATE)])[0]
    adapter = wan.load(Card.from_json(model.card), Path(model.folder), Plan())
    settings = params | {"width": 48, "height": 32, "seed": 9}
    theirs = tiny.made(adapter, "generate", settings)[1]
    small = to_display(made, ColourSpace(**COLOUR), (48, 32))
    assert np.abs(small - theirs).mean() < 0.02


def test_the_take_gives_the_seed_and_the_model_stands_in_the_key(model: BoundModel) -> None:
    keys = {
        ready(job(bound, generating(frames=3), seed=seed)).last.key
        for seed in (1, 2)
        for bound in (model, BoundModel(model.name, "weights-2", model.card, model.folder))
    }
    assert len(keys) == 4


def test_other_nodes_work_on_what_is_made(model: BoundModel, frames: Callable[..., list[Frame]]) -> None:
    graph = Graph(
        {
            "made": GraphNode("made", "generate.video", params={"prompt": "cat", "frames": 2}),
            "grey": GraphNode(
                "grey", "color.saturation", params={"amount": 0.0}, inputs={"image": Link("made")}
            ),
        },
        {"out": Link("grey")},
    )
    made = frames(job(model, graph), [Time(0, RATE), Time(1, RATE)])
    assert all(np.ptp(frame.rgb, axis=-1).max() < 1e-4 for frame in made)
    assert made[0].rgb.std() > 0


def test_a_shot_goes_on_after_its_end_in_its_look(
    model: BoundModel, frames: Callable[..., list[Frame]]
) -> None:
    graph = Graph(
        {
            "shot": GraphNode("shot", "test.ramp"),
            "more": GraphNode(
                "more", "generate.extend", params={"frames": 6}, inputs={"image": Link("shot")}
            ),
        },
        {"out": Link("more")},
    )
    whole = Range.frames_of(0, 8, RATE)
    wanted = job(model, graph, domains={"shot": whole})
    prepared = ready(wanted, ramp)
    assert prepared.last.domain == Range.frames_of(0, 14, RATE)
    made = frames(wanted, prepared.last.domain.frames(), prepared)
    own = frames(job(model, Graph({"shot": graph.nodes["shot"]}, {"out": Link("shot")})), whole.frames())
    for frame, source in zip(made, own, strict=False):
        np.testing.assert_array_equal(frame.rgb, source.rgb)
    before, after = made[7].rgb.mean(), np.mean([frame.rgb.mean() for frame in made[8:]])
    assert after == pytest.approx(before, rel=0.5)
    assert len({frame.rgb.tobytes() for frame in made[8:]}) == 6


def test_without_a_model_it_says_what_is_missing() -> None:
    from nodes.engine.errors import CannotRun

    with pytest.raises(CannotRun, match=r"TextToVideo.*workprint models list"):
        ready(Job(generating(frames=3), FORMAT, {}, COLOUR))


@pytest.fixture(scope="module")
def vace(tmp_path_factory: pytest.TempPathFactory) -> BoundModel:
    from diffusers import WanVACEPipeline

    network = tiny.network("WanVACETransformer3DModel", vace_layers=[0, 1], vace_in_channels=96)
    parts = tiny.parts(transformer=network)
    folder = tiny.saved(WanVACEPipeline(**parts), tmp_path_factory.mktemp("vace"))
    card = tiny.card("VideoEdit", "Inpaint", steps=2)
    return BoundModel("tiny-vace", "weights-3", card.to_json(), str(folder))


@node("test.half")
def half(format: Format, time: Time) -> Matte:
    """Cover the left half."""
    cover = np.zeros((format.height, format.width), np.float32)
    cover[:, : format.width // 2] = 1
    return Matte.of_pixels(cover, time)


def restyling(**params: Any) -> Graph:
    nodes = {
        "shot": GraphNode("shot", "test.ramp"),
        "half": GraphNode("half", "test.half"),
        "made": GraphNode(
            "made",
            "restyle.prompt",
            params=params,
            inputs={
                "image": Link("shot"),
                "mask": Link("half"),
                "references": (Link("shot"),),
            },
        ),
    }
    return Graph(nodes, {"out": Link("made")})


def test_a_restyle_by_words_leaves_what_the_matte_leaves_out_to_the_bit(
    vace: BoundModel, torch_worker: Worker, tmp_path: Path
) -> None:
    whole = Range.frames_of(0, 14, RATE)

    def made(**params: Any) -> list[Frame]:
        wanted = job(vace, restyling(**params), domains={"shot": whole, "half": whole}, seed=2)
        with Run(
            ready(wanted, ramp, half), FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker
        ) as run:
            return [run.frame(time) for time in whole.frames()]

    changed, same = made(prompt="a red cat", strength=1.0), made(prompt="a red cat", strength=0.0)
    assert len(changed) == len(same) == 14
    for new, old in zip(changed, same, strict=True):
        np.testing.assert_array_equal(new.rgb[:, 30:], old.rgb[:, 30:])
        assert np.abs(new.rgb[:, :30] - old.rgb[:, :30]).max() > 1e-3
    assert len({frame.rgb.tobytes() for frame in changed}) == 14


def test_a_hole_is_filled_through_a_whole_clip(vace: BoundModel, torch_worker: Worker) -> None:
    from nodes.api import ColourSpace
    from nodes.models.edit import fill_in
    from nodes.models.line import Line

    size = Format(48, 32, RATE)
    frames = [ramp(size, Time(number, RATE)) for number in range(11)]
    mattes = [half(size, Time(number, RATE)) for number in range(11)]
    filler = fill_in(Line(torch_worker, ColourSpace(**COLOUR)), vace)
    filled = filler.fill(frames, mattes, "", 4)
    assert [frame.time for frame in filled] == [frame.time for frame in frames]
    assert all(frame.rgb.shape == (32, 48, 3) for frame in filled)


def test_what_is_removed_is_filled_by_the_model_and_the_rest_is_the_shot_to_the_bit(
    vace: BoundModel, torch_worker: Worker, tmp_path: Path
) -> None:
    whole = Range.frames_of(0, 11, RATE)

    def removing(**params: Any) -> Job:
        links = {"image": Link("shot"), "matte": Link("half")}
        made = GraphNode("made", "segment.remove", params=params, inputs=links)
        nodes = {"shot": GraphNode("shot", "test.ramp"), "half": GraphNode("half", "test.half"), "made": made}
        return job(vace, Graph(nodes, {"out": Link("made")}), domains={"shot": whole, "half": whole}, seed=2)

    def removed(wanted: Job) -> list[Frame]:
        with Run(
            ready(wanted, ramp, half), FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker
        ) as run:
            return [run.frame(time) for time in whole.frames()]

    own = removing(model="own")
    by_model, by_own = removed(removing()), removed(own)
    without = removed(replace(own, models={}))
    for number, (one, other, none) in enumerate(zip(by_model, by_own, without, strict=True)):
        shot = ramp(FORMAT, Time(number, RATE))
        np.testing.assert_array_equal(one.rgb[:, 30:], shot.rgb[:, 30:])
        np.testing.assert_array_equal(other.rgb, none.rgb)
        assert np.abs(one.rgb[:, :30] - other.rgb[:, :30]).max() > 1e-3
    keys = {ready(each, ramp, half).last.key for each in (removing(), own, removing(prompt="a wall"))}
    assert len(keys) == 3
    assert ready(own, ramp, half).last.key == ready(replace(own, seed=7, models={}), ramp, half).last.key


@node("test.soft")
def soft(format: Format, time: Time) -> Matte:
    """Cover the left, softly to the right, except from frame 10 to 14."""
    cover = np.tile(np.linspace(1.5, -0.5, format.width, dtype=np.float32).clip(0, 1), (format.height, 1))
    return Matte.of_pixels(cover * (not 10 <= time.frame < 15), time)


@pytest.mark.slow
def test_a_soft_matte_lays_the_filling_in_as_much_as_it_covers_over_several_windows(
    vace: BoundModel, torch_worker: Worker, tmp_path: Path
) -> None:
    whole = Range.frames_of(0, 23, RATE)

    from nodes.api import ColourSpace
    from nodes.models.edit import fill_in
    from nodes.models.line import Line

    links = {"image": Link("shot"), "matte": Link("matte")}
    made = GraphNode("made", "segment.remove", params={"variant": 3}, inputs=links)
    nodes = {"shot": GraphNode("shot", "test.ramp"), "matte": GraphNode("matte", "test.soft"), "made": made}
    wanted = job(vace, Graph(nodes, {"out": Link("made")}), domains={"shot": whole, "matte": whole})
    with Run(
        ready(wanted, ramp, soft), FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker
    ) as run:
        removed = [run.frame(time) for time in whole.frames()]
    shots = [ramp(FORMAT, time) for time in whole.frames()]
    covers = [soft(FORMAT, time) for time in whole.frames()]
    filled = fill_in(Line(torch_worker, ColourSpace(**COLOUR)), vace).fill(shots, covers, "", 3)
    for got, shot, cover, new in zip(removed, shots, covers, filled, strict=True):
        share = cover.pixels[..., None]
        np.testing.assert_array_equal(got.rgb[cover.pixels == 0], shot.rgb[cover.pixels == 0])
        np.testing.assert_allclose(got.rgb, shot.rgb * (1 - share) + new.rgb * share, atol=1e-5)
    assert np.abs(removed[0].rgb - shots[0].rgb).max() > 1e-3


@node("test.tone")
def tone(pitch: float = 300.0) -> Audio:
    """Make a tone."""
    hertz = 16000

    def read(wanted: Range) -> Iterator[AudioBlock]:
        first, last = (int(time.seconds * hertz) for time in (wanted.start, wanted.end))
        wave = np.sin(np.arange(first, last) / hertz * pitch * 6.283).astype(np.float32)
        yield AudioBlock(np.repeat(wave[:, None], 2, 1), first)

    return Audio(hertz, 2, Range.frames_of(0, 100, RATE), read)


@pytest.fixture(scope="module")
def ltx2(tmp_path_factory: pytest.TempPathFactory) -> BoundModel:
    from diffusers import LTX2Pipeline

    folder = tiny.saved(LTX2Pipeline(**tiny_ltx2.parts()), tmp_path_factory.mktemp("ltx2"))
    card = tiny_ltx2.card(sizes=((64, 32),), steps=2, guidance=1.0)
    return BoundModel("tiny-ltx2", "weights-4", card.to_json(), str(folder))


def test_a_picture_moves_to_a_sound(ltx2: BoundModel, torch_worker: Worker, tmp_path: Path) -> None:
    def made(pitch: float) -> list[Frame]:
        nodes = {
            "shot": GraphNode("shot", "test.ramp"),
            "tone": GraphNode("tone", "test.tone", params={"pitch": pitch}),
            "made": GraphNode(
                "made",
                "generate.performance",
                params={"frames": 12, "prompt": "cat"},
                inputs={"image": Link("shot"), "sound": Link("tone")},
            ),
        }
        still = {"shot": Range.frames_of(0, 1, RATE)}
        wanted = job(ltx2, Graph(nodes, {"out": Link("made")}), domains=still, seed=2)
        prepared = ready(wanted, ramp, tone)
        assert prepared.last.domain == Range.frames_of(0, 12, RATE)
        with Run(prepared, FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker) as run:
            return [run.frame(time) for time in prepared.last.domain.frames()]

    low, high = made(300.0), made(2000.0)
    assert len({frame.rgb.tobytes() for frame in low}) == 12
    assert {frame.rgb.shape for frame in low} == {(40, 60, 3)}
    assert max(np.abs(a.rgb - b.rgb).max() for a, b in zip(low, high, strict=True)) > 1e-5


def test_a_model_that_makes_sound_gives_it_with_the_picture(
    ltx2: BoundModel, model: BoundModel, torch_worker: Worker, tmp_path: Path
) -> None:
    def heard(of: BoundModel, seed: int) -> np.ndarray | None:
        prepared = ready(job(of, generating(prompt="a cat", frames=9), seed=seed))
        with Run(prepared, FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker) as run:
            sound = run.sound(prepared.last.domain)
            if sound is None:
                return None
            assert (sound.rate, sound.channels) == (16000, 2)
            return np.concatenate([block.samples for block in sound.read(prepared.last.domain)])

    one, other = heard(ltx2, 1), heard(ltx2, 2)
    assert one is not None and other is not None
    assert one.shape == other.shape == (16000 * 9 // 12, 2)
    assert np.abs(one[:2000]).max() > 1e-4 and np.abs(one - other).max() > 1e-4
    assert heard(model, 1) is None


def through(model: BoundModel, **params: Any) -> Job:
    nodes = {
        "shot": GraphNode("shot", "test.ramp"),
        "other": GraphNode("other", "draw.noise", params={"size": 8.0, "seed": 1}),
        "made": GraphNode(
            "made",
            "generate.keyframes",
            params={"frames": 9, "prompt": "cat"} | params,
            inputs={"image": Link("shot"), "stills": (Link("other"),)},
        ),
    }
    still = Range.frames_of(0, 1, RATE)
    graph = Graph(nodes, {"out": Link("made")})
    return job(model, graph, domains={"shot": still, "other": still}, seed=2)


def test_a_picture_passes_through_stills(model: BoundModel, torch_worker: Worker, tmp_path: Path) -> None:
    def made(**params: Any) -> list[Frame]:
        prepared = ready(through(model, **params), ramp)
        assert prepared.last.domain == Range.frames_of(0, 9, RATE)
        with Run(prepared, FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker) as run:
            return [run.frame(time) for time in prepared.last.domain.frames()]

    last, middle = made(), made(at=[4])
    assert len({frame.rgb.tobytes() for frame in last}) == 9
    assert np.abs(last[8].rgb - middle[8].rgb).max() > 1e-4
    for places in ([0], [9], [2, 4]):
        with pytest.raises(NodeRefused, match="1 stills cannot stand"):
            made(at=places)
