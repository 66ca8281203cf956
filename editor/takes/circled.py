"""The take that a clip shows, and whether the shot has moved on since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from editor.compile.media import entry_for
from editor.compile.plate import Offline, Plate, plate_of
from editor.compile.shot import shot_range
from editor.document.edits.takes import key_of, shot_of
from editor.document.model import Clip, MediaReference
from editor.document.opened import Project
from editor.document.tree import ours
from nodes.api.errors import BadInput, Failed
from nodes.api.times import Range
from nodes.engine.client import Engine
from nodes.engine.job import Bound

from .current import MediaChanged
from .store import Take, takes_of
from .wanted import wanted_take


class TakeMissing(Failed):
    """A clip shows a take that is not there, not whole, or lacks frames that the clip shows."""


@dataclass(frozen=True, slots=True)
class Circled:
    """A take that a clip shows: its media, the digest of its recipe, its seed and the size of a draft.

    `plate` is the take's media, with what turns the reference's own time into the time that counts in.
    It is one of the project's takes, or one of another project that the cut came with. `proxy` is the path of
    its light movie, "" for one that has none.
    """

    id: str
    plate: Plate
    recipe: str
    seed: int | None
    scale: Fraction = Fraction(1)
    proxy: str = ""

    @property
    def held(self) -> Range:
        """The frames it has, in the reference's own time."""
        return self.plate.info.range.moved(-self.plate.offset)


@dataclass(frozen=True, slots=True)
class Staleness:
    """Whether a circled take is no longer what the shot would make; None where that cannot be told."""

    is_stale: bool | None = False
    why: str = ""


def circled_take(project: Project, clip: Clip) -> Circled | None:
    """Return the take a clip shows, None where it shows its source.

    Raises TakeMissing where the take is gone: the source is never shown in its place.
    """
    if clip.circled is None:
        return None
    shot = shot_of(clip)
    reference = clip.references.get(key_of(clip, clip.circled) or "")
    for take in takes_of(project.folder, shot):
        if take.id == clip.circled:
            return _of_ours(project, clip, take, reference)
    brought = _brought(project, reference) if reference is not None else None
    if reference is None or brought is None:
        raise TakeMissing(
            f"Show take {clip.circled} of clip '{clip.name}' ({clip.id})",
            f"it is not in '{project.folder / 'takes' / shot}', or not whole",
            hint="Circle another take, or none: workprint takes PROJECT SHOT --circle none",
        )
    block = ours(reference.metadata)
    seed = block.get("seed")
    number = int(seed) if isinstance(seed, int) and not isinstance(seed, bool) else None
    return Circled(clip.circled, brought, str(block.get("recipe", "")), number)


def _of_ours(project: Project, clip: Clip, take: Take, reference: MediaReference | None) -> Circled:
    if reference is not None and reference.available is not None:
        offset = take.media.start - reference.available.start
    else:
        offset = plate_of(project, clip).offset
    digest = take.recipe.digest
    return Circled(
        take.id,
        Plate(Bound(take.media, digest), offset),
        digest,
        take.recipe.seed,
        take.recipe.scale,
        str(take.proxy),
    )


def _brought(project: Project, reference: MediaReference) -> Plate | None:
    """Return the media of a take that came with the cut, where it was found when the project was made."""
    entry = entry_for(project, reference)
    if entry is None or entry.info is None or entry.fingerprint is None or entry.offset is None:
        return None
    return Plate(Bound(entry.info, entry.fingerprint), entry.offset)


def draft_note(project: Project, clip: Clip) -> str:
    """Return what is to be said where a clip shows a draft, "" where it does not."""
    try:
        take = circled_take(project, clip)
    except (TakeMissing, Offline):
        # That it is missing is told elsewhere.
        return ""
    if take is None or take.scale == 1:
        return ""
    return (
        f"take {take.id} is a draft, {take.scale} of the size: workprint take PROJECT SHOT --full {take.id}"
    )


def shown_plate(project: Project, clip: Clip, *, light: bool = False) -> Plate | None:
    """Return the media of a clip's circled take, None where the clip shows its source.

    `light` has its proxy with it, which is read in its place at proxy size: to look at, not to keep.
    Raises TakeMissing, and also where the take lacks frames that the clip shows and its source has.
    """
    take = circled_take(project, clip)
    if take is None:
        return None
    shown = _shown(project, clip)
    if shown is not None and not take.held.covers(shown):
        raise TakeMissing(
            f"Show take {take.id} of clip '{clip.name}' ({clip.id})",
            f"it has {_frames(take.held)} and the clip shows {_frames(shown)}",
            hint="Make a take of what the clip shows now: workprint take PROJECT SHOT",
        )
    plate = take.plate
    return replace(plate, bound=replace(plate.bound, light=take.proxy)) if light and take.proxy else plate


def _shown(project: Project, clip: Clip) -> Range | None:
    """Return what a clip shows of its source, in the reference's own time; None where that is not known."""
    try:
        return shot_range(project, clip, 0).moved(-plate_of(project, clip).offset)
    except Offline:
        return None


def _frames(range: Range) -> str:
    return f"frames {range.start.frame} to {range.end.frame - 1}"


def staleness(project: Project, clip: Clip, engine: Engine) -> Staleness:
    """Return whether the circled take is still what the shot's graph would make, and has the frames shown.

    A clip without a circled take or without a graph is never stale. Raises Failed where the engine fails.
    """
    if clip.circled is None:
        return Staleness()
    try:
        take = circled_take(project, clip)
    except TakeMissing as error:
        return Staleness(True, error.why)
    except Offline as error:
        return Staleness(None, error.why)
    return Staleness() if take is None else _staleness(project, clip, take, engine)


def staleness_of(project: Project, clip: Clip, take: Take, engine: Engine) -> Staleness:
    """Return whether one of the project's takes is still what the clip's graph would make; as `staleness`."""
    try:
        ours = _of_ours(project, clip, take, clip.references.get(key_of(clip, take.id) or ""))
    except Offline as error:
        return Staleness(None, error.why)
    return _staleness(project, clip, ours, engine)


def _staleness(project: Project, clip: Clip, take: Circled, engine: Engine) -> Staleness:
    if clip.graph is None:
        return Staleness()
    try:
        seed = 1 if take.seed is None else take.seed
        domain = take.held.moved(plate_of(project, clip).offset)
        now = wanted_take(project, clip, engine, seed=seed, domain=domain, scale=take.scale)
        if now.recipe.digest != take.recipe:
            return Staleness(True, "the shot would be made otherwise now")
        shown = _shown(project, clip)
        if shown is not None and not take.held.covers(shown):
            return Staleness(True, "it lacks frames that the clip shows")
    except (TakeMissing, MediaChanged) as error:
        return Staleness(True, error.why)
    except Offline as error:
        return Staleness(None, error.why)
    except BadInput as error:
        return Staleness(True, f"the graph cannot be run any more: {error.why}")
    return Staleness()
