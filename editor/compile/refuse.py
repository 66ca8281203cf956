"""What a render of the cut cannot show, found before anything is rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from editor.document.model import Clip, Effect, Gap, Item, Stack, Track, Transition, Unknown
from editor.document.retimes import KINDS, is_on, retime_of
from nodes.api.errors import Failed, WorkprintError

_SHOWN = 8


class CannotRender(Failed):
    """A cut that holds what this version does not render; `problems` names every clip and effect."""

    problems: tuple[str, ...] = ()


def refuse(name: str, problems: Sequence[str], lost: Sequence[WorkprintError] = ()) -> None:
    """Raise CannotRender where there are problems: what is not rendered, and clips that are `lost`."""
    if not problems and not lost:
        return
    every = tuple(
        dict.fromkeys(
            (
                *problems,
                *(f"{error.attempted[0].lower()}{error.attempted[1:]}: {error.why}" for error in lost),
            )
        )
    )
    shown = "; ".join(every[:_SHOWN])
    more = f"; and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    hints = dict.fromkeys(error.hint for error in lost if error.hint)
    error = CannotRender(
        f"Render the cut '{name}'",
        f"it holds what {'this version cannot render' if problems else 'cannot be shown'}: {shown}{more}",
        hint="; ".join((*hints, "Lift these, or render a --range without; nothing was dropped or written.")),
    )
    error.problems = every
    raise error


def refuse_effects(
    problems: list[str], where: str, item: Clip | Gap | Track | Stack, *, can_retime: bool = False
) -> None:
    """Name in `problems` an item's effects that change what is seen or heard; linear retimes where it can."""
    linear = can_retime and retime_of(item.effects) is not None
    for effect in item.effects:
        if is_on(effect) and effect.time_scalar != 1.0 and not (linear and effect.schema in KINDS):
            problems.append(f"{where} has {said(effect)}")


def called(item: Item) -> str:
    """Return what to call an item that is no clip."""
    what = item.schema if isinstance(item, Unknown) else f"nested {type(item).__name__.lower()}"
    if isinstance(item, Clip | Gap | Transition):
        what = type(item).__name__.lower()
    return f"a {what} '{item.name or item.id}'"


def said(effect: Effect) -> str:
    """Return an effect as a person reads it."""
    name = effect.name or _text(effect.origin, "effect_name")
    speed = "" if effect.time_scalar is None else f" at speed {effect.time_scalar:g}"
    return f"the effect {effect.schema}{f' {name!r}' if name else ''}{speed}"


def _text(origin: Mapping[str, object] | None, key: str) -> str:
    value = origin.get(key) if origin is not None else None
    return str(value) if isinstance(value, str) else ""
