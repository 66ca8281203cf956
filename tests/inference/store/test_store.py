"""Cards found, models found, damage told, the best one chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inference.cards.card import Card
from inference.cards.toml import card_to_text
from inference.memory.machine import GIB, Gpu, Machine
from inference.store.accepted import accept
from inference.store.check import check_model
from inference.store.choose import Installed, best, installed, is_served, require_installed
from inference.store.errors import DamagedModel, NotAccepted, UnknownModel
from inference.store.pins import pin, pinned
from inference.store.recognise import recognised
from inference.store.store import Store, own_card, place_of, shelf

from .models_made import wan_card, wan_folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "shipped").mkdir()
    (tmp_path / "home").mkdir()
    return Store(tmp_path / "shipped", tmp_path / "home")


def put(folder: Path, card: Card) -> None:
    (folder / f"{card.name}.toml").write_text(card_to_text(card))


def added(store: Store, tmp_path: Path, name: str = "mine") -> Card:
    card = recognised(wan_folder(tmp_path / name))
    put(store.home, card)
    return card


def test_the_users_own_cards_stand_beside_ours_and_before_them(store: Store) -> None:
    put(store.shipped, wan_card(title="ours"))
    put(store.shipped, wan_card(name="other"))
    put(store.home, wan_card(title="own"))
    cards = shelf(store)
    assert [card.title for card in cards.cards.values()] == ["own", ""]
    assert cards.own == {"acme-video"}


def test_a_card_that_cannot_be_read_spoils_no_other(store: Store) -> None:
    put(store.home, wan_card())
    (store.home / "broken.toml").write_text("name = ")
    (store.home / "unsafe.toml").write_text(
        card_to_text(wan_card(name="unsafe")) + '[options]\nauto_map = "x"'
    )
    (store.home / "called.toml").write_text(card_to_text(wan_card(name="otherwise")))
    (store.home / "lost.toml").write_text(card_to_text(wan_card(name="lost", folder="somewhere")))
    cards = shelf(store)
    assert list(cards.cards) == ["acme-video"]
    assert sorted(path.stem for path in cards.wrong) == ["broken", "called", "lost", "unsafe"]
    with pytest.raises(Exception, match="asks for code"):
        cards.card("unsafe", "Use it")


def test_a_name_that_is_none_is_told_with_those_that_are_close(store: Store) -> None:
    put(store.home, wan_card())
    with pytest.raises(UnknownModel, match="Did you mean acme-video"):
        shelf(store).card("acme-vido", "Use it")


def test_a_model_lies_where_all_its_files_do_in_their_sizes(store: Store, tmp_path: Path) -> None:
    card = added(store, tmp_path)
    assert place_of(store, card) == tmp_path / "mine"
    config = tmp_path / "mine" / "vae" / "config.json"
    config.write_text(config.read_text() + " ")
    assert place_of(store, card) is None
    assert place_of(store, wan_card()) is None


def test_what_a_fetch_recorded_holds_for_the_revision_it_was_asked_for(store: Store) -> None:
    found = wan_card(revision="c0ffee", files=[{"path": "a.json", "size": 3, "sha256": "ab" * 32}])
    pin(store.home, wan_card(), found)
    assert pinned(store.home, wan_card()) == found
    assert pinned(store.home, wan_card(revision="other")) == wan_card(revision="other")
    assert pinned(store.home, wan_card(repository="acme/else")) == wan_card(repository="acme/else")
    (store.home / "pins" / "acme-video.json").write_text("{")
    assert pinned(store.home, wan_card()) == wan_card()


def test_damage_is_told_file_by_file(store: Store, tmp_path: Path) -> None:
    card = added(store, tmp_path)
    folder = tmp_path / "mine"
    assert check_model(card, folder).ok
    weights = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    (folder / "tokenizer" / "tokenizer.json").unlink()
    (folder / "vae" / "config.json").write_text("{}")
    found = check_model(card, folder)
    assert found.missing == ("tokenizer/tokenizer.json",)
    assert found.damaged.keys() == {str(weights.relative_to(folder)), "vae/config.json"}
    assert "other content" in str(found) and "bytes, not" in str(found)


def test_a_check_reads_no_link_out_of_the_folder(store: Store, tmp_path: Path) -> None:
    card = added(store, tmp_path)
    config = tmp_path / "mine" / "vae" / "config.json"
    outside = tmp_path / "outside.json"
    outside.write_bytes(config.read_bytes())
    config.unlink()
    config.symlink_to(outside)
    assert "link out of the folder" in check_model(card, tmp_path / "mine").unsafe


def test_a_model_under_terms_serves_once_they_are_accepted(store: Store, tmp_path: Path) -> None:
    terms = {"id": "own", "limits": "Only by day.", "must_accept": True}
    card = Card.from_json(added(store, tmp_path).to_json() | {"licence": terms})
    put(store.home, card)
    assert installed(store, shelf(store)) == []
    with pytest.raises(NotAccepted, match="Only by day"):
        require_installed(store, shelf(store), "mine")
    accept(store.home, card.licence)
    assert [each.card.name for each in installed(store, shelf(store))] == ["mine"]
    (store.home / "accepted.json").write_text("[]")
    assert installed(store, shelf(store)) == []


def test_what_cannot_be_used_is_refused_with_the_next_step(store: Store, tmp_path: Path) -> None:
    put(store.shipped, wan_card())
    put(store.shipped, wan_card(name="strange", family="none_such"))
    added(store, tmp_path)
    (tmp_path / "mine" / "model_index.json").unlink()
    for name, error, told in (
        ("acme-video", DamagedModel, "models fetch acme-video"),
        ("mine", DamagedModel, "models check mine"),
        ("strange", UnknownModel, "no family 'none_such'"),
        ("nothing", UnknownModel, "there is no model 'nothing'"),
    ):
        with pytest.raises(error, match=told):
            require_installed(store, shelf(store), name)


def model(name: str, size: int, *, free: bool = True, can: str = "TextToVideo") -> Installed:
    licence: dict[str, Any] = {"id": "MIT", "commercial": free}
    said = wan_card(name=name, licence=licence, capabilities=[can], dtype="bfloat16", sizes=[[64, 64]])
    return Installed(Card.from_json(said.to_json() | {"parts": {"transformer": size}}), Path("/"))


def test_the_best_model_is_the_largest_that_fits_and_is_free() -> None:
    small, large, huge = model("small", 10**8), model("large", 10**9), model("huge", 10**12)
    bound = model("bound", 2 * 10**9, free=False)
    other = model("other", 10, can="Matting")
    machine = Machine(free=0, total=16 * GIB)
    every = [small, bound, large, huge, other]
    assert best(every, machine) == {"TextToVideo": large, "Matting": other}
    assert best([bound, huge], machine)["TextToVideo"] == bound
    assert best([huge, model("vast", 10**13)], machine)["TextToVideo"] == huge
    assert best([], machine) == {}


def test_the_best_model_does_not_depend_on_what_is_free_at_the_moment() -> None:
    models = [model("small", 10**8), model("large", 10**10)]
    gpu = Gpu("cuda:0", "Card", 48 * GIB, 48 * GIB)
    full = Machine(16 * GIB, 16 * GIB, (gpu,))
    empty = Machine(0, 16 * GIB, (Gpu("cuda:0", "Card", 0, 48 * GIB),))
    assert best(models, full) == best(models, empty) == {"TextToVideo": models[1]}


def test_every_card_that_ships_is_sound_and_states_its_terms(repository: Path, tmp_path: Path) -> None:
    cards = shelf(Store(repository / "resources" / "models", tmp_path))
    assert not cards.wrong and len(cards.cards) >= 14
    for card in cards.cards.values():
        assert is_served(card)
        assert card.repository and card.title and card.memory and card.licence.title and card.licence.link
        assert card.licence.link.startswith("https://")
        # What is not free has limits that are shown and accepted; what is, is used without a word.
        assert card.licence.must_accept == bool(card.licence.limits) == (not card.licence.commercial)


def test_an_own_card_lies_under_its_name(store: Store) -> None:
    assert own_card(store, "mine") == store.home / "mine.toml"
