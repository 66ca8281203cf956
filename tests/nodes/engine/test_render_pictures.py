"""Numbered pictures rendered into numbered pictures, with all that is said of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.engine.forms import form_for
from nodes.media.refs import SequenceRef, wished
from tests.nodes.engine.footage import source_job
from tests.nodes.engine.kit import made, ready
from tests.nodes.engine.rendering import bound, pixels_of, rendered, target_of

COUNT = 3


def scans(folder: Path, ending: str, kind: type, **said: object) -> SequenceRef:
    folder.mkdir()
    rng = np.random.default_rng(9)
    for number in range(-1, COUNT - 1):
        channels = ("R", "G", "B", "id.R") if ending == ".exr" else ("R", "G", "B")
        spec = oiio.ImageSpec(64, 36, len(channels), np.dtype(kind).name.replace("float16", "half"))
        spec.channelnames = channels
        for name, value in said.items():
            spec.attribute(name.replace("__", ":"), value)
        pixels = rng.uniform(0, 1, (36, 64, len(channels)))
        if kind is np.uint16:
            codes = (pixels * 1023).astype(np.uint16)
            pixels = codes << 6 | codes >> 4
        name = f"s.{'-' if number < 0 else ''}{abs(number):04d}{ending}"
        out = oiio.ImageOutput.create(name)
        assert out.open(str(folder / name), spec) and out.write_image(pixels.astype(kind)) and out.close()
    return SequenceRef(str(folder), "s.", ending, 4, -1, COUNT - 2)


def render(ref: SequenceRef, folder: Path, codec: str, *nodes: object) -> list[Path]:
    media = bound(ref)
    job = source_job(media, *nodes)
    form = form_for(ready(job), codec, job.format)
    folder.mkdir()
    target = target_of(form, folder / f"#.{codec}", job.format, first=-1, timecode=media.info.timecode)
    rendered(job, media.info.range, [target])
    return sorted(folder.iterdir())


def test_a_film_scan_goes_through_bit_by_bit_with_timecode_and_rate(tmp_path):
    ref = scans(
        tmp_path / "in",
        ".dpx",
        np.uint16,
        oiio__BitsPerSample=10,
        dpx__Transfer="Printing density",
        dpx__TimeCode="00:59:59:23",
        dpx__FrameRate=24.0,
    )
    made_files = render(ref, tmp_path / "out", "dpx")
    assert [path.name for path in made_files] == ["-0001.dpx", "0000.dpx", "0001.dpx"]
    for index, path in enumerate(made_files):
        assert np.array_equal(pixels_of(path), pixels_of(Path(ref.file_for(index))))
    spec = oiio.ImageBuf(str(made_files[1])).spec()
    assert spec.getattribute("dpx:Transfer") == "Printing density"
    assert spec.getattribute("dpx:FrameRate") == 24.0


def test_an_exr_keeps_layers_and_header_through_a_grade(tmp_path):
    said = {"cryptomatte/1/name": "objects", "reelName": "A001"}
    ref = scans(tmp_path / "in", ".exr", np.float16, **said)
    grade = made("g", "color.grade", {"image": "s"}, params={"gain": 2.0})
    made_files = render(ref, tmp_path / "out", "exr", grade)
    for index, path in enumerate(made_files):
        old, new = oiio.ImageBuf(ref.file_for(index)), oiio.ImageBuf(str(path))
        place = new.spec().channelnames.index("id.R")
        assert np.array_equal(new.get_pixels()[..., place], old.get_pixels()[..., 3])
        assert {name: new.spec().getattribute(name) for name in said} == said


@pytest.mark.parametrize(("codec", "kind"), [("tiff", "float"), ("png", "uint16"), ("jpeg", "uint8")])
def test_floats_become_what_a_kind_holds(tmp_path, codec, kind):
    made_files = render(scans(tmp_path / "in", ".exr", np.float16), tmp_path / "out", codec)
    assert len(made_files) == COUNT and str(oiio.ImageBuf(str(made_files[0])).spec().format) == kind


def test_holes_are_filled_as_the_reference_says(tmp_path):
    ref = scans(tmp_path / "in", ".dpx", np.uint16, oiio__BitsPerSample=10)
    Path(ref.file_for(1)).unlink()
    made_files = render(wished(ref, {"holes": "hold"}), tmp_path / "out", "dpx")
    assert np.array_equal(pixels_of(made_files[1]), pixels_of(made_files[0]))
    black = render(wished(ref, {"holes": "black"}), tmp_path / "black", "dpx")
    assert not pixels_of(black[1]).any()
