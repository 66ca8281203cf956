"""Where boxes that feed each other stand: in layers, each below what feeds it, few lines crossing.

After Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981):
layers by the longest way, places in a layer by the middle of the neighbours, then coordinates that come as
near as they can (least squares, by pooling adjacent violators) to what each box is connected to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

GRID = 20
"""What places are snapped to, in units of the canvas (pixels at 100 %)."""
ACROSS, DOWN = 200, 80
"""From one box to the next beside it, and to the one beneath it."""
_SWEEPS = 4

Feeds = Mapping[str, Sequence[str]]
"""What feeds each box; names that are no box are passed over."""


def laid_out(boxes: Sequence[str], feeds: Feeds) -> dict[str, tuple[float, float]]:
    """Return the upper left corner of each box, on the grid, x to the right and y down.

    Boxes come in the order in which they run: each after what feeds it; a box that comes too early, as in
    a circle, is laid as if that did not feed it. Nothing recurses; the time grows with boxes and lines.
    """
    known = {box: place for place, box in enumerate(boxes)}
    above = {
        box: [each for each in dict.fromkeys(feeds.get(box, ())) if known.get(each, len(known)) < place]
        for box, place in known.items()
    }
    layer = _layers(above)
    rows, ups = _rows(above, layer)
    downs = _turned(ups)
    _order(rows, ups, downs)
    across = _across(rows, ups, downs)
    return {box: (_snapped(across[box] * ACROSS), float(layer[box] * DOWN)) for box in boxes}


def _snapped(value: float) -> float:
    return float(round(value / GRID) * GRID)


def _layers(above: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return how deep each box stands: below all that feeds it, a source just above what it feeds."""
    layer: dict[str, int] = {}
    for box, fed in above.items():
        layer[box] = max((layer[each] + 1 for each in fed), default=0)
    below = _turned(above)
    for box in reversed(list(above)):
        if not above[box] and below.get(box):
            layer[box] = min(layer[each] for each in below[box]) - 1
    return layer


def _rows(
    above: Mapping[str, Sequence[str]], layer: Mapping[str, int]
) -> tuple[list[list[str]], dict[str, list[str]]]:
    """Return the layers, and what each box hangs from, with a bend in each layer that a line passes.

    A bend's name holds a zero character, which no box has.
    """
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    ups: dict[str, list[str]] = {}
    for box in above:
        rows[layer[box]].append(box)
    for box, fed in above.items():
        ups[box] = []
        for source in fed:
            last = source
            for between in range(layer[source] + 1, layer[box]):
                bend = f"{source}\0{box}\0{between}"
                rows[between].append(bend)
                ups[bend] = [last]
                last = bend
            ups[box].append(last)
    return rows, ups


def _turned(ups: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    downs: dict[str, list[str]] = {}
    for box, above in ups.items():
        for each in above:
            downs.setdefault(each, []).append(box)
    return downs


def _order(rows: list[list[str]], ups: Feeds, downs: Feeds) -> None:
    """Sort each layer by the mean place of what its boxes hang from, then of what hangs from them."""
    place = {box: index for row in rows for index, box in enumerate(row)}
    for sweep in range(_SWEEPS):
        towards = ups if sweep % 2 == 0 else downs
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = {box: _mean([place[each] for each in towards.get(box, ())], place[box]) for box in row}
            row.sort(key=wanted.__getitem__)
            for index, box in enumerate(row):
                place[box] = index


def _mean(places: Sequence[float], own: float) -> float:
    return sum(places) / len(places) if places else own


def _across(rows: list[list[str]], ups: Feeds, downs: Feeds) -> dict[str, float]:
    """Return places in a row, one apart at least, near the middle of what each box is connected to."""
    place = {box: float(index) for row in rows for index, box in enumerate(row)}
    for sweep in range(_SWEEPS):
        towards = ups if sweep % 2 == 0 else downs
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [median([place[each] for each in towards.get(box, ())] or [place[box]]) for box in row]
            place.update(zip(row, apart(wanted), strict=True))
    return place


def apart(wanted: Sequence[float]) -> list[float]:
    """Return numbers that rise by one at least and are as near to the wanted ones as can be.

    >>> apart([0, 0, 5])
    [-0.5, 0.5, 5.0]
    """
    pools: list[tuple[float, int]] = []
    for index, value in enumerate(wanted):
        total, count = value - index, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    found: list[float] = []
    for total, count in pools:
        found += [total / count + len(found) + step for step in range(count)]
    return found
