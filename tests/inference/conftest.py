"""What every test of models needs."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest


@pytest.fixture(scope="session", autouse=True)
def quiet_torch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what torch writes out of the machine's temporary folder, and let it use one core.

    Its threads wait for one another by spinning: with more of them than free cores a step takes a second.
    """
    torch = pytest.importorskip("torch", reason="needs torch")
    torch.set_num_threads(1)
    pytest.importorskip("cv2", reason="needs OpenCV")  # it changes the environment when first imported
    with pytest.MonkeyPatch.context() as patch:
        if find_spec("tqdm"):
            # Progress bars, hidden or not, leave a thread behind in whichever test makes the first.
            patch.setattr("tqdm.tqdm.monitor_interval", 0)
        patch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path_factory.mktemp("torch")))
        patch.setenv("OMP_NUM_THREADS", "1")
        yield
