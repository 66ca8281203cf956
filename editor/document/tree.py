"""Rebuilding a cut around one changed place; everything else stays the same object."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .layout import Standing
from .model import Cut, Item, Stack, Track

OURS = "workprint"
"""The metadata namespace that is Workprint's own."""


def new_id() -> str:
    """Return an id for an object that did not exist before."""
    return uuid.uuid4().hex[:16]


def with_items(cut: Cut, holder: Standing, items: tuple[Item, ...]) -> Cut:
    """Return the cut with other items in one track or stack."""
    assert isinstance(holder.item, Track | Stack)
    return put(cut, holder, replace(holder.item, items=items))


def put(cut: Cut, place: Standing, item: Item) -> Cut:
    """Return the cut with `item` where `place` stands."""
    here = place
    while here.holder is not None:
        above = here.holder.item
        assert isinstance(above, Track | Stack)
        items = (*above.items[: here.index], item, *above.items[here.index + 1 :])
        item = replace(above, items=items)
        here = here.holder
    assert isinstance(item, Stack)
    return replace(cut, stack=item)


def ours(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return Workprint's own block of an object's metadata, empty where there is none."""
    block = metadata.get(OURS)
    return block if isinstance(block, Mapping) else {}


def with_ours(metadata: Mapping[str, Any], **changes: Any) -> Mapping[str, Any]:
    """Return metadata with fields of Workprint's own block set; a field set to None is taken out."""
    block = {key: value for key, value in {**ours(metadata), **changes}.items() if value is not None}
    others = {key: value for key, value in metadata.items() if key != OURS}
    return {**others, OURS: block} if block else others
