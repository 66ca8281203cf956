"""A picture that goes along with a render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nodes.api.times import Time


@dataclass(frozen=True, slots=True)
class Poster:
    """A single picture to be stored beside a render: the frame at `time`, as a target's JSON says."""

    time: Time
    target: Mapping[str, Any]
