"""Material and players for the tests of playing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from editor.engine import start_engine
from editor.playback.player import Player
from tests.editor.playback.reels import Material, Watched, make_material


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """Eight seconds of numbered pictures with a tone."""
    return make_material(tmp_path_factory.mktemp("material"), 8)


@pytest.fixture
def players() -> Iterator[Callable[[], tuple[Player, Watched]]]:
    """A function that opens a player with an engine of its own, and what it shows and tells."""
    with ExitStack() as opened:

        def open_player() -> tuple[Player, Watched]:
            watched = Watched()
            player = Player(start_engine, watched.show, watched.news.append, watched.open_sink)
            return opened.enter_context(player), watched

        yield open_player
