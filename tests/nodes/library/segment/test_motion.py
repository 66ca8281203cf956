"""What moves by itself under a camera that pans."""

import cv2
import numpy as np

from nodes.api import Frame, Rate, Time
from nodes.library.segment.motion import motion
from nodes.vision.agreement import area_agreement

RATE = Rate(24)


def panned(number: int, step: int) -> tuple[Frame, np.ndarray]:
    """Return a picture whose ground pans by 2 pixels a frame, and a square that goes `step` on its own."""
    random = np.random.default_rng(5)
    ground = cv2.GaussianBlur(random.random((120, 260)).astype(np.float32), (0, 0), 1.5)
    thing = cv2.GaussianBlur(random.random((40, 40)).astype(np.float32), (0, 0), 1.5)
    light = np.repeat(ground[:, 20 + 2 * number : 180 + 2 * number, None], 3, -1) * [0.3, 0.7, 0.3]
    x = 30 + (step - 2) * number
    light[40:80, x : x + 40] = thing[..., None] * [1.0, 0.3, 0.2]
    mask = np.zeros((120, 160), bool)
    mask[40:80, x : x + 40] = True
    return Frame.of_pixels(light, Time(number, RATE)), mask


def test_what_goes_its_own_way_is_found_and_the_camera_is_not():
    frames = [panned(number, 8)[0] for number in (0, 1, 2)]
    matte = motion(images=frames, threshold=2.0).pixels
    assert area_agreement(matte > 0.5, panned(1, 8)[1]) > 0.7
    together = [panned(number, 0)[0] for number in (0, 1, 2)]
    assert (motion(images=together, threshold=2.0).pixels > 0.5).mean() < 0.01


def test_nothing_moves_in_a_single_frame():
    frame = panned(0, 8)[0]
    assert not motion(images=[frame, frame, frame]).pixels.any()
