"""The plan of a client: exercises with their own dose, and how the days went."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from records_cases import PASSPHRASE
from test_records_erasure import decrypted
from test_records_schema import older

from analyzer.records import BadEntryError, NotFoundError, Records
from analyzer.types.exercise_plan import ExerciseDay, PlannedExercise

pytestmark = pytest.mark.usefixtures("few_rounds")

BRIDGE = PlannedExercise("glute_bridge", date(2026, 3, 1), "2 x 8, Monday and Thursday", "left knee is sore")


def test_an_exercise_is_kept_with_its_days_and_changed(records: Records) -> None:
    client = records.add_client("K-1")
    kept = records.plans.save(client.id, BRIDGE)
    assert replace(kept, id=0) == BRIDGE
    records.plans.add_day(kept.id, ExerciseDay(date(2026, 3, 2)))
    records.plans.add_day(kept.id, ExerciseDay(date(2026, 3, 4), "painful", 6, True, "stairs before"))
    records.plans.add_day(kept.id, ExerciseDay(date(2026, 3, 2), "hard", 3))  # the same day: replaced
    changed = records.plans.save(client.id, replace(kept, dose="1 x 6", ended=date(2026, 4, 1), days=()))
    assert (changed.dose, changed.ended) == ("1 x 6", date(2026, 4, 1))
    newest, oldest = changed.days
    assert replace(newest, id=0) == ExerciseDay(date(2026, 3, 4), "painful", 6, True, "stairs before")
    assert (oldest.went, oldest.pain) == ("hard", None)  # pain belongs to a painful day
    records.plans.remove_day(newest.id)
    assert [day.day for day in records.plans.of(client.id)[0].days] == [date(2026, 3, 2)]


def test_what_is_done_now_comes_before_what_has_ended(records: Records) -> None:
    client, other = records.add_client("K-1"), records.add_client("K-2")
    records.plans.save(client.id, replace(BRIDGE, ended=date(2026, 3, 9)))
    records.plans.save(client.id, PlannedExercise("of_tomorrow", date(2026, 5, 1)))
    assert [item.exercise for item in records.plans.of(client.id)] == ["of_tomorrow", "glute_bridge"]
    assert records.plans.of(other.id) == ()


def test_what_cannot_be_is_refused(records: Records) -> None:
    client, other = records.add_client("K-1"), records.add_client("K-2")
    kept = records.plans.save(client.id, BRIDGE)
    with pytest.raises(BadEntryError, match="before it was begun"):
        records.plans.save(client.id, replace(BRIDGE, ended=date(2026, 2, 1)))
    with pytest.raises(BadEntryError, match="0 to 10"):
        records.plans.add_day(kept.id, ExerciseDay(date(2026, 3, 2), "painful", 11))
    with pytest.raises(BadEntryError):
        records.plans.add_day(kept.id, ExerciseDay(date(2026, 3, 2), "great"))  # type: ignore[arg-type]
    with pytest.raises(BadEntryError, match="300"):
        records.plans.save(client.id, replace(BRIDGE, dose="x" * 301))
    with pytest.raises(BadEntryError):
        records.plans.save(client.id, replace(BRIDGE, exercise=""))
    with pytest.raises(NotFoundError):
        records.plans.save(other.id, kept)
    for ask in (records.plans.of, records.plans.remove, records.plans.remove_day):
        with pytest.raises(NotFoundError):
            ask(999)
    assert records.plans.of(client.id) == (kept,)


def test_the_plan_is_in_the_export(records: Records) -> None:
    client = records.add_client("K-1")
    kept = records.plans.save(client.id, BRIDGE)
    records.plans.add_day(kept.id, ExerciseDay(date(2026, 3, 2), "painful", 5, note="=1+1"))
    packed = zipfile.ZipFile(io.BytesIO(records.export_client(client.id)))
    (planned,) = json.loads(packed.read("client.json"))["exercise_plan"]
    assert (planned["exercise"], planned["dose"], planned["ended"]) == ("glute_bridge", BRIDGE.dose, None)
    assert planned["days"][0]["pain"] == 5
    table = packed.read("exercises.csv").decode("utf-8-sig").splitlines()
    assert table[0] == "day,exercise,dose,went,pain,worse_next_day,note"
    assert table[1].startswith("2026-03-02,glute_bridge,")
    assert ",=1+1" not in table[1]  # no formula for a spreadsheet


def test_nothing_of_a_plan_is_left_after_an_erasure(records: Records, tmp_path: Path) -> None:
    file = tmp_path / "practice" / "clients.records"
    client = records.add_client("K-1")
    kept = records.plans.save(client.id, replace(BRIDGE, notes="Zwetschgenmus"))
    records.plans.add_day(kept.id, ExerciseDay(date(2026, 3, 2), note="Pflaumenkuchen"))
    gone = records.plans.save(client.id, replace(BRIDGE, notes="Mirabellengeist"))
    words = (b"Zwetschgenmus", b"Pflaumenkuchen", b"Mirabellengeist")
    assert all(word in decrypted(file) for word in words)
    records.plans.remove(gone.id)
    assert [word in decrypted(file) for word in words] == [True, True, False]
    records.erase_client(client.id)
    assert not any(word in decrypted(file) for word in words)


def test_records_of_older_versions_have_no_plan_yet(tmp_path: Path) -> None:
    file = tmp_path / "old.records"
    older(file)
    with Records.open(file, PASSPHRASE) as records:
        assert records.plans.of(1) == ()
        assert records.plans.save(1, BRIDGE).exercise == "glute_bridge"
