"""Timelines in and out: OTIO JSON, path resolving, conform."""
