"""A page that is loaded anew gets back what its tab had, and nobody else does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from analyzer.types import Corrections
from analyzer.types.intake import Intake
from ui.compare.session import Comparing, Visit
from ui.records.desk import Desk, Link
from ui.session import coming_back
from ui.session.coming_back import Tab, come_back, holds_something, move
from ui.session.state import Part, State

MOVED = Corrections({"hip": (1.0, 2.0)})


def photo(id_: str = "1", corrections: Corrections | None = None) -> Any:
    return SimpleNamespace(id=id_, name="mine.jpg", corrections=corrections or Corrections())


def full() -> State:
    now = State(photos=(photo("1"), photo("2", MOVED)), selected=1, intake=Intake(stress=3), made=2)
    now.join(Comparing(before=Visit(photos=(photo("3"),))))
    return now


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Tab:
    """The tab of the new page; nobody has to sign in, and no other page is shown."""
    new = State()
    mine = new.join(Tab(new, ""))
    monkeypatch.setattr(coming_back, "tab", lambda: mine)
    return mine


def test_what_a_tab_had_moves_to_its_new_page_once(own: Tab):
    old = full()
    before = old.join(Tab(old, ""))
    photos, compared = old.photos, old.part(Comparing)
    come_back(before.secret)
    new = own.kept
    assert own.answer == "done"
    assert (new.photos, new.selected, new.intake.stress, new.made) == (photos, 1, 3, 2)
    assert new.part(Comparing) is compared
    assert new.part(Tab) is own
    assert not holds_something(old)
    assert old.parts == {}
    third = State()
    own.kept = third
    come_back(before.secret)
    assert not holds_something(third)


def test_another_sign_in_gets_nothing(own: Tab):
    old = full()
    theirs = old.join(Tab(old, "the sign-in of somebody else"))
    come_back(theirs.secret)
    assert own.answer == "done"
    assert not holds_something(own.kept)
    assert holds_something(old)
    come_back("guessed")
    assert not holds_something(own.kept)


def test_a_page_that_is_still_shown_keeps_what_it_has(own: Tab, monkeypatch: pytest.MonkeyPatch):
    old = full()
    other = old.join(Tab(old, ""))
    monkeypatch.setattr(coming_back, "_is_shown", lambda tab: tab is other)
    for _ in range(30):
        come_back(other.secret)
    assert own.answer == "done"
    assert own.waits == coming_back._MOST_WAITS
    assert holds_something(old)
    assert not holds_something(own.kept)


def test_nothing_takes_the_place_of_what_is_there_already(own: Tab):
    old = full()
    own.kept.photos = (photo("9"),)
    come_back(old.join(Tab(old, "")).secret)
    assert [kept.id for kept in own.kept.photos] == ["9"]


def test_records_are_locked_and_what_came_out_of_them_does_not_come_along():
    old, new = State(photos=(photo("1"), photo("2"))), State()
    desk = old.join(Desk(old))
    closed: list[bool] = []
    desk.records = SimpleNamespace(close=lambda: closed.append(True))  # type: ignore[assignment]
    desk.before_close(lambda now: setattr(now.owner, "photos", now.owner.photos[1:]))
    desk.links = {"1": Link(1, 1, 1, Corrections(), opened=True), "2": Link(1, 1, 2, Corrections())}
    desk.unsaved[4] = {"notes": "typed"}
    move(old, new)
    there = new.part(Desk)
    assert closed == [True]
    assert there is not None
    assert not there.open
    assert [kept.id for kept in new.photos] == ["2"]
    assert list(there.links) == ["2"]
    assert there.unsaved == {4: {"notes": "typed"}}
    assert desk.unsaved == {}


def test_a_session_that_ended_gives_nothing(own: Tab):
    old = full()
    ended = old.join(Tab(old, ""))
    secret = ended.secret
    old.end()
    come_back(secret)
    assert not holds_something(own.kept)


def test_parts_that_stay_say_themselves_how_they_go():
    class Stays(Part):
        stays = True

    old, new = State(), State()
    old.join(Stays())
    move(old, new)
    assert new.part(Stays) is None
