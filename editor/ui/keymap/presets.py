"""Keymap presets: files that say which keys other suites have on the same doings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from editor.resources import resources

OURS = "workprint"
"""The preset that changes nothing: every action's own keys."""

Keys = Mapping[str, tuple[str, ...]]
"""Keys by an action's id, as Qt writes them in English ("Ctrl+Z")."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A keymap by name. What it does not list keeps its own keys, as far as the preset leaves them free."""

    id: str
    name: str
    keys: Keys = field(default_factory=lambda: MappingProxyType({}))


def preset_keys(id: str) -> Keys:
    """Return the keys of a preset, none for ours and for one that there is not."""
    if id == OURS:
        return MappingProxyType({})  # Without a look at the files: every start comes by here.
    found = presets().get(id)
    return MappingProxyType({}) if found is None else found.keys


@cache
def presets() -> Mapping[str, Preset]:
    """Return the presets by id, ours first."""
    found = [_read(path.stem, path.read_text("utf-8")) for path in (resources() / "keymaps").glob("*.toml")]
    found.sort(key=lambda preset: (preset.id != OURS, preset.name))
    return MappingProxyType({preset.id: preset for preset in found})


def _read(id: str, text: str) -> Preset:
    import tomllib

    data = tomllib.loads(text)
    return Preset(
        id, data["name"], MappingProxyType({id: tuple(keys) for id, keys in data.get("keys", {}).items()})
    )
