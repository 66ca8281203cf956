"""ViTMatte: a soft matte of hair, blur and glass from a picture and what is surely in and out."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .placing import dtype_of
from .reading import weights

if TYPE_CHECKING:
    import torch

    from inference.cards.card import Card
    from inference.memory.plan import Plan

    from .adapter import Adapter, Method, Tell

Arrays = Mapping[str, npt.NDArray[Any]]
_DIVISOR = 32


class VitMatte:
    """A ViTMatte that is loaded (Yao et al. 2023, "ViTMatte: boosting image matting with plain ViTs")."""

    def __init__(self, model: Any) -> None:
        self.model = model

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {"refine": self.refine}

    def refine(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Yield `matte` (rows, columns), 0 to 1, for a `picture` and a `trimap`: 0 out, 1 in, else unknown.

        What is known comes back as it was given.
        """
        import torch

        picture, trimap = arrays["picture"], arrays["trimap"]
        rows, columns = trimap.shape
        tell.step(0, 1, "softening")
        with torch.inference_mode():
            given = planes(picture, trimap).to(self.model.device, self.model.dtype)
            found = self.model(pixel_values=given).alphas[0, 0, :rows, :columns].float().cpu().numpy()
        tell.step(1, 1, "softening")
        yield {"matte": np.where((trimap > 0) & (trimap < 1), found, trimap).astype(np.float32)}
        return {}

    def unload(self) -> None:
        """Let go of the weights."""
        self.model = None


def planes(picture: npt.NDArray[Any], trimap: npt.NDArray[Any]) -> torch.Tensor:
    """Return (1, 4, rows, columns): the picture from -1 to 1, the trimap as 0, 128/255 and 1.

    Below and on the right zeros fill up to a multiple of 32.
    """
    import torch

    rows, columns = trimap.shape
    made = np.zeros((4, -(-rows // _DIVISOR) * _DIVISOR, -(-columns // _DIVISOR) * _DIVISOR), np.float32)
    made[:3, :rows, :columns] = picture.transpose(2, 0, 1) * 2 - 1
    made[3, :rows, :columns] = np.where((trimap > 0) & (trimap < 1), np.float32(128 / 255), trimap)
    return torch.from_numpy(made)[None]


def load(card: Card, folder: Path, plan: Plan) -> Adapter:
    """Return the model in a transformers folder of ViTMatte; see `inference.families.adapter.Load`."""
    from transformers import VitMatteForImageMatting

    classes = {"VitMatteForImageMatting": VitMatteForImageMatting}
    return VitMatte(weights(folder, ".", classes, dtype_of(plan)).to(plan.device))
