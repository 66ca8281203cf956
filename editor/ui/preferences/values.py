"""The preferences as a value, as a settings file holds them, and as the process takes them up."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import asdict, dataclass, fields, replace

from editor.ui.words.say import ENGLISH, languages

FILE = "preferences.json"
_SCALE, _VIEWER = "QT_SCALE_FACTOR", "WORKPRINT_VIEWER"
TAKEN_UP = (_SCALE, _VIEWER)
"""The variables of the environment that preferences set."""
DRAWING = ("auto", "software", "gl")
SCALES = (75, 100, 125, 150, 175, 200)
"""Percent of the size that the system asks for."""
_RANGES = {"handles": (0, 240), "cache_gigabytes": (1, 4000)}


@dataclass(frozen=True, slots=True)
class Preferences:
    """A language by its code, the interface's scale in percent, how pictures are drawn.

    `handles` are the frames that takes of a new project have beyond the cut at each end. `cache_gigabytes`
    is how much is left of what can be made again when space is freed.
    """

    language: str = ENGLISH
    scale: int = 100
    drawing: str = "auto"
    handles: int = 12
    cache_gigabytes: int = 20


def preferences_from(data: Mapping[str, object]) -> Preferences:
    """Return the preferences that a settings file holds; what makes no sense in it is as it is at first."""
    known = (each.name for each in fields(Preferences))
    good = {name: data[name] for name in known if _fits(name, data.get(name))}
    return replace(Preferences(), **good)  # type: ignore[arg-type]


def preferences_json(preferences: Preferences) -> dict[str, object]:
    """Return what a settings file holds of preferences."""
    return asdict(preferences)


def outside(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what somebody set from outside of the variables that `take_up` sets."""
    return {name: environment[name] for name in TAKEN_UP if name in environment}


def take_up(
    preferences: Preferences, environment: MutableMapping[str, str], given: Mapping[str, str]
) -> None:
    """Set what Qt reads when it starts, the viewer when it is made; what was `given` from outside stays."""
    wanted = {
        _SCALE: "" if preferences.scale == 100 else f"{preferences.scale / 100:g}",
        _VIEWER: "" if preferences.drawing == "auto" else preferences.drawing,
    }
    for name, value in wanted.items():
        if name in given:
            continue
        if value:
            environment[name] = value
        else:
            environment.pop(name, None)


def _fits(name: str, value: object) -> bool:
    if name == "language":
        return isinstance(value, str) and value in languages()
    if name == "drawing":
        return value in DRAWING
    if isinstance(value, bool) or not isinstance(value, int):
        return False
    if name == "scale":
        return value in SCALES
    least, most = _RANGES[name]
    return least <= value <= most
