"""Layers go along at proxy size, and ids stay ids."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from nodes.api import Box, Frame, NodeError, Rate, Time
from nodes.engine.proxies import at_scale
from nodes.engine.regions import part_of
from nodes.library.composite.transform import transform


def test_layers_are_picked_not_averaged_at_proxy_size():
    window = Box(-1, 2, 9, 8)
    ids = np.random.default_rng(1).integers(1, 2**31, (6, 10)).astype(np.uint32).view(np.float32)
    plain = Frame.of_pixels(np.ones((6, 10, 3)), Time(0, Rate(24)), data_window=window)
    small = at_scale(replace(plain, layers={"id": ids}), Fraction(1, 2))
    came = small.channel("id").pixels
    assert came.shape == (3, 6) and small.data_window == Box(-1, 1, 5, 4)
    # Proxy column x stands for columns 2x and 2x + 1, of which the second is picked; the last has but one.
    expected = ids.view(np.uint32)[1::2, 0::2]
    assert np.array_equal(came.view(np.uint32)[:, :5], expected) and not came[:, 5].any()


def test_a_layer_of_another_size_than_the_picture_is_refused():
    frame = replace(Frame.of_pixels(np.ones((4, 4, 3)), Time(0, Rate(24))), layers={"id": np.zeros((2, 2))})
    with pytest.raises(NodeError, match="another size"):
        frame.channel("id")


def test_layers_go_with_a_part_and_stay_behind_where_a_picture_is_placed():
    ids = np.arange(24, dtype=np.float32).reshape(4, 6)
    frame = replace(Frame.of_pixels(np.ones((4, 6, 3)), Time(0, Rate(24))), layers={"id": ids})
    part = part_of(frame, Box(2, 1, 5, 3))
    assert np.array_equal(part.channel("id").pixels, ids[1:3, 2:5])
    turned = transform(frame, rotate=180.0)
    assert not turned.layers and transform(frame) is frame
