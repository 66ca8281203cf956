"""Which model serves a node."""

from __future__ import annotations

import pytest

from nodes.models.bound import BoundModel, bound_for

BEST, OTHER, HINTED = (BoundModel(name, f"print of {name}", {}, "/m") for name in ("best", "other", "hinted"))
MODELS = {"VideoEdit": BEST, "VideoEdit=other": OTHER, "VideoEdit=best": BEST, "VideoEdit=hinted": HINTED}


@pytest.mark.parametrize(
    ("choice", "suggested", "serves"),
    [
        (None, None, BEST),
        ("", None, BEST),
        ("other", None, OTHER),
        ("other", "hinted", OTHER),
        (None, "hinted", HINTED),
        (None, "unknown", BEST),
        ("own", "hinted", None),
    ],
)
def test_a_choice_counts_most_then_a_suggestion_then_the_best(
    choice: str | None, suggested: str | None, serves: BoundModel | None
) -> None:
    assert bound_for(MODELS, "VideoEdit", choice, suggested) is serves


def test_nothing_bound_is_the_own_engine() -> None:
    assert bound_for({}, "VideoEdit", None, "hinted") is None
    assert bound_for(MODELS, "Matting", None, None) is None


def test_a_choice_that_is_not_bound_is_kept_to() -> None:
    with pytest.raises(LookupError):
        bound_for(MODELS, "VideoEdit", "gone", None)


def test_a_bound_model_goes_through_json() -> None:
    model = BoundModel("a", "f", {"name": "a", "sizes": [1, 2]}, "/m/a")
    assert BoundModel.from_json(model.to_json()) == model
