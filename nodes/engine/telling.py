"""What nodes say of long work, on its way to whoever waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable

from nodes.models.working import WORKING, Working
from nodes.process.child import Call

from .glimpse import Glimpses

_BETWEEN = 0.2


def telling(call: Call, glimpses: Glimpses | None = None) -> Callable[[str, Working], None]:
    """Return what tells a call's owner of work, a few times a second; pictures go where glimpses go."""
    next_at = 0.0

    def heard(node: str, working: Working) -> None:
        nonlocal next_at
        if glimpses is not None and working.preview is not None:
            glimpses.show(working.preview)
        if time.monotonic() < next_at and working.done != working.total:
            return
        next_at = time.monotonic() + _BETWEEN
        call.send({"event": WORKING, "node": node, **working.to_json()})

    return heard
