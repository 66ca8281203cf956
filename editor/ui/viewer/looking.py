"""How the picture is looked at: exposure, channel, matte, marks. Nothing of it is in the cut or in a file."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from editor.ui.observe import Value
from editor.ui.words import later
from nodes.engine.shader import Shader
from nodes.engine.view import GAMMAS, MOST_STOPS, PLAIN, Channel, Marks, Matting, View

PROXIES = (Fraction(1), Fraction(1, 2), Fraction(1, 4))
PROXY_NAMES = {
    Fraction(1): later("Full size"),
    Fraction(1, 2): later("Half size"),
    Fraction(1, 4): later("Quarter size"),
}
CHANNEL_NAMES: dict[Channel, str] = {
    "colour": later("Colour"),
    "red": later("Red"),
    "green": later("Green"),
    "blue": later("Blue"),
    "alpha": later("Alpha"),
    "luma": later("Luma"),
    "saturation": later("Saturation"),
}
MATTING_NAMES: dict[Matting, str] = {
    "": later("Picture"),
    "alone": later("Matte alone"),
    "overlay": later("Matte in red over the picture"),
    "black": later("Cut out on black"),
    "white": later("Cut out on white"),
    "checker": later("Cut out on a checkerboard"),
}
MARK_NAMES: dict[Marks, str] = {
    "": later("No marks"),
    "clipping": later("Stripes where it clips"),
    "exposure": later("False colour"),
}


class Looking:
    """`view` is what the engine is asked for, `scale` the size it works at, `scopes` what it measures.

    `deep` says that the canvas shows light by itself, with the `shader` that the engine made for the view.
    """

    def __init__(self) -> None:
        self.view: Value[View] = Value(PLAIN)
        self.scale: Value[Fraction] = Value(Fraction(1))
        self.scopes: Value[tuple[str, ...]] = Value(())
        self.deep: Value[bool] = Value(False)
        self.shader: Value[Shader | None] = Value(None)

    def expose(self, stops: float) -> None:
        """Show pictures brighter by so many stops than they are, -16 to 16."""
        self._change(gain=round(max(-MOST_STOPS, min(MOST_STOPS, stops)), 3))

    def bend(self, gamma: float) -> None:
        """Show pictures with a gamma of 0.1 to 10."""
        self._change(gamma=round(max(GAMMAS[0], min(GAMMAS[1], gamma)), 3))

    def solo(self, channel: Channel) -> None:
        """Show a channel alone; the one that is shown alone already gives way to colour."""
        self._change(channel="colour" if channel == self.view.value.channel else channel)

    def matte(self, matting: Matting) -> None:
        """Show the matte, or the picture laid on something by it."""
        self._change(matting=matting)

    def mark(self, marks: Marks) -> None:
        """Mark what clips or how it is exposed; the marks that are there already go away."""
        self._change(marks="" if marks == self.view.value.marks else marks)

    def through(self, transform: str) -> None:
        """Show through a view of the colour configuration, "" for colorimetrically."""
        self._change(transform=transform)

    def reset(self) -> None:
        """Show pictures as they are."""
        self.view.set(PLAIN)

    @property
    def is_deep(self) -> bool:
        """Whether light is asked for: the canvas can do all that the view says, and it says something."""
        view = self.view.value
        alone = not (view.matting or view.marks or view.difference)
        return self.deep.value and view.is_exposed and alone

    @property
    def badge(self) -> str:
        """What is changed for looking, in words; "" where nothing is."""
        view = self.view.value
        words = [f"{view.gain:+g} stops"] if view.gain else []
        words += [f"gamma {view.gamma:g}"] if view.gamma != 1 else []
        words += [view.transform] if view.transform else []
        words += [CHANNEL_NAMES[view.channel].lower()] if view.channel != "colour" else []
        words += [MATTING_NAMES[view.matting].lower()] if view.matting else []
        words += [MARK_NAMES[view.marks].lower()] if view.marks else []
        words += [f"proxy {self.scale.value}"] if self.scale.value != 1 else []
        return ", ".join(words)

    def _change(self, **change: object) -> None:
        self.view.set(replace(self.view.value, **change))  # type: ignore[arg-type]
