"""`run`: one node on a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from editor.compile.plate import timecode_at
from editor.document.atomic import write_whole
from nodes.api.errors import BadInput
from nodes.api.formats import Format
from nodes.api.spec import Spec
from nodes.api.times import Range, Rate, Time
from nodes.engine.asked import Asked
from nodes.engine.client import Engine

from ._nodes import unknown_node
from .files import Written, render_to
from .film import NODE, film_job, film_of
from .matte_out import matte_out, stored_as
from .outputs import output_of, output_path
from .run_setup import Settings, Setup, listens, setup_of
from .said import read_rate, read_size, stretch
from .support import Progress, an_engine, telling, untold, working
from .traced import curve_to

_NOTHING = Asked()
_MADE = Format(1920, 1080, Rate(24))


def run(
    node: str,
    input: str | Path | None,
    output: str | Path,
    *,
    settings: Settings = (),
    range: str | Range | None = None,
    seed: int = 1,
    codec: str | None = None,
    asked: Asked = _NOTHING,
    size: str | tuple[int, int] | None = None,
    rate: str | Rate | None = None,
    made_as: str | None = None,
    names: Sequence[str] = (),
    engine: Engine | None = None,
    progress: Progress = untold,
) -> Written:
    """Run one node on a movie, a picture, a folder of pictures or a sound, and write what it makes.

    `settings` are parameters as on the command line, by name or as pairs (of prompts there may be several of
    one name), and files for further inputs; frames in them, and `range` (`A-B`, inclusive), count from the
    input's first. A source node takes no input and needs a range; `size` and `rate` say what it, or a node
    that listens, makes (1920x1080, 24). A curve goes into a `.json` or `.csv` file. A node's mattes become
    what `made_as` says: `matte` (grey, no colour), `cutout` (the picture with the matte as its alpha),
    `layers` or `cryptomatte` (beside the picture in EXR, one for each object that is pointed at, called
    `names`). Colours are worked in as in a new project. Raises BadInput for a node, input or setting that
    does not fit.
    """
    attempted = f"Run '{node}'"
    with an_engine(engine) as running:
        specs = running.specs()
        if node not in specs:
            raise unknown_node(node, list(specs))
        if node == NODE:
            format = _made(size, rate, attempted)
            return _film(running, input, output, dict(settings), format, seed, asked, codec, progress)
        if input is not None and not listens(specs[node]) and (size is not None or rate is not None):
            hint = "Leave --size and --rate out."
            raise BadInput(attempted, "its pictures have the input's size and rate", hint=hint)
        makes_curve = specs[node].outputs[0].type == "curve" and made_as is None
        place = None if makes_curve else output_of(output, attempted)
        matte = matte_out(made_as, names, attempted)
        asked = stored_as(matte, asked if codec is None else replace(asked, codec=codec), place, attempted)
        subject, made = None if input is None else str(input), _made(size, rate, attempted)
        setup = setup_of(running, specs, node, subject, settings, seed, made, matte)
        span = _wanted(_as_long_as_it_says(running, specs[node], setup), range, attempted)
        if place is None:
            return curve_to(running, setup.job, span, output, progress)
        return render_to(
            running,
            setup.job,
            span,
            place,
            asked=asked,
            timecode=None if setup.info is None else timecode_at(setup.info, span.start),
            numbers=setup.info,
            told=telling(progress, f"running {node}"),
            at_work=working(progress, f"running {node}"),
            own_sound=True,
        )


def _film(
    engine: Engine,
    sound: str | Path | None,
    output: str | Path,
    settings: Mapping[str, str],
    format: Format,
    seed: int,
    asked: Asked,
    codec: str | None,
    progress: Progress,
) -> Written:
    """Make a film for a sound, or its plan alone where the output ends in `.json`."""
    attempted = f"Run '{NODE}'"
    if sound is None:
        raise BadInput(attempted, "no sound is named", hint="Name a file that has sound.")
    plain = str(output).lower().endswith(".json")
    place = output_path(output, attempted) if plain else output_of(output, attempted)
    film = film_of(engine, str(sound), settings, format.rate, seed, attempted, progress)
    note = f"{len(film.plan.parts)} parts of {len(film.media)} pieces of media"
    if isinstance(place, Path):
        write_whole(place, film.plan.to_text().encode())
        return Written(place, film.plan.frames, "plan json", {}, (note,))
    job, span = film_job(film, replace(format, rate=film.plan.rate))
    how = asked if codec is None else replace(asked, codec=codec)
    told = telling(progress, f"running {NODE}")
    return render_to(engine, job, span, place, asked=how, told=told, notes=(note,))


def _as_long_as_it_says(engine: Engine, spec: Spec, setup: Setup) -> Setup:
    """Return the setup of a node that says itself over which frames it makes something, with those."""
    if not spec.has_range or spec.shape != "clip":
        return setup
    domain = engine.describe(setup.job)["domain"]
    return replace(setup, whole=None if domain is None else Range.from_json(domain))


def _wanted(setup: Setup, range: str | Range | None, attempted: str) -> Range:
    """Return what is to be run, in the input's media time."""
    rate = setup.origin.rate
    asked = range
    if isinstance(asked, str):
        asked = stretch(asked, rate, Time.zero(rate), attempted)
    if asked is not None:
        asked = asked.at(rate).moved(setup.origin)
    if setup.whole is None:
        if asked is None:
            raise BadInput(attempted, "nothing says how long", hint="Add --range 0-47.")
        return asked
    whole = setup.whole
    if asked is not None and (asked.is_empty or not whole.covers(asked)):
        last = whole.frame_count - 1
        raise BadInput(attempted, f"'{range}' is not within the input", hint=f"It has frames 0 to {last}.")
    return asked or whole


def _made(size: str | tuple[int, int] | None, rate: str | Rate | None, attempted: str) -> Format:
    """Return the format of what a source node makes."""
    width, height = read_size(size, attempted) if size is not None else (_MADE.width, _MADE.height)
    return Format(width, height, read_rate(rate, attempted) if rate is not None else _MADE.rate)
