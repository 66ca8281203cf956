"""A language model that writes JSON of the form that is asked for, and else what the library writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.families.language.grammar import after, ending, may_end, start
from inference.families.language.schema import grammar
from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_language as tiny
from tests.inference.families.tiny_sam2 import ask

pytest.importorskip("transformers", reason="needs the extra models")

STEPS = {
    "type": "object",
    "properties": {
        "steps": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": {
                "type": "object",
                "properties": {
                    "node": {"enum": ["color.grade", "filter.blur"]},
                    "amount": {"type": "number"},
                    "why": {"type": "string", "maxLength": 12},
                },
                "required": ["node", "amount"],
            },
        },
        "sure": {"type": "boolean"},
    },
    "required": ["steps"],
}
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.saved(tmp_path_factory.mktemp("language"))


@pytest.fixture(scope="module")
def adapter(folder: Path) -> Any:
    from inference.families import language

    return language.load(tiny.CARD, folder, Plan())


def takes(schema: Any, text: str) -> bool:
    return may_end(after(start(grammar(schema)), text))


@given(VALUES, st.sampled_from([(",", ":"), (", ", ": ")]), st.booleans())
def test_any_json_may_be_written_where_no_schema_says(
    value: Any, between: tuple[str, str], ascii: bool
) -> None:
    assert takes(None, json.dumps(value, separators=between, ensure_ascii=ascii))


@given(st.text(alphabet='{}[],:"0123456789.eE+-truefalsn\\ ax\n', max_size=12))
def test_what_is_no_json_may_not_be_written(text: str) -> None:
    if takes(None, text):
        json.loads(text)


@given(VALUES, st.integers(0, 200))
def test_a_text_that_is_broken_off_is_brought_to_its_end(value: Any, length: int) -> None:
    begun = json.dumps(value)[:length]
    json.loads(begun + ending(after(start(grammar(None)), begun)))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ('{"steps":[{"node":"color.grade","amount":-1.5e3}]}', True),
        ('{"steps": [{"node": "filter.blur", "amount": 0, "why": "soft"}], "sure": true}', True),
        ('{"steps":[]}', False),
        ('{"steps":[{"node":"color.cdl","amount":1}]}', False),
        ('{"steps":[{"amount":1,"node":"color.grade"}]}', False),
        ('{"steps":[{"node":"color.grade","amount":01}]}', False),
        ('{"steps":[{"node":"color.grade","amount":1,"why":"much too long a reason"}]}', False),
        ('{"sure":true}', False),
        ('{"steps":[{"node":"color.grade","amount":1}],"more":1}', False),
    ],
)
def test_a_schema_is_kept_to(text: str, fits: bool) -> None:
    assert takes(STEPS, text) is fits


@pytest.mark.parametrize(
    "schema",
    [{"$ref": "#/x"}, {"type": "string", "pattern": "a+"}, {"type": "thing"}, {"anyOf": []}, 3],
)
def test_a_schema_that_cannot_be_kept_to_is_refused(schema: Any) -> None:
    with pytest.raises(BadInput, match="schema"):
        grammar(schema)


def test_whatever_the_model_says_is_json_of_the_schema(adapter: Any) -> None:
    for request in ("make it warmer", "什么"):
        for tokens in (4, 60):
            _, said = ask(adapter, "plan", {"request": request, "schema": STEPS, "tokens": tokens})
            made = json.loads(said["text"])
            assert takes(STEPS, said["text"])
            assert 1 <= len(made["steps"]) <= 3
            assert said["tokens"] <= tokens


def test_under_a_grammar_it_takes_what_the_library_takes_of_the_same_tokens(
    adapter: Any, folder: Path
) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    from inference.families.language.answering import Answer, answered

    ids, part = adapter._prompt("blur it", "{}"), grammar(STEPS)
    model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True).eval()

    def allowed(_: int, tokens: Any) -> list[int]:
        begun = tokens.tolist()[ids.shape[1] :]
        found = []
        for token in range(model.config.vocab_size):
            answer = Answer(adapter.tokenizer, part)
            assert all(answer.take(each) for each in begun)
            if token == adapter.tokenizer.eos_token_id:
                found += [token] if answer.may_end else []
            elif answer.take(token):
                found.append(token)
        return found

    with torch.no_grad():
        wanted = model.generate(
            ids,
            max_new_tokens=12,
            do_sample=False,
            attention_mask=torch.ones_like(ids),
            prefix_allowed_tokens_fn=allowed,
        )
    ours = list(answered(adapter.model, adapter.tokenizer, ids, part, 12))[-1]
    assert ours.tokens == wanted[0, ids.shape[1] :].tolist()


def test_the_logits_are_the_librarys(adapter: Any, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    ids = adapter._prompt("make it warmer", "{}")
    model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True).eval()
    with torch.inference_mode():
        whole = model(input_ids=ids).logits[0]
        first = adapter.model(input_ids=ids[:, :-1], use_cache=True, logits_to_keep=1)
        last = adapter.model(input_ids=ids[:, -1:], past_key_values=first.past_key_values, logits_to_keep=1)
    torch.testing.assert_close(first.logits[0, -1], whole[-2], atol=1e-4, rtol=0)
    torch.testing.assert_close(last.logits[0, -1], whole[-1], atol=1e-4, rtol=0)
