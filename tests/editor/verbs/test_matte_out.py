"""What `run` makes of mattes: grey pictures, cut-outs with alpha, layers and a Cryptomatte in EXR."""

import av
import cv2
import numpy as np
import OpenImageIO as oiio
import pytest

from editor.cli.words import split_pairs
from editor.verbs import run
from nodes.api import BadInput
from nodes.engine.asked import Asked
from nodes.media.probe import probe
from nodes.media.refs import FileRef

COLUMNS, ROWS = 96, 64
LEFT, RIGHT = "points=0:22,32,+ points=0:48,8,-", "points=0:74,32,+ points=0:48,8,-"


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Three pictures of a red and a blue square on a textured grey ground."""
    folder = tmp_path_factory.mktemp("clip")
    random = np.random.default_rng(4)
    ground = cv2.GaussianBlur(random.random((ROWS, COLUMNS)), (0, 0), 2) * 60 + 90
    for number in range(3):
        picture = np.repeat(ground[..., None], 3, -1)
        picture[16:48, 8 + number : 36 + number] = (30, 40, 220)
        picture[16:48, 60 - number : 88 - number] = (210, 60, 20)
        cv2.imwrite(str(folder / f"{number:04d}.png"), picture.astype(np.uint8))
    return folder


def pairs(text):
    return split_pairs(text.split(), "run", ("points", "obj"))[1]


def samples(path):
    picture = oiio.ImageBuf(str(path))
    return picture.get_pixels(picture.spec().format), picture.spec()


def luma(engine, clip, out, **rest):
    return run("key.luma", clip, out, settings={"low": "0.4", "high": "0.5"}, engine=engine, **rest)


def test_a_matte_is_grey_and_without_a_curve(engine, clip, tmp_path):
    made = luma(engine, clip, tmp_path / "eight", made_as="matte")
    deep = luma(engine, clip, tmp_path / "deep", made_as="matte", asked=Asked(bits=16))
    floats = luma(engine, clip, tmp_path / "floats", made_as="matte", asked=Asked(codec="exr", bits=32))
    assert made.form == "png gray data/full" and deep.form == "png gray16le data/full"
    true = samples(floats.output / "0001.exr")[0][..., 0]
    assert 0.05 < true.mean() < 0.95
    for folder, top in ((made.output, 255), (deep.output, 65535)):
        codes = samples(folder / "0001.png")[0][..., 0]
        assert np.array_equal(codes, np.rint(np.clip(true, 0, 1) * np.float32(top)))
    assert probe(FileRef(str(made.output / "0001.png"))).colour.data


def test_a_cutout_in_prores_has_straight_colour_and_the_matte_as_alpha(engine, clip, tmp_path):
    made = luma(engine, clip, tmp_path / "a.mov", made_as="cutout")
    assert made.form.startswith("prores4444 yuva444p10le")
    matte = luma(engine, clip, tmp_path / "matte", made_as="matte", asked=Asked(bits=16))
    plain = run(
        "color.grade", clip, tmp_path / "b.mov", asked=Asked(codec="prores4444", alpha=True), engine=engine
    )
    with av.open(str(made.output)) as cut, av.open(str(plain.output)) as whole:
        for number, (one, other) in enumerate(zip(cut.decode(video=0), whole.decode(video=0), strict=True)):
            rgba, rgb = (each.to_ndarray(format="rgba64le").astype(float) / 65535 for each in (one, other))
            true = samples(matte.output / f"{number:04d}.png")[0][..., 0] / 65535
            plane, top = one.planes[3], (1 << one.format.components[3].bits) - 1
            alpha = np.frombuffer(plane, "<u2").reshape(plane.height, -1)[:, :COLUMNS] / top
            assert np.abs(alpha - true).max() < 1 / 1023
            inside = cv2.erode((true > 0.99).astype(np.uint8), np.ones((5, 5))) > 0
            assert inside.sum() > 20
            assert np.abs(rgba - rgb)[inside][:, :3].mean() < 0.01


@pytest.mark.slow
def test_a_cutout_in_png_is_straight_and_in_exr_premultiplied(engine, clip, tmp_path):
    png = luma(engine, clip, tmp_path / "png", made_as="cutout")
    exr = luma(engine, clip, tmp_path / "exr", made_as="cutout", asked=Asked(codec="exr"))
    codes = cv2.imread(str(png.output / "0000.png"), cv2.IMREAD_UNCHANGED)
    source = cv2.imread(str(clip / "0000.png"), cv2.IMREAD_UNCHANGED)
    covered = codes[..., 3] > 128
    assert codes.shape[-1] == 4 and (codes[..., 3] < 128).any()
    assert np.abs(codes[..., :3].astype(int) - source)[covered].max() <= 1
    light = samples(exr.output / "0000.exr")[0].astype(np.float32)
    clear = light[..., 3] == 0
    assert clear.any() and not light[..., :3][clear].any()


def test_objects_go_into_one_exr_as_layers_and_as_a_cryptomatte(engine, clip, tmp_path):
    settings = pairs(f"{LEFT} obj=2 {RIGHT}")
    options = {"settings": settings, "names": ("red", "blue"), "range": "0-0", "engine": engine}
    layers = run("segment.object", clip, tmp_path / "layers", made_as="layers", **options)
    crypto = run("segment.object", clip, tmp_path / "crypto", made_as="cryptomatte", **options)
    pixels, spec = samples(layers.output / "0000.exr")
    mattes = {name: pixels[..., spec.channelnames.index(f"{name}.A")] for name in ("red", "blue")}
    assert mattes["red"][32, 22] > 0.9 and mattes["red"][32, 74] < 0.1
    assert mattes["blue"][32, 74] > 0.9 and mattes["blue"][32, 22] < 0.1
    for name, true in mattes.items():
        out = tmp_path / f"picked {name}"
        asked = Asked(codec="exr", bits=32)
        run("matte.pick", crypto.output, out, settings={"names": name}, asked=asked, engine=engine)
        picked = samples(out / "0000.exr")[0][..., 0]
        total = np.maximum(mattes["red"] + mattes["blue"], 1)
        assert np.allclose(picked, true / total, atol=1e-3)
    alone = run("segment.object", clip, tmp_path / "alone", settings=pairs(LEFT), range="0-0", engine=engine)
    codes = samples(alone.output / "0000.png")[0][..., 0]
    assert np.abs(codes / 255 - mattes["red"]).max() <= 0.51 / 255


def test_a_matte_from_a_file_is_taken_as_the_numbers_it_holds(engine, clip, tmp_path):
    grey = np.full((ROWS, COLUMNS), 128, np.uint8)
    cv2.imwrite(str(tmp_path / "half.png"), grey)
    settings = {"matte": str(tmp_path / "half.png")}
    made = run(
        "composite.cutout", clip, tmp_path / "cut", settings=settings, asked=Asked(alpha=True), engine=engine
    )
    assert set(np.unique(samples(made.output / "0000.png")[0][..., 3])) == {128}


REFUSED = (
    ("color.grade", "a", {"made_as": "matte"}, "makes no matte"),
    ("key.luma", "a", {"made_as": "roto"}, "no form 'roto'"),
    ("key.luma", "a", {"names": ("x",)}, "names"),
    ("key.luma", "a", {"made_as": "matte", "names": ("x",)}, "names"),
    ("key.luma", "a", {"made_as": "layers", "names": ("x", "y")}, "2 names do not fit 1 object"),
    ("key.luma", "a.png", {"made_as": "layers", "range": "0-0"}, "EXR alone"),
    ("key.luma", "a", {"made_as": "cutout", "asked": Asked(alpha=False)}, "none"),
    ("key.luma", "a.mp4", {"made_as": "cutout"}, "with alpha"),
)


def test_what_does_not_fit_is_refused_before_anything_is_written(engine, clip, tmp_path):
    for node, out, options, why in REFUSED:
        with pytest.raises(BadInput) as refused:
            run(node, clip, tmp_path / out, engine=engine, **options)
        assert why in str(refused.value) and not (tmp_path / out).exists()
