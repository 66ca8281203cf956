"""What keys do while pointing, where the picture has the keyboard: by name, each with its keys at first.

They are no actions of the window: elsewhere the same keys mean something else, and both may be kept.
"""

from __future__ import annotations

from editor.ui.keymap.keymap import Local
from editor.ui.words import later

HEADING = later("While pointing on the picture")
SCOPE = "pointing."
"""How their ids begin."""

LOCALS = (
    Local("pointing.click", later("Tool: Click"), ("1",)),
    Local("pointing.box", later("Tool: Box"), ("2",)),
    Local("pointing.brush", later("Tool: Brush"), ("3",)),
    Local("pointing.eraser", later("Tool: Eraser"), ("4",)),
    Local("pointing.lasso", later("Tool: Lasso"), ("5",)),
    Local("pointing.bezier", later("Tool: Curve"), ("6",)),
    Local("pointing.shape", later("Tool: Outline"), ("7",)),
    Local("pointing.narrower", later("Narrower Brush"), ("[",)),
    Local("pointing.wider", later("Wider Brush"), ("]",)),
    Local("pointing.sign", later("Inside or Outside"), ("X",)),
    Local("pointing.press", later("Point Here, or Close the Outline"), ("Return",)),
    Local("pointing.press_turned", later("Point Here the Other Way"), ("Alt+Return",)),
    Local("pointing.remove", later("Remove What Is Chosen"), ("Backspace", "Del")),
    Local("pointing.leave", later("Let Go, or Stop Pointing"), ("Esc",)),
    Local("pointing.object_next", later("Next Object"), ("Tab",)),
    Local("pointing.object_previous", later("Previous Object"), ("Shift+Tab",)),
    Local("pointing.view", later("Show the Matte Otherwise"), ("V",)),
    Local("pointing.track_forward", later("Follow Forwards, or Stop"), ("T",)),
    Local("pointing.track_backward", later("Follow Backwards, or Stop"), ("Shift+T",)),
    Local("pointing.track_both", later("Follow Both Ways, or Stop"), ("Ctrl+T",)),
    Local("pointing.pointed_next", later("Next Pointed Frame"), ("Ctrl+Right",)),
    Local("pointing.pointed_previous", later("Previous Pointed Frame"), ("Ctrl+Left",)),
    Local("pointing.weak_next", later("Next Weak Frame"), ("Ctrl+Shift+Right",)),
    Local("pointing.weak_previous", later("Previous Weak Frame"), ("Ctrl+Shift+Left",)),
    Local("pointing.left", later("Aim to the Left"), ("Alt+Left",)),
    Local("pointing.right", later("Aim to the Right"), ("Alt+Right",)),
    Local("pointing.up", later("Aim Upwards"), ("Alt+Up",)),
    Local("pointing.down", later("Aim Downwards"), ("Alt+Down",)),
    Local("pointing.far_left", later("Aim Far to the Left"), ("Alt+Shift+Left",)),
    Local("pointing.far_right", later("Aim Far to the Right"), ("Alt+Shift+Right",)),
    Local("pointing.far_up", later("Aim Far Upwards"), ("Alt+Shift+Up",)),
    Local("pointing.far_down", later("Aim Far Downwards"), ("Alt+Shift+Down",)),
)
