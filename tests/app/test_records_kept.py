"""A page asks whether the records hold what was typed; what they do not hold is taken."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest
from records_driver import PASSPHRASE, Practice, use_place
from starlette.requests import Request
from starlette.responses import Response

from analyzer.errors import PostureError
from analyzer.language import tr
from analyzer.records import Records, VisitDraft
from ui.records import KEPT, TICKET
from ui.records.desk import Desk
from ui.records.kept import tell_kept
from ui.records.merging import OTHER

NOTES, SPORT, HEIGHT = "visit_1_notes", "visit_1_intake_other_sport", "visit_1_camera_height_cm"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """With the records open, and one visit in them."""
    place = use_place(tmp_path / "clients.records", monkeypatch)
    with Records.create(place, PASSPHRASE) as records:
        records.save_visit(records.add_client("K-7").id, VisitDraft(date(2026, 3, 2)))
    return Practice(place).unlock().desk


def ask(ticket: str, fields: object, *, take: bool = False) -> Response:
    if isinstance(fields, dict):
        fields = {key: {"text": text, "take": take} for key, text in fields.items()}
    body = fields if isinstance(fields, bytes) else json.dumps(fields).encode()

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(TICKET.lower().encode(), ticket.encode())]
    scope = {"type": "http", "method": "POST", "path": KEPT, "headers": headers}
    return asyncio.run(tell_kept(Request(scope, receive)))


def answers(desk: Desk, fields: dict[str, str], *, take: bool = False) -> dict[str, str]:
    response = ask(desk.ticket, fields, take=take)
    assert response.status_code == 200
    return json.loads(response.body)


def test_it_is_kept_only_when_the_records_hold_it(desk: Desk):
    texts = {NOTES: "Typed.", SPORT: "Swimming", HEIGHT: "95"}
    assert set(answers(desk, texts).values()) == {"lost"}
    assert desk.records.visit(1).notes == ""
    assert set(answers(desk, texts, take=True).values()) == {"kept"}
    visit = desk.records.visit(1)
    assert (visit.notes, visit.intake.other_sport, visit.camera_height_cm) == ("Typed.", "Swimming", 95.0)
    assert set(answers(desk, texts).values()) == {"kept"}
    assert set(answers(desk, {NOTES: "Typed", SPORT: "", HEIGHT: ""}).values()) == {"lost"}


def test_a_text_beside_that_of_another_window_is_kept(desk: Desk):
    desk.records.save_visit(1, VisitDraft(date(2026, 3, 2), notes=f"Ours.\n\n{tr(OTHER)}\nTheirs."), 1)
    assert answers(desk, {NOTES: "Theirs."}) == {NOTES: "kept"}
    assert answers(desk, {NOTES: "Nobody's."}) == {NOTES: "lost"}


def test_what_cannot_be_saved_is_held(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise PostureError("The disk is full.")

    monkeypatch.setattr(desk.records, "save_visit", refuse)
    assert answers(desk, {NOTES: "Typed."}, take=True) == {NOTES: "held"}
    assert desk.unsaved == {1: {"notes": "Typed."}}
    assert answers(desk, {NOTES: "Typed."}) == {NOTES: "held"}


@pytest.mark.parametrize("key", ["visit_1_day", "visit_2_notes", "visit_1_changed_utc", "client_1_notes"])
def test_of_other_fields_nothing_is_known_or_taken(desk: Desk, key: str):
    before = desk.records.visit(1)
    assert answers(desk, {key: "2026-01-01"}, take=True) == {key: "unknown"}
    assert answers(desk, {HEIGHT: "high", "visit_1_intake_hours_sitting": "99"}, take=True) == {
        HEIGHT: "unknown",
        "visit_1_intake_hours_sitting": "unknown",
    }
    assert desk.records.visit(1) == before


def test_only_the_page_of_a_session_with_open_records_is_answered(desk: Desk):
    ticket = desk.ticket
    assert ask("x" * 43, {NOTES: "x"}, take=True).body == b"{}"
    for wrong in (b"", b"[]", b'{"a": 1}', b"[" * 100_000, b'{"' + b"a" * 400_000 + b'": {"text": ""}}'):
        assert ask(ticket, wrong).status_code == 400
    desk.close()
    assert ask(ticket, {NOTES: "x"}, take=True).body == b"{}"


def test_records_that_are_opened_again_have_another_ticket(desk: Desk, tmp_path: Path):
    before = desk.ticket
    desk.opened(Records.open(tmp_path / "clients.records", PASSPHRASE))
    assert desk.ticket != before
    assert ask(before, {NOTES: "x"}, take=True).body == b"{}"
    assert answers(desk, {NOTES: "x"}) == {NOTES: "lost"}


def test_a_question_without_end_is_not_read_to_its_end(desk: Desk):
    read = 0

    async def receive() -> dict[str, object]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": bytes(100_000), "more_body": read < 100}

    headers = [(TICKET.lower().encode(), desk.ticket.encode())]
    scope = {"type": "http", "method": "POST", "path": KEPT, "headers": headers}
    assert asyncio.run(tell_kept(Request(scope, receive))).status_code == 400
    assert read == 5
