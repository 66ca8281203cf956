"""Pictures with alpha beside them, and files with several picture tracks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from nodes.media.errors import UnreadableMedia
from nodes.media.fingerprint import fingerprint
from nodes.media.movie_planes import frame_of
from nodes.media.movie_read import open_movie
from nodes.media.probe import probe
from nodes.media.refs import FileRef, ref_from_json
from tests.support.movies import natives, number_of, numbered, picture, same

QUICK = {"deadline": "realtime", "cpu-used": "8"}


@pytest.mark.parametrize("encoder", ["libvpx-vp9", "libvpx"])
def test_alpha_beside_the_pictures_is_exact_wherever_it_is_sought(encoder: str, tmp_path: Path) -> None:
    path = tmp_path / "a.webm"
    given = [numbered("yuva420p", index, 64, 48) for index in range(50)]
    with av.open(str(path), "w") as file:
        stream = file.add_stream(encoder, rate=25, options=QUICK | {"auto-alt-ref": "0", "b": "2M"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuva420p"
        stream.codec_context.gop_size = 10
        for index, native in enumerate(given):
            frame = frame_of(native, 64, 48)
            frame.pts, frame.time_base = index, Fraction(1, 25)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    info = probe(FileRef(str(path)))
    assert (info.layout, info.has_alpha, info.frame_count) == ("yuva420p", True, 50)
    with open_movie(FileRef(str(path)), info) as reader:
        forwards = natives(reader, range(50))
    for native, meant in zip(forwards, given, strict=True):
        assert np.abs(native.planes[3].astype(int) - meant.planes[3]).mean() < 12
    with open_movie(FileRef(str(path)), info, ring_bytes=1) as reader:
        for index in (33, 12, 47, 5, 20, 21, 49, 0):
            assert same(picture(reader.frame(index)), forwards[index])


def test_one_of_several_picture_tracks_is_read_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "two.mkv"
    with av.open(str(path), "w") as file:
        streams = [file.add_stream("ffv1", rate=25) for _ in range(2)]
        sound = file.add_stream("pcm_s16le", rate=48000, layout="mono")
        for size, stream in zip(((160, 96), (80, 48)), streams, strict=True):
            stream.width, stream.height, stream.pix_fmt = *size, "gray"
        for index in range(20):
            for offset, stream in zip((0, 100), streams, strict=True):
                native = numbered("gray", index + offset, stream.width, stream.height)
                frame = frame_of(native, stream.width, stream.height)
                frame.pts, frame.time_base = index, Fraction(1, 25)
                file.mux(stream.encode(frame))
        block = av.AudioFrame.from_ndarray(np.zeros((1, 38400), np.int16), layout="mono")
        block.sample_rate = 48000
        file.mux(sound.encode(block))
    assert probe(FileRef(str(path))).tracks == (0, 1)
    for track, width, offset in ((None, 160, 0), (0, 160, 0), (1, 80, 100)):
        ref = FileRef(str(path), track)
        assert ref_from_json(ref.to_json()) == ref
        info = probe(ref)
        assert info.format is not None
        assert (info.format.width, info.frame_count) == (width, 20)
        with open_movie(ref, info) as reader:
            shown = [number_of(picture(reader.frame(index))) for index in (7, 19, 0)]
        assert shown == [7 + offset, 19 + offset, offset]
    assert len({fingerprint(FileRef(str(path), track)) for track in (None, 0, 1)}) == 3
    with pytest.raises(UnreadableMedia, match="Its picture tracks: 0, 1"):
        probe(FileRef(str(path), 2))
