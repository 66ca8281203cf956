"""What the viewer's engine and the making of takes say of nodes, brought to the cards of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .status import Status

if TYPE_CHECKING:
    from editor.playback.player import News
    from editor.playback.refused import Refused
    from editor.ui.takes.model import TakesModel
    from editor.ui.viewer.model import PlayerModel


def follow_nodes(status: Status, player: PlayerModel, takes: TakesModel) -> None:
    """Have `status` follow what a viewer and a takes dock tell of nodes."""
    player.works.watch(lambda news: None if news is None else heard(status, news))
    player.refused.watch(lambda refused: refuse(status, refused))
    player.reading.costs.watch(lambda report: learn(status, report))
    player.busy.watch(lambda busy: None if busy else status.rest())
    takes.works.watch(lambda said: status.rest() if said is None else status.works(*said))
    takes.fails.watch(lambda said: status.fails(*said) if said[1] else None)


def heard(status: Status, news: News) -> None:
    """Take in news of a node in the cut: it works, or it failed."""
    clip, _, node = news.node.partition("/")
    if not node:
        return
    if news.work is not None:
        status.works(clip, node, news.work)
    elif news.kind == "failed":
        status.fails(clip, node, news.text)


def refuse(status: Status, refused: Sequence[Refused]) -> None:
    """Note which nodes keep their shots from being shown."""
    for each in refused:
        if each.node:
            why = each.why[:1].upper() + each.why[1:]
            said = f"{why.rstrip('.')}. {each.hint}" if each.hint else why
            status.fails(each.clip, each.node, said, each.key)


def learn(status: Status, report: Mapping[str, Any]) -> None:
    """Take in what the nodes of a cut cost: those that belong to a clip's graph, clip by clip."""
    clips: dict[str, dict[str, Any]] = {}
    for name, told in report.items():
        clip, _, node = name.partition("/")
        if node and told["type"].partition(".")[0] != "cut":
            clips.setdefault(clip, {})[node] = told
    for clip, nodes in clips.items():
        status.learn(clip, nodes)
