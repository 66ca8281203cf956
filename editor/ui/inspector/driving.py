"""The sound that a parameter follows: which file it is, and how its time runs beneath the curve."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from editor.compile.media import entry_by_key
from editor.compile.plate import plate_of
from editor.document.model import Clip
from editor.document.opened import Project
from editor.ui.timeline.peaks import Peaks
from nodes.api.errors import WorkprintError
from nodes.api.times import Range, Rate, Time
from nodes.engine.job import Bound
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.order import sources

WAVE = 256
"""Places along a shot at which its sound is looked at."""
Wave = tuple[tuple[float, float], ...]
"""Least and greatest sample at each place, -1 to 1 of what is loudest there."""
_OWN, _FILE, _FOLLOWS = "source.shot_sound", "source.sound", "audio.drive"
_QUIETEST = 0.01
"""What is quieter is not drawn larger than it is: noise would look like sound."""


@dataclass(frozen=True, slots=True)
class Driving:
    """A sound that makes a curve; what the curve is at a time of the shot is heard `later` before it."""

    bound: Bound
    later: Fraction


def driving(project: Project, clip: Clip, graph: Graph, link: Link) -> Driving | None:
    """Return the sound nearest upstream of a curve, None where none is or its media is missing."""
    waiting: deque[tuple[str, Fraction]] = deque([(link.node, Fraction(0))])
    seen = {link.node}
    while waiting:
        id, later = waiting.popleft()
        if id not in graph.nodes:
            continue
        node = graph.nodes[id]
        if node.type in (_OWN, _FILE):
            bound = _bound(project, clip, node)
            return None if bound is None or bound.info.sound is None else Driving(bound, later)
        later += _offset(node)
        for source in sources(graph, id):
            if source not in seen:
                seen.add(source)
                waiting.append((source, later))
    return None


def _offset(node: GraphNode) -> Fraction:
    offset = node.params.get("offset", 0.0) if node.type == _FOLLOWS else 0.0
    return Fraction(offset).limit_denominator(1_000_000) if isinstance(offset, int | float) else Fraction(0)


def _bound(project: Project, clip: Clip, node: GraphNode) -> Bound | None:
    if node.type == _OWN:
        try:
            return plate_of(project, clip).bound
        except WorkprintError:
            return None  # The shot says itself that its media is missing.
    key = node.params.get("file")
    entry = entry_by_key(project, key) if isinstance(key, str) else None
    if entry is None or entry.info is None or entry.fingerprint is None:
        return None
    return Bound(entry.info, entry.fingerprint)


def wave_of(peaks: Peaks, sound: Driving, span: Range) -> Wave:
    """Return the shape of a sound over a stretch of the shot's media, all channels together."""
    info = sound.bound.info
    begin = (span.start.at(Rate(1)) - Time(sound.later, Rate(1)) - info.start.at(Rate(1))).seconds
    step = span.duration.seconds / WAVE
    # Seconds as floats from here on: they choose pixels.
    edges: NDArray[np.float64] = float(begin) + np.arange(WAVE + 1, dtype=np.float64) * float(step)
    found = peaks.columns(edges[:-1], edges[1:], float(step))
    least, most = found[..., 0].min(axis=1), found[..., 1].max(axis=1)
    loudest = max(float(np.abs(found[..., :2]).max(initial=0.0)), _QUIETEST)
    return tuple(zip((least / loudest).tolist(), (most / loudest).tolist(), strict=True))
