"""Which change-overs Workprint renders, and what it says of a wipe."""

from __future__ import annotations

from .model import Transition

DISSOLVE = "SMPTE_Dissolve"
CUSTOM = "Custom_Transition"
"""OpenTimelineIO's word for any transition but a dissolve."""


def is_rendered(transition: Transition) -> bool:
    """Return whether a cut with this transition can be rendered: a dissolve, or a wipe of Workprint's."""
    return transition.wipe is not None or transition.kind == DISSOLVE
