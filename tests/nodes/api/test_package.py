"""The package lists what it offers and stays cheap to import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import nodes.api
import workprint
from nodes.api.errors import BadInput, BadValue, NodeDefinitionError, from_json

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "line",
    [
        "from nodes.api.times import Rate",
        "from nodes.api.errors import BadInput",
        "from nodes.api import Rate, Time, Range, BadInput, Format, ColourTags",
        "from workprint import Rate",
        "from nodes.api import Spec, Param, Kind, Slider",
        "from nodes.graph import model, edits, serialise, validate, text",
    ],
)
def test_what_needs_no_pictures_starts_without_numpy(line):
    code = f"{line}; import sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_every_name_is_listed_once_and_can_be_had():
    assert sorted(set(nodes.api.__all__)) == sorted(nodes.api.__all__)
    for name in nodes.api.__all__:
        assert getattr(workprint, name) is getattr(nodes.api, name)


def test_the_type_checker_sees_the_names_that_are_there():
    tree = ast.parse(Path(nodes.api.__file__).read_text())
    guarded = next(each for each in tree.body if isinstance(each, ast.If))
    homes = {alias.name: each.module for each in guarded.body for alias in each.names}
    assert homes == nodes.api._HOME
    assert sorted(homes) == sorted(nodes.api.__all__)


def test_a_star_import_brings_everything():
    code = "from workprint import *; print(node, Frame, Rate)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "Frame" in done.stdout


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="Nothing"):
        _ = nodes.api.Nothing
    with pytest.raises(ImportError):
        from workprint import Nothing  # noqa: F401


def test_it_runs_on_its_own_under_another_name(tmp_path):
    (tmp_path / "workprint").symlink_to(ROOT / "nodes" / "api")
    code = (
        "from workprint import node, Frame\n"
        "@node('acme.same')\n"
        "def same(image: Frame) -> Frame:\n"
        "    return image\n"
        "assert same.spec.shape == 'frame'\n"
        "import sys\n"
        "assert not any(name == 'nodes' or name.startswith('nodes.') for name in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "error",
    [
        BadValue("Set 'a'", "it needs a number", hint="Write one.", port="a"),
        NodeDefinitionError("Define node 'a.b'", "it returns nothing", hint="Write -> Frame."),
        BadInput("Open 'x'", "it is empty"),
    ],
)
def test_errors_cross_processes_as_data(error):
    back = from_json(error.to_json())
    assert (type(back), str(back), back.exit_code) == (type(error), str(error), error.exit_code)
    assert getattr(back, "port", "") == getattr(error, "port", "")
