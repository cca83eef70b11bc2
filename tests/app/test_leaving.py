"""When the page asks before it is left: as long as something of this session is nowhere else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from analyzer.types import Corrections, Drawing
from analyzer.types.intake import Intake
from ui.compare.session import Comparing, Visit
from ui.records.desk import Desk, Link
from ui.records.leaving import would_lose
from ui.samples import SAMPLES
from ui.session.checked_photo import CheckedPhoto
from ui.session.state import State

SAMPLE = next(iter(SAMPLES))
DRAWN = (Drawing("line", ((1, 2), (3, 4))),)
MOVED = Corrections({"hip": (1.0, 2.0)})


def photo(name: str, corrections: Corrections | None = None, drawings: tuple[Drawing, ...] = ()) -> Any:
    given = corrections or Corrections()
    return CheckedPhoto(
        "1",
        name,
        None,
        None,
        SimpleNamespace(drawings=drawings),
        given,  # type: ignore[arg-type]
    )


def test_a_photo_of_ones_own_and_whatever_was_done_to_a_sample_would_be_lost():
    assert not would_lose(State())
    assert not would_lose(State(photos=(photo(SAMPLE),)))
    assert would_lose(State(photos=(photo("mine.jpg"),)))
    assert would_lose(State(photos=(photo(SAMPLE, MOVED),)))
    assert would_lose(State(photos=(photo(SAMPLE, drawings=DRAWN),)))
    assert would_lose(State(photos=(photo(SAMPLE),), intake=Intake(stress=3)))


def test_what_is_in_the_records_would_not():
    now = State(photos=(photo("mine.jpg", MOVED),))
    desk = now.join(Desk(now))
    desk.links["1"] = Link(1, 1, 1, MOVED)
    assert not would_lose(now)
    desk.links["1"] = Link(1, 1, 1, Corrections())  # the correction could not be saved yet
    assert would_lose(now)
    now.photos = (photo("mine.jpg", drawings=DRAWN),)
    assert would_lose(now)
    desk.links["1"] = Link(1, 1, 1, Corrections(), drawings=DRAWN)
    assert not would_lose(now)
    desk.links["1"] = Link(1, 1, 1, MOVED)
    assert would_lose(now)
    now.photos = ()
    assert not would_lose(now)
    desk.unsaved[1] = {"notes": "typed"}
    assert would_lose(now)


def test_photos_that_are_compared_count_too_unless_they_came_out_of_the_records():
    now = State()
    desk = now.join(Desk(now))
    compared = now.join(Comparing(before=Visit(photos=(photo("mine.jpg"),))))
    assert would_lose(now)
    desk.compared = compared
    assert not would_lose(now)
