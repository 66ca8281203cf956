"""What the slate says of shots whose graph cannot be made."""

from __future__ import annotations

from collections.abc import Sequence

from editor.playback.refused import Refused
from editor.ui.words import say, say_many


def refused_text(refused: Sequence[Refused]) -> str:
    """Return the words of a slate: the first shot's name, below it which node, why, what to do.

    They are of the version of the cut that is shown first, and "" where it does without no shot.
    """
    refused = [each for each in refused if not each.of]
    if not refused:
        return ""
    first = refused[0]
    words = [first.title, _why(first)]
    if len(refused) > 1:
        more = say_many(
            "{count} more shot cannot be shown here.",
            "{count} more shots cannot be shown here.",
            len(refused) - 1,
        )
        words.append(more)
    return "\n".join(words)


def beside_text(refused: Sequence[Refused]) -> str:
    """Return what a badge says of versions beside the first that do without a shot, "" for none."""
    beside = next((each for each in refused if each.of), None)
    return "" if beside is None else f"{beside.title}: {_why(beside)}"


def _why(refused: Refused) -> str:
    why = refused.why.rstrip(".")
    if refused.called:
        said = say("Its node {node} cannot be made: {why}.", node=refused.called, why=why)
    else:
        said = say("It cannot be shown: {why}.", why=why)
    return f"{said} {refused.hint}".strip()
