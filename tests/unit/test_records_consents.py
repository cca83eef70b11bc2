"""What else is known of a client, and what a client agreed to."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from records_cases import PASSPHRASE, draft, new_photo
from test_records_erasure import decrypted
from test_records_schema import older

from analyzer.records import BadEntryError, ClientDetails, Consent, NotFoundError, Records

pytestmark = pytest.mark.usefixtures("few_rounds")

ANNA = ClientDetails(body_height_cm=172.5, birth_year=1990, sex="female")
GIVEN = Consent(date(2026, 3, 1), "Photos are kept", "2026-01")


def test_details_are_kept_and_changed(records: Records) -> None:
    client = records.add_client("K-1", details=ANNA)
    assert records.client(client.id).details == ANNA
    assert records.clients()[0].details == ANNA
    records.change_client(client.id, name="Anna")
    assert records.client(client.id).details == ANNA
    assert records.change_client(client.id, details=ClientDetails()).details == ClientDetails()
    assert "172" not in repr(client)


@pytest.mark.parametrize(
    ("details", "said"),
    [
        (ClientDetails(body_height_cm=1.72), "body height"),
        (ClientDetails(body_height_cm=float("nan")), "body height"),
        (ClientDetails(birth_year=90), "year of birth"),
        (ClientDetails(birth_year="1990"), "year of birth"),  # type: ignore[arg-type]
        (ClientDetails(sex="f"), "check what you entered"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_is_refused(records: Records, details: ClientDetails, said: str) -> None:
    with pytest.raises(BadEntryError, match=said):
        records.add_client("K-1", details=details)
    assert records.clients() == ()


def test_a_consent_is_noted_and_withdrawn(records: Records) -> None:
    client = records.add_client("K-1")
    first = records.add_consent(client.id, GIVEN)
    second = records.add_consent(client.id, Consent(date(2026, 4, 1), " Teaching "))
    assert records.consents(client.id) == (second, first)
    assert (first.purpose, first.text_version, second.purpose) == ("Photos are kept", "2026-01", "Teaching")
    gone = records.withdraw_consent(first.id, date(2026, 5, 1))
    assert records.consents(client.id) == (second, gone)
    assert gone.withdrawn == date(2026, 5, 1)
    assert records.withdraw_consent(first.id, None) == first
    for wrong in (lambda: records.withdraw_consent(first.id, date(2026, 2, 1)),
                  lambda: records.add_consent(client.id, Consent(date(2026, 1, 1), "  "))):  # fmt: skip
        with pytest.raises(BadEntryError):
            wrong()
    for unknown in (lambda: records.consents(99), lambda: records.add_consent(99, GIVEN),
                    lambda: records.withdraw_consent(99, None)):  # fmt: skip
        with pytest.raises(NotFoundError):
            unknown()
    assert records.consents(client.id) == (second, first)


def test_all_of_it_is_in_the_export_and_gone_after_an_erasure(records: Records, tmp_path: Path) -> None:
    client = records.add_client("K-1", details=ANNA)
    records.add_consent(client.id, Consent(date(2026, 3, 1), "<agreed to this>", "7", date(2026, 3, 2)))
    records.save_visit(client.id, draft(new_photo(1)))
    with zipfile.ZipFile(io.BytesIO(records.export_client(client.id))) as packed:
        told = json.loads(packed.read("client.json"))
        bundle = json.loads(packed.read("fhir.json"))
    assert {name: told["client"][name] for name in ("body_height_cm", "birth_year", "sex")} == {
        "body_height_cm": 172.5, "birth_year": 1990, "sex": "female",
    }  # fmt: skip
    assert told["consents"] == [
        {"given": "2026-03-01", "purpose": "<agreed to this>", "text_version": "7", "withdrawn": "2026-03-02"}
    ]
    (patient,) = [item["resource"] for item in bundle["entry"] if "birthDate" in item["resource"]]
    assert (patient["birthDate"], patient["gender"]) == ("1990", "female")
    file = tmp_path / "practice" / "clients.records"
    assert b"<agreed to this>" in decrypted(file)
    records.erase_client(client.id)
    assert b"<agreed to this>" not in decrypted(file)


def test_clients_of_older_versions_have_none(tmp_path: Path) -> None:
    file = tmp_path / "old.records"
    older(file)
    with Records.open(file, PASSPHRASE) as records:
        assert records.client(1).details == ClientDetails()
        assert records.consents(1) == ()
        records.change_client(1, details=ANNA)
        records.add_consent(1, GIVEN)
    with Records.open(file, PASSPHRASE) as records:
        assert (records.client(1).details, len(records.consents(1))) == (ANNA, 1)
