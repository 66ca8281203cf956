"""Where a hand on the canvas points in the media: through proxy, zoom, pan, pixel aspect, transform."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from editor.compile.seen import Seen
from editor.playback.ring import Picture
from nodes.api import Rate, Time
from nodes.geometry.placing import Placing

pytestmark = pytest.mark.qt
CUT, MEDIA = (640, 360), (320, 270)
scales = some.floats(0.1, 4) | some.floats(-4, -0.1)


def through(placing: Placing, zoom: float, pan: tuple[float, float], ratio: float) -> Any:
    """A clip fitted into the cut and placed, its picture drawn somewhere."""
    from editor.ui.pointing.view import Through
    from editor.ui.viewer.placement import Placement
    from editor.ui.viewer.tools import Surface

    fitted = np.array([[CUT[0] / MEDIA[0], 0, 3.0], [0, CUT[1] / MEDIA[1], -5.0], [0, 0, 1]])
    seen = Seen(Time(0, Rate(24)), placing.matrix @ fitted, MEDIA)
    aspect = float(placing.aspect)
    place = Placement(*CUT, *pan, zoom * aspect, zoom, True)
    picture = Picture(np.zeros((CUT[1], CUT[0], 4), np.uint8), Time(0, Rate(24)), {})
    return Through(Surface(picture, place, ratio), seen)


@settings(max_examples=60, deadline=None)
@given(
    some.builds(
        Placing,
        some.tuples(scales, scales),
        some.floats(-360, 360),
        some.just((320.0, 180.0)),
        some.tuples(some.floats(-500, 500), some.floats(-500, 500)),
        some.sampled_from([Fraction(1), Fraction(16, 15), Fraction(1, 2)]),
    ),
    some.floats(0.1, 16),
    some.tuples(some.floats(-900, 900), some.floats(-900, 900)),
    some.sampled_from([1.0, 1.5, 2.0]),
    some.tuples(some.floats(0, MEDIA[0]), some.floats(0, MEDIA[1])),
)
def test_a_hand_over_a_place_points_at_it(
    placing: Placing,
    zoom: float,
    pan: tuple[float, float],
    ratio: float,
    place: tuple[float, float],
) -> None:
    view = through(placing, zoom, pan, ratio)
    there = view.on_canvas(*place)
    spot = view.spot(there)
    assert spot.point == pytest.approx(place, abs=1e-5 * max(MEDIA) / min(1.0, zoom))
    mapped = view.transform.map(*place)
    assert mapped == pytest.approx((there.x(), there.y()), abs=1e-4 * max(1.0, zoom * 10)), (
        "mattes lie there too"
    )


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_proxy_is_pointed_through_as_the_full_picture_is(scale: int) -> None:
    """641 pixels at one half are 321, of which each but the last stands for two."""
    from qtpy.QtCore import QPointF

    from editor.ui.pointing.view import Through
    from editor.ui.viewer.framing import Framing
    from editor.ui.viewer.tools import Surface

    seen = Seen(Time(0, Rate(24)), np.array([[1.0, 0, 0], [0, 1, 0]]), (641, 361))
    shape = (-(-361 // scale), -(-641 // scale), 4)
    picture = Picture(np.zeros(shape, np.uint8), Time(0, Rate(24)), {"scale": f"1/{scale}"})
    framing = Framing()
    framing.size.set((1000, 700))
    framing.zoom_to(picture, 2.0)
    placement = framing.placement(picture)
    assert placement is not None
    view = Through(Surface(picture, placement, 1.0), seen)
    # At 200 % a pixel of the media is two of the screen, whatever was made of it.
    across = view.on_canvas(101, 50) - view.on_canvas(100, 50)
    assert (across.x(), across.y()) == (2.0, 0.0)
    corner = QPointF(placement.x, placement.y)
    assert view.spot(corner).point == pytest.approx((0.0, 0.0))
    assert view.spot(corner + QPointF(2 * 320, 2 * 180)).point == pytest.approx((320.0, 180.0))


def test_a_stroke_is_as_wide_in_the_media_at_any_zoom() -> None:
    """A pixel of the screen is half as many of the media at twice the zoom."""
    near, far = (through(Placing(), zoom, (0.0, 0.0), 1.0) for zoom in (2.0, 1.0))
    here = near.on_canvas(100, 100)
    assert far.spot(here).scale == pytest.approx(2 * near.spot(here).scale)
