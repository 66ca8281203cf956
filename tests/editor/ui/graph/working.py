"""A shot's graph that is open, without an engine: nodes as the library has them, edits kept on disk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import cv2  # noqa: F401 - changes the environment when it is first imported, which is no test's doing

from editor.document.model import Clip
from editor.ui.graph.model import GraphModel
from editor.ui.work import Work
from nodes.api.spec import Spec
from nodes.graph.model import Graph
from tests.editor.ui.timeline.opened import Opened, Posts


@cache
def specs() -> Mapping[str, Spec]:
    from nodes.engine.catalog import catalog_of

    return {id: node.spec for id, node in catalog_of(()).items()}


class Working(Opened):
    """A session with the graph's model on it; `sh010` is selected."""

    def __init__(self, posts: Posts) -> None:
        super().__init__(posts)
        self.model = GraphModel(self.session, Work(posts))
        self.model.resized(900, 700)

    def begin(self, folder: Path, clip: str = "sh010") -> None:
        self.open(folder)
        self.model.specs.set(specs())
        self.session.selection.set(frozenset({clip}))
        assert isinstance(self.model.clip.value, Clip)

    @property
    def graph(self) -> Graph:
        assert self.model.graph.value is not None
        return self.model.graph.value

    def verbs(self) -> list[str]:
        """Return the names of the edits that are kept."""
        self.settle()
        project = self.session.project.value
        assert project is not None
        return [str(edit) for edit in project.history.done]
