"""Pictures and sound to LTX-2's latents and back; latents of mean 0 and deviation 1, one token each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from inference.families.pixels import Pictures, from_planes
from inference.families.placing import working

if TYPE_CHECKING:
    import torch

    from .parts import Parts

_WINDOW = 1024
_QUIETEST = 1e-5


def encoded(parts: Parts, planes: torch.Tensor) -> torch.Tensor:
    """Return latents (1, channels, frames, rows, columns) of (1, 3, frames, rows, columns), -1 to 1."""
    import torch

    with working(parts.coder, parts.plan) as coder, torch.no_grad():
        mode = coder.encode(planes.to(parts.plan.device, coder.dtype)).latent_dist.mode().float()
        mean, deviation = (_along(each, parts) for each in (coder.latents_mean, coder.latents_std))
        made: torch.Tensor = (mode - mean) / deviation
    return made


def decoded(parts: Parts, latents: torch.Tensor) -> Iterator[Pictures]:
    """Yield pictures (some frames, rows, columns, 3), 0 to 1."""
    import torch

    with working(parts.coder, parts.plan) as coder, torch.no_grad():
        mean, deviation = (_along(each, parts) for each in (coder.latents_mean, coder.latents_std))
        raw = latents * deviation / coder.config.scaling_factor + mean
        time = torch.zeros(1, device=raw.device) if coder.config.timestep_conditioning else None
        planes = coder.decode(raw.to(coder.dtype), time, return_dict=False)[0]
    for first in range(0, planes.shape[2], parts.pace):
        yield from_planes(planes[:, :, first : first + parts.pace])


def tokens(latents: torch.Tensor) -> torch.Tensor:
    """Return (1, frames · rows · columns, channels) of (1, channels, frames, rows, columns)."""
    return latents.flatten(2).transpose(1, 2)


def pictured(row: torch.Tensor, like: torch.Size) -> torch.Tensor:
    """Return what `tokens` made as latents of that shape."""
    return row.transpose(1, 2).reshape(like)


def sounding(parts: Parts, row: torch.Tensor) -> npt.NDArray[np.float32]:
    """Return sound (samples, channels), -1 to 1, of tokens (1, length, channels · bands)."""
    import torch

    with working(parts.hearing, parts.plan) as hearing, torch.no_grad():
        mean, deviation = (each.to(row) for each in (hearing.latents_mean, hearing.latents_std))
        raw = row * deviation + mean
        bands = hearing.config.mel_bins // hearing.mel_compression_ratio
        shaped = raw.unflatten(2, (-1, bands)).transpose(1, 2).to(hearing.dtype)
        mel = hearing.decode(shaped, return_dict=False)[0]
    with working(parts.vocoder, parts.plan) as vocoder, torch.no_grad():
        wave = vocoder(mel)
    return np.ascontiguousarray(wave[0].float().T.cpu().numpy())


def heard(parts: Parts, sound: npt.NDArray[Any], rate: int, length: int) -> torch.Tensor:
    """Return tokens (1, length, channels · bands) of sound (samples, channels) at a rate, cut or padded."""
    import torch

    with working(parts.hearing, parts.plan) as hearing, torch.no_grad():
        config = hearing.config
        wave = resampled(np.asarray(sound, np.float32), rate, config.sample_rate)
        mel = spectrum(wave, config.sample_rate, config.mel_hop_length, config.mel_bins)
        frames = length * hearing.temporal_compression_ratio
        quiet = np.full((mel.shape[0], max(0, frames - mel.shape[1]), mel.shape[2]), np.log(_QUIETEST))
        mel = np.concatenate((mel, quiet.astype(np.float32)), 1)[:, :frames]
        given = torch.from_numpy(np.ascontiguousarray(mel))[None].to(parts.plan.device, hearing.dtype)
        mode = hearing.encode(given).latent_dist.mode().float()[:, :, :length]
        row = mode.transpose(1, 2).flatten(2, 3)
        mean, deviation = (each.to(row) for each in (hearing.latents_mean, hearing.latents_std))
        made: torch.Tensor = (row - mean) / deviation
    return made


def spectrum(wave: npt.NDArray[np.float32], rate: int, hop: int, bands: int) -> npt.NDArray[np.float32]:
    """Return (2, frames, bands): the logarithm of a mel spectrum of both channels of (samples, channels).

    Magnitudes of windows of 1024 samples (Hann, centred, the ends mirrored), bands as Slaney's, each of unit
    area, natural logarithm; what is below 1e-5 counts as that. Source: what the published trainers of LTX-2
    (FastVideo, SimpleTuner) give its coder; diffusers has no way from sound to its latents.
    """
    import torch
    from transformers.audio_utils import mel_filter_bank

    both = np.ascontiguousarray(np.repeat(wave, 2, 1)[:, :2].T if wave.shape[1] == 1 else wave[:, :2].T)
    window = torch.hann_window(_WINDOW)
    spread = torch.stft(
        torch.from_numpy(both), _WINDOW, hop, window=window, center=True, return_complex=True
    ).abs()
    filters = mel_filter_bank(_WINDOW // 2 + 1, bands, 0.0, rate / 2, rate, norm="slaney", mel_scale="slaney")
    mel = np.einsum("cft,fb->ctb", spread.numpy(), filters)
    return np.asarray(np.log(np.maximum(mel, _QUIETEST)), np.float32)


def resampled(wave: npt.NDArray[np.float32], rate: int, wanted: int) -> npt.NDArray[np.float32]:
    """Return (samples, channels) at another rate, of the same length in time."""
    if rate == wanted:
        return wave
    from math import gcd

    from scipy.signal import resample_poly

    shared = gcd(rate, wanted)
    return np.asarray(resample_poly(wave, wanted // shared, rate // shared, axis=0), np.float32)


def _along(values: torch.Tensor, parts: Parts) -> torch.Tensor:
    """Return numbers of channels as (1, channels, 1, 1, 1) on the device, wherever the coder waits."""
    return values.to(parts.plan.device).float().view(1, -1, 1, 1, 1)
