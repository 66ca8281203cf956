"""The node: mattes of several objects together, and how sure it is of them."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np

from nodes.api import Click, Prompts
from nodes.library.segment.object import object as follow
from nodes.library.segment.session import OwnSegmenter

from .test_session import CLICKS, Drawn, at

CONTEXT = SimpleNamespace(scratch=Path(), check_cancelled=lambda: None, progress=lambda *_: None)
BOTH = CLICKS.joined(Prompts((Click(at(0), 140, 10, obj=2), Click(at(0), 40, 48, positive=False, obj=2))))


def followed(model, prompts, obj=0):
    drawn = Drawn()
    made = follow(image=drawn, prompts=prompts, model=model, range=drawn.range, context=CONTEXT, obj=obj)
    return [each.value for each in made]


def test_objects_together_are_as_sure_as_the_least_sure_of_them():
    one, other = (followed(OwnSegmenter(), BOTH, obj) for obj in (1, 2))
    for a, b, both in zip(one, other, followed(OwnSegmenter(), BOTH), strict=True):
        assert np.array_equal(both.matte.pixels, np.maximum(a.matte.pixels, b.matte.pixels))
        assert np.array_equal(both.certainty.pixels, np.minimum(a.certainty.pixels, b.certainty.pixels))
        assert both.confidence == min(a.confidence, b.confidence)


def test_where_a_model_tells_nothing_of_pixels_its_matte_does():
    class Silent(OwnSegmenter):
        def open(self, clip):
            return _Session(super().open(clip))

    class _Session:
        def __init__(self, inner):
            self.inner = inner

        def __enter__(self):
            session = self.inner.__enter__()
            return SimpleNamespace(add=session.add, at=session.at, propagate=session.propagate)

        def __exit__(self, *error):
            return self.inner.__exit__(*error)

    for each in followed(Silent(), CLICKS):
        assert np.array_equal(each.certainty.pixels, np.maximum(each.matte.pixels, 1 - each.matte.pixels))
