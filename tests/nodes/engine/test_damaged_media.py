"""A few cases of the campaign of damaged media (`python -m tests.campaigns.media`), and its whole files."""

from __future__ import annotations

import pytest

from nodes.engine.client import Engine
from tests.campaigns.media import campaign
from tests.campaigns.media_look import Looker
from tests.campaigns.media_seeds import make_seeds


def test_what_is_whole_is_read(tmp_path):
    with Engine(tmp_path / "run") as engine:
        looker = Looker(engine, tmp_path / "waveforms")
        looks = {name: looker.look(path) for name, path in make_seeds(tmp_path / "seeds").items()}
    assert {name: look for name, look in looks.items() if look.came != "read"} == {}


@pytest.mark.parametrize("numbers", [range(100), pytest.param(range(100, 300), marks=pytest.mark.slow)])
def test_damaged_media_are_read_or_refused_with_a_message(tmp_path, numbers):
    found = [(case.number, look) for case, look in campaign(tmp_path, numbers, "ci", {})]
    assert [case for case, _ in found] == list(numbers)
    assert [(number, look.faults) for number, look in found if look.faults] == []
    came = {look.came for _, look in found}
    assert came == {"read", "refused"}
