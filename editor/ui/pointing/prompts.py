"""What a person pointed at, changed prompt by prompt; plain functions over frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from editor.ui.words import say
from nodes.api.errors import BadValue
from nodes.api.prompts import AnyPrompt, BoxPrompt, Click, Lock, MattePrompt, Prompts, ShapePrompt, Stroke
from nodes.api.times import Time
from nodes.graph.prompt_text import write_prompts

Point = tuple[float, float]


def of(prompts: Iterable[AnyPrompt]) -> Prompts:
    """Return single prompts as what a node takes."""
    each = tuple(prompts)
    return Prompts(
        tuple(one for one in each if isinstance(one, Click)),
        tuple(one for one in each if isinstance(one, BoxPrompt)),
        tuple(one for one in each if isinstance(one, MattePrompt)),
        tuple(one for one in each if isinstance(one, ShapePrompt)),
        tuple(one for one in each if isinstance(one, Stroke)),
        tuple(one for one in each if isinstance(one, Lock)),
    )


def added(prompts: Prompts, new: Iterable[AnyPrompt]) -> Prompts:
    """Return the prompts with more; a lock or a painted matte takes the place of one at the same frame."""
    fresh = tuple(new)
    whole = [each for each in fresh if isinstance(each, Lock | MattePrompt)]
    kept = prompts.where(lambda each: not any(_same_place(each, one) for one in whole))
    return kept.joined(of(fresh))


def swapped(prompts: Prompts, old: AnyPrompt, new: AnyPrompt | None) -> Prompts:
    """Return the prompts with `new` where `old` stood, without it for None."""
    everything = list(prompts.everything)
    if old in everything:
        place = everything.index(old)
        everything[place : place + 1] = [] if new is None else [new]
    return of(everything)


def moved(prompt: AnyPrompt, across: float, down: float) -> AnyPrompt:
    """Return a prompt elsewhere, by source pixels; one without a place stays."""
    match prompt:
        case Click():
            return replace(prompt, x=prompt.x + across, y=prompt.y + down)
        case BoxPrompt():
            xs, ys = (prompt.x0 + across, prompt.x1 + across), (prompt.y0 + down, prompt.y1 + down)
            return replace(prompt, x0=xs[0], x1=xs[1], y0=ys[0], y1=ys[1])
        case ShapePrompt() | Stroke():
            return replace(prompt, points=tuple((x + across, y + down) for x, y in prompt.points))
        case _:
            return prompt


def frames_of(prompts: Prompts, obj: int = 0) -> tuple[Time, ...]:
    """Return the times that are pointed into, rising: those of one object, or of all."""
    return tuple(sorted({each.time for each in prompts.everything if obj in (0, each.obj)}))


def is_whole(prompts: Prompts, time: Time, obj: int) -> bool:
    """Return whether an object's matte at a time is drawn, painted or locked, so that clicks do not count."""
    mine = prompts.where(lambda each: each.time == time and each.obj == obj)
    return bool(mine.mattes or mine.shapes or mine.locks)


def said(prompts: Iterable[AnyPrompt], origin: Time) -> dict[str, str]:
    """Return prompts as the command line takes them, for the journal; {} for what it cannot say."""
    try:
        return dict(write_prompts(of(prompts), origin))
    except BadValue:
        return {}


def named(prompt: AnyPrompt) -> str:
    """Return what a prompt is called."""
    if isinstance(prompt, Click | Stroke):
        kind = "click" if isinstance(prompt, Click) else "stroke"
        return f"{kind} {'inside' if prompt.positive else 'outside'}"
    if isinstance(prompt, ShapePrompt):
        return "curve" if prompt.curved else "outline"
    return {BoxPrompt: "box", MattePrompt: "painted matte", Lock: "locked matte"}[type(prompt)]


def kind_of(prompt: AnyPrompt) -> str:
    """Return what sort of prompt it is, in the language that is spoken."""
    match prompt:
        case Click():
            return say("click")
        case Stroke():
            return say("stroke")
        case BoxPrompt():
            return say("box")
        case ShapePrompt():
            return say("outline")
        case MattePrompt():
            return say("painted matte")
        case Lock():
            return say("locked matte")


def _same_place(one: AnyPrompt, other: AnyPrompt) -> bool:
    return type(one) is type(other) and (one.time, one.obj) == (other.time, other.obj)
