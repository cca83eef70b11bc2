"""Roles: what an account may do is held in the store, for each of its methods, whatever a page shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from records_cases import OTHER, PASSPHRASE, draft, new_photo
from sqlalchemy import text

from analyzer.records import Consent, NotAllowedError, Records
from analyzer.records.plans import Plans
from analyzer.types.exercise_plan import ExerciseDay, PlannedExercise
from analyzer.types.roles import DEEDS, ROLES, Role, may

PLANNED = PlannedExercise("half_kneeling_stretch", date(2026, 3, 5))
Act = Callable[[Records, Path], object]

WRITES: dict[str, Act] = {
    "add_client": lambda records, _: records.add_client("K-9"),
    "change_client": lambda records, _: records.change_client(1, name="Berta"),
    "add_consent": lambda records, _: records.add_consent(1, Consent(date(2026, 1, 2), "all of it")),
    "withdraw_consent": lambda records, _: records.withdraw_consent(1, date(2026, 5, 6)),
    "save_visit": lambda records, _: records.save_visit(1, draft(), 1),
    "keep_report": lambda records, _: records.keep_report(1, "PDF", b"%PDF-", "words"),
    "plans.save": lambda records, _: records.plans.save(1, PLANNED),
    "plans.add_day": lambda records, _: records.plans.add_day(1, ExerciseDay(date(2026, 3, 7), "done")),
    "plans.remove_day": lambda records, _: records.plans.remove_day(1),
    "plans.remove": lambda records, _: records.plans.remove(1),
}
MANAGES: dict[str, Act] = {
    "erase_client": lambda records, _: records.erase_client(1),
    "erase_visit": lambda records, _: records.erase_visit(1),
    "change_passphrase": lambda records, _: records.change_passphrase(PASSPHRASE, OTHER),
    "backup": lambda records, _: records.backup(),
    "backup_to": lambda records, folder: records.backup_to(folder),
}
LOOKS: dict[str, Act] = {
    "note_access": lambda records, _: records.note_access(1, "anna"),
    "accesses": lambda records, _: records.accesses(1),
    "answers": lambda records, _: records.answers(1),
    "backup_name": lambda records, _: records.backup_name(),
    "client": lambda records, _: records.client(1),
    "clients": lambda records, _: records.clients(),
    "consents": lambda records, _: records.consents(1),
    "count_clients": lambda records, _: records.count_clients(),
    "course": lambda records, _: records.course(1),
    "export_client": lambda records, _: records.export_client(1),
    "plans.of": lambda records, _: records.plans.of(1),
    "photo_data": lambda records, _: records.photo_data(1),
    "range_timeline": lambda records, _: records.range_timeline(1),
    "report_data": lambda records, _: records.report_data(1),
    "reports": lambda records, _: records.reports(1),
    "size_bytes": lambda records, _: records.size_bytes(),
    "thomas_timeline": lambda records, _: records.thomas_timeline(1),
    "timeline": lambda records, _: records.timeline(1),
    "visit": lambda records, _: records.visit(1),
    "visits": lambda records, _: records.visits(1),
}
STATES = {"encrypted", "plans"}
OTHERS = {"close", "create", "exists", "may", "open", "restore"}


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.records.cipher.ROUNDS", 1000)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Records with a client, a consent, and a visit with a photo and a report."""
    place = tmp_path / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        records.add_client("K-7", "Anna")
        records.add_consent(1, Consent(date(2026, 1, 2), "kept for the treatment"))
        records.save_visit(1, draft(new_photo()))
        records.keep_report(1, "PDF", b"%PDF-", "words")
        records.plans.save(1, PLANNED)
        records.plans.add_day(1, ExerciseDay(date(2026, 3, 6), "done"))
    return place


def content(place: Path) -> str:
    """A sum of all rows but the list of who looked."""
    with Records.open(place, PASSPHRASE) as records, records._database.reading() as session:
        names = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        rows = [
            (name, sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"')).all())))  # noqa: S608
            for (name,) in names.all()
            if name not in ("accesses", "sqlite_sequence")
        ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_no_method_is_forgotten():
    own = {name for name in dir(Records) if not name.startswith("_") and name not in STATES}
    own |= {f"plans.{name}" for name in dir(Plans) if not name.startswith("_")}
    assert own == {*WRITES, *MANAGES, *LOOKS, *OTHERS}


@pytest.mark.parametrize("name", [*WRITES, *MANAGES])
def test_who_may_look_changes_nothing(place: Path, tmp_path: Path, name: str):
    before, files = content(place), sorted(place.parent.iterdir())
    with Records.open(place, PASSPHRASE, role="reader") as records:
        with pytest.raises(NotAllowedError) as refused:
            (WRITES | MANAGES)[name](records, tmp_path)
        assert "Nothing was changed" in refused.value.message
    assert (content(place), sorted(place.parent.iterdir())) == (before, files)


@pytest.mark.parametrize("name", LOOKS)
def test_who_may_look_sees_everything_and_is_noted(place: Path, tmp_path: Path, name: str):
    with Records.open(place, PASSPHRASE, role="reader") as records:
        LOOKS[name](records, tmp_path)


@pytest.mark.parametrize("name", WRITES)
def test_a_therapist_keeps_clients_and_visits(place: Path, tmp_path: Path, name: str):
    before = content(place)
    with Records.open(place, PASSPHRASE, role="therapist") as records:
        WRITES[name](records, tmp_path)
    assert content(place) != before


@pytest.mark.parametrize("name", MANAGES)
def test_a_therapist_erases_and_takes_away_nothing(place: Path, tmp_path: Path, name: str):
    before = content(place)
    with Records.open(place, PASSPHRASE, role="therapist") as records, pytest.raises(NotAllowedError):
        MANAGES[name](records, tmp_path)
    assert content(place) == before


@pytest.mark.parametrize("name", MANAGES)
def test_an_owner_does_everything(place: Path, tmp_path: Path, name: str):
    with Records.open(place, PASSPHRASE) as records:
        assert records.may("manage")
        MANAGES[name](records, tmp_path)


@pytest.mark.parametrize("role", ["therapist", "reader"])
def test_only_an_owner_sets_up_and_restores(place: Path, tmp_path: Path, role: Role):
    with Records.open(place, PASSPHRASE) as records:
        backup = records.backup()
    before = place.read_bytes()
    with pytest.raises(NotAllowedError):
        Records.restore(backup, place, PASSPHRASE, role=role)
    with pytest.raises(NotAllowedError):
        Records.create(tmp_path / "more.records", PASSPHRASE, role=role)
    assert place.read_bytes() == before
    assert not (tmp_path / "more.records").exists()


def test_nothing_below_the_methods_writes_either(place: Path):
    """All that writes goes through the database's own transactions, which know the role."""
    with Records.open(place, PASSPHRASE, role="reader") as records:
        for open_one in (records._database.writing, records._database.erasing, records._database.held):
            with pytest.raises(NotAllowedError), open_one():
                pass


def test_a_role_that_nobody_knows_allows_nothing():
    assert not may("admin", "note")  # type: ignore[arg-type]
    assert set(DEEDS) == set(ROLES)
    assert DEEDS["reader"] < DEEDS["therapist"] < DEEDS["owner"]
