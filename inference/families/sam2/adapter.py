"""A model that follows objects, as sessions that are opened, pointed at, stepped and closed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nodes.api.errors import BadInput

from .memory import Seen, forget
from .pictures import MEAN, SPREAD, mask_input, matte, planes, points_input

if TYPE_CHECKING:
    import torch

    from inference.families.adapter import Method, Tell

Arrays = Mapping[str, npt.NDArray[Any]]
_MOST_OPEN = 64


class Followers:
    """SAM 2 or a model with its sessions. Weights and the last pictures' features serve all sessions.

    Frames come one at a time, in rising or in falling order, and are not kept. A session nobody asks for
    any more is dropped when too many are open; who asks for one that is gone hears so and opens another.
    Pictures are given to the model with `mean` taken off, over `spread`.
    """

    def __init__(
        self, model: Any, session: type, mean: Sequence[float] = MEAN, spread: Sequence[float] = SPREAD
    ) -> None:
        self.model, self._session, self._look = model, session, (mean, spread)
        self.sessions: OrderedDict[str, Any] = OrderedDict()
        self.seen = Seen()
        size = model.config.image_size
        self.side = int(size if isinstance(size, int) else size[0])

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {"open": self.open, "add": self.add, "step": self.step, "close": self.close}

    def open(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Begin a `session`; returns {"side"}: what pictures are squeezed to."""
        yield from ()
        device = self.model.device
        begun = self._session(
            inference_device=device,
            inference_state_device=device,
            video_storage_device=device,
            dtype=self.model.dtype,
        )
        self.sessions.pop(settings["session"], None)
        self.sessions[settings["session"]] = begun
        while len(self.sessions) > _MOST_OPEN:
            self.sessions.popitem(last=False)
        return {"side": self.side}

    def add(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Point at an object in a `picture` and yield what is found there as `matte`.

        Settings: session, frame, obj, points as [x, y, 1 or 0] and box as [x0, y0, x1, y1] in the picture's
        pixels. A `matte` among the arrays is taken as it is; with `before`, what was followed there, the
        points change that. Returns {"known", "sure"}: whether the session is there, and how likely the
        object is seen, 0 to 1. Raises BadInput where nothing is pointed at.
        """
        session = self._found(settings)
        if session is None:
            return {"known": False}
        picture, frame, name = arrays["picture"], int(settings["frame"]), int(settings.get("obj", 1))
        size = (picture.shape[0], picture.shape[1])
        index = session.obj_id_to_idx(name)
        points, box = settings.get("points") or (), settings.get("box")
        painted = arrays.get("matte")
        if painted is None and not points and box is None:
            raise BadInput(
                "Follow an object", "nothing is pointed at", hint="Click on it or draw a box around it."
            )
        if painted is not None:
            given = mask_input(painted, self.side)
        elif "before" in arrays:
            given = (self._corrected(picture, arrays["before"], points, box) > 0).float()
        else:
            where, labels = points_input(points, box, size, self.side)
            session.remove_mask_inputs(index, frame)
            session.add_point_inputs(
                index, frame, {"point_coords": where.to(self.model.dtype), "point_labels": labels}
            )
            given = None
        if given is not None:
            session.remove_point_inputs(index, frame)
            session.add_mask_inputs(index, frame, given)
        session.obj_with_new_inputs = [name]
        found = self._run(session, picture, frame, tell)
        yield {"matte": found[name][0]}
        return {"known": True, "sure": found[name][1]}

    def step(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Follow every object of a `session` into the next `picture`: yields mattes by the objects' numbers.

        Settings: session, frame, reverse where frames fall. Returns {"known", "sure": by object}.
        """
        session = self._found(settings)
        if session is None:
            return {"known": False}
        reverse = bool(settings.get("reverse", False))
        found = self._run(session, arrays["picture"], int(settings["frame"]), tell, reverse)
        yield {str(name): made for name, (made, _) in found.items()}
        return {"known": True, "sure": {str(name): sure for name, (_, sure) in found.items()}}

    def close(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Let a `session` go; one that is gone is no mistake."""
        yield from ()
        self.sessions.pop(settings["session"], None)
        return {}

    def unload(self) -> None:
        """Let go of weights and sessions."""
        self.sessions.clear()
        self.seen.clear()
        self.model = None

    def _found(self, settings: Mapping[str, Any]) -> Any:
        session = self.sessions.get(settings["session"])
        if session is not None:
            self.sessions.move_to_end(settings["session"])
        return session

    def _run(
        self, session: Any, picture: npt.NDArray[Any], frame: int, tell: Tell, reverse: bool = False
    ) -> dict[int, tuple[npt.NDArray[Any], float]]:
        tell.step(0, 1, "following")
        features = self.seen.of(picture, self._encoded)
        session.cache.cache_vision_features(frame, features)
        blank = self.model.no_object_pointer.new_zeros((3, 1, 1))  # the features stand for the frame
        made = self.model(session, frame_idx=frame, frame=blank, reverse=reverse)
        forget(session, self.model.config, frame)
        size = (picture.shape[0], picture.shape[1])
        scores = made.object_score_logits.float().sigmoid().flatten().tolist()
        tell.step(1, 1, "following")
        return {
            name: (matte(logits, size), score)
            for name, logits, score in zip(made.object_ids, made.pred_masks, scores, strict=True)
        }

    def _encoded(self, picture: npt.NDArray[Any]) -> Mapping[str, Any]:
        import torch

        with torch.inference_mode():
            made = self.model.get_image_features(self._planes(picture), return_dict=True)
        return {"vision_feats": made.fpn_hidden_states, "vision_pos_embeds": made.fpn_position_encoding}

    def _planes(self, picture: npt.NDArray[Any]) -> torch.Tensor:
        return planes(picture, self.side, *self._look)[None].to(self.model.device, self.model.dtype)

    def _corrected(
        self, picture: npt.NDArray[Any], before: npt.NDArray[Any], points: Any, box: Any
    ) -> torch.Tensor:
        """Return log odds (1, 1, side, side) of a mask that was followed, with points on it.

        Whether the model sees the object at all is not asked: the person who points at it does.
        """
        import torch
        from torch.nn.functional import interpolate

        where, labels = points_input(points, box, (picture.shape[0], picture.shape[1]), self.side)
        odds = torch.logit(torch.from_numpy(np.array(before, np.float32)), eps=1e-4)[None, None]
        dense = interpolate(
            odds, tuple(self.model.prompt_encoder.mask_input_size), mode="bilinear", antialias=True
        )
        with torch.inference_mode():
            levels = self.model.get_image_embeddings(self._planes(picture))
            like = levels[-1]
            pointed, drawn = self.model.prompt_encoder(
                where.to(like), labels.to(like.device), None, dense.to(like)
            )
            made, *_ = self.model.mask_decoder(
                image_embeddings=like,
                image_positional_embeddings=self.model.get_image_wide_positional_embeddings(),
                sparse_prompt_embeddings=pointed,
                dense_prompt_embeddings=drawn,
                multimask_output=False,
                high_resolution_features=levels[:-1],
            )
            low = made.float().reshape(1, 1, *made.shape[-2:])
            return interpolate(low, (self.side, self.side), mode="bilinear", align_corners=False)
