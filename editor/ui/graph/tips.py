"""What is said of what the pointer rests on."""

from __future__ import annotations

from html import escape

from editor.ui.words import say
from nodes.graph.joining import CALLED

from .hit import Hit
from .model import GraphModel
from .scene import Card, Slot
from .status import NOTHING, shown_states, told


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
        return say(
            "{source} into {input} of {node}. Click it and press Tab to put a node on it, Delete to part it.",
            source=source.title,
            input=slot.label,
            node=target.title,
        )
    if found.what == "title":
        return say("Drag to move the backdrop and what lies on it. Double-click to write its title.")
    if found.what == "note":
        return say("Double-click to write.")
    return ""


def _slot(model: GraphModel, slot: Slot, *, above: bool) -> str:
    kind = say(CALLED[slot.type] if slot.type is not None else "something unknown")
    if not above:
        return say(
            "{output}: {kind}. Drag to an input to connect it, or into the open to add a node.",
            output=slot.label,
            kind=kind,
        )
    if slot.drives:
        return say(
            "{name} is driven by {link}. Drag it off to let the value stand still.",
            name=slot.label,
            link=slot.link,
        )
    if slot.link is not None:
        return say(
            "{input}: takes {kind}. From {link}; drag it off to part it.",
            input=slot.label,
            kind=kind,
            link=slot.link,
        )
    return say("{input}: takes {kind}.", input=slot.label, kind=kind)


def _card(model: GraphModel, card: Card) -> str:
    if card.sort == "output":
        return say("What the shot shows. Drag an output here to show something else.")
    lines = [f"<b>{escape(card.title)}</b>"]
    if card.sort == "group":
        lines.append(say("{count}. Double-click or press Return to look inside.", count=card.about))
    else:
        spec = model.specs.value.get(card.about)
        lines.append(escape(f"{card.about}: {spec.summary}" if spec else card.about))
    if not card.known:
        lines.append(say("This node is not installed here. It is kept as it is and cannot be run."))
    if card.problem and card.known:
        lines.append(say("Wrong: {why}.", why=escape(card.problem)))
    states = shown_states(model.scene.value.homes, model.status.states.value)
    state = told(states.get(card.id, NOTHING))
    if state:
        lines.append(escape(state))
    if card.bypass:
        lines.append(say("Bypassed: what comes in goes out."))
    if card.keep:
        lines.append(say("Its results are kept in the project."))
    return "<br>".join(lines)
