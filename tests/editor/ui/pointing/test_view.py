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


def through(placing: Placing, proxy: int, zoom: float, pan: tuple[float, float], ratio: float) -> Any:
    """A clip fitted into the cut and placed, its picture made at 1/proxy, drawn somewhere."""
    from editor.ui.pointing.view import Through
    from editor.ui.viewer.placement import Placement
    from editor.ui.viewer.tools import Surface

    fitted = np.array([[CUT[0] / MEDIA[0], 0, 3.0], [0, CUT[1] / MEDIA[1], -5.0], [0, 0, 1]])
    seen = Seen(Time(0, Rate(24)), placing.matrix @ fitted, MEDIA)
    columns, rows = CUT[0] // proxy, CUT[1] // proxy
    aspect = float(placing.aspect)
    place = Placement(columns, rows, *pan, zoom * aspect, zoom, True)
    picture = Picture(np.zeros((rows, columns, 4), np.uint8), Time(0, Rate(24)), {})
    return Through(Surface(picture, place, ratio), seen, CUT)


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
    some.sampled_from([1, 2, 4]),
    some.floats(0.1, 16),
    some.tuples(some.floats(-900, 900), some.floats(-900, 900)),
    some.sampled_from([1.0, 1.5, 2.0]),
    some.tuples(some.floats(0, MEDIA[0]), some.floats(0, MEDIA[1])),
)
def test_a_hand_over_a_place_points_at_it(
    placing: Placing,
    proxy: int,
    zoom: float,
    pan: tuple[float, float],
    ratio: float,
    place: tuple[float, float],
) -> None:
    view = through(placing, proxy, zoom, pan, ratio)
    there = view.on_canvas(*place)
    spot = view.spot(there)
    assert spot.point == pytest.approx(place, abs=1e-5 * max(MEDIA) / min(1.0, zoom))
    mapped = view.transform.map(*place)
    assert mapped == pytest.approx((there.x(), there.y()), abs=1e-4 * max(1.0, zoom * 10)), (
        "mattes lie there too"
    )


def test_the_last_pixel_of_a_proxy_stands_for_what_is_left() -> None:
    """641 pixels at one half are 321, and each but the last still stands for two."""
    from editor.ui.pointing.view import Through
    from editor.ui.viewer.placement import Placement
    from editor.ui.viewer.tools import Surface

    seen = Seen(Time(0, Rate(24)), np.array([[1.0, 0, 0], [0, 1, 0]]), (641, 361))
    picture = Picture(np.zeros((181, 321, 4), np.uint8), Time(0, Rate(24)), {"scale": "1/2"})
    surface = Surface(picture, Placement(321, 181, 0, 0, 1.0, 1.0, False), 1.0)
    view = Through(surface, seen, (641, 361))
    assert view.spot(view.surface.on_canvas(320, 180)).point == (640.0, 360.0)


def test_a_stroke_is_as_wide_in_the_media_at_any_zoom() -> None:
    """A pixel of the screen is half as many of the media at twice the zoom."""
    near, far = (through(Placing(), 1, zoom, (0.0, 0.0), 1.0) for zoom in (2.0, 1.0))
    here = near.on_canvas(100, 100)
    assert far.spot(here).scale == pytest.approx(2 * near.spot(here).scale)
