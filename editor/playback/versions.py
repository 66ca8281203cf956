"""Versions of a cut that are looked at beside each other: with another take, or with nothing but sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from editor.document.edits.takes import shot_of
from editor.document.model import Clip, Cut, Item, Stack, Track
from editor.document.opened import Project
from editor.takes.store import takes_of
from nodes.api.errors import BadInput

CIRCLED, LIVE, SOURCE = "circled", "live", "source"


def sourced(cut: Cut) -> Cut:
    """Return the cut with no take circled: every clip shows its own media."""
    return each_clip(cut, lambda clip: replace(clip, circled=None))


def with_take(project: Project, cut: Cut, take: str) -> Cut:
    """Return the cut in which clips show a take, `SHOT/t003` or `t003` of any shot.

    Reads the takes' folders. Raises BadInput where no clip has it.
    """
    shot, _, id = take.rpartition("/")
    has: dict[str, bool] = {}

    def shown(clip: Clip) -> Clip:
        own = shot_of(clip)
        if shot and own != shot:
            return clip
        if own not in has:
            has[own] = any(each.id == id for each in takes_of(project.folder, own))
        return replace(clip, circled=id) if has[own] else clip

    made = each_clip(cut, shown)
    if not any(has.values()):
        raise BadInput(f"Show take '{take}'", "no clip of the cut has it", hint="Name one as SHOT/t003.")
    return made


def each_clip(cut: Cut, change: Callable[[Clip], Clip]) -> Cut:
    """Return the cut with every clip changed, nested ones too."""

    def changed(item: Item) -> Item:
        if isinstance(item, Clip):
            return change(item)
        if isinstance(item, Stack | Track):
            return replace(item, items=tuple(map(changed, item.items)))
        return item

    return replace(cut, stack=replace(cut.stack, items=tuple(map(changed, cut.stack.items))))
