"""Details and consents of a client on their page, and what follows from the sex."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from records_driver import PASSPHRASE, Practice

from analyzer.records import ClientDetails, NewPhoto, Records, VisitDraft
from tests.unit.records_cases import DAY, analysis, jpeg
from ui.records.consents import ALL_WITHDRAWN, NONE_NOTED
from ui.records.details import beside_own


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-1", "Anna")
        records.save_visit(client.id, VisitDraft(DAY, (NewPhoto("a.jpg", jpeg(1), analysis()),)))
    monkeypatch.setenv("POSTURE_RECORDS", str(place))
    return place


@pytest.fixture
def app(place: Path) -> Practice:
    return Practice(place).unlock()


def test_details_are_written_on_the_clients_page(app: Practice, place: Path):
    app.go("client", client=1)
    at = app.at
    next(field for field in at.number_input if field.label == "Height in cm").set_value(172.0)
    next(field for field in at.number_input if field.label == "Year of birth").set_value(1990)
    next(field for field in at.selectbox if field.label == "Sex").set_value("female")
    next(button for button in at.button if button.label == "Save").click().run()
    assert app.errors() == []
    assert "Born 1990, 172 cm tall, female" in app.words()
    with Records.open(place, PASSPHRASE) as records:
        assert records.client(1).details == ClientDetails(172.0, 1990, "female")


def test_a_consent_is_noted_and_withdrawn(app: Practice, place: Path):
    app.go("client", client=1)
    assert NONE_NOTED in app.words()
    at = app.at
    next(field for field in at.text_input if field.label.startswith("Version")).set_value("v2")
    next(button for button in at.button if button.label == "Note this consent").click().run()
    assert app.errors() == []
    assert NONE_NOTED not in app.words()
    with Records.open(place, PASSPHRASE) as records:
        (kept,) = records.consents(1)
    assert (kept.given, kept.text_version, kept.withdrawn) == (date.today(), "v2", None)
    next(button for button in app.at.button if button.label == "Withdraw").click().run()
    assert ALL_WITHDRAWN in app.words()
    with Records.open(place, PASSPHRASE) as records:
        assert records.consents(1)[0].withdrawn == date.today()


@pytest.mark.parametrize(
    ("sex", "name"), [("female", "women"), ("male", "men"), ("other", "all"), (None, "all")]
)
def test_results_stand_beside_the_references_of_women_or_men(place: Path, sex: str | None, name: str):
    with Records.open(place, PASSPHRASE) as records:
        records.change_client(1, details=ClientDetails(sex=sex))  # type: ignore[arg-type]
        mine = analysis()
        (shown,) = beside_own([mine], 1, records)
    assert mine.references == "all"
    assert shown.references == name
    values = [item.value for item in mine.measures.values()]
    assert [item.value for item in shown.measures.values()] == values
