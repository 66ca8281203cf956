"""A film made for a sound: listen, look, plan; then a job of one node, or clips on the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nodes.api.errors import BadInput
from nodes.api.formats import Format
from nodes.api.times import Range, Rate, Time
from nodes.engine.client import Engine
from nodes.engine.job import Bound, Job, SoundPiece
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from nodes.library.audio.plan import Plan, read_plan
from nodes.library.audio.planning import LOUD_FPS, STEPS, STYLES, Heard, Watched, plan_film
from nodes.media.info import MediaInfo

from .colour import new_colour
from .media import look_into, media_ref
from .support import Progress, telling

NODE = "audio.video"
SETTINGS = ("media", "style", "seed", "plan")
SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Film:
    """A plan with what it is of: the sound, the media in the plan's order."""

    plan: Plan
    sound: Bound
    media: tuple[Bound, ...]


def film_of(
    engine: Engine,
    sound: str,
    settings: Mapping[str, str],
    rate: Rate,
    seed: int,
    attempted: str,
    progress: Progress,
) -> Film:
    """Return the film for a sound: `media` (files, by commas), `style`, `seed`, or a `plan` file made before.

    Raises BadInput for settings that do not fit and media that cannot be used.
    """
    unknown = [key for key in settings if key not in SETTINGS]
    if unknown:
        raise BadInput(attempted, f"it has no setting '{unknown[0]}'", hint=f"It has {', '.join(SETTINGS)}.")
    names = [name.strip() for name in settings.get("media", "").split(",") if name.strip()]
    if not names:
        raise BadInput(attempted, "no media is named", hint="Name stills and clips: media=a.mov,b.jpg")
    heard_in = look_into(engine, media_ref(sound))
    if heard_in.info.sound is None:
        raise BadInput(attempted, f"'{sound}' holds no sound", hint="Name a file that has sound.")
    media = tuple(look_into(engine, media_ref(name)) for name in names)
    for name, bound in zip(names, media, strict=True):
        if bound.info.format is None:
            raise BadInput(attempted, f"'{name}' holds sound but no picture", hint="Name stills and clips.")
    if "plan" in settings:
        plan = _read(settings["plan"], attempted)
        if max(part.media for part in plan.parts) >= len(media):
            raise BadInput(attempted, "the plan shows more media than are named", hint="Name them all.")
        return Film(plan, heard_in, media)
    style = STYLES.get(settings.get("style", "story"))
    if style is None:
        raise BadInput(
            attempted, f"there is no style '{settings['style']}'", hint=f"Use {', '.join(STYLES)}."
        )
    told = engine.listen(heard_in, LOUD_FPS, telling(progress, "listening"))
    lists = {key: tuple(told[key]) for key in ("beats", "firsts", "onsets", "loud")}
    heard = Heard(int(told["rate"]), int(told["samples"]), **lists)
    watched = [_watched(engine, bound, progress) for bound in media]
    chosen = settings.get("seed", str(seed))
    if not chosen.isdecimal():
        raise BadInput(attempted, f"'{chosen}' is no seed", hint="Write a whole number.")
    return Film(plan_film(heard, watched, rate, style, int(chosen)), heard_in, media)


def _read(path: str, attempted: str) -> Plan:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadInput(attempted, f"the plan '{path}' cannot be read: {error}") from error
    return read_plan(text)


def _watched(engine: Engine, bound: Bound, progress: Progress) -> Watched:
    info = bound.info
    if is_still(info):
        return Watched(info.start)
    told = telling(progress, f"looking into {info.ref.label}")
    moving = engine.watch(bound, STEPS, new_colour(), told)
    return Watched(info.start, info.range.duration, tuple(moving))


def is_still(info: MediaInfo) -> bool:
    """Return whether media is one picture."""
    return info.kind == "still" or info.frame_count < 2


def film_job(film: Film, format: Format) -> tuple[Job, Range]:
    """Return the job that makes the film, with its sound, and the film's stretch."""
    count = max(part.media for part in film.plan.parts) + 1
    names = [f"media {index}" for index in range(count)]
    nodes = {name: GraphNode(name, "source.media", params={"file": name}) for name in names}
    feeds = {"media": tuple(Link(name) for name in names)}
    nodes["film"] = GraphNode("film", NODE, inputs=feeds, params={"plan": film.plan.to_text()})
    bound = dict(zip(names, film.media, strict=False)) | {SOUND: film.sound}
    piece = SoundPiece(SOUND, sound_start(film.sound), film.plan.range)
    graph = to_json(Graph(nodes, {"out": Link("film")}))
    return Job(graph, format, bound, new_colour(), sound=(piece,)), film.plan.range


def sound_start(bound: Bound) -> Time:
    """Return the media time of a sound's first sample."""
    sound = bound.info.sound
    assert sound is not None
    own = Rate(sound.rate)
    return (bound.info.start + Time(sound.first, own)).at(own)
