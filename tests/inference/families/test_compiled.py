"""Compiled layers make the same; what was compiled is found again by the next process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_wan as tiny

pytest.importorskip("diffusers", reason="needs the extra models")
ROOT = Path(__file__).parents[3]
WISH = {"prompt": "a red cat", "width": 48, "height": 32, "frames": 5, "seed": 3, "steps": 2}
_MADE = """
import json, sys
import numpy as np, torch
from pathlib import Path
from inference.families import wan
from inference.memory.plan import Plan
from tests.inference.families import tiny_wan as tiny
model = wan.load(tiny.card(guidance=1.0), Path(sys.argv[1]), Plan(compile=True))
made = tiny.made(model, "generate", json.loads(sys.argv[2]))
np.save(sys.argv[3], made)
from torch._dynamo.utils import counters
print("COUNTED", json.dumps({**counters["inductor"], "graphs": counters["stats"]["unique_graphs"]}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from diffusers import WanPipeline

    return tiny.saved(WanPipeline(**tiny.parts()), tmp_path_factory.mktemp("wan"))


def compiled(folder: Path, place: Path) -> tuple[np.ndarray, dict[str, int]]:
    """Return what a process of its own makes by compiled layers, and how often it found some compiled."""
    environment = os.environ | {"TORCHINDUCTOR_CACHE_DIR": str(place / "compiled")}
    script = [sys.executable, "-c", _MADE, str(folder), json.dumps(WISH), str(place / "made.npy")]
    done = subprocess.run(
        script, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=900
    )
    said = next(line for line in done.stdout.splitlines() if line.startswith("COUNTED"))
    return np.load(place / "made.npy"), json.loads(said.partition(" ")[2])


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(1800)
@pytest.mark.skipif(shutil.which("g++") is None, reason="needs a C++ compiler")
def test_compiled_layers_make_the_same_and_are_found_by_the_next_process(
    folder: Path, tmp_path: Path
) -> None:
    from inference.families import wan

    plain = tiny.made(wan.load(tiny.card(guidance=1.0), folder, Plan()), "generate", WISH)
    first, counted = compiled(folder, tmp_path)
    np.testing.assert_allclose(first, plain, atol=1e-4)
    assert counted["graphs"] >= 1 and counted.get("fxgraph_cache_hit", 0) == 0
    second, counted = compiled(folder, tmp_path)
    np.testing.assert_allclose(second, plain, atol=1e-4)
    assert counted["fxgraph_cache_hit"] >= 1 and counted.get("fxgraph_cache_miss", 0) == 0


def test_an_attention_that_is_not_there_is_refused_with_what_it_needs(folder: Path) -> None:
    from inference.families import wan

    with pytest.raises(BadInput, match="Use the attention 'flash'"):
        wan.load(tiny.card(), folder, Plan(attention="flash"))
