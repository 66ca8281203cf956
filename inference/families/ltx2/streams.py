"""Picture and sound made step by step together: what LTX-2's network is told, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from inference.families.placing import Turns, dtype_of, working

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card
    from inference.families.adapter import Tell
    from inference.families.asked import Asked
    from inference.families.pixels import Pictures

    from .guidance import Guidance
    from .parts import Parts

_WORDS = 1024


@dataclass(frozen=True, slots=True, eq=False)
class Streams:
    """The two streams: `shape` of the picture's latents, `length` of the sound, frames a second.

    Where `there` is 1 the tokens `known` stand and are free of noise. With `frozen` the sound is given.
    """

    shape: tuple[int, ...]
    length: int
    rate: float
    known: torch.Tensor
    there: torch.Tensor
    frozen: bool


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A text as the network takes it: for the picture, for the sound, and what of it counts."""

    picture: torch.Tensor
    sound: torch.Tensor
    mask: torch.Tensor


def words(parts: Parts, text: str, card: Card) -> Words:
    """Return a text encoded: all layers of the language model, packed and brought to both streams."""
    import torch

    device = parts.plan.device
    given = parts.tokenizer(
        [text.strip()],
        padding="max_length",
        max_length=int(card.options.get("words", _WORDS)),
        truncation=True,
        add_special_tokens=True,
        return_tensors="pt",
    ).to(device)
    ids, mask = given.input_ids, given.attention_mask
    with working(parts.text_encoder, parts.plan) as encoder, torch.no_grad():
        layers = encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        packed = torch.stack(layers, dim=-1).flatten(2, 3).to(dtype_of(parts.plan))
    with working(parts.connectors, parts.plan) as connectors, torch.no_grad():
        return Words(*connectors(packed, mask, padding_side=parts.tokenizer.padding_side))


def levels(scheduler: Any, wish: Asked, count: int) -> torch.Tensor:
    """Return noise levels, the last 0: a card's to the letter, else the scheduler's for so many tokens."""
    import torch

    if wish.sigmas:
        return torch.tensor((*wish.sigmas, 0.0), dtype=torch.float32)
    own = type(scheduler).from_config(scheduler.config)
    config = own.config
    low, high = config.get("base_shift", 0.95), config.get("max_shift", 2.05)
    first, last = config.get("base_image_seq_len", 1024), config.get("max_image_seq_len", 4096)
    shift = low + (count - first) * (high - low) / (last - first)
    plain = np.linspace(1.0, 1 / wish.steps, wish.steps)
    own.set_timesteps(wish.steps, sigmas=plain, mu=shift)
    found: torch.Tensor = own.sigmas
    return found


def both(
    parts: Parts,
    turns: Turns,
    streams: Streams,
    start: tuple[torch.Tensor, torch.Tensor],
    said: tuple[Words, Words | None],
    guidance: Guidance,
    along: torch.Tensor,
    tell: Tell,
    shown: Callable[[torch.Tensor], Pictures],
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the tokens of picture and sound with the noise taken off, a step of Euler's at a time."""
    import torch

    network = turns.take(parts.network)
    picture, sound = start
    count = len(along) - 1
    tell.step(0, count, "making")
    for done, (now, then) in enumerate(pairwise(along), 1):
        with torch.no_grad():
            flows = _said(parts, network, streams, picture, sound, said[0], now, "cond")
            less = []
            if said[1] is not None:
                other = _said(parts, network, streams, picture, sound, said[1], now, "uncond")
                less.append((other, (guidance.words[0] - 1, guidance.words[1] - 1)))
            for name, (how, shares) in guidance.others().items():
                other = _said(parts, network, streams, picture, sound, said[0], now, name, how)
                less.append((other, shares))
            flows = guidance.led(flows, less, now, (picture, sound))
        ahead = _glimpse(shown, picture, flows[0], now)
        there = streams.there[..., None]
        picture = torch.where(there > 0, streams.known, picture + (then - now) * flows[0])
        sound = sound if streams.frozen else sound + (then - now) * flows[1]
        tell.step(done, count, "making", ahead)
    return picture, sound


def _glimpse(
    shown: Callable[[torch.Tensor], Pictures], picture: torch.Tensor, flow: torch.Tensor, now: torch.Tensor
) -> Callable[[], Pictures]:
    return lambda: shown(picture - now * flow)


def _said(
    parts: Parts,
    network: Any,
    streams: Streams,
    picture: torch.Tensor,
    sound: torch.Tensor,
    words: Words,
    now: torch.Tensor,
    name: str,
    how: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the velocities of both streams; a token that is free of noise is said to be so."""
    import torch

    dtype, device = dtype_of(parts.plan), picture.device
    time = (now * parts.scheduler.config.num_train_timesteps).to(device).expand(1)
    quiet = torch.zeros_like(time) if streams.frozen else time
    frames, rows, columns = streams.shape[2:]
    with network.cache_context(name):
        flows = network(
            hidden_states=picture.to(dtype),
            audio_hidden_states=sound.to(dtype),
            encoder_hidden_states=words.picture,
            audio_encoder_hidden_states=words.sound,
            timestep=time[:, None] * (1 - streams.there),
            audio_timestep=quiet,
            sigma=time,
            audio_sigma=quiet,
            encoder_attention_mask=words.mask,
            audio_encoder_attention_mask=words.mask,
            num_frames=frames,
            height=rows,
            width=columns,
            fps=streams.rate,
            audio_num_frames=streams.length,
            use_cross_timestep=True,
            return_dict=False,
            **how,
        )
    return flows[0].float(), flows[1].float()
