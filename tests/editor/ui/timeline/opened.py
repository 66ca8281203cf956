"""A session whose posts a test runs, so that it can wait for what the writer's lane does."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path

from editor.document.model import Cut
from editor.ui.session import Session


class Posts:
    """The window's thread of a test: runs what was posted when it is asked to."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def __call__(self, run: Callable[[], None]) -> None:
        self._waiting.put(run)

    def run_one(self) -> None:
        self._waiting.get(timeout=30)()


class Opened:
    """A session on a project, with what has to be waited for counted."""

    def __init__(self, posts: Posts) -> None:
        self.posts, self.session = posts, Session(posts)

    def open(self, folder: Path) -> None:
        self.session.open(folder)
        self.posts.run_one()
        assert self.session.cut.value is not None, self.session.message.value

    def settle(self) -> None:
        """Wait until what was edited is kept."""
        done = []
        self.session.writer.do(lambda: None, done.append)
        while not done:
            self.posts.run_one()

    @property
    def cut(self) -> Cut:
        assert self.session.cut.value is not None
        return self.session.cut.value
