"""Clients, visits, photos and timelines in an encrypted file."""

from __future__ import annotations

import hashlib
import io
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from records_cases import (
    DAY,
    PASSPHRASE,
    analysis,
    draft,
    expect_lists_in_order,
    jpeg,
    new_photo,
    new_records,
)

from analyzer.compare.several_photos import summarize
from analyzer.records import (
    BadEntryError,
    ChangedMeanwhileError,
    CodeTakenError,
    NewPhoto,
    NotFoundError,
    Records,
    RecordsClosedError,
    RecordsError,
    RecordsExistError,
    VisitDraft,
    WeakPassphraseError,
    default_place,
    is_url,
)
from analyzer.types import Corrections
from analyzer.types.intake import Intake

pytestmark = pytest.mark.usefixtures("few_rounds")


def test_a_client(records: Records) -> None:
    before = datetime.now(UTC)
    client = records.add_client("  K-17 ", "Anna Müller", "left handed\nruns")
    assert (client.code, client.name, client.note) == ("K-17", "Anna Müller", "left handed\nruns")
    assert (client.visits, client.last_visit) == (0, None)
    assert before - timedelta(seconds=1) <= client.created_utc <= datetime.now(UTC)
    assert records.client(client.id) == client
    changed = records.change_client(client.id, note="", code="K-18")
    assert changed == replace(client, code="K-18", note="")
    assert records.clients() == (changed,)
    assert "Anna" not in repr(changed)


def test_a_code_is_taken_in_any_case(records: Records) -> None:
    first = records.add_client("Straße 1")
    with pytest.raises(CodeTakenError):
        records.add_client("STRASSE 1")
    second = records.add_client("B")
    with pytest.raises(CodeTakenError):
        records.change_client(second.id, code="straße 1")
    assert records.change_client(first.id, code="STRAßE 1").code == "STRAßE 1"
    assert records.count_clients() == 2


@pytest.mark.parametrize("code", ["", "  \n", "x" * 65])
def test_codes_that_cannot_be(records: Records, code: str) -> None:
    with pytest.raises(BadEntryError) as caught:
        records.add_client(code)
    assert "code" in caught.value.message
    assert records.count_clients() == 0


def test_any_text_comes_back(records: Records) -> None:
    name = "李小龍 🏃🏽‍♀️ عُمَر O'Brien; DROP TABLE client;--"
    client = records.add_client("a\0b\ud800c", name, "x" * 20_000)
    assert client.code == "a b c"
    assert records.clients(name)[0].name == name
    with pytest.raises(BadEntryError):
        records.change_client(client.id, note="x" * 20_001)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["a", "b", "c"]),
        ("muller", ["a"]),
        ("MÜLLER anna", ["a"]),
        ("ann", ["a", "b"]),
        ("100%", ["c"]),
        ("%", ["c"]),
        ("_", []),
        ("!", []),
        ("anna bell", ["b"]),
        ("nobody", []),
    ],
)
def test_search(records: Records, search: str, found: list[str]) -> None:
    for code, name in (("a", "Anna Müller"), ("b", "Annabell Ωmega"), ("c", "sits 100% of the day")):
        records.add_client(code, name)
    assert sorted(client.code for client in records.clients(search)) == found
    assert records.count_clients(search) == len(found)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("KNEE", ["a", "b"]),
        ("anna knee", ["a"]),
        ("stairs", ["a"]),
        ("Übung", ["b"]),
        ("2026-03-09", ["a"]),
        ("9.3.2026", ["a", "b"]),  # in some countries the month comes first
        ("9 March 2026", ["a"]),
        ("Mar 9, 2026", ["a"]),
        ("mar 2026", ["a"]),
        ("2026-09", ["b"]),
        ("30 Feb 2026", []),
        ("50%", []),
    ],
)
def test_notes_and_days_of_visits_are_found(records: Records, search: str, found: list[str]) -> None:
    first = records.add_client("a", "Anna", "left Knee")
    second = records.add_client("b", "Berta")
    records.add_client("c", "Carla", "nothing of note")
    records.save_visit(first.id, VisitDraft(date(2026, 3, 9), notes="Hurts on stairs."))
    records.save_visit(second.id, VisitDraft(date(2026, 9, 3), notes="Übung for the knee"))
    assert sorted(client.code for client in records.clients(search)) == found
    assert records.count_clients(search) == len(found)


def test_clients_of_today_come_first(records: Records) -> None:
    today = date.today()
    for code, days in (("past", -3), ("today", 0), ("planned", 5)):
        client = records.add_client(code)
        records.save_visit(client.id, VisitDraft(today + timedelta(days=days)))
    records.save_visit(client.id, VisitDraft(today - timedelta(days=9)))
    assert [client.code for client in records.clients()] == ["today", "planned", "past"]
    assert [client.visits for client in records.clients()] == [1, 2, 1]


def test_the_newest_visit_comes_first_and_lists_have_pages(records: Records) -> None:
    expect_lists_in_order(records)


def test_a_visit_comes_back_whole(records: Records) -> None:
    client = records.add_client("K")
    intake = Intake(hours_sitting=7.5, desk_work=True, stress=4, notes="wörds")
    given = draft(
        new_photo(1, name="C:\\photos\\left side.jpg"),
        new_photo(2, value=12.0),
        camera_height_cm=95.5,
        protocol="arms folded",
        intake=intake,
        notes="first line\nsecond line",
        exercises=("glute_bridge", "constructive_rest", "glute_bridge"),
    )
    saved = records.save_visit(client.id, given)
    assert records.visit(saved.id) == saved
    assert (saved.day, saved.camera_height_cm, saved.protocol) == (DAY, 95.5, "arms folded")
    assert (saved.intake, saved.notes) == (intake, "first line\nsecond line")
    assert saved.exercises == ("glute_bridge", "constructive_rest")
    assert [photo.name for photo in saved.photos] == ["left side.jpg", "photo.jpg"]
    for photo, new in zip(saved.photos, given.photos, strict=True):
        assert photo.analysis == new.analysis
        data = records.photo_data(photo.id)
        assert photo.sha256 == hashlib.sha256(data).hexdigest()
        assert photo.size_bytes == len(data)
    (line,) = records.visits(client.id)
    assert (line.id, line.day, line.photos, line.notes) == (saved.id, DAY, 2, True)


def test_a_clean_photo_is_stored_byte_for_byte(records: Records) -> None:
    client = records.add_client("K")
    as_it_is = b"whatever the camera wrote"
    given = (new_photo(3), NewPhoto("raw.jpg", as_it_is, analysis(), keep_camera_data=True))
    photos = records.save_visit(client.id, draft(*given)).photos
    assert records.photo_data(photos[0].id) == jpeg(3)
    assert records.photo_data(photos[1].id) == as_it_is


def test_stored_bytes_that_are_analysed_again_are_still_that_photo(records: Records) -> None:
    """What the camera wrote is gone, but which photo it was is known."""
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "some maker"
    Image.open(io.BytesIO(jpeg(1))).save(buffer, "JPEG", exif=exif.tobytes())
    data = buffer.getvalue()
    original = hashlib.sha256(data).hexdigest()
    client = records.add_client("K")
    visit = records.save_visit(client.id, draft(NewPhoto("a.jpg", data, analysis(sha=original))))
    (photo,) = visit.photos
    stored = records.photo_data(photo.id)
    assert b"some maker" in data and b"some maker" not in stored
    assert photo.original_sha256 == original != photo.sha256 == hashlib.sha256(stored).hexdigest()
    again = replace(photo, analysis=analysis(15.0, sha=photo.sha256))
    (changed,) = records.save_visit(client.id, replace(visit.draft(), photos=(again,)), visit.id).photos
    assert changed.analysis == analysis(15.0, sha=original)


def test_a_visit_is_changed_as_a_whole(records: Records) -> None:
    client = records.add_client("K")
    first = records.save_visit(client.id, draft(new_photo(1), new_photo(2), new_photo(3), notes="old"))
    gone, kept, moved = first.photos
    corrected = analysis(20.0, corrections=Corrections({"hip": (1.0, 2.0)}))
    again = replace(
        first.draft(), photos=(moved, replace(kept, analysis=corrected), new_photo(4)), notes="new"
    )
    second = records.save_visit(client.id, again, first.id)
    assert [photo.id for photo in second.photos[:2]] == [moved.id, kept.id]
    assert second.photos[1].analysis == corrected
    assert records.photo_data(second.photos[2].id) == jpeg(4)
    assert (second.notes, second.created_utc) == ("new", first.created_utc)
    assert second.changed_utc > first.changed_utc
    assert records.visit(first.id) == second
    with pytest.raises(NotFoundError):
        records.photo_data(gone.id)
    assert len(records.visits(client.id)) == 1


def _no_photo(records: Records, client_id: int) -> Any:
    stored = records.save_visit(client_id, draft(new_photo(9))).photos[0]
    return draft(stored)  # of another visit


@pytest.mark.parametrize(
    "make",
    [
        lambda records, client_id: draft(new_photo(5), notes="x" * 20_001),
        lambda records, client_id: draft(new_photo(5), camera_height_cm=0.0),
        lambda records, client_id: draft(new_photo(5), camera_height_cm=float("nan")),
        lambda records, client_id: draft(new_photo(5), NewPhoto("a.jpg", b"", analysis())),
        lambda records, client_id: draft(new_photo(5), NewPhoto("a.jpg", b"no picture", analysis())),
        lambda records, client_id: draft(new_photo(5), exercises=("x" * 101,)),
        _no_photo,
    ],
)
def test_what_cannot_be_saved_changes_nothing(records: Records, make: Any) -> None:
    client = records.add_client("K")
    first = records.save_visit(client.id, draft(new_photo(1), notes="first"))
    wrong = make(records, client.id)
    lines = records.visits(client.id)
    for visit_id in (None, first.id):
        with pytest.raises(RecordsError) as caught:
            records.save_visit(client.id, wrong, visit_id)
        assert caught.value.code in ("bad_entry", "not_found")
    assert records.visits(client.id) == lines
    assert records.visit(first.id) == first


def test_what_is_not_there(records: Records) -> None:
    client, other = records.add_client("K"), records.add_client("L")
    visit = records.save_visit(client.id, draft())
    for ask in (
        lambda: records.client(99),
        lambda: records.change_client(99, name="x"),
        lambda: records.erase_client(99),
        lambda: records.visits(99),
        lambda: records.visit(99),
        lambda: records.save_visit(99, draft()),
        lambda: records.save_visit(client.id, draft(), 99),
        lambda: records.save_visit(other.id, draft(), visit.id),
        lambda: records.erase_visit(99),
        lambda: records.photo_data(99),
        lambda: records.timeline(99),
        lambda: records.export_client(99),
    ):
        with pytest.raises(NotFoundError):
            ask()


def test_a_timeline_has_the_medians_of_each_side(records: Records) -> None:
    client = records.add_client("K")
    rights = [new_photo(number, value) for number, value in enumerate((8.0, 10.0, 15.0))]
    left = new_photo(7, 3.0, "left")
    second = records.save_visit(client.id, draft(*rights, left, day=date(2026, 2, 1)))
    first = records.save_visit(client.id, draft(new_photo(8, 20.0), day=date(2026, 1, 1)))
    records.save_visit(client.id, draft(day=date(2026, 3, 1)))  # without photos
    points = records.timeline(client.id)
    assert [(point.visit_id, point.day.month, point.side, point.photos) for point in points] == [
        (first.id, 1, "right", 1),
        (second.id, 2, "left", 1),
        (second.id, 2, "right", 3),
    ]
    expected = summarize([photo.analysis for photo in rights]).measures
    assert dict(points[2].measures) == expected
    assert points[2].measures["knee_angle"].value == pytest.approx(10.0 + 1 / 3)
    assert points[0].analyzer_version == "1.0"
    # A correction moves the timeline.
    stored = records.visit(first.id)
    other = replace(stored.photos[0], analysis=analysis(30.0))
    records.save_visit(client.id, replace(stored.draft(), photos=(other,)), first.id)
    assert records.timeline(client.id)[0].measures["knee_angle"].value == pytest.approx(30.0 + 1 / 3)
    records.erase_visit(second.id)
    assert len(records.timeline(client.id)) == 1


def test_erased_numbers_are_not_given_again(records: Records) -> None:
    first = records.add_client("K")
    visit = records.save_visit(first.id, draft(new_photo(1)))
    records.erase_client(first.id)
    assert records.clients() == ()
    again = records.add_client("K")
    assert again.id > first.id
    other = records.save_visit(again.id, draft(new_photo(1)))
    assert other.id > visit.id and other.photos[0].id > visit.photos[0].id


def test_closed_records_forget_their_key(tmp_path: Path) -> None:
    records = new_records(tmp_path)
    file = tmp_path / "practice" / "clients.records"
    records.close()
    records.close()
    for ask in (records.clients, records.backup, lambda: records.change_passphrase(PASSPHRASE, "x" * 12)):
        with pytest.raises(RecordsClosedError):
            ask()
    assert records._database._key is None
    with Records.open(file, PASSPHRASE) as again:
        assert again.clients() == ()


def test_creating(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b%20 ü#?" / "clients.records"
    assert not Records.exists(file)
    with pytest.raises(WeakPassphraseError):
        Records.create(file, "short")
    assert not Records.exists(file)
    with Records.create(file, PASSPHRASE) as records:
        assert records.encrypted
        assert Records.exists(file)
        with pytest.raises(RecordsExistError):
            Records.create(file, PASSPHRASE)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_the_same_letters_typed_on_another_system(tmp_path: Path) -> None:
    with new_records(tmp_path, "caf\u00e9 caf\u00e9 caf\u00e9"):
        pass
    with Records.open(
        tmp_path / "practice" / "clients.records", "cafe\u0301 cafe\u0301 cafe\u0301"
    ) as records:
        assert records.clients() == ()


def test_where_records_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("POSTURE_RECORDS", raising=False)
    place = default_place()
    assert isinstance(place, Path) and place.name == "clients.records"
    monkeypatch.setenv("POSTURE_RECORDS", str(tmp_path / "x"))
    assert default_place() == tmp_path / "x"
    monkeypatch.setenv("POSTURE_RECORDS", "postgresql://host/practice")
    assert default_place() == "postgresql://host/practice"
    assert is_url(default_place()) and not is_url(place)


def test_several_threads(records: Records) -> None:
    client = records.add_client("K")
    trouble: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(5):
                records.add_client(f"{number}-{step}")
                visit = records.save_visit(client.id, draft(new_photo(number), notes=f"{number}-{step}"))
                assert records.visit(visit.id).notes == f"{number}-{step}"
                records.clients("1-")
        except BaseException as error:  # to be seen by the test
            trouble.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trouble
    assert records.count_clients() == 31
    assert len(records.timeline(client.id)) == 30


def test_two_at_the_same_file_in_one_program(tmp_path: Path) -> None:
    """As two pages of a browser are."""
    with (
        new_records(tmp_path) as one,
        Records.open(tmp_path / "practice" / "clients.records", PASSPHRASE) as two,
    ):
        client = one.add_client("K")
        visit = two.save_visit(client.id, draft(new_photo(1)))
        assert one.visit(visit.id) == visit
        one.erase_client(client.id)
        assert two.clients() == ()


def test_a_visit_that_was_changed_meanwhile_is_not_overwritten(records: Records) -> None:
    client = records.add_client("K-17")
    read = records.save_visit(client.id, draft())
    other = records.save_visit(
        client.id, replace(read.draft(), notes="theirs"), read.id, unchanged_since=read.changed_utc
    )
    assert other.changed_utc > read.changed_utc
    with pytest.raises(ChangedMeanwhileError):
        records.save_visit(
            client.id, replace(read.draft(), notes="mine"), read.id, unchanged_since=read.changed_utc
        )
    assert records.visit(read.id) == other
    # Who does not ask, overwrites, as before.
    assert records.save_visit(client.id, replace(read.draft(), notes="mine"), read.id).notes == "mine"
