"""What is said of what the pointer rests on."""

from __future__ import annotations

from html import escape

from nodes.graph.joining import CALLED

from .hit import Hit
from .model import GraphModel
from .scene import Card, Slot
from .status import told


def tip(model: GraphModel, found: Hit) -> str:
    """Return the words for a slot, a card, a wire, a backdrop or a note."""
    if found.slot is not None:
        return _slot(model, found.slot, above=found.what == "input")
    card = model.scene.value.card(found.id)
    if card is not None:
        return _card(model, card)
    if found.wire is not None:
        scene = model.scene.value
        source, target = scene.cards[found.wire.source], scene.cards[found.wire.target]
        slot = target.ins[found.wire.into]
        return (
            f"{source.title} into {slot.label} of {target.title}. "
            "Click it and press Tab to put a node on it, Delete to part it."
        )
    if found.what == "title":
        return "Drag to move the backdrop and what lies on it. Double-click to write its title."
    if found.what == "note":
        return "Double-click to write."
    return ""


def _slot(model: GraphModel, slot: Slot, *, above: bool) -> str:
    kind = CALLED[slot.type] if slot.type is not None else "something unknown"
    if not above:
        return f"{slot.label}: {kind}. Drag to an input to connect it, or into the open to add a node."
    if slot.drives:
        return f"{slot.label} is driven by {slot.link}. Drag it off to let the value stand still."
    fed = f" From {slot.link}; drag it off to part it." if slot.link is not None else ""
    return f"{slot.label}: takes {kind}.{fed}"


def _card(model: GraphModel, card: Card) -> str:
    if card.sort == "output":
        return "What the shot shows. Drag an output here to show something else."
    lines = [f"<b>{escape(card.title)}</b>"]
    if card.sort == "group":
        lines.append(f"{card.about}. Double-click or press Return to look inside.")
    else:
        spec = model.specs.value.get(card.about)
        lines.append(escape(f"{card.about}: {spec.summary}" if spec else card.about))
    if not card.known:
        lines.append("This node is not installed here. It is kept as it is and cannot be run.")
    if card.problem and card.known:
        lines.append(f"Wrong: {escape(card.problem)}.")
    state = told(model.status.of(card.id))
    if state:
        lines.append(escape(state))
    if card.bypass:
        lines.append("Bypassed: what comes in goes out.")
    if card.keep:
        lines.append("Its results are kept in the project.")
    return "<br>".join(lines)
