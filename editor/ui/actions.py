"""What a person can have done, in one registry: menus, shortcuts and buttons all read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .observe import Value

MENUS = ("file", "edit", "view", "picture", "playback", "timeline", "clip", "graph", "takes", "media", "help")
"""The menus in their order; an action's id begins with its menu's name and a dot."""


_SHORT = {"delete": "del", "insert": "ins", "escape": "esc", "pageup": "pgup", "pagedown": "pgdown"}


def normal(key: str) -> str:
    """Return a key so that two spellings of it are equal.

    >>> normal("shift+ctrl+K"), normal("Ctrl++"), normal("Delete")
    ('ctrl+shift+k', 'ctrl++', 'del')
    """
    *before, last = key.lower().rsplit("+", 1) if not key.endswith("+") else (key[:-1].lower(), "+")
    held = [word for word in "+".join(before).split("+") if word]
    return "+".join((*sorted(held), _SHORT.get(last, last)))


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done: where it belongs (`menu.what`), what it is called, its keys, the doing.

    `shortcuts` are as Qt writes them in English ("Ctrl+Z"); the first one is shown. `enabled` tells when
    it can be done, None for always. Those of one `group` are a menu of that name within theirs. `says`
    is what it is called now, where that changes.
    """

    id: str
    text: str
    shortcuts: tuple[str, ...]
    run: Callable[[], None]
    enabled: Value[bool] | None = None
    group: str = ""
    says: Value[str] | None = None

    @property
    def menu(self) -> str:
        """The menu it belongs to."""
        return self.id.partition(".")[0]


class Actions:
    """All actions, in order and by id. Raises ValueError where two share an id or a shortcut."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self.all = tuple(actions)
        self._by_id: dict[str, Action] = {}
        keys: dict[str, str] = {}
        for action in self.all:
            if action.id in self._by_id:
                raise ValueError(f"two actions are called {action.id}")
            self._by_id[action.id] = action
            for key in action.shortcuts:
                if normal(key) in keys:
                    raise ValueError(f"{key} is both {keys[normal(key)]} and {action.id}")
                keys[normal(key)] = action.id

    def __getitem__(self, id: str) -> Action:
        return self._by_id[id]

    def __contains__(self, id: str) -> bool:
        return id in self._by_id

    def __iter__(self) -> Iterator[Action]:
        return iter(self.all)

    def menus(self) -> Iterator[tuple[str, tuple[Action, ...]]]:
        """Yield each menu's name with its actions; a menu that `MENUS` does not list comes last."""
        others = dict.fromkeys(action.menu for action in self.all if action.menu not in MENUS)
        for name in (*MENUS, *others):
            inside = tuple(action for action in self.all if action.menu == name)
            if inside:
                yield name, inside
