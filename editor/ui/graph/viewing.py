"""Looking at a node's output in the viewer, in place of what the shot shows."""

from __future__ import annotations

from editor.compile.viewed import Viewed
from editor.document.layout import by_id, record_range
from editor.ui.words import say
from nodes.graph.chain import type_of
from nodes.graph.joining import CALLED
from nodes.graph.model import Link

from .model import GraphModel
from .scene import Card


def view_selected(model: GraphModel) -> None:
    """View the selected node; one with several outputs shows the next of them each time."""
    card, clip = model.scene.value.card(model.selected.value), model.clip.value
    if card is None or clip is None:
        return
    if card.sort == "output":
        view_output(model)
        return
    links = _visible(model, card)
    if not links:
        types = [CALLED[slot.type] for slot in card.outs if slot.type is not None]
        made = ", ".join(map(say, types)) or say("nothing that is known here")
        model.session.message.set(
            say("{node} makes {made}, which is no picture to view.", node=card.title, made=made)
        )
        return
    now = model.viewed.value
    at = [link for link, _ in links].index(now.link) + 1 if now is not None and now.link in dict(links) else 0
    link, is_matte = links[at % len(links)]
    _seek_into(model)
    model.viewed.set(Viewed(clip.id, link, is_matte))


def view_output(model: GraphModel) -> None:
    """Show what the shots show again."""
    model.viewed.set(None)


def _visible(model: GraphModel, card: Card) -> list[tuple[Link, bool]]:
    graph, specs = model.graph.value, model.specs.value
    if graph is None:
        return []
    links = [Link(slot.node, slot.port) for slot in card.outs]
    found = [(link, type_of(graph, link, specs)) for link in links]
    return [(link, type == "matte") for link, type in found if type in ("frame", "matte")]


def _seek_into(model: GraphModel) -> None:
    """Put the playhead on the clip where it stands elsewhere: what is viewed shall be seen."""
    session, clip = model.session, model.clip.value
    cut, time = session.cut.value, session.playhead.value
    here = None if cut is None or clip is None else by_id(cut, clip.id)
    if cut is not None and here is not None and time is not None:
        place = record_range(cut, here)
        if not place.is_empty and time.at(place.rate).floor() not in place:
            session.playhead.set(place.start)
