"""A long clip: memory stays where it was."""

import pytest

from tests.bench.roto_rows import growth


@pytest.mark.slow
def test_following_many_frames_takes_no_more_memory_than_following_some():
    more, _ = growth(600, 100)
    assert more < 24
