"""The sound that a graph makes with its picture: which node's it is, and that sound as a stream."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from nodes.api import Audio, Range, Time
from nodes.graph.model import Link

from .errors import CannotRun
from .prepare import Prepared
from .ready import Ready
from .soundtrack import Samples, samples_of, soundtrack
from .values import at_port
from .wiring import behind

SOUND = "sound"
"""The output of a graph whose sound belongs to the picture."""


def own_sound(prepared: Prepared, range: Range, made: Callable[[Ready, Time], Any]) -> Audio | None:
    """Return the sound that belongs to a range of the picture, None where no node makes any.

    It is what the graph's output `SOUND` gives; without one, that of the nearest node upstream that makes
    sound with its frames, as long as nothing between moves frames to other times. `made` makes a node's
    value. Raises CannotRun where the picture is not made of the node that the output leaves.
    """
    wanted = prepared.graph.outputs.get(SOUND)
    link = _nearest(prepared) if wanted is None else behind(prepared.graph, wanted, prepared.builder.specs)
    if link is None:
        return None
    ready = prepared.ready.get(link.node)
    if ready is None:
        hint = "Let it leave a node that the picture is made of."
        raise CannotRun(f"Hear the output '{SOUND}'", f"the picture is not made of '{link.node}'", hint=hint)

    def fetch(time: Time) -> Samples:
        if ready.domain is not None and time not in ready.domain:
            return samples_of(None)
        samples: Samples = at_port(made(ready, time), link.port)
        return samples

    return soundtrack(range, fetch)


def _nearest(prepared: Prepared) -> Link | None:
    waiting, seen = deque([prepared.last]), {prepared.last.name}
    while waiting:
        ready = waiting.popleft()
        if ready.spec.shape != "signal":
            port = next((each.name for each in ready.spec.outputs if each.type == "audio"), None)
            if port is not None:
                return Link(ready.name, port)
        if ready.spec.has_times:
            continue
        for feed in ready.feeds:
            if feed.source is not None and feed.source.name not in seen:
                seen.add(feed.source.name)
                waiting.append(feed.source)
    return None
