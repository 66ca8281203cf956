"""A keymap as a value: a preset and the person's own keys, and what both make of the actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from editor.ui.actions import Action, normal

from .presets import OURS, Keys, preset_keys, presets

_NONE: Keys = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Local:
    """What keys do in one place of the window only: its id, what it is called, its keys (see `Action`)."""

    id: str
    text: str
    shortcuts: tuple[str, ...]


K = TypeVar("K", Action, Local)
"""What has keys. Those of one place are judged among themselves: elsewhere a key may mean something else."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """The preset's id and, by an action's id, the keys that the person gave it, () for none."""

    preset: str = OURS
    own: Keys = field(default_factory=lambda: _NONE)


def keyed(actions: Iterable[K], keymap: Keymap) -> tuple[K, ...]:
    """Return the actions with the keymap's keys.

    A key that two would have belongs to the one whom the person gave it, else to the one whom the preset
    gives it, else to the one that comes first.
    """
    all = tuple(actions)
    preset = preset_keys(keymap.preset)
    wanted: list[dict[str, tuple[str, ...]]] = [
        dict(keymap.own),
        {id: keys for id, keys in preset.items() if id not in keymap.own},
        {each.id: each.shortcuts for each in all if each.id not in keymap.own and each.id not in preset},
    ]
    known = {each.id for each in all}
    taken: set[str] = set()
    given: dict[str, tuple[str, ...]] = {}
    for layer in wanted:
        for id, keys in layer.items():
            if id in known:
                free = tuple(key for key in keys if normal(key) not in taken)
                taken |= {normal(key) for key in free}
                given[id] = free
    return tuple(replace(each, shortcuts=given[each.id]) for each in all)


def holder(actions: Iterable[K], key: str) -> K | None:
    """Return the action that a key belongs to."""
    return next((each for each in actions if normal(key) in map(normal, each.shortcuts)), None)


def with_key(keymap: Keymap, actions: Iterable[K], id: str, key: str) -> Keymap:
    """Give an action a key, as its only one, and take that from whoever has it.

    `actions` bear the keys that the keymap gives them now.
    """
    own = dict(keymap.own)
    before = holder(actions, key)
    if before is not None and before.id != id:
        own[before.id] = tuple(each for each in before.shortcuts if normal(each) != normal(key))
    own[id] = (key,)
    return replace(keymap, own=MappingProxyType(own))


def without_keys(keymap: Keymap, id: str) -> Keymap:
    """Leave an action without keys."""
    return replace(keymap, own=MappingProxyType({**keymap.own, id: ()}))


def as_preset(keymap: Keymap, id: str) -> Keymap:
    """Give an action back the preset's keys."""
    return replace(
        keymap, own=MappingProxyType({other: keys for other, keys in keymap.own.items() if other != id})
    )


def keymap_json(keymap: Keymap) -> dict[str, object]:
    """Return what a settings file holds of a keymap."""
    return {"preset": keymap.preset, "own": {id: list(keys) for id, keys in keymap.own.items()}}


def keymap_from(data: Mapping[str, object]) -> Keymap:
    """Return the keymap that a settings file holds, without what makes no sense in it."""
    preset, own = data.get("preset"), data.get("own")
    kept = {
        str(id): tuple(keys)
        for id, keys in (own.items() if isinstance(own, dict) else ())
        if isinstance(keys, list) and all(isinstance(key, str) and key for key in keys)
    }
    known = isinstance(preset, str) and (preset == OURS or preset in presets())
    return Keymap(str(preset) if known else OURS, MappingProxyType(kept))
