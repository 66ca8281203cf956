"""The wheel holds Workprint's four packages, `workprint.py` and the resources, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=repository,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def sources(repository: Path, place: str) -> set[str]:
    """Return the files below `place`, but for what Python makes of them."""
    found = [file for file in (repository / place).rglob("*") if file.is_file()]
    return {str(file.relative_to(repository)) for file in found if file.suffix != ".pyc"}


def test_the_top_level_is_exactly_ours(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        top = {name.partition("/")[0] for name in archive.namelist()}
    assert top == {
        "editor",
        "inference",
        "nodes",
        "plugins",
        "workprint.py",
        "workprint-0.1.0.dist-info",
    }


def test_every_source_file_and_resource_is_in_the_wheel(wheel: Path, repository: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {"workprint.py"}
    for package in ("editor", "inference", "nodes", "plugins"):
        expected |= sources(repository, package)
    resources = {
        name.replace("resources/", "editor/_resources/", 1) for name in sources(repository, "resources")
    }
    assert packed == expected | resources
    assert resources


def test_the_metadata_keeps_what_is_heavy_in_extras(metadata: Message) -> None:
    assert set(metadata.get_all("Provides-Extra", [])) == {
        "media",
        "ui",
        "inference",
        "models",
        "test",
        "bench",
    }
    needs = metadata.get_all("Requires-Dist", [])
    assert [need for need in needs if "extra ==" not in need] == ["platformdirs<5,>=4.3"]
    for extra, names in (("inference", ["torch"]), ("models", ["diffusers", "transformers", "accelerate"])):
        heavy = [need for need in needs if need.startswith(tuple(names))]
        assert len(heavy) == len(names)
        assert all(f"extra == '{extra}'" in need for need in heavy)
    assert not any("torchvision" in need or "torchaudio" in need for need in needs)


def test_every_dependency_has_an_upper_end(metadata: Message) -> None:
    assert [need for need in metadata.get_all("Requires-Dist", []) if "<" not in need] == []


def test_the_licences_are_in_the_wheel(wheel: Path, metadata: Message) -> None:
    assert metadata["License-Expression"] == "Apache-2.0"
    with zipfile.ZipFile(wheel) as archive:
        (licence,) = (name for name in archive.namelist() if name.endswith("/licenses/LICENSE"))
        assert b"Version 2.0, January 2004" in archive.read(licence)
        assert any(name.endswith("/licenses/NOTICE") for name in archive.namelist())


def test_workprint_starts_from_the_unpacked_wheel(wheel: Path, repository: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "import editor.resources, editor.cli, sys\n"
        "print(editor.resources.resources())\n"
        "sys.argv = ['workprint', '--version']\n"
        "editor.cli.main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == [str(tmp_path / "editor" / "_resources"), "workprint 0.1.0"]
