from __future__ import annotations

from pathlib import Path

import pytest

from editor.document.model import MediaReference
from editor.exchange.candidates import Candidate, Search, candidates
from editor.exchange.search import index_media, split_number
from nodes.api import BadInput, Range, Rate
from nodes.media.refs import FileRef, SequenceRef

RATE = Rate(24)


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def pictures(folder: Path, first: int, last: int, name: str = "p.{:04d}.png") -> None:
    touch(*(folder / name.format(number) for number in range(first, last + 1)))


def found(
    reference: MediaReference, folder: Path, *roots: Path, maps: tuple[tuple[str, str], ...] = ()
) -> list[tuple[str, str]]:
    search = Search(folder, maps, index_media(roots))
    return [(each.how, path_of(each)) for each in candidates(reference, search, RATE)]


def path_of(candidate: Candidate) -> str:
    ref = candidate.ref
    return ref.path if isinstance(ref, FileRef) else f"{ref.folder}/{ref.label}"


def file(url: str, frames: int = 0, **more: object) -> MediaReference:
    available = Range.frames_of(0, frames, RATE) if frames else None
    return MediaReference("file", url=url, available=available, **more)  # type: ignore[arg-type]


def test_the_surest_way_wins(tmp_path: Path) -> None:
    cut, root = tmp_path / "cut", tmp_path / "root"
    touch(tmp_path / "old" / "a.mov", cut / "a.mov", root / "old" / "a.mov", root / "new" / "a.mov")
    gone = "/nowhere/old/a.mov"
    assert found(file(str(tmp_path / "old" / "a.mov")), cut, root) == [
        ("exact", str(tmp_path / "old" / "a.mov"))
    ]
    mapped = found(file(gone), cut, root, maps=(("/nowhere", str(tmp_path)),))
    assert mapped == [("mapped", str(tmp_path / "old" / "a.mov"))]
    assert found(file("./a.mov"), cut, root) == [("relative", str(cut / "a.mov"))]
    assert found(file("../old/a.mov"), cut, root) == [("relative", str(tmp_path / "old" / "a.mov"))]
    assert found(file(gone), cut, root) == [("beside", str(cut / "a.mov"))]
    (cut / "a.mov").unlink()
    assert found(file(gone), cut, root) == [("tail", str(root / "old" / "a.mov"))]
    assert found(file(r"C:\OLD\A.MOV"), cut, root) == [("tail", str(root / "old" / "a.mov"))]
    alike = [("name", str(root / "new" / "a.mov")), ("name", str(root / "old" / "a.mov"))]
    assert found(file("/other/a.mov"), cut, root) == alike
    assert found(file("/other/b.mov"), cut, root) == []
    assert found(file("http://host/old/a.mov"), cut, root) == []


@pytest.mark.parametrize(
    "name", ["a b.mov", "a#1.mov", "100%.mov", "a%20b.mov", "é ü.mov", "a\\b.mov", "[x]?.mov"]
)
def test_odd_names_are_found_bare_and_as_urls(name: str, tmp_path: Path) -> None:
    from urllib.parse import quote

    touch(tmp_path / name)
    for url in (str(tmp_path / name), f"file://{quote(str(tmp_path / name))}", name):
        assert [path for _, path in found(file(url), tmp_path)] == [str(tmp_path / name)], url


def test_a_sequence_is_found_in_any_spelling(tmp_path: Path) -> None:
    pictures(tmp_path / "plates", 1001, 1010)
    folder = tmp_path / "plates"
    stated = MediaReference(
        *("sequence", "", "plates/", Range.frames_of(1001, 10, RATE), "p.", ".png"),
        padding=4,
        first=1001,
        rate=RATE,
    )
    label = f"{folder}/p.[1001-1010].png"
    assert found(stated, tmp_path) == [("relative", label)]
    assert found(file(str(folder / "p.[1001-1010].png"), 10), tmp_path) == [("exact", label)]
    assert found(file(str(folder / "p.%04d.png"), 10), tmp_path) == [("exact", label)]
    assert found(file(str(folder / "p.####.png")), tmp_path) == [("exact", label)]
    assert found(file(str(folder / "p.1001.png"), 10), tmp_path) == [("exact", label)]
    assert found(file(str(folder)), tmp_path) == [("exact", label)]
    assert found(file(str(folder / "p.1001.png"), 1), tmp_path) == [("exact", str(folder / "p.1001.png"))]


def test_a_moved_sequence_is_found_by_its_folder_or_its_stem(tmp_path: Path) -> None:
    root = tmp_path / "root"
    pictures(root / "sh010" / "plates", 1, 5)
    pictures(root / "sh020" / "plates", 1, 5)
    available = Range.frames_of(1, 5, RATE)
    stated = MediaReference("sequence", "", r"X:\show\sh010\plates", available, "p.", ".png", 4, 1)
    assert found(stated, tmp_path, root) == [("tail", f"{root}/sh010/plates/p.[1-5].png")]
    stated = MediaReference("sequence", "", r"X:\show\other", available, "p.", ".png", 4, 1)
    assert [how for how, _ in found(stated, tmp_path, root)] == ["name", "name"]


def test_a_sequence_under_other_numbers_says_so(tmp_path: Path) -> None:
    pictures(tmp_path, 1001, 1005)
    stated = MediaReference("sequence", "", str(tmp_path), Range.frames_of(0, 5, RATE), "p.", ".png", 4, 1)
    (only,) = candidates(stated, Search(tmp_path), RATE)
    assert only.renumbered
    assert isinstance(only.ref, SequenceRef)
    assert (only.ref.first, only.ref.last) == (1001, 1005)


def test_a_lost_file_is_found_by_what_programs_left_in_metadata(tmp_path: Path) -> None:
    touch(tmp_path / "media" / "a.mov")
    path = str(tmp_path / "media" / "a.mov")
    for metadata in (
        {"Resolve_OTIO": {"Media Url": path}},
        {"foundry.source.path": path},
        {"foundry": {"source": {"path": path}}},
    ):
        lost = MediaReference("missing", metadata=metadata)
        assert found(lost, tmp_path) == [("metadata", path)]
    named = MediaReference("missing", "a.mov")
    assert found(named, tmp_path, tmp_path / "media") == [("name", path)]
    assert found(MediaReference("missing", "sh010"), tmp_path, tmp_path) == []


def test_the_index_is_bounded_follows_links_once_and_leaves_out_what_is_hidden(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "x.mov", tmp_path / ".hidden" / "x.mov", tmp_path / "b" / "x.mov")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    index = index_media([tmp_path])
    assert len(index.named("x.mov")) == 2
    assert index.whole
    assert index.named("X.MOV") == index.named("x.mov")
    assert not index_media([tmp_path], most=1).whole
    with pytest.raises(BadInput, match="no folder"):
        index_media([tmp_path / "nothing"])


def test_a_name_is_split_around_its_last_number() -> None:
    assert split_number("plate_v2.1001.exr") == ("plate_v2.", ".exr")
    assert split_number("reel.mp4") is None
