"""What a report says, before any engine sets it."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest
from corrected import seen
from reports import drawn, report

from analyzer.compare.changes import compare, occasion_of
from analyzer.compare.how_many import chance_words
from analyzer.education import GENERAL_CAUTION, exercise, topic
from analyzer.meaning.measure_words import measure_text
from analyzer.meaning.number_words import interval, number, tenths
from analyzer.meaning.references import with_references
from analyzer.meaning.value_words import about_value
from analyzer.measures import TABLE
from analyzer.measures.upper_back import OFFSETS
from analyzer.overlay.style import LEVELS
from analyzer.pipeline import conclude
from analyzer.report import (
    Practice,
    ReportContent,
    ReportPhoto,
    build_report,
    fitting_exercises,
    parts,
    result_from_dict,
)
from analyzer.report.build import TROUBLES, trouble
from analyzer.report.model import (
    Card,
    ChangeTable,
    Headline,
    MeasureTable,
    Note,
    Pictures,
    Points,
    Report,
    as_data,
)
from analyzer.report.parts import NO_PAIR, NO_PICTURE
from analyzer.report.parts_home import UNKNOWN
from analyzer.report.pictures import overlay_pictures
from analyzer.report.scales import WIDTH, measure_scale
from analyzer.svg import rgb
from analyzer.types import Corrections, Measure, Reference
from analyzer.types.intake import Intake

pytestmark = pytest.mark.usefixtures("drawn_only")


def block(of: Report, section: str, kind: type):
    return next(item for item in of.section(section).blocks if isinstance(item, kind))


def said(part: object) -> str:
    """Everything that a part of a report says."""
    data = as_data(part)
    found: list[str] = []

    def walk(item: object) -> None:
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, list):
            for child in item:
                walk(child)
        elif isinstance(item, dict):
            for key, child in item.items():
                if key not in ("svg", "screen"):
                    walk(child)

    walk(data)
    return " ".join(found)


def photo_in(svg: str) -> np.ndarray:
    """The JPEG inside a drawing."""
    data = re.search(r"data:image/jpeg;base64,([A-Za-z0-9+/=]+)", svg)
    assert data
    return cv2.imdecode(np.frombuffer(base64.b64decode(data[1]), np.uint8), cv2.IMREAD_COLOR)


# --- Parts --------------------------------------------------------------------------------------------


def test_the_parts_come_in_the_order_in_which_people_ask():
    assert [section.id for section in report().sections] == [
        *("headline", "pictures", "evidence", "next", "notes", "measures", "stance"),
        *("days", "exercises", "photos", "method", "sources", "provenance"),
    ]


def test_parts_of_which_there_is_nothing_are_left_out():
    made = report(intake=Intake(), exercises=(), notes="  \n ")
    assert not {"notes", "days", "exercises", "change"} & {section.id for section in made.sections}


def test_the_summary_is_that_of_the_analysis():
    psoas = drawn().result.shortened_psoas
    made = report()
    assert block(made, "headline", Headline).title == psoas.summary
    seen_words = said(made.section("evidence"))
    assert all(item.text in seen_words for item in psoas.evidence)
    assert psoas.caveat in seen_words


@pytest.mark.parametrize(
    ("name", "title"), [("all", "women and men, all sources"), ("men", "men, all sources"), ("none", "none")]
)
def test_the_report_says_what_values_are_compared_with(name: str, title: str):
    photo = replace(drawn(), result=with_references(drawn().result, name))
    made = report(photos=(photo,))
    assert f"Compared with: {title}." in said(made.section("measures"))
    scales = [row.scale for row in block(made, "measures", MeasureTable).rows]
    assert any("typical" in scale.mark.text for scale in scales if scale and scale.mark) is (name != "none")
    assert ("Typical range" in said(made.section("sources"))) is (name != "none")


def test_the_stance_has_its_name_its_outlines_and_what_speaks_for_it():
    stance = drawn().result.stance
    made = report()
    words = said(made.section("stance"))
    assert all(text in words for text in (stance.title, stance.meaning, *stance.speaks, stance.caveat))
    pictures = block(made, "stance", Pictures).pictures
    assert len(pictures) == 5
    assert sum('class="chosen"' in item.svg for item in pictures) == int(stance.name != "between_types")


def test_every_measure_is_there_with_its_interval():
    rows = {row.technical: row for row in block(report(), "measures", MeasureTable).rows}
    for name, measure in drawn().result.measures.items():
        if name in OFFSETS:
            continue
        row = rows[measure_text(name).technical]
        assert number(measure.value, measure.unit) in row.value
        assert row.interval == interval(measure)
        assert row.scale is not None
    assert len(rows) == len(TABLE) - len(OFFSETS)


def test_how_the_body_is_stacked_is_one_paragraph():
    measures = drawn().result.measures
    text = said(report().section("measures").blocks[-1])
    for name in OFFSETS:
        assert measure_text(name).plain.lower() in text
        assert interval(measures[name]) in text


def test_missing_values_say_why():
    result = drawn().result
    reason = "Loose clothing hides the low back."
    gone = {
        name: Measure.missing(name, item.unit, "hidden", reason) for name, item in result.measures.items()
    }
    rows = block(report(photos=(ReportPhoto(replace(result, measures=gone)),)), "measures", MeasureTable).rows
    assert [row.missing for row in rows] == [reason] * (len(TABLE) - len(OFFSETS))
    assert not [row for row in rows if row.scale or row.value]


def test_a_correction_is_named_and_the_analyzers_own_value_stays_beside_it():
    moved = conclude(seen(), Corrections(roll_deg=3.0))
    made = report(photos=(ReportPhoto(moved, seen().photo.rgb),))
    row = next(row for row in block(made, "measures", MeasureTable).rows if row.technical == "sacral slope")
    own = moved.model_measures["sacral_slope"]
    assert row.badges == ("with your correction",)
    assert number(own.value, "deg") in row.further[0]
    assert 'class="own"' in row.scale.svg
    assert "A person corrected" in said(made.section("photos"))


def test_exercises_come_with_figures_cautions_and_warning_signs():
    made = report()
    cards = [item for item in made.section("exercises").blocks if isinstance(item, Card)]
    assert [card.title for card in cards] == [
        exercise(i).name for i in ("half_kneeling_stretch", "glute_bridge")
    ]
    assert [len(card.pictures) for card in cards] == [1, 2]
    text = said(made.section("exercises"))
    assert GENERAL_CAUTION in text  # it speaks of warning signs below
    warning = made.section("exercises").blocks[-1]
    assert isinstance(warning, Points)
    assert [item[0].text for item in warning.items] == [fact.text for fact in topic("help_now").facts]
    assert exercise("glute_bridge").caution in text


def test_an_exercise_that_is_not_known_is_said_to_be_left_out():
    made = report(exercises=("of_tomorrow", "dead_bug"))
    assert block(made, "exercises", Note).text == UNKNOWN
    assert block(made, "exercises", Card).title == exercise("dead_bug").name


def test_answers_come_with_what_is_known_of_them_and_its_source():
    text = said(report(intake=Intake(hours_sitting=9.0, stress=8, notes="Sleeps badly.")).section("days"))
    assert "9 hours a day" in text
    assert "Boukabache 2021" in text
    assert "https://pubmed.ncbi.nlm.nih.gov/33188982/" in text
    assert "Sleeps badly." in text


def test_sources_are_those_of_what_is_in_the_report():
    with_exercises, without = (said(report(exercises=ids).section("sources")) for ids in (("dead_bug",), ()))
    for source in exercise("dead_bug").sources:
        assert source.url in with_exercises
        assert source.url not in without


def test_names_of_files_are_nowhere():
    result = drawn().result
    named = replace(result, photo=replace(result.photo, name="Anna_Muster_born_1980.jpg"))
    assert "1980" not in said(report(photos=(ReportPhoto(named, drawn().rgb),), client_name=""))


def test_the_title_of_the_document_holds_the_code_and_not_the_name():
    made = report()
    assert made.title == "Posture report, C-1042"
    assert "Anna" not in made.title + made.footer
    assert dict(made.head.facts) == {"Client": "C-1042", "Name": "Anna Muster", "Date": "9 March 2026"}


# --- Pictures -----------------------------------------------------------------------------------------


def test_the_face_is_covered_unless_it_is_to_be_shown():
    shown, covered = (overlay_pictures(drawn(), cover_face=cover)[0] for cover in (False, True))
    before, after = photo_in(shown.svg).astype(int), photo_in(covered.svg).astype(int)
    changed = np.abs(before - after).max(axis=2) > 40
    height = changed.shape[0]
    assert changed[: height // 3].sum() > 200
    assert changed[height // 2 :].sum() == 0


def test_pictures_need_no_filters_which_take_engines_a_second():
    assert not [picture for picture in overlay_pictures(drawn(), cover_face=True) if "<filter" in picture.svg]


def test_a_stored_result_gives_the_same_values_and_no_picture():
    stored = result_from_dict(drawn().result.to_dict())
    made, usual = report(photos=(ReportPhoto(stored),)), report()
    assert NO_PICTURE in said(made.section("pictures"))
    rows, usual_rows = (block(item, "measures", MeasureTable).rows for item in (made, usual))
    # A stored result has two decimals: a number on the verge may be rounded to either side.
    numbers, usual_numbers = (
        [int(item) for row in part for item in re.findall(r"\d+", f"{row.value} {row.interval}")]
        for part in (rows, usual_rows)
    )
    assert numbers == pytest.approx(usual_numbers, abs=1)
    assert said(made.section("evidence")) == said(usual.section("evidence"))


@pytest.mark.parametrize("key", ["schema", "error", "view", "measures", "indicators", "provenance"])
def test_what_is_no_result_is_refused(key: str):
    record = drawn().result.to_dict()
    record[key] = "something else"
    with pytest.raises(ValueError, match=r"no result|not be analysed"):
        result_from_dict(record)


# --- Before and after ---------------------------------------------------------------------------------


def two_visits() -> tuple[ReportPhoto, ReportPhoto]:
    other = conclude(seen(), Corrections(roll_deg=8.0))
    return drawn(), ReportPhoto(other, seen().photo.rgb)


def test_before_and_after_says_what_changed_and_by_how_much():
    before, after = two_visits()
    made = report(photos=(after,), before=(before,), before_day=date(2026, 1, 26))
    truth = compare(occasion_of(before.result), occasion_of(after.result))
    rows = {row.name: row for row in block(made, "change", ChangeTable).rows}
    change = truth.changes["sacral_slope"]
    row = rows[measure_text("sacral_slope").plain]
    assert change.verdict == "changed"
    assert row.changed
    assert row.difference == tenths(change.difference, "deg", signed=True)
    assert row.verdict in ("changed: more slope", "changed: less slope")
    assert [item.changed for item in rows.values()] == [
        c.verdict == "changed" for c in truth.changes.values()
    ]
    assert chance_words(truth) in said(made.section("change"))
    shown = block(made, "change", Pictures).pictures
    assert [picture.caption for picture in shown][:2] == ["Before, 26 January 2026", "After, 9 March 2026"]


def test_the_wanted_way_is_used_only_when_somebody_said_it():
    before, after = two_visits()
    change = compare(occasion_of(before.result), occasion_of(after.result)).changes["sacral_slope"]
    wanted = "more" if change.difference > 0 else "less"
    neutral, aimed = (
        said(report(photos=(after,), before=(before,), goals=goals).section("change"))
        for goals in ({}, {"sacral_slope": wanted})
    )
    assert "towards the goal" not in neutral
    assert "towards the goal" in aimed


def test_sides_that_differ_are_not_compared_and_it_is_said():
    other = conclude(seen("left"))
    made = report(photos=(ReportPhoto(other, seen("left").photo.rgb),), before=(drawn(),))
    rows = block(made, "change", ChangeTable).rows
    assert {row.verdict for row in rows} == {"not comparable"}
    assert not [row for row in rows if row.difference or row.scale]
    assert "different sides" in said(made.section("change"))
    assert "told from chance" not in said(made.section("change"))


def test_a_stored_occasion_is_compared_without_a_picture():
    before, after = two_visits()
    stored = ReportPhoto(result_from_dict(before.result.to_dict()))
    made = report(photos=(after,), before=(stored,))
    assert NO_PAIR in said(made.section("change"))
    assert any(row.changed for row in block(made, "change", ChangeTable).rows)


def test_several_photos_are_put_together():
    before, after = two_visits()
    tilted = ReportPhoto(replace(after.result, photo=replace(after.result.photo, sha256="f" * 64)), after.rgb)
    made = report(photos=(before, tilted))
    row = block(made, "measures", MeasureTable).rows[1]
    values = [item.result.measures["sacral_slope"].value for item in (before, tilted)]
    assert row.value == number(sum(values) / 2, "deg")
    assert row.scale.svg.count('class="each"') == 2
    assert "medians of 2 photos" in said(made.section("measures"))
    shown = block(made, "pictures", Pictures)
    assert "shows photo 1 of 2" in shown.caption
    tilt = before.result.measures["pelvic_tilt"]
    assert f"pelvic tilt {about_value(tilt)}" in shown.caption
    assert "with its own values" not in block(report(photos=(before,)), "pictures", Pictures).caption


def test_the_muscle_is_drawn_as_the_headline_of_several_photos_has_it():
    before, _ = two_visits()
    psoas = before.result.shortened_psoas
    made = [
        overlay_pictures(before, cover_face=True, psoas=replace(psoas, level=level))
        for level in ("suggested", "inconclusive")
    ]
    color = rgb(LEVELS["suggested"].color)
    assert [any(color in picture.svg for picture in shown) for shown in made] == [True, False]


# --- Scales -------------------------------------------------------------------------------------------


def test_a_value_lies_on_its_scale_where_it_belongs():
    typical = Reference(10.0, 5.0, "study")
    measure = Measure(
        "pelvic_tilt", "deg", value=15.0, ci95=(5.0, 25.0), sd_within=1.0, method="points", reference=typical
    )
    scale = measure_scale(measure)
    dot = float(re.search(r'class="dot"[^>]* cx="([\d.]+)"', scale.svg)[1])
    band = re.search(r'class="band"[^>]* x="([\d.]+)" width="([\d.]+)"', scale.svg)
    left, wide = float(band[1]), float(band[2])
    assert dot == pytest.approx(WIDTH / 2, abs=0.1)  # 15 is the middle of -15 to 45
    assert left + wide == pytest.approx(dot, abs=0.1)  # 15 is also the end of what is typical
    assert scale.mark.at * WIDTH == pytest.approx(left + wide / 2, abs=0.1)
    assert scale.mark.text == "typical 5° to 15°"
    assert "15°, likely 5° to 25°" in scale.alt


def test_values_beyond_the_usual_ends_stay_on_the_scale():
    measure = Measure("knee_angle", "deg", value=90.0, ci95=(80.0, 100.0), sd_within=1.0, method="landmarks")
    places = re.findall(r'(?:c?x)="([\d.]+)"', measure_scale(measure).svg)
    assert all(0.0 <= float(place) <= WIDTH for place in places)


# --- What goes wrong ----------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["headline", "pictures", "evidence", "measures", "before_and_after"])
def test_a_part_that_fails_leaves_a_note_and_the_rest_still_comes(part: str, monkeypatch: pytest.MonkeyPatch):
    whole = [section.id for section in report(before=(drawn(),)).sections]

    def fail(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(parts, part, fail)
    made = report(before=(drawn(),))
    assert [section.id for section in made.sections] == whole
    failed = [section for section in made.sections if trouble("part_failed") in section.blocks]
    assert len(failed) == 1
    assert failed[0].blocks == (trouble("part_failed"),)


def test_photos_that_cannot_be_put_together_do_not_take_the_exercises_along(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("analyzer.report.build.find", lambda _: 1 / 0)
    made = report()
    assert block(made, "exercises", Card)
    assert block(made, "measures", Note).text == TROUBLES["part_failed"]
    assert "You did well today." in said(made.section("notes"))


def test_a_logo_is_encoded_again_without_what_hides_in_it():
    pixels = np.full((100, 300, 3), 200, np.uint8)
    data = cv2.imencode(".png", pixels)[1].tobytes()
    made = report(practice=Practice("Mill", logo=data + b"secret of the therapist"))
    inside = base64.b64decode(re.search(r"base64,([^\"]+)", made.head.logo.svg)[1])
    assert b"secret" not in inside
    assert (made.head.logo.width, made.head.logo.height) == (300, 100)
    assert made.head.logo.alt == "Logo of Mill"


@pytest.mark.parametrize("logo", [b"nothing", b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n" + b"0" * 50])
def test_a_logo_that_cannot_be_read_is_left_out_with_a_note(logo: bytes):
    made = report(practice=Practice("Mill", logo=logo))
    assert made.head.logo is None
    assert block(made, "logo", Note).text == TROUBLES["logo_failed"]
    assert block(made, "headline", Headline)


def test_a_report_needs_a_photo_and_a_known_paper():
    with pytest.raises(ValueError, match="at least one"):
        ReportContent(())
    with pytest.raises(ValueError, match="a4 or letter"):
        ReportContent((drawn(),), paper="a5")


def test_nothing_but_a_result_is_needed():
    made = build_report(ReportContent((drawn(),)))
    assert made.head.facts == ()
    assert made.title == "Posture report"
    assert len(block(made, "measures", MeasureTable).rows) == len(TABLE) - len(OFFSETS)


def test_exercises_can_be_chosen_by_what_the_report_holds():
    content = ReportContent((drawn(),), intake=Intake(low_back_pain=2))
    chosen = fitting_exercises(content)
    assert 3 <= len(chosen) <= 5
    assert not fitting_exercises(replace(content, intake=Intake(low_back_pain=8)))
