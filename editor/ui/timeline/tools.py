"""The tools of the timeline, and what a press with each would do where the pointer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from editor.document.model import Clip

from .hit import Hit

Tool = Literal["select", "ripple", "roll", "slip", "slide", "blade", "forward"]
Deed = Literal[
    "nothing",
    "select",
    "band",
    "scrub",
    "move",
    "copy",
    "trim",
    "ripple",
    "roll",
    "slip",
    "slide",
    "blade",
    "forward",
]

TOOLS: tuple[tuple[Tool, str, str], ...] = (
    ("select", "Selection Tool", "V"),
    ("forward", "Select Track Forward Tool", "A"),
    ("ripple", "Ripple Tool", "T"),
    ("roll", "Roll Tool", "R"),
    ("slip", "Slip Tool", "Y"),
    ("slide", "Slide Tool", "U"),
    ("blade", "Blade Tool", "B"),
)
"""The tools in the order of their buttons, what each is called, and its key."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The modifiers that are held: Shift lets nothing draw while something is dragged."""

    shift: bool = False
    ctrl: bool = False
    alt: bool = False


NONE = Keys()


def deed_at(tool: Tool, at: Hit | None, keys: Keys, *, on_cut_point: bool) -> Deed:
    """Return what a press does there; `on_cut_point` says that the edge that was hit is right under it.

    With the selection tool an edge is trimmed; with Ctrl it ripples, and right on a cut point it rolls.
    A clip is moved, with Alt copied. The other tools do theirs wherever a clip has what they work on.
    """
    if at is None or at.part == "header":
        return "nothing"
    if at.part in ("ruler", "marker"):
        return "scrub"
    if tool == "forward":
        return "forward"
    if at.item is None:
        return "band"
    if tool == "blade":
        return "blade" if isinstance(at.item, Clip) and at.part != "transition" else "select"
    if at.part in ("head", "tail"):
        return _on_edge(tool, keys, on_cut_point)
    if at.part == "transition":
        return "select"
    if tool in ("slip", "slide"):
        return tool
    return "copy" if keys.alt else "move"


def _on_edge(tool: Tool, keys: Keys, on_cut_point: bool) -> Deed:
    if tool in ("ripple", "roll", "slip", "slide"):
        return tool
    if keys.ctrl:
        return "roll" if on_cut_point else "ripple"
    return "trim"
