"""A language model that is loaded, and what it can be asked."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from inference.families.placing import working

from .answering import answered
from .grammar import ending, start
from .schema import grammar

if TYPE_CHECKING:
    import torch

    from inference.families.adapter import Method, Tell
    from inference.memory.plan import Plan

Arrays = Mapping[str, npt.NDArray[Any]]
_MOST = 1024
_TASK = (
    "You plan work on film shots. Answer with one JSON document and nothing else. "
    "Use only what is offered below.\n"
)


class Language:
    """An instruct model of transformers."""

    def __init__(self, model: Any, tokenizer: Any, plan: Plan) -> None:
        self.model, self.tokenizer, self._plan = model, tokenizer, plan

    @property
    def methods(self) -> Mapping[str, Method]:
        """What it can be asked."""
        return {"plan": self.plan}

    def plan(self, settings: Mapping[str, Any], arrays: Arrays, tell: Tell) -> Generator[Arrays, None, Any]:
        """Return {"text", "tokens"}: a JSON document that does what a `request` asks for.

        `offered` describes what may be used, `schema` (JSON schema or None) what the document looks like:
        nothing else can be written. After `tokens` tokens it is brought to its end in the shortest way.
        Raises BadInput for a schema that cannot be kept to.
        """
        yield from ()
        part, most = grammar(settings.get("schema")), int(settings.get("tokens", _MOST))
        ids = self._prompt(str(settings["request"]), str(settings.get("offered", "")))
        text, count = ending(start(part)), 0
        tell.step(0, most, "planning")
        with working(self.model, self._plan) as model:
            for answer in answered(model, self.tokenizer, ids, part, most):
                text, count = answer.ended(), len(answer.tokens)
                tell.step(count, most, "planning")
        return {"text": text, "tokens": count}

    def unload(self) -> None:
        """Let go of the weights."""
        self.model = None

    def _prompt(self, request: str, offered: str) -> torch.Tensor:
        import torch

        said = [{"role": "user", "content": f"{_TASK}{offered}\n\n{request}"}]
        if self.tokenizer.chat_template is None:
            words = f"{said[0]['content']}\n\n"
        else:
            words = self.tokenizer.apply_chat_template(
                said, tokenize=False, add_generation_prompt=True, enable_thinking=False
            )
        # A talk's template writes the marks that a tokenizer would put before a text.
        ids = self.tokenizer(words, add_special_tokens=self.tokenizer.chat_template is None).input_ids
        return torch.tensor([ids], device=self._plan.device)
