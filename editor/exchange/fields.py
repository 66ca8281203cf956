"""Setting the fields of an object that is written: what did not change keeps the spelling it came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nodes.api.times import Range

from .place import NOWHERE
from .times import read_known_range, write_range
from .tokens import Json


def begin(origin: Mapping[str, Json] | None, **template: Json) -> dict[str, Json]:
    """Return a fresh object to set fields in: a copy of `origin`, else of the template."""
    return dict(template if origin is None else origin)


def put(out: dict[str, Json], key: str, value: Any, default: Any) -> None:
    """Set a plain field; null and absence stand for `default`."""
    then = out.get(key)
    if value != (default if then is None else then):
        out[key] = value


def put_list(out: dict[str, Json], key: str, items: Sequence[Json]) -> None:
    """Set a list field whose `origin` was emptied; absent or null stays so while there is nothing to list."""
    if items or out.get(key) is not None:
        out[key] = list(items)


def put_mapping(out: dict[str, Json], key: str, value: Mapping[str, Json]) -> None:
    """Set an object field whose `origin` was emptied; absent or null stays so while it is empty."""
    if value or out.get(key) is not None:
        out[key] = dict(value)


def put_range(out: dict[str, Json], key: str, span: Range | None) -> None:
    """Set a range; None becomes null."""
    if span is not None:
        out[key] = write_range(span, out.get(key))
    elif out.get(key) is not None:
        out[key] = None


def put_known_range(out: dict[str, Json], key: str, span: Range | None) -> None:
    """Set a range that may be unknown; one that the file gives but nobody can use stays as it is."""
    if span is not None or read_known_range(out.get(key), NOWHERE) is not None:
        put_range(out, key, span)


def emptied(data: Mapping[str, Json], *keys: str) -> dict[str, Json]:
    """Return the object without what lies under `keys`: lists and objects there become empty ones."""
    origin = dict(data)
    for key in keys:
        if isinstance(origin.get(key), (dict, list)):
            origin[key] = type(origin[key])()
    return origin
