"""Plans that an installed language model makes of what a person asks for."""

from __future__ import annotations

import json
from typing import Any

from nodes.api import BadInput

from .bound import BoundModel
from .following import asked
from .line import Line


class ModelPlanner:
    """`LanguagePlanner` by a model: what it answers is JSON of the form that is asked for, whatever it is."""

    def __init__(self, line: Line, model: BoundModel) -> None:
        self._line, self._model = line, model

    def plan(self, request: str, offered: str) -> str:
        """Return a JSON document of steps; see `nodes.api.capabilities`.

        `offered` is a JSON object; under "schema" it may hold the JSON schema of the answer. Raises
        BadInput where `offered` is no JSON object or its schema asks for what cannot be kept to.
        """
        try:
            said: Any = json.loads(offered)
        except ValueError as error:
            raise BadInput(
                "Plan steps", f"what is offered is no JSON: {error}", hint="Offer a JSON object."
            ) from error
        if not isinstance(said, dict):
            raise BadInput("Plan steps", "what is offered is no JSON object", hint="Offer a JSON object.")
        settings = {"request": request, "offered": offered, "schema": said.get("schema")}
        _, answer = asked(self._line, self._model, "plan", settings, {})
        return str(answer["text"])


def planner(line: Line, model: BoundModel) -> ModelPlanner:
    """Return a model as `LanguagePlanner`."""
    return ModelPlanner(line, model)
