"""What was decoded is not decoded again while it stays the same, and is gone when the records close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from records_cases import analysis, draft, new_photo, new_records

from analyzer.archive import archive_measures, unarchive_measures
from analyzer.records import cipher, summaries
from analyzer.records.last_read import LastRead
from tests.unit.test_records_thomas import lying_photo


def test_only_what_is_new_or_changed_is_decoded() -> None:
    decoded: list[bytes] = []

    def decode(packed: bytes) -> str:
        decoded.append(packed)
        return packed.decode()

    last = LastRead[str]()
    assert last.read([(1, b"a"), (2, b"b")], decode) == ["a", "b"]
    assert last.read([(1, b"a"), (2, b"c"), (3, b"d")], decode) == ["a", "c", "d"]
    assert decoded == [b"a", b"b", b"c", b"d"]
    last.read([(3, b"d")], decode)  # another client, or one whose visits were erased
    assert last.read([(1, b"a")], decode) == ["a"]
    assert decoded[4:] == [b"a"]
    last.forget()
    last.read([(1, b"a")], decode)
    assert decoded[5:] == [b"a"]


def test_a_timeline_is_decoded_once_and_follows_what_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "ROUNDS", 10)
    count = {"measures": 0, "tests": 0}

    def counted(what: str, read: Callable[[bytes], object]) -> Callable[[bytes], object]:
        def reading(packed: bytes) -> object:
            count[what] += 1
            return read(packed)

        return reading

    for what, name in (("measures", "unarchive_measures"), ("tests", "unarchive_thomas_side")):
        monkeypatch.setattr(summaries, name, counted(what, getattr(summaries, name)))
    with new_records(tmp_path) as records:
        client = records.add_client("K-1")
        photos = {"thomas": (lying_photo(5), lying_photo(6, "right"))}
        visits = [
            records.save_visit(client.id, draft(new_photo(n, n), day=date(2026, 1, 1 + n), **photos))
            for n in range(3)
        ]
        first = records.timeline(client.id), records.thomas_timeline(client.id)
        assert count == {"measures": 3, "tests": 6}
        assert (records.timeline(client.id), records.thomas_timeline(client.id)) == first
        assert count == {"measures": 3, "tests": 6}
        records.save_visit(client.id, draft(new_photo(9, 20.0), day=date(2026, 1, 2)), visits[1].id)
        later = records.timeline(client.id)
        assert later[1].measures["knee_angle"].value == pytest.approx(20.0 + 1 / 3)
        assert (count["measures"], later[0], later[2]) == (4, first[0][0], first[0][2])
        records.erase_visit(visits[0].id)
        assert len(records.timeline(client.id)) == 2
    assert not records._measures._kept and not records._tests._kept


def test_a_measure_is_read_quickly_only_when_it_is_whole() -> None:
    """The quick way and that of all rules say the same, and what is wrong is refused as before."""
    stored = archive_measures(analysis().measures)
    plain = unarchive_measures(stored)
    assert plain == dict(analysis().measures)
    # A whole number is none of what `archive` writes, so it is read by all rules.
    slow = {
        name: item | ({"value": int(item["value"])} if "value" in item else {})
        for name, item in stored.items()
    }
    read = unarchive_measures({name: item for name, item in slow.items() if name == "knee_angle"})
    assert isinstance(read["knee_angle"].value, float)
    tilt = stored["pelvic_tilt"]
    for wrong in (
        {"unit": "miles"},
        {"value": float("nan")},
        {"value": 1e300},
        {"value": 99.0},
        {"value": True},
        {"ci95": [1.0]},
        {"method": 3},
        {"reason": {"code": "x", "message": "y"}},
        {"sd_parts": [1.0, 2.0]},
        {"reference": [1.0]},
    ):
        with pytest.raises(ValueError, match="not complete"):
            unarchive_measures({"pelvic_tilt": tilt | wrong})
