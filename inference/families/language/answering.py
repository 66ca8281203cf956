"""An answer token by token, each the likeliest that the grammar allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .grammar import Part, State, after, ending, may_end, start

if TYPE_CHECKING:
    import torch

_BROKEN = "\ufffd"
"""What a decoder writes for a character of which only some bytes have come."""


class Answer:
    """Text under way: tokens that were taken, and where in the grammar their text has come to."""

    def __init__(self, tokenizer: Any, part: Part) -> None:
        self._tokenizer = tokenizer
        self._state: State = start(part)
        self.tokens: list[int] = []
        self.text = ""

    @property
    def is_over(self) -> bool:
        """Whether the text is whole and cannot go on."""
        return self._state == {()}

    @property
    def may_end(self) -> bool:
        """Whether the text is whole as it is."""
        return may_end(self._state)

    def take(self, token: int) -> bool:
        """Add a token and return True, or leave all as it was where the grammar does not allow it."""
        said: str = self._tokenizer.decode(
            [*self.tokens, token], skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        whole = said.rstrip(_BROKEN)
        if not whole.startswith(self.text) or said == self.text:
            return False
        state = after(self._state, whole[len(self.text) :])
        if not state or (said != whole and not after(state, _BROKEN)):
            return False
        self._state, self.text = state, whole
        self.tokens.append(token)
        return True

    def ended(self) -> str:
        """Return the text, with what is missing of it in the shortest way."""
        return self.text + ("" if self.may_end else ending(self._state))


def answered(model: Any, tokenizer: Any, prompt: torch.Tensor, part: Part, most: int) -> Iterator[Answer]:
    """Yield the answer to a prompt (1, tokens) as it grows; at most `most` tokens.

    Of all tokens that the grammar allows the likeliest is taken, the end among them where the text is whole.
    """
    import torch

    answer, ends = Answer(tokenizer, part), _ends(model, tokenizer)
    given, past = prompt, None
    while len(answer.tokens) < most and not answer.is_over:
        with torch.inference_mode():
            made = model(input_ids=given, past_key_values=past, use_cache=True, logits_to_keep=1)
        past = made.past_key_values
        taken = _taken(answer, made.logits[0, -1].float(), ends)
        if taken is None:
            return
        yield answer
        given = torch.tensor([[taken]], device=prompt.device)


def _taken(answer: Answer, logits: torch.Tensor, ends: frozenset[int]) -> int | None:
    """Return the likeliest token that is allowed, now taken; None where that is the end, or there is none."""
    for token in logits.argsort(descending=True).tolist():
        if token in ends:
            if answer.may_end:
                return None
        elif answer.take(token):
            return int(token)
    return None


def _ends(model: Any, tokenizer: Any) -> frozenset[int]:
    named = model.generation_config.eos_token_id
    known = named if isinstance(named, list) else [named]
    return frozenset(each for each in (*known, tokenizer.eos_token_id) if each is not None)
