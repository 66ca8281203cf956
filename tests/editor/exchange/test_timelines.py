from __future__ import annotations

from pathlib import Path

from tests.editor.exchange.make_timelines import TABLE, make


def test_the_committed_table_says_what_is_found_in_every_real_timeline(shared_data: Path) -> None:
    assert make(shared_data) == TABLE.read_text(encoding="utf-8")
