"""Taking hold of a prompt on the picture: which one is under the hand, and what a drag makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nodes.api.prompts import AnyPrompt, BoxPrompt, Click, Prompts, ShapePrompt, Stroke
from nodes.api.times import Time

from .hands import Spot
from .outlines import Point, dragged
from .prompts import moved


@dataclass(frozen=True, slots=True)
class Grip:
    """A prompt that was taken hold of, at which of its points (None for all of it), and where."""

    prompt: AnyPrompt
    point: int | None
    at: Spot


def grip_at(prompts: Prompts, time: Time, objects: Iterable[int], spot: Spot) -> Grip | None:
    """Return what of a frame's prompts is under a hand: the newest of what is nearest to the front."""
    mine = set(objects)
    here = [each for each in prompts.everything if each.time == time and each.obj in mine]
    for prompt in reversed(here):
        for place, point in enumerate(grips_of(prompt)):
            if spot.is_near(point):
                return Grip(prompt, None if isinstance(prompt, Click | Stroke) else place, spot)
    return None


def grips_of(prompt: AnyPrompt) -> tuple[Point, ...]:
    """Return the points by which a prompt is held, in source pixels."""
    match prompt:
        case Click():
            return ((prompt.x, prompt.y),)
        case BoxPrompt():
            return corners_of(prompt)
        case ShapePrompt():
            return prompt.points
        case Stroke():
            return (prompt.points[0], prompt.points[-1])
        case _:
            return ()


def corners_of(box: BoxPrompt) -> tuple[Point, ...]:
    """Return a box's corners, round about from the upper left."""
    return ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))


def pulled(grip: Grip, to: Spot, *, broken: bool = False) -> AnyPrompt:
    """Return the prompt as it is once its grip was dragged there; `broken` lets one handle move alone."""
    prompt, place = grip.prompt, grip.point
    if isinstance(prompt, ShapePrompt) and place is not None:
        points = dragged(prompt.points, place, to.point, prompt.curved, broken)
        return replace(prompt, points=points)
    if isinstance(prompt, BoxPrompt) and place is not None:
        far = corners_of(prompt)[(place + 2) % 4]
        xs, ys = sorted((far[0], to.x)), sorted((far[1], to.y))
        if xs[1] - xs[0] < 1 or ys[1] - ys[0] < 1:
            return prompt
        return replace(prompt, x0=xs[0], x1=xs[1], y0=ys[0], y1=ys[1])
    return moved(prompt, to.x - grip.at.x, to.y - grip.at.y)
