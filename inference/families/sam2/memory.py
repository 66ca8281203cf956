"""What a session remembers, kept as small as what the model still looks at.

The library's session keeps every frame and every mask for as long as it lives. The model looks back at the
memories of a few frames and at the pointers of a few more; prompted frames it looks at for ever.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

_SEEN = 4


def forget(session: Any, config: Any, frame: int) -> None:
    """Drop from a session what nobody looks at any more once `frame` is done, ahead of it or behind.

    The mask at the model's full size goes at once, memories after `num_maskmem` frames, the rest after
    `max_object_pointers_in_encoder`; of prompted frames all but the full-size mask stays.
    """
    if session.processed_frames is not None:
        session.processed_frames.clear()
    session.cache.clear_all()
    near, far = config.num_maskmem - 1, max(config.num_maskmem, config.max_object_pointers_in_encoder) - 1
    for index, kept in session.output_dict_per_obj.items():
        for made in (*kept["cond_frame_outputs"].values(), *kept["non_cond_frame_outputs"].values()):
            made.pop("high_res_masks", None)
        followed = kept["non_cond_frame_outputs"]
        for number in [each for each in followed if abs(each - frame) >= far]:
            del followed[number]
        for number, made in followed.items():
            made.pop("pred_masks", None)
            if abs(number - frame) >= near:
                made.pop("maskmem_features", None)
                made.pop("maskmem_pos_enc", None)
        tracked = session.frames_tracked_per_obj[index]
        for number in [each for each in tracked if abs(each - frame) >= far]:
            del tracked[number]


def held(session: Any) -> Mapping[str, int]:
    """Return how many frames, features and tensors a session holds, and their bytes."""
    tensors = [
        tensor
        for kept in session.output_dict_per_obj.values()
        for sort in kept.values()
        for made in sort.values()
        for tensor in made.values()
        if hasattr(tensor, "nbytes")
    ]
    return {
        "frames": len(session.processed_frames or ()),
        "features": len(session.cache._vision_features),
        "tracked": sum(map(len, session.frames_tracked_per_obj.values())),
        "tensors": len(tensors),
        "bytes": sum(tensor.nbytes for tensor in tensors),
    }


class Seen:
    """What the encoder made of the last few pictures, which several objects and both ways share."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, Mapping[str, Any]] = OrderedDict()

    def of(self, picture: npt.NDArray[Any], encode: Any) -> Mapping[str, Any]:
        """Return what `encode` makes of a picture, made now or a moment ago."""
        key = blake2b(np.ascontiguousarray(picture).tobytes(), digest_size=16).digest()
        found = self._kept.pop(key, None)
        if found is None:
            found = encode(picture)
        self._kept[key] = found
        while len(self._kept) > _SEEN:
            self._kept.popitem(last=False)
        return found

    def clear(self) -> None:
        """Let go of all."""
        self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)
