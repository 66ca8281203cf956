"""Cuts of other programs, edited: what they wrote goes forth and back through the journal to the byte."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from editor.document.changes import applied, difference
from editor.document.keep import encoded
from editor.document.layout import cut_duration, shots
from editor.exchange.read import read_cut
from editor.exchange.tokens import decode
from nodes.api import BadInput
from tests.editor.document.random_edits import random_edit


def test_edits_of_real_cuts_go_forth_and_back_to_the_byte(shared_data: Path) -> None:
    chance = random.Random(9)
    edited = 0
    for path in sorted((shared_data / "timelines").rglob("*.otio")):
        if path.stat().st_size > 2**20:
            continue
        try:
            cut = read_cut(decode(path.read_bytes(), where=path.name), where=path.name)
        except BadInput:
            continue
        first = encoded(cut)
        now = read_cut(first.decode(), where=path.name)
        assert encoded(now) == first, path.name
        assert all(shot.range.end.seconds >= 0 for shot in shots(cut)), path.name
        if not cut_duration(cut).value:
            continue
        steps = []
        for _ in range(6):
            changed, _verb = random_edit(cut, chance)
            steps.append((difference(cut, changed), encoded(cut), encoded(changed)))
            cut = changed
        for changes, _before, after in steps:
            now = applied(now, changes)
            assert encoded(now) == after, path.name
        for changes, before, _after in reversed(steps):
            now = applied(now, changes, back=True)
            assert encoded(now) == before, path.name
        edited += 1
    if not edited:
        pytest.skip("no timeline under the shared data can be edited")
