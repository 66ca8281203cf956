"""Spreading painted-over frames over their shot: a small network learned on the spot."""
