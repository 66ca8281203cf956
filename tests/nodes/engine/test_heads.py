"""One movie at several places: what is read is right, and nobody makes another seek."""

from __future__ import annotations

from fractions import Fraction

from nodes.api import Frame, Rate, Time
from nodes.engine.heads import MOST_HEADS, Heads


class Reader:
    """A reader that counts how often it has to go elsewhere than on."""

    def __init__(self, log: list[Reader]) -> None:
        self.at, self.jumps, self.closed = -1, 0, False
        log.append(self)

    def index_at(self, time: Time) -> int:
        return time.frame

    def frame(self, index: int) -> Frame:
        self.jumps += index not in (self.at, self.at + 1)
        self.at = index
        return index  # type: ignore[return-value]

    def close(self) -> None:
        self.closed = True


def heads() -> tuple[Heads, list[Reader]]:
    log: list[Reader] = []
    return Heads(lambda: Reader(log)), log


def test_a_movie_read_in_order_has_one_reader() -> None:
    made, log = heads()
    assert [made.frame(index) for index in range(50)] == list(range(50))
    assert len(log) == 1 and log[0].jumps == 0


def test_two_places_read_in_turn_get_a_reader_each_and_none_seeks_any_more() -> None:
    made, log = heads()
    for step in range(100):
        assert made.frame(10 + step) == 10 + step
        assert made.frame(300 + step) == 300 + step
    assert len(log) == 2
    assert sum(reader.jumps for reader in log) <= 4


def test_more_places_than_readers_are_still_read_rightly() -> None:
    made, log = heads()
    for step in range(30):
        for place in range(MOST_HEADS + 2):
            assert made.frame(1000 * place + step) == 1000 * place + step
    assert len(made) == len(log) == MOST_HEADS


def test_jumping_about_opens_no_further_reader() -> None:
    made, log = heads()
    for index in (0, 500, 40, 900, 333, 120, 777, 60):
        assert made.frame(index) == index
    assert len(log) == 1


def test_all_are_closed_and_times_are_the_file_s() -> None:
    made, log = heads()
    for step in range(3):
        made.frame(step)
        made.frame(100 + step)
    assert made.index_at(Time(Fraction(7), Rate(24))) == 7
    made.close()
    assert len(log) == 2 and all(reader.closed for reader in log)
