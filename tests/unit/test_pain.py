"""Where it hurts: the form of what is marked, the figure, and that warning signs are never missed."""

from __future__ import annotations

import json
import re
from datetime import date

import numpy as np
import pytest

from analyzer.exchange.course import CourseVisit, answer_rows
from analyzer.overlay.pain_bodies import outlines, regions
from analyzer.overlay.pain_figure import describe_pain, pain_svg, region_title
from analyzer.types.intake import Intake
from analyzer.types.pain import FIGURE, KINDS, MOST_AREAS, REGIONS, VIEWS, PainArea
from ui.pain import in_saddle, read_marks

BACK = PainArea("back", "ache", "low_back.left")
PAINTED = PainArea("front", "burning", points=((80, 110), (95.04, 100), (99, 120)))


def test_the_json_form_comes_back_as_it_was():
    intake = Intake(pain=(BACK, PAINTED, BACK), pain_strength=6)
    assert intake.pain == (BACK, PAINTED)
    assert Intake.from_dict(json.loads(json.dumps(intake.to_dict(), allow_nan=False))) == intake
    assert intake and not intake.habits
    assert "pain" not in Intake(stress=3).to_dict()


@pytest.mark.parametrize(
    "area",
    [
        None,
        {"view": "back", "kind": "ache"},
        {"view": "top", "kind": "ache", "region": "neck"},
        {"view": "back", "kind": ["ache"], "region": "neck"},
        {"view": "back", "kind": "ache", "region": "belly.left"},
        {"view": "back", "kind": "ache", "region": "neck", "points": [[1, 2], [3, 4], [5, 6]]},
        {"view": "back", "kind": "ache", "points": [[1, 2], [3, 4]]},
        {"view": "back", "kind": "ache", "points": [[1, 2], [3, float("nan")], [5, 6]]},
        {"view": "back", "kind": "ache", "points": [[1, 2], [3, 10**400], [5, 6]]},
        {"view": "back", "kind": "ache", "points": [[i, 2] for i in range(61)]},
        {"view": "back", "kind": "ache", "region": "neck", "name": "x"},
    ],
)
def test_what_is_no_area_is_refused(area):
    with pytest.raises(ValueError, match="area"):
        Intake.from_dict({"schema": "posture-intake/1", "pain": [area]})
    assert read_marks({"client": "a", "count": 1, "areas": [area]}) is None


def test_too_many_areas_are_refused():
    with pytest.raises(ValueError, match="at most"):
        Intake(pain=[BACK] * (MOST_AREAS + 1))


def test_what_a_browser_sends_is_read():
    assert read_marks({"client": "a", "count": 2, "areas": [BACK.to_dict()]}) == ("a", 2, (BACK,))
    good = {"client": "a", "count": 1, "areas": []}
    for raw in (None, {}, good | {"count": True}, good | {"client": ""}, good | {"areas": "x"}):
        assert read_marks(raw) is None


@pytest.mark.parametrize("view", VIEWS)
def test_every_region_is_on_the_figure_and_has_a_name_of_its_own(view):
    found = regions(view)
    assert set(found) == set(REGIONS[view])
    titles = [region_title(view, name) for name in found]
    assert len(set(titles)) == len(titles)
    for ring in (*found.values(), *outlines(view)):
        assert np.isfinite(ring).all()
        assert (outlines(view)[0] >= -2).all() and (outlines(view)[0] <= np.array(FIGURE) + 2).all()


def test_left_is_the_persons_left():
    middle = FIGURE[0] / 2
    assert regions("front")["knee.left"][:, 0].mean() > middle > regions("back")["knee.left"][:, 0].mean()


def test_kinds_are_told_by_their_pattern_too():
    svg = pain_svg([PainArea("back", kind, "neck") for kind in KINDS], prefix="p")
    signs = dict(re.findall(r'<pattern[^>]* id="p-(\w+)".*?<path d="([^"]+)"', svg))
    assert set(signs) == set(KINDS) and len(set(signs.values())) == len(KINDS)


def test_the_words_say_everything():
    said = describe_pain(Intake(pain=(BACK, PAINTED), pain_strength=6))
    assert said == (
        "low back, left: Ache, dull; painted area, From the front: Burning. Strength, all in all: 6 of 10."
    )


def test_numbness_where_a_saddle_would_touch_is_noticed():
    for region in ("between_legs", "groin.left", "thigh.right"):
        assert in_saddle((BACK, PainArea("front", "numb", region)))
        assert not in_saddle((PainArea("front", "ache", region),))
    assert in_saddle((PainArea("back", "tingling", "buttock.right"),))
    assert in_saddle((PainArea("back", "numb", points=((90, 240), (110, 240), (100, 260))),))
    assert not in_saddle((PainArea("front", "numb", "foot.left"), PainArea("back", "tingling", "calf.left")))
    assert not in_saddle((PainArea("back", "numb", points=((90, 40), (110, 40), (100, 60))),))


def test_the_course_holds_each_area():
    rows = list(answer_rows(_visit(), Intake(pain=(BACK,), pain_strength=6)))
    assert {(row["measure"], row.get("text"), row.get("value")) for row in rows} == {
        ("pain_strength", None, 6.0),
        ("pain", "back.low_back.left: ache", None),
    }


def _visit():
    return CourseVisit(day=date(2026, 1, 1), visit=1)
