"""The words of a slate for a shot that cannot be made, and of a badge for one in a version beside it."""

from __future__ import annotations

from editor.playback.refused import Refused
from editor.ui.viewer.refusing import beside_text, refused_text

SKY = Refused("c1", "sky", "Sky shot", "Bright sky", "the picture is too dark.", "Use more light.")
LOST = Refused("c2", "", "Lost", "", "no clip is called so")
BESIDE = Refused("c3", "sky", "Other", "sky", "it broke", of=1)


def test_a_slate_names_shot_node_reason_and_remedy() -> None:
    said = "Its node Bright sky cannot be made: the picture is too dark. Use more light."
    assert refused_text([SKY]) == f"Sky shot\n{said}"
    assert refused_text([LOST]) == "Lost\nIt cannot be shown: no clip is called so."
    assert refused_text([SKY, LOST]).splitlines()[-1] == "1 more shot cannot be shown here."


def test_versions_beside_the_first_have_a_badge_and_no_slate() -> None:
    assert refused_text([BESIDE]) == "" and refused_text(()) == ""
    assert beside_text([SKY, BESIDE]) == "Other: Its node sky cannot be made: it broke."
    assert beside_text([SKY]) == ""
