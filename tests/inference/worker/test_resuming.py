"""Where memory runs out in the middle of a picture it goes on from what was sent, a few frames at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs torch")

from inference.cards.card import Card, Lengths
from inference.worker.asked import Asked
from inference.worker.resuming import kept_of, onward, rest_of
from nodes.api import ColourSpace
from nodes.models.bound import BoundModel
from nodes.models.line import Line
from nodes.models.worker import Worker
from nodes.models.worker_entry import WorkerEntry
from tests.support import tiny_family
from tests.support.tiny_bench import ENTRY

CARD = Card("a", "tiny", (), tiny_family.Licence(""), lengths=Lengths(4, 17, 6))


def asked(method: str = "generate", settings: Any = None, **arrays: np.ndarray) -> Asked:
    return Asked(CARD, Path("nowhere"), method, settings or {}, arrays)


def frames(count: int) -> np.ndarray:
    """Return pictures that show their number."""
    return np.broadcast_to(np.arange(count, dtype=np.float32)[:, None, None, None] / 50, (count, 2, 3, 3))


def test_as_many_frames_are_kept_as_two_windows_share_and_a_model_can_read() -> None:
    assert kept_of(asked()) == kept_of(asked("edit")) == 5
    assert kept_of(asked("open")) == kept_of(asked("image")) == 0
    assert kept_of(asked(sound=np.zeros(3))) == kept_of(asked(settings={"with_sound": True})) == 0
    assert kept_of(asked(settings={"with_sound": False})) == 5


def test_what_is_left_begins_with_what_was_sent_last_and_passes_through_later_stills() -> None:
    whole = asked(settings={"frames": 17, "known": [0, 8, 12], "seed": 3}, known=frames(3))
    rest = rest_of(whole, 10, list(frames(50)[5:10]))
    assert rest.settings == {"frames": 12, "known": [0, 1, 2, 3, 4, 7], "seed": 3}
    np.testing.assert_array_equal(rest.arrays["known"][:5], frames(50)[5:10])
    np.testing.assert_array_equal(rest.arrays["known"][5], frames(3)[2])


def test_what_is_left_of_an_edit_are_the_later_frames() -> None:
    given = asked(
        "fill", {"prompt": "a"}, frames=frames(17), mattes=np.ones((17, 2, 3)), references=frames(2)
    )
    rest = rest_of(given, 9, list(frames(9)[4:]))
    assert {name: len(array) for name, array in rest.arrays.items()} == {
        "frames": 13,
        "mattes": 13,
        "references": 2,
        "past": 5,
    }
    np.testing.assert_array_equal(rest.arrays["frames"][0], frames(17)[4])


def test_what_goes_on_follows_in_colour_and_shows_nothing_twice() -> None:
    shown = np.random.default_rng(1).random((3, 8, 8, 3), dtype=np.float32) * 0.5

    def method(settings: Any, arrays: Any, tell: Any) -> Iterator[Any]:
        for picture in (*shown, shown[-1], shown[0]):
            yield {"picture": picture + np.float32(0.2)}
        return "done"

    answer, made = onward(method, list(shown))({}, {}, tiny_family), []
    while True:
        try:
            made.append(next(answer)["picture"])
        except StopIteration as done:
            assert done.value == "done"
            break
    np.testing.assert_allclose(made, [shown[-1], shown[0]], atol=1e-5)


@pytest.mark.model
def test_a_picture_in_whose_middle_memory_ran_out_comes_whole(tmp_path: Path) -> None:
    card = tiny_family.make(tmp_path / "model")
    card = replace(card, lengths=Lengths(4, 17, 5))
    model = BoundModel("tiny", "weights", card.to_json(), str(tmp_path / "model"))
    settings = {"frames": 17, "height": 24, "width": 32, "steps": 2, "seed": 5}
    args = (str(tmp_path / "kept"), json.dumps({}), "1")
    worker = Worker(WorkerEntry(str(ENTRY), args, str(tmp_path / "run"), spare=False))
    line = Line(worker, ColourSpace("", "ACEScg"))
    try:
        plain = [each["picture"] for each in line.run(model, "generate", settings, {})]
        trouble = {"stage": "picture", "after": 10, "kind": "really out", "whole": True}
        made = [each["picture"] for each in line.run(model, "generate", settings | {"trouble": trouble}, {})]
        assert (len(plain), len(made)) == (17, 17)
        np.testing.assert_array_equal(made[:10], plain[:10])
        # What is left is asked from the fifth frame before on, and this model's noise goes by place.
        np.testing.assert_allclose(made[10:], plain[5:12], atol=1e-5)
        (ran,) = worker.ran()
        assert ran["plan"]["window"] == 9
    finally:
        worker.stop()
