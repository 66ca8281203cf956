"""Seeded structural mutations of JSON documents."""

from __future__ import annotations

import random
from typing import Any

SCHEMAS = (
    *("Timeline.1", "Timeline.2", "Stack.1", "Track.1", "Sequence.1", "Clip.1", "Clip.2", "Clip.3", "Clip.0"),
    *(
        "Gap.1",
        "Filler.1",
        "Transition.1",
        "Marker.1",
        "Marker.2",
        "Marker.3",
        "Marker.9",
        "Effect.1",
        "Effect.7",
    ),
    *("TimeEffect.1", "LinearTimeWarp.1", "FreezeFrame.1", "ExternalReference.1", "MissingReference.1"),
    *(
        "GeneratorReference.1",
        "ImageSequenceReference.1",
        "MediaReference.1",
        "Foo.7",
        "Foo",
        "",
        "Composable.1",
    ),
    *("UnknownSchema.1", "Item.1", "Composition.1", "SerializableObject.1", "SerializableObjectRef.1"),
    *("SerializableCollection.1", "RationalTime.1", "TimeRange.1", "RationalTime.2", "Color.1", "Box2d.1"),
)
SCALARS = (
    *(None, True, False, 0, -1, 1, 24, 23.98, 0.0, -24.0, 1e300, -1e300, 1e-300, 10**30, 2**31, 44100),
    *(
        float("inf"),
        float("-inf"),
        float("nan"),
        "",
        "x",
        "C:\\a\\b.mov",
        "\x00",
        "é",
        "OTIO_SCHEMA",
        [],
        {},
        [None],
    ),
)


def spots(document: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a document."""
    found: list[tuple[Any, Any]] = []
    waiting = [document]
    while waiting:
        item = waiting.pop()
        for key, value in list(item.items() if isinstance(item, dict) else enumerate(item)):
            found.append((item, key))
            if isinstance(value, (dict, list)):
                waiting.append(value)
    return found


def mutate(document: Any, seed: int) -> Any:
    """Return the document, changed in place by one to four mutations."""
    rng = random.Random(seed)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        holder, key = rng.choice(spots(document))
        kind = rng.randrange(8)
        if kind == 0:
            del holder[key]
        elif kind in (1, 2):
            holder[key] = rng.choice(SCALARS)
        elif kind == 3:
            named = [spot for spot in spots(document) if spot[1] == "OTIO_SCHEMA"]
            if named:
                holder, key = rng.choice(named)
                holder[key] = rng.choice(SCHEMAS)
        elif kind == 4:
            other, place = rng.choice(spots(document))
            holder[key] = _copy(other[place])
        elif kind == 5 and isinstance(holder, list):
            holder.insert(key, _copy(holder[key]))
        elif kind == 6 and isinstance(holder, dict):
            holder[rng.choice(("extra", "metadata", "OTIO_REF_ID", "color", "enabled"))] = rng.choice(SCALARS)
        else:
            new = {"OTIO_SCHEMA": rng.choice(SCHEMAS), "name": "new"}
            if isinstance(holder, list):
                holder.insert(key, new)
            elif isinstance(holder[key], dict):
                holder[key]["new"] = new
            else:
                holder[key] = new
        if not spots(document):
            break
    return document


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(each) for key, each in value.items()}
    return [_copy(each) for each in value] if isinstance(value, list) else value
