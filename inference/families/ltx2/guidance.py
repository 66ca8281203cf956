"""What leads LTX-2 away from: other words, its own blurred sight, each of its streams without the other.

Source: diffusers' LTX2Pipeline; Ho and Salimans 2022, classifier-free guidance; Hyung et al. 2024,
"Spatiotemporal Skip Guidance for Enhanced Video Diffusion Sampling"; Lin et al. 2023, "Common Diffusion Noise
Schedules and Sample Steps are Flawed" (the rescaling).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card

Pair = tuple[float, float]
"""One number for the picture, one for the sound."""
Flows = tuple["torch.Tensor", "torch.Tensor"]


@dataclass(frozen=True, slots=True)
class Guidance:
    """How firmly each stream is led.

    `words` away from what is not wanted (1 not at all); `sharp` away from what the network says with the
    layers `blocks` blurred (0); `joined` away from what each stream is without the other (1). `rescale` gives
    what was led that share of its own spread back (0).
    """

    words: Pair = (1.0, 1.0)
    sharp: Pair = (0.0, 0.0)
    joined: Pair = (1.0, 1.0)
    rescale: Pair = (0.0, 0.0)
    blocks: tuple[int, ...] = ()

    def others(self) -> dict[str, tuple[dict[str, Any], Pair]]:
        """Return what else the network is asked at each step, by name: how, and with which shares."""
        found: dict[str, tuple[dict[str, Any], Pair]] = {}
        if max(self.sharp) > 0 and self.blocks:
            found["sharp"] = {"spatio_temporal_guidance_blocks": list(self.blocks)}, self.sharp
        if max(self.joined) > 1:
            found["joined"] = {"isolate_modalities": True}, (self.joined[0] - 1, self.joined[1] - 1)
        return found

    def led(self, wanted: Flows, less: list[tuple[Flows, Pair]], now: Any, samples: Flows) -> Flows:
        """Return velocities led away from others, each by its shares, at a noise level, for the samples."""
        made = []
        for stream, (flow, sample, rescale) in enumerate(zip(wanted, samples, self.rescale, strict=True)):
            led = flow
            for flows, shares in less:
                led = led + shares[stream] * (flow - flows[stream])
            made.append(_rescaled(flow, led, sample, now, rescale) if rescale and less else led)
        return made[0], made[1]


def _rescaled(flow: Any, led: Any, sample: Any, now: Any, share: float) -> Any:
    """Return a led velocity whose picture has, by a share, the deviation that it has when not led."""
    plain, led = sample - now * flow, sample - now * led
    axes = tuple(range(1, plain.ndim))
    spread = plain.std(dim=axes, keepdim=True) / led.std(dim=axes, keepdim=True)
    return (sample - (share * led * spread + (1 - share) * led)) / now


def guidance_of(card: Card, words: float) -> Guidance:
    """Return how a card leads: its options `guidance_sound`, `sharp`, `blocks`, `joined`, `rescale`.

    Each is one number, or two: for the picture and for the sound.
    """
    said = card.options
    return Guidance(
        (words, float(said.get("guidance_sound", words)) if words > 1 else words),
        _pair(said.get("sharp", 0.0)),
        _pair(said.get("joined", 1.0)),
        _pair(said.get("rescale", 0.0)),
        tuple(int(each) for each in said.get("blocks", ())),
    )


def _pair(said: Any) -> Pair:
    first, last = (said[0], said[-1]) if isinstance(said, list | tuple) else (said, said)
    return float(first), float(last)
