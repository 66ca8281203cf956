"""What differs in how media is sorted into bins, as plain data that goes either way.

Bins lie in `project.json`, beside what is known of the media; a change of them is an edit of the journal all
the same (a record of the kind `sort`). What is known of media is not taken back: only where it lies, what it
is called and whether it is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nodes.api import BadInput

from .journal import Journal, Record, body_of
from .model import Json
from .settings import Facts, MediaEntry

Sorting = dict[str, Json]
"""`bins`: all bins before and after; `media`: by key, how it was sorted before and after."""

FIELD = "sorting"
"""The field of a record's body that holds it."""


def sorting_between(before: Facts, after: Facts) -> Sorting:
    """Return what turns the bins of `before` into those of `after`, empty where nothing does."""
    made: Sorting = {}
    if before.bins != after.bins:
        made["bins"] = [list(before.bins), list(after.bins)]
    media = {}
    if before.media is not after.media:
        for key in dict.fromkeys((*before.media, *after.media)):
            pair = [_place(facts.media.get(key)) for facts in (before, after)]
            if pair[0] != pair[1]:
                media[key] = pair
    return made | ({"media": media} if media else {})


def sorted_as(facts: Facts, sorting: Mapping[str, Any], *, back: bool = False) -> Facts:
    """Return the facts with the bins changed so, or with `back` as before; unknown media is passed over.

    Raises BadInput where that is no such change.
    """
    side = 0 if back else 1
    try:
        if "bins" in sorting:
            facts = replace(facts, bins=tuple(str(path) for path in sorting["bins"][side]))
        places = {key: pair[side] for key, pair in sorting.get("media", {}).items() if key in facts.media}
        entries = {
            key: replace(
                facts.media[key],
                bin=str(place["bin"]),
                name=str(place["name"]),
                listed=place["listed"] is not False,
            )
            for key, place in places.items()
        }
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise BadInput("Replay the journal", f"{type(error).__name__}: {error}") from error
    return replace(facts, media={**facts.media, **entries}) if entries else facts


def sorting_of(journal: Journal, record: Record) -> Mapping[str, Any]:
    """Return how a record changed the bins, nothing where it did not."""
    sorting = body_of(journal, record).get(FIELD) if record.kind == "sort" else None
    return sorting if isinstance(sorting, Mapping) else {}


def _place(entry: MediaEntry | None) -> Json:
    if entry is None:
        return {"bin": "", "name": "", "listed": False}
    return {"bin": entry.bin, "name": entry.name, "listed": entry.listed}
