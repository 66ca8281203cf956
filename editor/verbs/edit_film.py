"""The edit that lays a film made for a sound on the timeline, to be worked on by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from editor.compile.plate import media_lookup
from editor.document.layout import cut_duration
from editor.document.looks import Place, Point, Transform
from editor.document.model import SOURCE, Clip, Cut, Effect, Gap, Item, MediaReference, Track, Transition
from editor.document.opened import Project
from editor.document.retimes import Retime, effect_of
from editor.document.tree import new_id
from nodes.api.curves import Curve, Key
from nodes.api.errors import BadInput
from nodes.api.formats import Format
from nodes.api.times import Range, Time
from nodes.engine.job import Bound
from nodes.library.audio.plan import Part
from nodes.media.info import MediaInfo

from .film import SETTINGS, Film, film_of, is_still, sound_start
from .media import known, reference_for
from .support import an_engine, untold
from .urls import name_of
from .wish import Edited, Wish

WORDS = (*SETTINGS, "at", "name")
_DISSOLVE = "SMPTE_Dissolve"


def film(wish: Wish) -> Edited:
    """Plan a film for a sound, and put it on two new tracks: clips with their moves, dissolves, the sound."""
    if wish.subject is None:
        raise BadInput(wish.attempted, "no sound is named", hint="Name a file that has sound.")
    settings = {key: value for key, value in wish.settings.items() if key in SETTINGS}
    with an_engine(wish.engine) as engine:
        made = film_of(engine, wish.subject, settings, wish.cut.rate, 1, wish.attempted, untold)
    if made.plan.rate != wish.cut.rate:
        why = f"the plan counts {made.plan.rate} frames a second, the cut {wish.cut.rate}"
        raise BadInput(wish.attempted, why, hint="Plan it again at the cut's rate.")
    at = wish.time("at") if "at" in wish.settings else cut_duration(wish.cut, media_lookup(wish.project))
    project, references = wish.project, []
    for bound, uses in _uses(made):
        reference = reference_for(project, bound.info)
        project = known(project, reference, bound, uses)
        references.append(reference)
    name = wish.settings.get("name", "Film")
    heard, *shown = references
    tracks = (
        Track(new_id(), name, "Video", (*_gap(at), *_pictures(made, shown, project))),
        Track(new_id(), f"{name} sound", "Audio", (*_gap(at), _sound(made, heard))),
    )
    cut: Cut = replace(wish.cut, stack=replace(wish.cut.stack, items=(*wish.cut.stack.items, *tracks)))
    said = f"Laid {len(made.plan.parts)} clips on '{name}' at frame {at.frame}, cut to '{wish.subject}'."
    return wish.of(project).kept(cut, said)


def _gap(at: Time) -> tuple[Gap, ...]:
    return (Gap(new_id(), at),) if at.value > 0 else ()


def _uses(made: Film) -> list[tuple[Bound, list[Range]]]:
    """Return the sound, then each piece of media, with the stretches that are used."""
    found: list[tuple[Bound, list[Range]]] = [(made.sound, [_heard(made)])]
    for index, bound in enumerate(made.media):
        uses = [_source(part, made) for part in made.plan.parts if part.media == index]
        found.append((bound, uses))
    return found


def _source(part: Part, made: Film) -> Range:
    return Range(part.start, Time(part.count, made.plan.rate).at(part.start.rate))


def _heard(made: Film) -> Range:
    start = sound_start(made.sound)
    return Range(start, made.plan.range.duration.at(start.rate))


def _sound(made: Film, reference: MediaReference) -> Clip:
    return Clip(new_id(), name_of(made.sound.info.ref.label), _heard(made), {SOURCE: reference})


def _pictures(made: Film, references: list[MediaReference], project: Project) -> list[Item]:
    items: list[Item] = []
    format = project.settings.format
    for part in made.plan.parts:
        info = made.media[part.media].info
        if part.dissolve:
            before, after = (Time(each, made.plan.rate) for each in _halves(part.dissolve))
            items.append(Transition(new_id(), "", _DISSOLVE, before, after))
        effects: tuple[Effect, ...] = ()
        if part.speed != 1 and not is_still(info):
            effects = (effect_of(Retime(part.speed)),)
        source = _source(part, made)
        clip = Clip(
            new_id(),
            name_of(info.ref.label),
            source,
            {SOURCE: references[part.media]},
            transform=_transform(part, source, info, format),
            effects=effects,
        )
        items.append(clip)
    return items


def _halves(frames: int) -> tuple[int, int]:
    return frames // 2, frames - frames // 2


def _transform(part: Part, source: Range, info: MediaInfo, cut: Format) -> Transform:
    """Return the part's move: the picture fills the cut's, where it would fit into it."""
    assert info.format is not None
    shape = Fraction(info.format.width, info.format.height) * info.format.pixel_aspect
    ours = Fraction(cut.width, cut.height) * cut.pixel_aspect
    fill = float(max(shape / ours, ours / shape))
    last = source.end - Time(1, source.rate)
    width, height = cut.width, cut.height
    x0, y0, x1, y1 = part.place
    one, other = (round(fill * zoom, 6) for zoom in part.zoom)
    return Transform(
        translate=_moving(source.start, last, (x0 * width, y0 * height), (x1 * width, y1 * height)),
        scale=_moving(source.start, last, (one, one), (other, other)),
    )


def _moving(first: Time, last: Time, one: Point, other: Point) -> Place:
    if one == other or last <= first:
        return one
    return Curve((Key(first, one), Key(last, other)))
