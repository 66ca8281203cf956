"""The torch worker, started once for every test of models that needs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from inference.worker import entry
from nodes.models.worker import Worker
from nodes.models.worker_entry import WorkerEntry


@pytest.fixture(scope="session")
def torch_worker() -> Iterator[Worker]:
    """Return a worker that runs: it is no leftover of the test that first asks it.

    Its slots stay mapped for the next test, so they do not lie where a test's open files are looked for.
    """
    with TemporaryDirectory(prefix="workprint-test-") as folder:
        # A spare that starts beside it some time would be a leftover of the test that runs just then.
        made = Worker(WorkerEntry(str(entry.__file__), (str(Path(folder) / "kept"),), folder, spare=False))
        made.call("model.ready", {}, lambda event: None, lambda loan: None).result()
        yield made
        made.stop()
