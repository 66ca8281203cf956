"""How a frame engine is set up: plain data that its process is started with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from nodes.models.worker_entry import WorkerEntry

CACHE_BYTES = 1 << 30
SPILL_BYTES = 16 << 30


@dataclass(frozen=True, slots=True)
class Options:
    """What a frame engine may use.

    `nodes` are Python files whose nodes it runs beside the built-in ones. `cache_bytes` is for frames in
    memory, of which `half` holds float pixels as 16-bit floats: twice as many, for looking at them; takes
    and renders are never made of those. `spill` is a folder for at most `spill_bytes` of frames that cost
    much, found again by the next engine; without it nothing is spilled. `worker` is how the torch worker is
    started; without it no model runs.
    """

    nodes: tuple[str, ...] = ()
    cache_bytes: int = CACHE_BYTES
    half: bool = False
    spill: str | None = None
    spill_bytes: int = SPILL_BYTES
    worker: WorkerEntry | None = None

    def to_text(self) -> str:
        """Return the options as one line."""
        return json.dumps(asdict(self))


def options_from_text(text: str) -> Options:
    """Return the options that `Options.to_text` wrote."""
    data = json.loads(text)
    said = data["worker"]
    worker = said and WorkerEntry(**said | {"args": tuple(said["args"])})
    return Options(**data | {"nodes": tuple(data["nodes"]), "worker": worker})
