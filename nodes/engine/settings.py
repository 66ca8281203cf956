"""What drives a parameter, as the parameter's value."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from nodes.api import Curve, Param, Time


def driven(param: Param, value: float | Curve[float], time: Time, node: str, scale: Fraction) -> Any:
    """Return what a drive gives as a parameter's value at a time: whole where it has to be, checked.

    A parameter that wants a whole curve gets it. Full-resolution pixels become proxy pixels. Raises
    BadValue for a number that the parameter does not take.
    """
    if param.kind.name == "curve":
        made: Any = value if isinstance(value, Curve) else Curve.constant(value)
    else:
        number = value.at(time) if isinstance(value, Curve) else value
        whole = param.kind.name == "int" and math.isfinite(number)
        made = param.decode_key(math.floor(number + 0.5) if whole else number, node=node)
    return made if scale == 1 else param.scaled(made, float(scale))
