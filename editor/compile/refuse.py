"""What a render of the cut cannot show yet, found before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from editor.document.layout import MediaLookup, Placed, placed
from editor.document.model import Clip, Cut, Effect, Gap, Item, Stack, Track, Transition, Unknown
from nodes.api.errors import Failed, WorkprintError
from nodes.api.times import Range

KINDS = ("Video", "Audio")
_SHOWN = 8


class CannotRender(Failed):
    """A cut that holds what this version does not render; `problems` names every clip and effect."""

    problems: tuple[str, ...] = ()


def refuse(name: str, problems: Sequence[str], lost: Sequence[WorkprintError] = ()) -> None:
    """Raise CannotRender where there are problems: what is not rendered yet, and clips that are `lost`."""
    if not problems and not lost:
        return
    every = (
        *problems,
        *(f"{error.attempted[0].lower()}{error.attempted[1:]}: {error.why}" for error in lost),
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


def the_track(cut: Cut, kind: str, wanted: Range, media: MediaLookup) -> tuple[Track | None, list[str]]:
    """Return the one enabled track of a kind that holds clips in the range, and what stands in the way."""
    problems = [f"the cut has {said(effect)}" for effect in _felt(cut.stack)]
    if cut.stack.source is not None:
        problems.append("the cut is trimmed as a whole")
    found: list[Track] = []
    for item in cut.stack.items:
        if not isinstance(item, Track):
            problems.append(f"beside the tracks there is {_called(item)}")
        elif not item.enabled or not _shows(item, cut, wanted, media):
            continue
        elif item.kind == kind:
            found.append(item)
        elif item.kind not in KINDS:
            problems.append(f"track '{item.name or item.id}' is of the kind {item.kind}")
    for upper in found[1:]:
        problems.append(f"a second {kind.lower()} track, '{upper.name or upper.id}'")
    return (found[0] if found else None), problems


def _called(item: Item) -> str:
    what = item.schema if isinstance(item, Unknown) else f"nested {type(item).__name__.lower()}"
    if isinstance(item, Clip | Gap | Transition):
        what = type(item).__name__.lower()
    return f"a {what} '{item.name or item.id}'"


def _shows(track: Track, cut: Cut, wanted: Range, media: MediaLookup) -> bool:
    standing = placed(track, cut.rate, media)
    return any(not _is_nothing(place.item) and _meets(place, wanted) for place in standing)


def _is_nothing(item: Item) -> bool:
    return isinstance(item, Gap) or (isinstance(item, Clip | Track | Stack) and not item.enabled)


def _meets(place: Placed, wanted: Range) -> bool:
    return not place.range.meet(wanted).is_empty


def clips_of(
    track: Track, cut: Cut, wanted: Range, media: MediaLookup, problems: list[str]
) -> Iterator[tuple[Clip, Range]]:
    """Yield the enabled clips of a track that stand in the range; name what else is there in `problems`."""
    where = f"track '{track.name or track.id}'"
    problems.extend(f"{where} has {said(effect)}" for effect in _felt(track))
    if track.source is not None:
        problems.append(f"{where} is trimmed")
    for place in placed(track, cut.rate, media):
        item, at = place.item, place.range.start.frame
        if not _meets(place, wanted):
            continue
        if isinstance(item, Clip) and item.enabled:
            problems.extend(f"clip '{item.name}' ({item.id}) has {said(effect)}" for effect in _felt(item))
            yield item, place.range
        elif isinstance(item, Transition):
            problems.append(
                f"{where} has the transition '{item.name or item.kind}' ({item.kind}) at frame {at}"
            )
        elif isinstance(item, Gap):
            problems.extend(f"the gap at frame {at} of {where} has {said(effect)}" for effect in _felt(item))
        elif not _is_nothing(item):
            problems.append(f"{where} holds {_called(item)}")


def said(effect: Effect) -> str:
    """Return an effect as a person reads it."""
    name = effect.name or _text(effect.origin, "effect_name")
    speed = "" if effect.time_scalar is None else f" at speed {effect.time_scalar:g}"
    return f"the effect {effect.schema}{f' {name!r}' if name else ''}{speed}"


def _felt(item: Clip | Gap | Track | Stack) -> list[Effect]:
    """Return the effects that change what is seen or heard: enabled, and no retime at normal speed."""
    return [effect for effect in item.effects if effect.time_scalar != 1.0 and _is_on(effect)]


def _is_on(effect: Effect) -> bool:
    return effect.origin is None or effect.origin.get("enabled") is not False


def _text(origin: Mapping[str, object] | None, key: str) -> str:
    value = origin.get(key) if origin is not None else None
    return str(value) if isinstance(value, str) else ""
