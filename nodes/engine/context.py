"""What a node sees of the engine: progress, the wish to stop, a folder for scratch files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from nodes.api import Frame
from nodes.models.line import Line
from nodes.models.pictures import to_display
from nodes.models.working import Working

Check = Callable[[], None]
"""Raises where the work is no longer wanted."""


class NodeContext(AbstractContextManager["NodeContext"]):
    """A node's line to the engine for one call, or for one run of a stateful node.

    `folder` gives the folder that scratch folders are made in; `line` knows whether the work is still wanted
    and who hears of it. The scratch folder is made when it is asked for, and removed at the end.
    """

    def __init__(self, folder: Callable[[], Path], line: Line) -> None:
        self._folder = folder
        self._line = line
        self._made: Path | None = None
        self.check_cancelled = line.check

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the scratch folder."""
        if self._made is not None:
            shutil.rmtree(self._made, ignore_errors=True)
            self._made = None

    @property
    def scratch(self) -> Path:
        """An empty folder that is the node's alone."""
        if self._made is None:
            self._made = Path(tempfile.mkdtemp(prefix="node-", dir=self._folder()))
        return self._made

    def progress(self, done: float, total: float, preview: Frame | None = None) -> None:
        """Tell how far the node is, with a picture if there is one; stop where that is wanted."""
        self.check_cancelled()
        picture = None if preview is None else to_display(preview, self._line.space)
        self._line.tell(Working(done, total, preview=picture))
