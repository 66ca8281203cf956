"""Models as calls to the worker: loaded once, shared, cancelled, short of memory, refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs torch")

from inference.memory.plan import Plan
from nodes.api.errors import BadInput, Cancelled, Failed
from nodes.process.errors import ChildBug
from tests.support import tiny_family
from tests.support.tiny_bench import Bench

pytestmark = pytest.mark.model


def test_a_model_is_loaded_once_and_shared_by_calls(bench: Bench) -> None:
    first, second = bench.made(), bench.made()
    assert len(first) == 3 and first[0].shape == (24, 32, 3) and first[0].dtype == np.float32
    assert np.array_equal(first, second)
    assert not np.array_equal(first, bench.made(seed=6))
    held = bench.worker.call("model.held").result()
    assert [each["title"] for each in held] == ["tiny"] and held[0]["plan"] == Plan().to_json()


def test_what_the_worker_makes_is_what_the_network_makes(bench: Bench) -> None:
    import torch

    picture = np.random.default_rng(1).random((24, 32, 3), dtype=np.float32)
    with bench.handed(picture=picture) as arrays:
        made = bench.made(arrays=arrays)
    network = tiny_family.load(bench.card, bench.folder / "model", Plan()).network
    latents = torch.randn((3, 3, 24, 32), generator=torch.Generator().manual_seed(5))
    latents = latents + torch.from_numpy(picture).permute(2, 0, 1)
    for _ in range(3):
        latents = 0.5 * latents + 0.5 * network(latents)
    wanted = ((latents + 1) / 2).clamp(0, 1).permute(0, 2, 3, 1).numpy()
    assert np.allclose(made, wanted, atol=1e-5)


def test_every_step_is_told_and_time_left_once_it_is_known(bench: Bench) -> None:
    job = bench.ask(steps=6)
    for loan in job.frames():
        loan.release()
    told = [event for event in job.events() if event.get("note") == "steps"]
    assert [event["done"] for event in told] == list(range(7))
    assert all(event["total"] == 6 for event in told)
    left = [event["seconds"] for event in told]
    assert left[:2] == [None, None] and all(seconds >= 0 for seconds in left[2:])
    assert left[-1] == 0


def test_pictures_of_the_work_come_along(bench: Bench) -> None:
    job = bench.ask(steps=1_000_000)
    with next(job.frames()) as loan:
        assert loan.meta == {"is": "preview"} and loan.array.shape == (24, 32, 3)
    job.cancel()
    with pytest.raises(Cancelled):
        job.result(60)


def test_a_cancel_is_heard_within_a_step_and_the_model_stays(bench: Bench) -> None:
    job = bench.ask(steps=1_000_000)
    events = job.events()
    while next(events).get("done", 0) < 3:
        pass
    job.cancel()
    with pytest.raises(Cancelled):
        job.result(60)
    held = bench.worker.call("model.held").result()
    assert "tiny" in [each["title"] for each in held]
    assert len(bench.made()) == 3


def test_calls_on_several_lanes_share_the_device_step_by_step(bench: Bench) -> None:
    other = replace(bench.card, name="other")
    long = bench.ask(steps=1_000_000, lane="a")
    next(iter(long.events()))
    assert len(bench.made(card=other, lane="b")) == 3
    waiting = bench.ask(lane="c")
    waiting.cancel()
    with pytest.raises(Cancelled):
        waiting.result(60)
    assert not long.done
    long.cancel()
    with pytest.raises(Cancelled):
        long.result(60)


@pytest.mark.parametrize("kind", ["device out", "memory out", "really out"])
@pytest.mark.parametrize("stage", ["load", "step", "picture"])
def test_out_of_memory_begins_again_with_a_smaller_plan(bench: Bench, kind: str, stage: str) -> None:
    name = f"{kind} at {stage}".replace(" ", "-")
    trouble = {"stage": stage, "kind": kind, "mark": str(bench.folder / name)}
    options = {**bench.card.options, **({"trouble": trouble} if stage == "load" else {})}
    card = replace(bench.card, name=name, options=options)
    job = bench.ask(card=card, trouble=trouble if stage != "load" else None)
    made = [loan.copy() for loan in job.frames()]
    assert len(made) == 3 and "tiles" in job.result()["plan"]
    (retry,) = [event for event in job.events() if event["event"] == "retry"]
    assert retry["plan"]["tiling"] and retry["why"].startswith("cpu, float32: ")


def test_without_any_plan_that_fits_it_is_said_what_would(bench: Bench) -> None:
    trouble = {"stage": "step", "kind": "really out"}
    card = replace(bench.card, name="short")
    with pytest.raises(Failed, match="memory ran out") as caught:
        bench.made(card=card, trouble=trouble, frames=17)
    assert "'generate' of 'short' at 17 frames of 32 × 24" in str(caught.value)
    assert "would fit now" in caught.value.hint
    assert len(bench.made(card=card, frames=5)) == 5


def test_a_broken_network_is_reported_with_its_traceback(bench: Bench) -> None:
    with pytest.raises(
        ChildBug, match="'generate' of the model 'tiny': ValueError: the network broke"
    ) as caught:
        bench.made(trouble={"stage": "step", "kind": "raise"})
    assert "tiny_family.py" in caught.value.traceback
    assert len(bench.made()) == 3


def damage(bench: Bench, how: str) -> Any:
    """Do something to the model's file and return the card to ask with."""
    file = bench.folder / "model" / tiny_family.WEIGHTS
    whole = file.read_bytes()
    if how == "missing":
        file.unlink()
    elif how == "short":
        file.write_bytes(whole[:-100])
    elif how == "garbled":
        file.write_bytes(b"\xff" * 64 + whole[64:])
    elif how == "other shapes":
        return replace(bench.card, options={**bench.card.options, "width": 16})
    return bench.card


@pytest.mark.parametrize("how", ["missing", "short", "garbled", "other shapes"])
def test_damaged_weights_are_refused_with_the_reason(bench: Bench, how: str) -> None:
    whole = (bench.folder / "model" / tiny_family.WEIGHTS).read_bytes()
    card = damage(bench, how)
    bench.worker.call("model.unload").result()
    with pytest.raises((BadInput, Failed), match="Load the model 'tiny'") as caught:
        bench.made(card=card)
    assert "models check" in caught.value.hint
    (bench.folder / "model" / tiny_family.WEIGHTS).write_bytes(whole)
    assert len(bench.made()) == 3


def test_a_method_or_a_family_that_is_not_there_is_bad_input(bench: Bench) -> None:
    with pytest.raises(BadInput, match="it offers only close, generate"):
        bench.made("matte")


def test_a_session_keeps_its_model_while_it_is_open(bench: Bench) -> None:
    bench.worker.call("model.unload").result()
    for method, wanted in (("open", None), ("step", 1), ("step", 2)):
        assert bench.ask(method, session="a").result(60) == wanted
    assert bench.worker.call("model.unload").result()[0]["sessions"] == 1
    assert bench.ask("step", session="a").result(60) == 3
    trouble = {"stage": "step", "kind": "memory out"}
    with pytest.raises(Failed, match="memory ran out"):
        bench.ask("step", session="a", trouble=trouble).result(60)
    assert bench.ask("step", session="a").result(60) == 4
    bench.ask("close", session="a").result(60)
    assert bench.worker.call("model.unload").result() == []


def test_a_late_step_is_told_of(bench: Bench) -> None:
    job = bench.ask(steps=8, trouble={"stage": "step", "after": 7, "kind": "pause"})
    late = next(event for event in job.events() if event["event"] == "late")
    assert "its usual is" in late["why"] and late["seconds"] > late["usual"]
    for loan in job.frames():
        loan.release()
    assert job.result()["steps"] == 8


def by_seed(bench: Bench, **wanted: Any) -> tuple[dict[int, list[np.ndarray]], list[dict[str, Any]]]:
    """Return what a call makes by seed, in the order in which it came, and the retries on the way."""
    job = bench.ask(**wanted)
    made: dict[int, list[np.ndarray]] = {}
    for loan in job.frames():
        preview, arrays = loan.meta is not None, loan.copy()
        if not preview:
            made.setdefault(int(arrays.get("seed", 5)), []).append(arrays["picture"])
    job.result()
    return made, [dict(event) for event in job.events() if event["event"] == "retry"]


def test_several_seeds_are_made_at_once_the_calls_own_last(bench: Bench) -> None:
    made, retries = by_seed(bench, seeds=[5, 6, 9])
    assert list(made) == [9, 6, 5] and retries == []
    for seed, pictures in made.items():
        assert np.allclose(pictures, bench.made(seed=seed), atol=1e-5)


def test_where_memory_runs_out_fewer_seeds_are_tried_before_a_smaller_plan(bench: Bench) -> None:
    trouble = {"stage": "step", "kind": "really out", "seeds": 2}
    made, retries = by_seed(bench, card=replace(bench.card, name="many"), seeds=[5, 6, 7, 8], trouble=trouble)
    assert list(made) == [5]
    assert np.allclose(made[5], bench.made(), atol=1e-5)
    assert [retry["plan"]["tiling"] for retry in retries] == [False, False]


def test_seeds_that_memory_is_known_not_to_hold_are_not_tried(bench: Bench) -> None:
    short = {"activations": {"fixed": 1 << 20, "area": 1 << 40, "volume": 600}}
    card = replace(bench.card, name="wide", options=bench.card.options | short)
    made, retries = by_seed(bench, card=card, seeds=[5, 6])
    assert list(made) == [5] and retries == []


def test_a_cancel_ends_all_seeds_at_once(bench: Bench) -> None:
    job = bench.ask(steps=1_000_000, seeds=[5, 6])
    next(iter(job.events()))
    job.cancel()
    with pytest.raises(Cancelled):
        job.result(60)
    assert len(bench.made()) == 3
