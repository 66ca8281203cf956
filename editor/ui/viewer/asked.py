"""What the engine is asked for, from what is shown, compared and looked at."""

from __future__ import annotations

from dataclasses import replace

from editor.playback.screening import Screening

from .comparing import Comparing
from .looking import Looking
from .readying import Reels


def screening_of(made: Reels, looking: Looking, comparing: Comparing) -> Screening:
    """Return what is to be made now; of versions of which one is in front, that one alone."""
    view, jobs = looking.view.value, tuple(reel.job for reel in made.all)
    if comparing.is_difference:
        view, jobs = replace(view, difference=comparing.amount.value), jobs[:2]
    front = comparing.front.value
    if front is not None and front < len(jobs):
        jobs = jobs[front : front + 1]
    cover = None if made.matte is None or not view.matting else made.matte.job
    deep = looking.is_deep and len(jobs) == 1
    return Screening(jobs, view, cover, looking.scopes.value, looking.scale.value, deep)
