"""What a frame waits for, in words."""

from __future__ import annotations

from nodes.models.working import Working


def working_text(node: str, work: Working) -> str:
    """Return what a node says of long work: "roto: learning, 3 of 20, about 12 s left".

    >>> working_text("roto", Working(3, 20, "learning", 12.2))
    'roto: learning, 3 of 20, about 12 s left'
    >>> working_text("roto", Working(0, None))
    'roto: working'
    """
    parts = [work.text or "working"]
    if work.total:
        parts.append(f"{work.done:.0f} of {work.total:.0f}")
    if work.seconds is not None:
        parts.append(f"about {work.seconds:.0f} s left")
    return f"{node}: {', '.join(parts)}"
