"""Loading a model and working one of its methods off: what it yields is sent as it comes."""

from __future__ import annotations

import json
from collections.abc import Callable

from inference.families.adapter import Adapter, Arrays, Load, Method
from inference.memory.freeing import out_of_memory
from inference.memory.plan import Plan
from inference.store.trust import check_folder
from inference.worker.asked import Asked
from inference.worker.errors import fault, not_loaded
from inference.worker.telling import Telling
from nodes.api.errors import BadInput, WorkprintError
from nodes.process.child import Call


def loaded(asked: Asked, plan: Plan, family: Callable[[str], Load]) -> Adapter:
    """Return the model of a call, read from its folder once that is known to hold no code.

    Raises what the folder's check and the family raise, Failed for whatever else a library says of the
    files, and where memory ran out that error itself.
    """
    load = family(asked.card.family)
    check_folder(asked.card, asked.folder)
    try:
        return load(asked.card, asked.folder, plan)
    except WorkprintError:
        raise
    except Exception as error:
        if out_of_memory(error):
            raise
        raise not_loaded(asked.card.name, error) from error


def method_of(adapter: Adapter, asked: Asked) -> Method:
    """Return the method that a call asks for. Raises BadInput where the model has none of that name."""
    method = adapter.methods.get(asked.method)
    if method is None:
        offered = ", ".join(sorted(adapter.methods))
        raise BadInput(f"Ask '{asked.card.name}' for '{asked.method}'", f"it offers only {offered}")
    return method


def driven(
    call: Call, asked: Asked, method: Method, telling: Telling, sent: Callable[[Arrays], None]
) -> object:
    """Work a method off at a device's turn and return its last word, plain data.

    The turn is let go while whoever takes the frames makes us wait. Raises ModelFault for what is no error
    of ours, and where memory ran out that error itself.
    """
    made = method(asked.settings, asked.arrays, telling)
    try:
        while True:
            try:
                arrays = next(made)
            except StopIteration as done:
                return json.loads(json.dumps(done.value))
            with telling.turn.aside():
                call.send_frame(arrays)
            sent(arrays)
            del arrays
            telling.turn.give_way()
    except WorkprintError:
        raise
    except Exception as error:
        if out_of_memory(error):
            raise
        raise fault(asked.card.name, asked.method, error) from error
    finally:
        made.close()
