"""What the engine's process tells while it works, beside progress: the names of such events."""

VALUE = "value"
"""What a curve is at a `frame`, as soon as it is known."""
