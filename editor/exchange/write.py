"""A cut to OTIO text."""

from __future__ import annotations

from collections.abc import Mapping

from editor.document.model import Cut, Item

from .fields import begin, put
from .items import write_item
from .own import put_metadata
from .place import NOWHERE
from .read import FORMAT
from .schemas import SCHEMA, family_of
from .set_aside import portable as make_portable
from .times import read_known_time, write_time
from .tokens import Json, dumps


def write_cut(cut: Cut, *, portable: bool) -> str:
    """Return the cut as OTIO text, indented by 4.

    What came from a file and has not changed keeps its fields, spelling and place. `portable` is the
    project's own form, which any OpenTimelineIO 0.17 or 0.18 opens: what these could not read is set
    aside in metadata, from where `read_cut` puts it back. Raises BadInput for what nests too deep.
    """
    timeline = _timeline(cut)
    if portable:
        return dumps(make_portable(timeline))
    return dumps(timeline)


def item_to_json(item: Item) -> Json:
    """Return one item, with all that lies in it, as JSON for `item_from_json`."""
    return write_item(item)


def _timeline(cut: Cut) -> Json:
    around = cut.origin if cut.origin is not None and _is_collection(cut.origin) else None
    if around is None:
        return _bare(cut, cut.origin)
    children = list(around["children"])
    index = next(i for i, child in enumerate(children) if family_of(child[SCHEMA]) == "Timeline")
    children[index] = _bare(cut, children[index])
    return dict(around) | {"children": children}


def _is_collection(data: Mapping[str, Json]) -> bool:
    return family_of(data[SCHEMA]) == "SerializableCollection"


def _bare(cut: Cut, origin: Mapping[str, Json] | None) -> Json:
    out = begin(
        origin,
        **{SCHEMA: "Timeline.1", "metadata": {}, "name": "", "global_start_time": None, "tracks": None},
    )
    own = {"format": FORMAT, "rate": str(cut.rate), "graphs": dict(cut.graphs) or None}
    put_metadata(out, cut.metadata, own)
    put(out, "name", cut.name, "")
    if cut.start is not None:
        out["global_start_time"] = write_time(cut.start, out.get("global_start_time"))
    elif read_known_time(out.get("global_start_time"), NOWHERE) is not None:
        out["global_start_time"] = None
    out["tracks"] = write_item(cut.stack)
    return out
