"""What Qt needs of the system, looked at before Qt does: where it misses something it ends the program."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

from nodes.api.errors import BadInput

PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Libraries that Qt loads for a window, and the Debian package of each."""

_DOING = "Open the window"


def advice(said: str) -> str:
    """Return the one line to type, for what the loader said was missing."""
    packages = dict.fromkeys(package for name, package in PACKAGES.items() if not _loads(name))
    if not packages:
        return f"The system lacks what Qt needs: {said}"
    line = f"apt-get install -y {' '.join(packages)}"
    if os.geteuid() != 0:
        line = f"sudo {line}" if shutil.which("sudo") else f"su -c '{line}'"
    return f"Type this line, then try again: {line}"


def require_platform() -> None:
    """Raise BadInput where Qt's window plugin does not load or nobody answers at DISPLAY.

    Under Wayland, which Qt falls back from by itself, nothing is looked at. Raises ImportError where Qt
    for Python does not load.
    """
    from qtpy.QtCore import QLibraryInfo

    if not os.environ.get("QT_QPA_PLATFORM") and os.environ.get("WAYLAND_DISPLAY"):
        return
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    plugin = plugins / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise BadInput(_DOING, f"Qt does not load: {error}", hint=advice(str(error))) from error
    _require_answer()


def _require_answer() -> None:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if failed:
        display = os.environ.get("DISPLAY", "")
        raise BadInput(_DOING, f"nobody answers at the display '{display}'", hint="Check DISPLAY.")


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
