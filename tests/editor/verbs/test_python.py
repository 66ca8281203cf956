"""The same from Python: every verb is a free function under its own name, and costs nothing until used."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import editor
from editor import open_project, verbs
from tests.editor.kit import REPOSITORY

NAMES = [
    "bench",
    "bins",
    "cache",
    "doctor",
    "edit",
    "export",
    "graph",
    "info",
    "levels",
    "models",
    "models_add",
    "models_check",
    "models_fetch",
    "new",
    "nodes",
    "render",
    "run",
    "score",
    "shot",
    "take",
    "takes",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_verb_is_a_function_even_after_its_file_was_imported(name: str) -> None:
    importlib.import_module(f"editor.verbs._{name}")
    verb = getattr(verbs, name)
    assert inspect.isfunction(verb) and verb.__name__ == name
    assert (verb.__doc__ and "Raises" in verb.__doc__) or name in ("doctor", "nodes")


def test_what_is_no_verb_is_told_as_python_tells_it() -> None:
    with pytest.raises(AttributeError, match="frobnicate"):
        verbs.frobnicate  # noqa: B018
    with pytest.raises(AttributeError, match="frobnicate"):
        editor.frobnicate  # noqa: B018
    assert sorted(dir(verbs)) == NAMES


def test_importing_the_editor_and_its_verbs_costs_next_to_nothing() -> None:
    heavy = "numpy av cv2 json argparse platformdirs nodes editor.document"
    code = f"import sys, editor, editor.verbs; print(*(set('{heavy}'.split()) & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY)
    assert (ran.stdout, ran.stderr) == ("\n", "")


def test_the_readme_says_what_works(show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first block of Python in the README is run as it stands, on a show whose shot has that name."""
    text = (REPOSITORY / "README.md").read_text("utf-8")
    (block,) = [
        found for found in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "open_project" in found
    ]
    monkeypatch.chdir(tmp_path)
    exec(compile(block.replace('"sh010"', '"plate"'), "README.md", "exec"), {})  # noqa: S102 - our own text
    assert (tmp_path / "edit.mp4").stat().st_size > 1000
    assert (tmp_path / "edit_takes.otio").stat().st_size > 1000
    with open_project(show) as project:
        (plate,) = (clip for clip in verbs.info(project).document["clips"] if clip["name"] == "plate")
        assert (plate["circled"], plate["stale"]) == ("t001", False)


def test_results_are_frozen_values_that_tell_themselves(show: Path, tmp_path: Path) -> None:
    with open_project(show, write=True) as project:
        shown = verbs.shot(project, "plate", add=[["color.grade", "gain=1.1"]])
        made = verbs.take(shown.project, ["plate"])
        edited = verbs.edit(shown.project, "trim", "plate", {"head": "1"})
        exported = verbs.export(edited.project, tmp_path / "x.otio")
        written = verbs.render(edited.project, tmp_path / "x.mkv", range="0-3")
        listed = verbs.takes(edited.project)
        for result in (shown, made, edited, exported, written, listed):
            assert is_dataclass(result) and result.__dataclass_params__.frozen
            assert result.text() and result.to_json()
        for found in (verbs.info(edited.project), verbs.cache(edited.project), verbs.nodes()):
            assert found.text and found.document
