"""Stills, soft mattes and plans by tiny models on disk, through the worker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nodes.api import BadInput, ColourSpace, Format, Frame, Matte, NodeError, Range, Rate, Time, node
from nodes.engine.cache import FrameCache
from nodes.engine.job import Job
from nodes.engine.run import Run
from nodes.graph.model import Graph, GraphNode, Link
from nodes.models.bound import BoundModel
from nodes.models.image import WordsToStill
from nodes.models.language import ModelPlanner
from nodes.models.line import Line
from nodes.models.matting import ModelMatting, trimap
from nodes.models.pictures import to_display
from nodes.models.worker import Worker
from tests.inference.families import tiny_language, tiny_sam3, tiny_stills, tiny_vitmatte
from tests.inference.families.tiny_sam2 import ask
from tests.nodes.engine.kit import ready

pytest.importorskip("diffusers", reason="needs the extra models")
pytestmark = pytest.mark.model

RATE = Rate(24)
SPACE = ColourSpace("ocio://default", "ACEScg")
FORMAT = Format(48, 32, RATE)


@node("test.disc")
def disc(format: Format, time: Time) -> Frame:
    """Draw a bright disc."""
    down, across = np.indices((format.height, format.width))
    inside = np.hypot(across - 24 - time.frame, down - 16) < 9
    return Frame.of_pixels(np.where(inside[..., None], 0.7, 0.05) * np.ones(3), time)


@dataclass(frozen=True)
class Steady:
    """A clip of one and the same value."""

    value: Any

    @property
    def range(self) -> Range:
        return Range.frames_of(0, 2, RATE)

    @property
    def format(self) -> Format:
        return FORMAT

    def frame(self, time: Time) -> Any:
        return self.value.at(time)

    def frames(self, range: Range) -> Iterator[Any]:
        return map(self.frame, range.frames())


@pytest.fixture(scope="module")
def flux2(tmp_path_factory: pytest.TempPathFactory) -> BoundModel:
    folder = tiny_stills.saved(tiny_stills.flux2(), tmp_path_factory.mktemp("flux2"))
    return BoundModel(
        "tiny-flux2", "weights-1", tiny_stills.card("flux2", guidance=1.0).to_json(), str(folder)
    )


def still_by_seed(flux2: BoundModel, worker: Worker, folder: Path, seed: int, *after: int) -> np.ndarray:
    """Return the still that a graph makes with a seed, while takes with the seeds after it are wanted too."""
    graph = Graph(
        {"still": GraphNode("still", "generate.image", params={"prompt": "a red cat"})},
        {"out": Link("still")},
    )
    job = Job(
        graph,
        FORMAT,
        {},
        {"config": SPACE.config, "name": SPACE.name},
        models={"TextToImage": flux2},
        seed=seed,
        next_seeds=after,
    )
    with Run(ready(job), FrameCache(1 << 24), scratch=lambda: folder, worker=worker) as running:
        return running.frame(Time(0, RATE)).rgb


def test_takes_that_differ_in_their_seed_are_made_by_one_call(
    torch_worker: Worker, flux2: BoundModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    call = torch_worker.call
    monkeypatch.setattr(
        torch_worker,
        "call",
        lambda name, args, *rest: asked.append(args["settings"].get("seeds")) or call(name, args, *rest),
    )
    together = replace(flux2, fingerprint="weights-2", card=flux2.card | {"tricks": ["seeds-together=4"]})
    made = [
        still_by_seed(together, torch_worker, tmp_path, seed, *range(seed + 1, 12)) for seed in range(5, 10)
    ]
    assert asked == [[5, 6, 7, 8], [9, 10, 11]]
    for seed, picture in zip(range(5, 10), made, strict=True):
        alone = still_by_seed(flux2, torch_worker, tmp_path, seed, seed + 1)
        np.testing.assert_allclose(picture, alone, atol=1e-3)
    assert asked[2:] == [None] * 5
    assert np.abs(made[0] - made[1]).max() > 0.01
    assert "tiny-flux2" in [each["title"] for each in torch_worker.ran()]


def test_a_graph_makes_a_still_of_its_format_from_words_and_pictures_and_goes_on_with_it(
    torch_worker: Worker, flux2: BoundModel, tmp_path: Path
) -> None:
    graph = Graph(
        {
            "disc": GraphNode("disc", "test.disc"),
            "still": GraphNode(
                "still",
                "generate.image",
                params={"prompt": "a red cat", "frames": 2},
                inputs={"references": (Link("disc"),)},
            ),
            "grey": GraphNode(
                "grey", "color.saturation", params={"amount": 0.0}, inputs={"image": Link("still")}
            ),
        },
        {"out": Link("still"), "grey": Link("grey")},
    )
    job = Job(
        graph,
        FORMAT,
        {},
        {"config": SPACE.config, "name": SPACE.name},
        domains={"disc": Range.frames_of(0, 1, RATE)},
        models={"TextToImage": flux2},
        seed=5,
    )
    with Run(ready(job, disc), FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker) as running:
        first, second = (running.frame(Time(number, RATE)) for number in (0, 1))
    assert first.rgb.shape == (32, 48, 3)
    np.testing.assert_array_equal(first.rgb, second.rgb)
    from inference.cards.card import Card
    from inference.families import flux2 as family
    from inference.memory.plan import Plan

    adapter = family.load(Card.from_json(flux2.card), Path(flux2.folder), Plan())
    drawn = disc(FORMAT, Time(0, RATE))
    wish = {"prompt": "a red cat", "width": 48, "height": 32, "seed": 5}
    theirs, _ = ask(adapter, "image", wish, reference0=to_display(drawn, SPACE, (48, 32)))
    np.testing.assert_allclose(to_display(first, SPACE), theirs["picture"], atol=2e-3)
    assert (
        ready(job, disc).last.key
        != ready(
            Job(graph, FORMAT, {}, job.colour, domains=job.domains, models=job.models, seed=6), disc
        ).last.key
    )


def test_a_model_that_hears_words_alone_refuses_pictures() -> None:
    model = BoundModel("tiny-zimage", "weights-1", tiny_stills.card("z_image").to_json(), "")
    still = disc(FORMAT, Time(0, RATE))
    with pytest.raises(NodeError, match="words alone"):
        WordsToStill(Line(None, SPACE), model).generate("a cat", FORMAT, [still], 1)


def test_a_trimap_knows_what_lies_beyond_the_edge() -> None:
    hard = np.zeros((1, 20), np.float32)
    hard[0, 8:] = 1
    assert trimap(hard, 3)[0].tolist() == [0] * 5 + [0.5] * 6 + [1] * 9
    hard[0, 16] = 0.7
    assert trimap(hard, 3)[0].tolist() == [0] * 5 + [0.5] * 6 + [1] * 5 + [0.5] + [1] * 3
    assert trimap(np.zeros((2, 3), np.float32), 5).tolist() == [[0] * 3] * 2


def test_a_matte_is_softened_about_its_edge_alone(
    torch_worker: Worker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tiny_vitmatte.saved(tmp_path_factory.mktemp("vitmatte"))
    model = BoundModel("tiny-vitmatte", "weights-1", tiny_vitmatte.CARD.to_json(), str(folder))
    picture = disc(FORMAT, Time(0, RATE))
    hard = (picture.rgb[..., 0] > 0.5).astype(np.float32)
    matting = ModelMatting(Line(torch_worker, SPACE), model)
    clip, mattes = Steady(picture), Steady(Matte.of_pixels(hard, Time(0, RATE)))
    made = list(matting.refine(clip, mattes, clip.range, edge=4.0))
    assert [time.frame for time, _ in made] == [0, 1]
    soft = made[0][1].pixels
    band = trimap(hard, 4.0) == 0.5
    np.testing.assert_array_equal(soft[~band], hard[~band])
    assert ((soft[band] > 0) & (soft[band] < 1)).mean() > 0.5
    np.testing.assert_array_equal(soft, made[1][1].pixels)


def test_a_graph_finds_what_words_name(
    torch_worker: Worker, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tiny_sam3.saved(tmp_path_factory.mktemp("sam3"))
    model = BoundModel("tiny-sam3", "weights-1", tiny_sam3.CARD.to_json(), str(folder))
    graph = Graph(
        {
            "disc": GraphNode("disc", "test.disc"),
            "cat": GraphNode(
                "cat",
                "segment.text",
                params={"words": "a red cat", "threshold": 0.0},
                inputs={"image": Link("disc")},
            ),
        },
        {"out": Link("cat", "matte")},
    )
    job = Job(
        graph,
        FORMAT,
        {},
        {"config": SPACE.config, "name": SPACE.name},
        domains={"disc": Range.frames_of(0, 2, RATE)},
        models={"TextSegmenter": model},
    )
    with Run(ready(job, disc), FrameCache(1 << 24), scratch=lambda: tmp_path, worker=torch_worker) as running:
        made = [running.frame(Time(number, RATE)).rgb for number in (0, 1)]
    assert {each.shape for each in made} == {(32, 48, 3)}
    assert all(each.std() > 0.01 for each in made)
    assert not np.array_equal(*made)


def test_a_plan_is_json_of_the_schema_that_is_offered(
    torch_worker: Worker, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tiny_language.saved(tmp_path_factory.mktemp("language"))
    model = BoundModel("tiny-language", "weights-1", tiny_language.CARD.to_json(), str(folder))
    planner = ModelPlanner(Line(torch_worker, SPACE), model)
    schema = {
        "type": "object",
        "properties": {"node": {"enum": ["color.grade", "filter.blur"]}, "twice": {"type": "boolean"}},
        "required": ["node", "twice"],
    }
    made = json.loads(planner.plan("make it warmer", json.dumps({"schema": schema})))
    assert made["node"] in ("color.grade", "filter.blur")
    assert isinstance(made["twice"], bool)
    with pytest.raises(BadInput, match="no JSON"):
        planner.plan("make it warmer", "nodes")
