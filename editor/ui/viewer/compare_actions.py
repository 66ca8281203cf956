"""What can be done with versions beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from editor.playback.versions import CIRCLED, LIVE, SOURCE
from editor.ui.actions import Action
from editor.ui.words import later

from .comparing import AMOUNTS, MODE_NAMES, CompareMode
from .model import PlayerModel

COMPARE = later("Compare")
_KEYS: dict[CompareMode, tuple[str, ...]] = {
    "wipe": ("Ctrl+Shift+W",),
    "side": ("Ctrl+2",),
    "difference": ("Ctrl+Shift+D",),
    "blend": ("Ctrl+3",),
}
_PAIRS = (
    ("source", later("Circled beside the source"), (CIRCLED, SOURCE)),
    ("live", later("Live beside circled"), (LIVE, CIRCLED)),
    ("all", later("Source, circled and live"), (SOURCE, CIRCLED, LIVE)),
)
_TURN, _MIX = 45.0, 0.1


def show_as(model: PlayerModel, mode: CompareMode) -> None:
    """Compare in this way: what is compared already, else what is shown beside the source."""
    if model.comparing.is_on:
        model.comparing.show_as(mode)
    else:
        model.compare((model.showing.value, SOURCE), mode)


def compare_actions(model: PlayerModel) -> Iterator[Action]:
    """Yield the ways to compare, what is compared, and what can be changed of a way."""
    comparing, ready = model.comparing, model.ready

    def mix(by: float) -> None:
        comparing.mix.set(round(min(1.0, max(0.0, comparing.mix.value + by)), 2))

    def amplify() -> None:
        place = AMOUNTS.index(comparing.amount.value)
        comparing.amount.set(AMOUNTS[(place + 1) % len(AMOUNTS)])

    for mode, text in MODE_NAMES.items():
        run = partial(show_as, model, mode)
        yield Action(f"picture.compare_{mode}", text, _KEYS[mode], run, ready, COMPARE)
    for id, text, keys, doing in (
        ("flip", later("Flip between A and B"), ("\\",), comparing.flip),
        ("swap", later("Swap A and B"), (), comparing.swap),
        ("turn", later("Turn the wipe by 45°"), (), partial(comparing.turn, _TURN)),
        ("more", later("More of B"), (), partial(mix, _MIX)),
        ("less", later("Less of B"), (), partial(mix, -_MIX)),
        ("amplify", later("Show differences more strongly"), (), amplify),
        ("end", later("Compare no longer"), ("Ctrl+4",), comparing.end),
    ):
        yield Action(f"picture.compare_{id}", text, keys, doing, ready, COMPARE)
    for id, text, sources in _PAIRS:
        run = partial(_compare, model, sources)
        yield Action(f"picture.versions_{id}", text, (), run, ready, COMPARE)


def _compare(model: PlayerModel, sources: tuple[str, ...]) -> None:
    model.compare(sources, model.comparing.mode.value)
