from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from nodes.api import ColourTags, Native
from nodes.media.colour import to_working
from nodes.media.working import (
    BUILT_IN_CONFIG,
    ColourSpaceError,
    WorkingSpace,
    check_working_space,
    default_working_space,
)

TINY = """ocio_profile_version: 2
roles:
  scene_linear: working
  aces_interchange: aces
  default: raw
displays:
  none:
    - !<View> {name: raw, colorspace: raw}
colorspaces:
  - !<ColorSpace>
    name: raw
    isdata: true
  - !<ColorSpace>
    name: aces
    encoding: scene-linear
  - !<ColorSpace>
    name: working
    encoding: scene-linear
    from_scene_reference: !<MatrixTransform> {matrix: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1]}
  - !<ColorSpace>
    name: bent
    from_scene_reference: !<ExponentTransform> {value: [2, 2, 2, 1]}
"""


def test_a_working_space_is_plain_data_that_names_its_configuration():
    space = WorkingSpace()
    assert space.to_json() == {"config": BUILT_IN_CONFIG, "name": "ACEScg"}
    assert WorkingSpace.from_json(space.to_json()) == space == WorkingSpace("") == WorkingSpace.from_json({})
    with pytest.raises(dataclasses.FrozenInstanceError):
        space.name = "other"  # type: ignore[misc]


def test_the_environments_configuration_is_the_default_of_a_new_project():
    assert default_working_space({"OCIO": "/show/config.ocio"}).config == "/show/config.ocio"
    assert default_working_space({}) == WorkingSpace()


def test_the_pinned_configuration_is_there_and_has_a_fingerprint():
    assert check_working_space(WorkingSpace()) == check_working_space(WorkingSpace())


def test_a_configuration_of_ones_own_decides_the_working_space(tmp_path):
    path = tmp_path / "tiny.ocio"
    path.write_text(TINY)
    space = WorkingSpace(str(path), "working")
    assert check_working_space(space) != check_working_space(WorkingSpace())
    aces = np.full((1, 1, 3), 0.25, np.float32)
    rgb, _ = to_working(space)(Native("rgbf32le", (aces,)), ColourTags("rgb", "full", "ap0", "linear"))
    np.testing.assert_allclose(rgb, 0.5, rtol=1e-6)


def test_what_cannot_be_worked_in_is_refused_by_name(tmp_path):
    path = tmp_path / "tiny.ocio"
    path.write_text(TINY)
    with pytest.raises(ColourSpaceError, match="not scene-linear"):
        check_working_space(WorkingSpace(str(path), "bent"))
    with pytest.raises(ColourSpaceError, match="has no such space"):
        check_working_space(WorkingSpace(str(path), "ACEScg"))
    with pytest.raises(ColourSpaceError, match=r"nothing\.ocio"):
        check_working_space(WorkingSpace(str(tmp_path / "nothing.ocio")))
    (tmp_path / "bad.ocio").write_bytes(b"\xff\x00not yaml: [")
    with pytest.raises(ColourSpaceError, match=r"bad\.ocio"):
        check_working_space(WorkingSpace(str(tmp_path / "bad.ocio")))
    without = TINY.replace("  aces_interchange: aces\n", "")
    (tmp_path / "without.ocio").write_text(without)
    with pytest.raises(ColourSpaceError, match="aces_interchange"):
        check_working_space(WorkingSpace(str(tmp_path / "without.ocio"), "working"))
