"""What the slate says of shots whose graph cannot be made."""

from __future__ import annotations

from collections.abc import Sequence

from editor.playback.refused import Refused
from editor.ui.words import say, say_many


def refused_text(refused: Sequence[Refused]) -> str:
    """Return the words of a slate: the first shot's name, below it which node, why, what to do."""
    if not refused:
        return ""
    first = refused[0]
    why = first.why.rstrip(".")
    if first.called:
        said = say("Its node {node} cannot be made: {why}.", node=first.called, why=why)
    else:
        said = say("It cannot be shown: {why}.", why=why)
    words = [first.title, " ".join(each for each in (said, first.hint) if each)]
    if len(refused) > 1:
        more = say_many(
            "{count} more shot cannot be shown here.",
            "{count} more shots cannot be shown here.",
            len(refused) - 1,
        )
        words.append(more)
    return "\n".join(words)
