"""What the demo does with the sample's other shots: a driven light, two borrowed looks, a roto."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace

from editor.document.layout import shots
from editor.verbs import render, run

from .desk import Desk, Work, with_graph, with_take
from .done import SAMPLE, STILLS

_DRIVEN, _RESTYLED, _CUT_OUT = "sh030", "sh040", "sh050"
_STILL = 160
"""The frame of the cut that gives its look: one of the night shot."""
PAINTED = 30
"""The frame of the shot's media that is painted over."""
STEPS = 150
"""How long the painting is learned: in steps, so that every demo learns the same."""
CLICKS = "30:176,133,+;30:384,133,-;53:412,215,+"
"""On the ball, on the post beside it, and where the ball comes out behind the post."""

Step = Callable[[Desk, Work], Work]


def looked(desk: Desk, work: Work) -> Work:
    """Return the work with a take of each look; a step that cannot be done here is left out and says why."""
    (desk.place / STILLS).mkdir()
    for step in (_driven, _borrowed, _painted, _cut_out):
        work = step(desk, work)
    return work


def _driven(desk: Desk, work: Work) -> Work:
    """Let a grade's gain follow the onsets of the music that lies under the shot."""
    desk.say(f"{_DRIVEN}: its light follows the music under it, note by note.")
    music = desk.place / SAMPLE / "music.wav"
    words = ["feature=onset", "release=0.3", "range=0.75,2.4", f"offset={_offset(work)}"]
    sound = ["source.sound", "as=music", f"file={music}"]
    drive = ["audio.drive", "as=notes", "sound=@music", *words]
    grade = ["color.grade", "as=light", "image=@source", "gain=@notes"]
    work = with_graph(desk, work, _DRIVEN, add=[sound, drive, grade])
    return with_take(desk, work, _DRIVEN, "light driven by the music")


def _offset(work: Work) -> float:
    """Return how much later than in the music a moment of the cut is in the shot's own time, in seconds."""
    (here,) = (each for each in shots(work.project.cut) if each.clip.id == _DRIVEN)
    source = here.clip.source
    assert source is not None
    return float(source.start.seconds - here.range.start.seconds)


def _borrowed(desk: Desk, work: Work) -> Work:
    """Give the dunes the look of a still of the night shot."""
    desk.say(f"{_RESTYLED}: takes its look from one still of {_DRIVEN}: night falls over the dunes.")
    still = desk.place / STILLS / "night.png"
    render(work.project, still, range=f"{_STILL}-{_STILL}", engine=desk.engine)
    source = ["source.media", "as=night", f"file={still}"]
    look = ["restyle.reference", "as=look", "image=@source", "references=@night"]
    work = with_graph(desk, work, _RESTYLED, add=[source, look])
    return with_take(desk, work, _RESTYLED, "the look of a still")


def _painted(desk: Desk, work: Work) -> Work:
    """Paint one frame over, by a filter where a person would take a brush, and spread that over the shot."""
    if importlib.util.find_spec("torch") is None:
        why = f"{_RESTYLED} by a painted frame: it is learned with torch, which is not installed here"
        desk.say(f"Left out: {why}.")
        return replace(work, left_out=(*work.left_out, why))
    desk.say(
        f"{_RESTYLED}: frame {PAINTED} is painted over; {STEPS} steps of learning spread that over the shot."
    )
    still, plate = desk.place / STILLS / "painted.png", desk.place / SAMPLE / f"{_RESTYLED}.mp4"
    run("sample.paint", plate, still, range=f"{PAINTED}-{PAINTED}", engine=desk.engine)
    source = ["source.media", "as=canvas", f"file={still}"]
    words = ["image=@source", "painted=@canvas", f"frames={PAINTED}", f"steps={STEPS}", "height=180"]
    work = with_graph(
        desk,
        work,
        _RESTYLED,
        remove=["look", "night"],
        add=[source, ["restyle.keyframe", "as=paint", *words]],
    )
    return with_take(desk, work, _RESTYLED, "the look of a painted frame")


def _cut_out(desk: Desk, work: Work) -> Work:
    """Cut the ball out by three clicks, and grade inside its matte."""
    desk.say(f"{_CUT_OUT}: three clicks cut the ball out; a grade inside its matte turns it blue.")
    matte = ["segment.object", "as=ball", "image=@source", f"points={CLICKS}"]
    grade = ["color.grade", "as=inside", "image=@source", "mask=@ball.matte", "gain=0.15,1.5,2.5"]
    work = with_graph(desk, work, _CUT_OUT, add=[matte, grade])
    return with_take(desk, work, _CUT_OUT, "ball cut out by three clicks, graded")
