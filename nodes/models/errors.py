"""What can go wrong between a node and its model."""

from __future__ import annotations

from nodes.process.errors import ChildDied


class SessionLost(ChildDied):
    """The worker died while a session was open: what the model remembered is gone."""
