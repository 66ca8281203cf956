"""What can be done with how the picture is looked at: exposure, channels, mattes, marks, guides, size."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from editor.ui.actions import Action
from editor.ui.words import later
from nodes.engine.view import Channel

from .guided import LINE_NAMES, SHAPES
from .looking import MARK_NAMES, MATTING_NAMES, PROXIES, PROXY_NAMES
from .model import PlayerModel
from .reading import SIZES

CHANNEL, EXPOSURE, MATTE = later("Channel"), later("Exposure"), later("Matte")
MARKED, GUIDES, SIZE, PIXEL = later("Marks"), later("Guides"), later("Size worked at"), later("Pixel")
_CHANNELS: tuple[tuple[Channel, str, str], ...] = (
    ("colour", later("All channels"), "Shift+C"),
    ("red", later("Red alone"), "Shift+R"),
    ("green", later("Green alone"), "Shift+G"),
    ("blue", later("Blue alone"), "Shift+B"),
    ("alpha", later("Alpha alone"), "Shift+A"),
    ("luma", later("Luma alone"), "Shift+Y"),
    ("saturation", later("Saturation alone"), ""),
)
STOPS, GAMMAS = 0.5, 0.1
"""How far a press of a key goes."""


def looking_actions(model: PlayerModel) -> Iterator[Action]:
    """Yield channels, exposure, mattes and marks; none of them changes what is exported."""
    looking, ready = model.looking, model.ready

    def expose(by: float) -> None:
        looking.expose(looking.view.value.gain + by)

    def bend(by: float) -> None:
        looking.bend(looking.view.value.gamma + by)

    for channel, text, key in _CHANNELS:
        keys, run = (key,) if key else (), partial(looking.solo, channel)
        yield Action(f"picture.channel_{channel}", text, keys, run, ready, CHANNEL)
    for id, text, keys, run in (
        ("brighter", later("Half a stop brighter"), ("Ctrl+Shift+Up",), partial(expose, STOPS)),
        ("darker", later("Half a stop darker"), ("Ctrl+Shift+Down",), partial(expose, -STOPS)),
        ("gamma_up", later("More gamma"), (), partial(bend, GAMMAS)),
        ("gamma_down", later("Less gamma"), (), partial(bend, -GAMMAS)),
    ):
        yield Action(f"picture.{id}", text, keys, run, ready, EXPOSURE)
    yield Action("picture.reset", later("Look at it as it is"), ("Ctrl+0",), looking.reset, ready)
    for matting, text in MATTING_NAMES.items():
        id = f"picture.matte_{matting or 'off'}"
        yield Action(id, text, (), partial(looking.matte, matting), ready, MATTE)
    for marks, text in MARK_NAMES.items():
        yield Action(f"picture.mark_{marks or 'off'}", text, (), partial(looking.mark, marks), ready, MARKED)


def guide_actions(model: PlayerModel) -> Iterator[Action]:
    """Yield guides, the size that is worked at, and how many pixels are read."""
    guides, ready = model.guides, model.ready
    yield Action(
        "picture.guides",
        later("Show or hide the guides"),
        ("Ctrl+Shift+H",),
        lambda: guides.shown.set(not guides.shown.value),
        ready,
        GUIDES,
    )
    for line, text in LINE_NAMES.items():
        yield Action(f"picture.guide_{line}", text, (), partial(guides.toggle, line), ready, GUIDES)
    for shape in SHAPES:
        id = f"picture.shape_{shape.replace(':', '_').replace('.', '_')}"
        yield Action(id, shape, (), partial(guides.mask, shape), ready, GUIDES)
    for scale in PROXIES:
        id = f"picture.size_{scale.denominator}"
        run = partial(model.looking.scale.set, scale)
        yield Action(id, PROXY_NAMES[scale], (), run, ready, SIZE)
    for size in SIZES:
        text = PIXEL_NAMES[size]
        yield Action(f"picture.pixel_{size}", text, (), partial(model.reading.size.set, size), ready, PIXEL)


PIXEL_NAMES = {
    1: later("Read one pixel"),
    3: later("Read the mean of 3 × 3 pixels"),
    5: later("Read the mean of 5 × 5 pixels"),
}
