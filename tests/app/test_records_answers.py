"""What a client answered, over the visits and beside the measures."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from records_driver import PASSPHRASE, Practice

from analyzer.records import Answers, Records, VisitDraft
from analyzer.types.intake import Intake
from tests.unit.records_cases import DAY
from ui.charts.answers import answered, answers_svg, summary
from ui.records.timeline import ANSWERS, answers_markup


def given(*pain: int | None) -> list[Answers]:
    return [
        Answers(number, DAY + timedelta(days=7 * number), Intake(low_back_pain=value, hours_sitting=8.5))
        for number, value in enumerate(pain)
    ]


def test_each_question_that_was_answered_has_its_line():
    pain, sitting = answered(given(7, None, 3))
    assert (pain.question.name, sitting.question.name) == ("low_back_pain", "hours_sitting")
    assert [value for _, value in pain.values] == [7.0, 3.0]
    assert summary(pain) == "4 Mar 2026 to 18 Mar 2026: from 7 to 3."
    assert summary(sitting) == "4 Mar 2026 to 18 Mar 2026: 8.5 h as before."
    assert answered([]) == answered(given(None)[:0]) == []


def test_more_pain_stands_higher_and_everything_is_inside():
    (pain, _) = answered(given(0, 10, 5))
    heights = [float(y) for y in re.findall(r'<circle[^>]* cy="([\d.]+)"', answers_svg(pain))]
    assert heights[1] < heights[2] < heights[0]
    assert all(0.0 < y < 150.0 for y in heights)
    places = [float(x) for x in re.findall(r'<circle[^>]* cx="([\d.]+)%"', answers_svg(pain))]
    assert places == sorted(places)
    assert all(0.0 < x < 100.0 for x in places)


def test_one_answer_and_three_hundred(monkeypatch: pytest.MonkeyPatch):
    (alone, _) = answered(given(4))
    assert answers_svg(alone).count("<circle") == 1
    assert "next visit" in summary(alone)
    (many, _) = answered(given(*[number % 11 for number in range(300)]))
    svg = answers_svg(many)
    assert svg.count("<circle") == 300
    assert svg.count('class="number"') == 2
    assert answers_markup([many]).count("<tr>") == 301


def test_it_stands_on_the_clients_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = tmp_path / "clients.records"
    with Records.create(place, PASSPHRASE) as records:
        client = records.add_client("K-1")
        records.save_visit(client.id, VisitDraft(date(2026, 3, 1), intake=Intake(low_back_pain=6)))
        records.save_visit(client.id, VisitDraft(date(2026, 2, 1)))
        records.save_visit(client.id, VisitDraft(date(2026, 1, 1), intake=Intake(low_back_pain=8)))
        assert [item.intake.low_back_pain for item in records.answers(client.id)] == [8, 6]
        records.add_client("K-2")
        assert records.answers(2) == ()
    monkeypatch.setenv("POSTURE_RECORDS", str(place))
    app = Practice(place).unlock()
    app.go("client", client=1)
    assert app.errors() == []
    assert ANSWERS in app.words()
    assert "from 8 to 6" in app.component("timeline", "timeline_answers")
    app.go("client", client=2)
    assert ANSWERS not in app.words()
