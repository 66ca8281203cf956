"""A recipe in words, and what two recipes differ in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from editor.exchange.tokens import plain
from nodes.graph.exposures import EXPOSED

from .recipe import Recipe
from .store import Take

_SOURCES = ("source.media", "source.shot")
_MOST = 60


def told(take: Take) -> tuple[str, ...]:
    """Return what was done, a line each: the nodes with what they were set to, models, seed, frames, size."""
    recipe, record = take.recipe, take.record
    lines = [_node(node) for node in _nodes(recipe).values() if not _is_plate(node)]
    lines = lines or ["the source as it is"]
    lines += [f"model {name}" for name in sorted(recipe.models)]
    if recipe.seed is not None:
        lines.append(f"seed {recipe.seed}")
    lines += [_size(recipe), _frames(recipe), f"stored as {recipe.layout}"]
    made, seconds, device = (record.get(key) for key in ("made", "seconds", "device"))
    if isinstance(made, str) and isinstance(seconds, int | float):
        lines.append(f"made {made[:16].replace('T', ' ')} UTC in {seconds:.1f} s on {device}")
    return tuple(lines)


def differences(one: Take, other: Take) -> tuple[str, ...]:
    """Return in what two takes' recipes differ, a line each; nothing where they are the same.

    The first is how it is in `one`, the second how it is in `other`.
    """
    first, second = one.recipe, other.recipe
    lines = [*_node_differences(_nodes(first), _nodes(second))]
    if first.seed != second.seed:
        lines.append(f"seed: {_seed(first)} → {_seed(second)}")
    for name, says in (("size", _size), ("frames", _frames)):
        if says(first) != says(second):
            lines.append(f"{name}: {says(first)} → {says(second)}")
    lines += _models(first, second)
    if first.layout != second.layout:
        lines.append(f"stored as: {first.layout} → {second.layout}")
    if dict(first.colour) != dict(second.colour):
        lines.append(f"working space: {first.colour.get('name')} → {second.colour.get('name')}")
    if set(first.media.values()) != set(second.media.values()):
        lines.append("the media they were made from is not the same")
    if not lines and first.key != second.key:
        lines.append("the same settings, run by another version of a node")
    return tuple(lines)


def _nodes(recipe: Recipe) -> dict[str, dict[str, Any]]:
    listed = plain(recipe.graph).get("nodes")
    nodes = listed if isinstance(listed, list) else []
    return {str(node.get("id")): node for node in nodes if isinstance(node, dict)}


def _is_plate(node: Mapping[str, Any]) -> bool:
    return node.get("type") in _SOURCES and _params(node).get("file") in (None, "plate")


def _node(node: Mapping[str, Any]) -> str:
    names = _names(node)
    settings = ", ".join(f"{names.get(name, name)} {_value(value)}" for name, value in _params(node).items())
    moved = ", ".join(
        f"{names.get(name, name)} {_driven(by)}" for name, by in (node.get("drives") or {}).items()
    )
    said = "; ".join(part for part in (settings, moved) if part)
    off = " (bypassed)" if node.get("bypass") else ""
    return f"{_title(node)}{off}: {said}" if said else f"{_title(node)}{off}"


def _title(node: Mapping[str, Any]) -> str:
    id, type = str(node.get("id")), str(node.get("type"))
    return type if id == type.rpartition(".")[2] else f"{type} “{id}”"


def _names(node: Mapping[str, Any]) -> dict[str, str]:
    """Return what parameters are called on the group that shows them, by parameter: "Softness (size)"."""
    listed = node.get(EXPOSED)
    shown = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {
        str(each.get("param")): f"{each['title']} ({each.get('param')})"
        for each in shown
        if isinstance(each.get("title"), str)
    }


def _node_differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    for id, node in one.items():
        if id not in other:
            yield f"{_title(node)}: only in the first"
    for id, node in other.items():
        if id not in one:
            yield f"{_node(node)}: only in the second"
        elif one[id].get("type") != node.get("type"):
            yield f"“{id}”: {one[id].get('type')} → {node.get('type')}"
        else:
            yield from _within(one[id], node)


def _within(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    title, before, after, names = _title(other), _params(one), _params(other), _names(other)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield f"{title}, {names.get(name, name)}: {_set(before, name)} → {_set(after, name)}"
    if bool(one.get("bypass")) != bool(other.get("bypass")):
        yield f"{title}: {'bypassed' if one.get('bypass') else 'on'} → {_on(other)}"
    was, now = one.get("drives") or {}, other.get("drives") or {}
    for name in dict.fromkeys((*was, *now)):
        if was.get(name) != now.get(name):
            yield f"{title}, {names.get(name, name)}: {_driven(was.get(name))} → {_driven(now.get(name))}"
    if (one.get("inputs") or {}) != (other.get("inputs") or {}):
        yield f"{title}: connected otherwise"


def _on(node: Mapping[str, Any]) -> str:
    return "bypassed" if node.get("bypass") else "on"


def _params(node: Mapping[str, Any]) -> Mapping[str, Any]:
    found = node.get("params")
    return found if isinstance(found, Mapping) else {}


def _set(params: Mapping[str, Any], name: str) -> str:
    return _value(params[name]) if name in params else "as it is by itself"


def _driven(by: Any) -> str:
    if isinstance(by, Mapping) and isinstance(by.get("keys"), list):
        count = len(by["keys"])
        return f"{count} keyframe{'' if count == 1 else 's'}"
    return "follows " + str(by[0]) if isinstance(by, list) and by else "not moved"


def _value(value: Any) -> str:
    """Return a setting as people read it; what is long is cut.

    >>> _value([1.2, 1, 1]), _value(True), _value("dusk")
    ('1.2, 1, 1', 'on', '“dusk”')
    """
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list) and all(isinstance(each, int | float) for each in value):
        return ", ".join(f"{each:g}" for each in value)
    if isinstance(value, int | float):
        return f"{value:g}"
    text = f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def _seed(recipe: Recipe) -> str:
    return "none" if recipe.seed is None else str(recipe.seed)


def _size(recipe: Recipe) -> str:
    size = f"{recipe.format.width}×{recipe.format.height}"
    return size if recipe.scale == 1 else f"{size} (draft, {recipe.scale} of the size)"


def _frames(recipe: Recipe) -> str:
    first, count = recipe.domain.start.frame, recipe.domain.frame_count
    return f"{count} frames from {first} at {float(recipe.domain.rate.fraction):.6g} a second"


def _models(one: Recipe, other: Recipe) -> Iterator[str]:
    for name in sorted({*one.models, *other.models}):
        if name not in other.models or name not in one.models:
            yield f"model {name}: only in the {'first' if name in one.models else 'second'}"
        elif one.models[name] != other.models[name]:
            yield f"model {name}: not the same files or settings"
