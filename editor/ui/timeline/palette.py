"""The timeline's colours: dark, neutral, calm, so that pictures beside it keep theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MARKERS: Mapping[str, str] = {
    "PINK": "#f2a7bb",
    "RED": "#e5484d",
    "ORANGE": "#f0883e",
    "YELLOW": "#e8c547",
    "GREEN": "#57ab5a",
    "CYAN": "#3fb6c6",
    "BLUE": "#539bf5",
    "PURPLE": "#8f63d2",
    "MAGENTA": "#d65bc3",
    "BLACK": "#0c0c0c",
    "WHITE": "#f2f2f2",
}
"""What OpenTimelineIO's marker colours look like here."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour the timeline draws with, as `#rrggbb` or `#aarrggbb` (sRGB)."""

    ground: str = "#1b1b1c"
    lane: str = "#232325"
    lane_sound: str = "#202224"
    beyond: str = "#171718"
    line: str = "#111112"
    header: str = "#2a2a2c"
    ruler: str = "#29292b"
    target: str = "#2f3338"
    button: str = "#3a3a3d"
    muted: str = "#d9925b"
    solo: str = "#e8c547"
    locked: str = "#c9c9cd"
    lock_lines: str = "#78000000"
    middle: str = "#55555a"
    picture_stripe: str = "#5c82a8"
    sound_stripe: str = "#57937f"
    tick: str = "#6a6a6e"
    text: str = "#e4e4e6"
    text_dim: str = "#a0a0a5"
    text_off: str = "#b0b0b5"
    picture: str = "#3f5872"
    sound: str = "#2f5148"
    peak: str = "#62a18e"
    power: str = "#9fd3c1"
    peak_off: str = "#55555a"
    band_line: str = "#f0d27a"
    fade: str = "#e4e4e6"
    off: str = "#38383b"
    offline: str = "#454a52"
    offline_hatch: str = "#59606a"
    missing: str = "#8c3a3e"
    retime: str = "#5a4c74"
    late: str = "#b3363b"
    nested: str = "#5a4c74"
    unknown: str = "#5b5540"
    graph: str = "#6fb3f2"
    transition: str = "#2cd8d8dc"
    transition_line: str = "#9a9aa0"
    selected: str = "#f5b94a"
    take: str = "#2f6d45"
    stale: str = "#8a5a12"
    take_dot: str = "#6fcf7f"
    stale_dot: str = "#f2a93b"
    badge_text: str = "#f4f4f5"
    marker: str = "#c9c9cd"
    range: str = "#26539bf5"
    cached: str = "#57ab5a"
    range_edge: str = "#539bf5"
    playhead: str = "#ff5f56"
    snap: str = "#f5d76e"
    preview: str = "#f5b94a"
    refused: str = "#e5484d"
    focus: str = "#539bf5"
    band: str = "#30f5b94a"
    markers: Mapping[str, str] = field(default_factory=lambda: MARKERS, hash=False)

    def of_marker(self, name: str) -> str:
        """Return a marker's colour; a name that is not known is neutral, a `#rrggbb` is itself."""
        if len(name) == 7 and name[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in name[1:]):
            return name
        return self.markers.get(name.upper(), self.marker)


DARK = Colours()
