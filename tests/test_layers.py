"""What may import what, seen from fresh processes and from the whole import graph."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"numpy", "av", "cv2", "OpenImageIO", "PyOpenColorIO", "opentimelineio"}
TORCH = {"torch", "diffusers", "transformers", "accelerate"}
QT = {"qtpy", "PySide6", "PyQt6"}
LATER = ("editor.ui", "inference.keyframe", "inference.families.repvit")
"""What is imported only where it is used: the window, and what runs in the torch worker."""


def modules_after(statement: str, folder: Path) -> set[str]:
    """Return the top-level modules that a fresh interpreter holds after `statement`."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return {name.partition(".")[0] for name in ran.stdout.split()}


@pytest.mark.parametrize("statement", ["import editor", "import editor.cli", "import editor.cli.main"])
def test_the_command_line_imports_nothing_heavy(statement: str, repository: Path) -> None:
    assert not modules_after(statement, repository) & (HEAVY | TORCH | QT)


@pytest.mark.parametrize("package", ["editor", "plugins", "inference", "nodes"])
def test_every_module_of_a_package_imports_without_torch_and_qt(package: str, repository: Path) -> None:
    every = (
        "import importlib, pkgutil\n"
        f"import {package} as root\n"
        "for found in pkgutil.walk_packages(root.__path__, root.__name__ + '.'):\n"
        f"    if not found.name.startswith({LATER}) and not found.name.endswith('__main__'):\n"
        "        importlib.import_module(found.name)"
    )
    found = modules_after(every, repository)
    assert package in found
    assert not found & (TORCH | QT)


def test_the_api_loads_where_nothing_else_of_workprint_is(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "workprint").symlink_to(repository / "nodes" / "api")
    found = modules_after(
        f"import sys; sys.path = [{str(tmp_path)!r}] + [p for p in sys.path if p != {str(repository)!r}]\n"
        "from workprint import *\n"
        "assert sys.modules['workprint'].__file__.startswith(sys.path[0])",
        tmp_path,
    )
    assert not found & {"nodes", "editor"}
    assert not found & (HEAVY - {"numpy"} | TORCH | QT)


def test_the_import_contracts_hold(repository: Path) -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([lint, "--no-logo"], cwd=repository, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_names_of_the_packages_are_our_own(repository: Path) -> None:
    ran = start_in(repository, repository)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("name", ["nodes", "inference", "plugins", "workprint"])
def test_a_strangers_package_of_our_name_ends_the_program(
    name: str, repository: Path, tmp_path: Path
) -> None:
    (tmp_path / f"{name}.py").write_text("raise SystemExit('foreign code ran')")
    ran = start_in(repository, repository, before=tmp_path)
    assert ran.returncode == 1
    assert f"'{name}' is '{tmp_path / name}.py'" in ran.stderr
    assert "foreign code ran" not in ran.stderr


def start_in(folder: Path, root: Path, before: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Assert the names in a fresh interpreter that has `before` ahead of `root` on its path."""
    path = [str(place) for place in (before, root) if place]
    code = (
        "import sys, importlib.util as u\n"
        f"spec = u.spec_from_file_location('names', {str(root / 'editor' / '_names.py')!r})\n"
        "names = u.module_from_spec(spec); spec.loader.exec_module(names)\n"
        f"sys.path[:0] = {path!r}\n"
        "names.assert_own_names()"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
