"""What this machine has of memory, and what of it is free now."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

GIB = 1 << 30
_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Gpu:
    """One device with a memory of its own; sizes in bytes, `device` by torch's name."""

    device: str
    title: str
    free: int
    total: int

    @property
    def budget(self) -> int:
        """Bytes that a model may take: a reserve stays for the window and for what the driver rounds up."""
        return max(0, self.free - max(GIB // 2, self.total // 20))


@dataclass(frozen=True, slots=True)
class Machine:
    """Main memory and devices; `free` is what can be had without anything being swapped out, in bytes."""

    free: int
    total: int
    gpus: tuple[Gpu, ...] = ()

    @property
    def budget(self) -> int:
        """Bytes of main memory that models may take: a tenth of all stays for whatever else is open."""
        return max(0, self.free - max(GIB // 2, self.total // 10))

    def budget_of(self, device: str) -> int:
        """Return the bytes that models may take on a device; on none of the devices, of main memory."""
        found = next((gpu for gpu in self.gpus if gpu.device == device), None)
        return self.budget if found is None else found.budget

    def to_json(self) -> dict[str, Any]:
        """Return the machine as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Machine:
        """Return the machine that `to_json` described."""
        return cls(data["free"], data["total"], tuple(Gpu(**gpu) for gpu in data["gpus"]))


def this_machine(gpus: tuple[Gpu, ...] = ()) -> Machine:
    """Return main memory as it is now, with the devices that were found; within a container, its share."""
    free, total = _main_memory()
    limit, used = (_number(_CGROUP / name) for name in ("memory.max", "memory.current"))
    if limit is not None:
        total = min(total, limit)
        free = min(free, max(0, limit - (used or 0)))
    return Machine(free, total, gpus)


def gpus_by_torch() -> tuple[Gpu, ...]:
    """Return the devices that torch can use; imports torch."""
    import torch

    if not torch.cuda.is_available():
        return ()
    found = []
    for index in range(torch.cuda.device_count()):
        free, total = torch.cuda.mem_get_info(index)
        # What torch keeps cached for us is free to us.
        free += torch.cuda.memory_reserved(index) - torch.cuda.memory_allocated(index)
        found.append(Gpu(f"cuda:{index}", torch.cuda.get_device_name(index), free, total))
    return tuple(found)


def gpus_by_tool() -> tuple[Gpu, ...]:
    """Return NVIDIA's devices as its own tool lists them, without torch; none where the tool is absent."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return ()
    command = [tool, "--query-gpu=index,name,memory.free,memory.total", "--format=csv,noheader,nounits"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    rows = [[cell.strip() for cell in line.split(",")] for line in said.splitlines()]
    return tuple(
        Gpu(f"cuda:{row[0]}", row[1], int(row[2]) << 20, int(row[3]) << 20)
        for row in rows
        if len(row) == 4 and row[2].isdigit() and row[3].isdigit()
    )


def _main_memory() -> tuple[int, int]:
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        said = {name: int(rest.split()[0]) << 10 for name, _, rest in (line.partition(":") for line in lines)}
        return said["MemAvailable"], said["MemTotal"]
    except (OSError, KeyError, ValueError):
        page = os.sysconf("SC_PAGE_SIZE")
        total = os.sysconf("SC_PHYS_PAGES") * page
        free = os.sysconf("SC_AVPHYS_PAGES") * page if "SC_AVPHYS_PAGES" in os.sysconf_names else total // 2
        return free, total


def _number(path: Path) -> int | None:
    try:
        said = path.read_text("ascii").strip()
    except OSError:
        return None
    return int(said) if said.isdigit() else None
