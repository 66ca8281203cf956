"""Plans, what they take, and which one a machine gets."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.cards.card import Card, Lengths, Licence, ModelFile
from inference.memory.choose import chosen, describe, fits, native_shape, plans, would_fit
from inference.memory.machine import GIB, Gpu, Machine, this_machine
from inference.memory.plan import Plan, smaller_plans
from inference.memory.predict import Measured, need, parts_of, weights_of, working_bytes
from inference.memory.remembered import Remembered, place_of
from inference.memory.shapes import Shape, shape_of

CARD = Card(
    "wan-5b",
    "wan",
    ("TextToVideo",),
    Licence("Apache-2.0", commercial=True),
    dtype="bfloat16",
    parts={"transformer": 5_000_000_000, "text_encoder": 5_700_000_000, "vae": 700_000_000},
    sizes=((1280, 704),),
    multiple=32,
    lengths=Lengths(4, 121, 13),
)
ROOMY = Machine(120 * GIB, 128 * GIB)


def gpu(free: float, total: float | None = None) -> Machine:
    """Return a machine with a device of so many GiB."""
    return replace(ROOMY, gpus=(Gpu("cuda:0", "A Card", int(free * GIB), int((total or free) * GIB)),))


def unknown(plan: Plan) -> list[Measured]:
    """Remember nothing."""
    return []


def best(machine: Machine) -> Plan:
    return chosen(CARD, native_shape(CARD), machine, unknown)[0]


def test_on_a_device_parts_then_layers_then_tiles_then_fewer_frames() -> None:
    full = Plan("cuda:0", "bfloat16")
    assert [str(plan) for plan in smaller_plans(full, (49, 25))] == [
        "cuda:0, bfloat16, model offload",
        "cuda:0, bfloat16, group offload",
        "cuda:0, bfloat16, group offload, tiles",
        "cuda:0, bfloat16, group offload, tiles, 49 frames at once",
        "cuda:0, bfloat16, group offload, tiles, 25 frames at once",
    ]
    assert [str(plan) for plan in smaller_plans(Plan(), (5,))] == [
        "cpu, float32, tiles",
        "cpu, float32, tiles, 5 frames at once",
    ]


def test_decoding_beside_is_asked_for_by_the_card_and_the_first_thing_given_up() -> None:
    card = replace(CARD, options={"beside": ["gpu"]})
    device = [plan for plan in plans(card, gpu(80)) if plan.on_gpu]
    assert str(device[0]) == "cuda:0, bfloat16, decoding beside"
    assert [plan.beside for plan in device] == [True] + [False] * (len(device) - 1)
    assert device[1] == Plan("cuda:0", "bfloat16")
    assert not any(plan.beside for plan in plans(card, ROOMY))
    assert place_of("a", device[0]) != place_of("a", device[1])


def test_a_plan_comes_back_from_its_record_whatever_else_that_says() -> None:
    plan = Plan("cuda:1", "bfloat16", "group", tiling=True, cast=True, window=33)
    assert Plan.from_json(plan.to_json() | {"later": 1}) == plan


def test_weights_are_what_the_card_says_or_follow_from_parts_or_files() -> None:
    assert weights_of(CARD, "bfloat16") == 22_800_000_000
    assert weights_of(CARD, "float32") == 2 * weights_of(CARD, "bfloat16")
    assert weights_of(replace(CARD, memory={"float32": 7}), "float32") == 7
    files = (
        ModelFile("vae/a.safetensors", 600),
        ModelFile("vae/config.json", 9),
        ModelFile("b.safetensors", 40),
    )
    filed = replace(CARD, parts={}, files=files)
    assert parts_of(filed, "bfloat16") == {"vae": 600, "": 40}
    assert weights_of(filed, "float32") == 1280


def test_offload_trades_the_device_for_main_memory() -> None:
    shape = native_shape(CARD)
    plans = [Plan("cuda:0", "bfloat16", offload) for offload in ("none", "model", "group")]
    needs = [need(CARD, shape, plan) for plan in plans]
    assert needs[0].device > needs[1].device > needs[2].device > needs[0].working
    assert needs[0].host == 0 and needs[1].host == needs[2].host == weights_of(CARD, "bfloat16")
    assert needs[1].device == needs[1].working + parts_of(CARD, "bfloat16")["text_encoder"]
    cast = need(CARD, shape, replace(plans[0], cast=True))
    assert needs[0].device - cast.device == weights_of(CARD, "bfloat16") // 2


def test_the_fullest_plan_that_fits_is_tried_first() -> None:
    assert best(gpu(80)) == Plan("cuda:0", "bfloat16")
    assert best(gpu(24)).offload == "model"
    assert best(gpu(12)).offload == "group"
    assert best(gpu(4)).window is not None or best(gpu(4)).tiling
    assert [best(gpu(free)).offload for free in (80, 60, 24, 12)] == ["none", "none", "model", "group"]
    assert best(ROOMY) == Plan("cpu", "float32")
    assert best(replace(ROOMY, free=60 * GIB)) == Plan("cpu", "bfloat16")


def test_what_is_free_counts_not_what_there_is() -> None:
    assert best(gpu(60, 80)).offload == "none" and best(gpu(24, 80)).offload == "model"
    little = replace(gpu(24), free=10 * GIB, total=16 * GIB)
    assert not any(
        fit.fits for fit in fits(CARD, native_shape(CARD), little, unknown) if fit.plan.offload != "none"
    )


def test_where_nothing_fits_the_smallest_is_tried_and_what_would_fit_is_named() -> None:
    small = Machine(13 * GIB, 16 * GIB)
    tried = chosen(CARD, native_shape(CARD), small, unknown)
    assert len(tried) == 1 and tried[0].window is not None
    light = replace(CARD, parts={"transformer": 2_000_000_000})
    wanted = Shape(121, 704 * 4, 1280 * 4)
    found = would_fit(light, wanted, small, unknown)
    assert found is not None and found.volume < wanted.volume
    assert any(fit.fits for fit in fits(light, found, small, unknown))
    assert would_fit(CARD, native_shape(CARD), Machine(GIB, GIB), unknown) is None


def test_a_card_is_described_in_one_line() -> None:
    assert describe(CARD, gpu(80)).startswith("121 frames of 1280 × 704: cuda:0, bfloat16; ")
    assert describe(CARD, gpu(80)).endswith(" GiB (predicted)")
    assert "of main memory" in describe(CARD, gpu(24))
    assert "at least" in describe(CARD, Machine(4 * GIB, 8 * GIB))


def test_measured_runs_correct_the_guess_within_a_tenth_on_a_hundred_shapes() -> None:
    chance, plan = np.random.default_rng(4), Plan("cuda:0", "bfloat16")

    def truth(shape: Shape) -> int:
        return int(310e6 + 5400 * shape.area + 11 * shape.volume)

    def any_shape() -> Shape:
        rows, columns = (32 * int(chance.integers(8, 40)) for _ in range(2))
        return Shape(4 * int(chance.integers(1, 30)) + 1, rows, columns)

    runs: list[Measured] = []
    while len(runs) < 8:
        shape = any_shape()
        runs.append(Measured(shape, truth(shape)))
    shapes = [any_shape() for _ in range(100)]
    guessed = [abs(working_bytes(CARD, shape, plan) / truth(shape) - 1) for shape in shapes]
    learned = [abs(working_bytes(CARD, shape, plan, runs) / truth(shape) - 1) for shape in shapes]
    assert max(learned) < 0.1 < max(guessed)
    assert working_bytes(CARD, runs[3].shape, plan, runs) == runs[3].bytes


def test_one_measured_run_moves_the_guess_to_its_scale() -> None:
    plan, shape = Plan(), Shape(17, 480, 832)
    guess = working_bytes(CARD, shape, plan)
    other = Shape(33, 480, 832)
    learned = working_bytes(CARD, other, plan, [Measured(shape, 3 * guess)])
    assert learned == pytest.approx(3 * working_bytes(CARD, other, plan), rel=0.15)


def test_what_failed_needs_more_than_there_was() -> None:
    plan, shape = Plan(), Shape(17, 480, 832)
    failed = [Measured(shape, 50 * GIB, failed=True)]
    assert working_bytes(CARD, shape, plan, failed) > 50 * GIB
    assert working_bytes(CARD, replace(shape, frames=33), plan, failed) > 50 * GIB
    assert working_bytes(CARD, replace(shape, frames=5), plan, failed) < 50 * GIB


def test_the_shape_is_read_off_settings_arrays_and_card() -> None:
    native = Shape(121, 704, 1280)
    assert shape_of({}, {}, native) == native
    assert shape_of({"frames": 9, "width": 64, "height": 32, "seeds": [1, 2]}, {}, native) == Shape(
        9, 32, 64, 2
    )
    clip = {"clip": np.zeros((5, 20, 30, 3), np.float32), "matte": np.zeros((20, 30), np.float32)}
    assert shape_of({}, clip, native) == Shape(5, 20, 30)
    assert Shape(81, 2, 2).within(Plan(window=33)).frames == 33


def test_measurements_outlive_the_process_and_survive_damage(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "measured.json"
    place = place_of("a", Plan(tiling=True))
    Remembered(file).note(place, Measured(Shape(1, 2, 3), 100))
    Remembered(file).note(place, Measured(Shape(1, 2, 3), 90))
    Remembered(file).note(place, Measured(Shape(9, 2, 3), 70, failed=True))
    kept = [Measured(Shape(1, 2, 3), 100), Measured(Shape(9, 2, 3), 70, failed=True)]
    assert Remembered(file).measured(place) == kept
    assert Remembered(file).measured(place_of("a", Plan())) == []
    for damage in ("", "{}", '{"runs": {"a": [1]}, "begun": {}}', "[1]"):
        file.write_text(damage)
        assert Remembered(file).measured(place) == []
    Remembered(file).note(place, kept[0])
    assert Remembered(file).measured(place) == kept[:1]
    assert {path.name for path in file.parent.iterdir()} == {"measured.json", "measured.json.lock"}


def test_a_process_that_ended_for_another_reason_says_nothing_of_memory(tmp_path: Path) -> None:
    remembered = Remembered(tmp_path / "measured.json")
    place, shape = place_of("a", Plan()), Shape()
    assert not remembered.died(place, shape)
    with remembered.under_way(place, shape):
        assert not remembered.died(place, shape), "this process lives"
        assert not remembered.outgrown(place, shape)
    file = tmp_path / "measured.json"
    assert '"begun": {}' in file.read_text()


def test_what_was_under_way_in_a_process_that_is_gone_is_known(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    remembered, place = Remembered(tmp_path / "measured.json"), place_of("a", Plan())
    with remembered.under_way(place, Shape()), remembered.under_way(place, Shape(9)):
        text = (tmp_path / "measured.json").read_text()
    (tmp_path / "measured.json").write_text(text.replace(f"[{os.getpid()},", f"[{gone.pid},"))
    assert remembered.outgrown(place, Shape()) and remembered.outgrown(place, Shape(9))
    assert not remembered.outgrown_alone(place, Shape()), "there was another"
    assert not remembered.outgrown(place, Shape(5))
    with remembered.under_way(place, Shape(9)):
        pass
    assert remembered.outgrown_alone(place, Shape())


def test_this_machine_has_memory() -> None:
    machine = this_machine()
    assert 0 < machine.free <= machine.total and machine.budget < machine.free
    assert Machine.from_json(machine.to_json()) == machine


def test_a_card_says_where_its_layers_are_compiled_and_how_they_attend() -> None:
    machine = Machine(64 * GIB, 64 * GIB, (Gpu("cuda:0", "a card", 80 * GIB, 80 * GIB),))
    card = replace(CARD, options={"compile": ["gpu"], "attention": "_native_cudnn"})
    every = [fit.plan for fit in fits(card, native_shape(card), machine, lambda plan: ())]
    assert str(every[0]) == "cuda:0, bfloat16, _native_cudnn attention, compiled"
    assert [plan.compile for plan in every].count(True) == 1, "offloaded layers are not compiled"
    assert {plan.attention for plan in every if plan.device == "cpu"} == {"native"}
    both = replace(CARD, options={"compile": ["gpu", "cpu"]})
    assert next(plan for plan in plans(both, machine) if plan.device == "cpu").compile
    assert not any(plan.compile for plan in plans(CARD, machine))
