"""The direct test in a report: both sides, pictures, numbers, what was refused, what changed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import cv2
import numpy as np
import pytest
from reports import DAY, report, visible, words

from analyzer.errors import PostureError
from analyzer.meaning.next_steps import STEPS
from analyzer.meaning.number_words import interval
from analyzer.meaning.thomas_words import LEVELS, OUTWEIGHS, REPEAT, REPEAT_SIDES, together_sides
from analyzer.overlay.primitives import Text
from analyzer.overlay.supine import build_thomas_scene
from analyzer.report import ReportContent, ReportTest, build_report, render_html, render_pdf, thomas_from_dict
from analyzer.report.model import MeasureTable, Note, Paragraph, Pictures, Points, as_data
from analyzer.report.parts_thomas import NO_PICTURE, PHOTO_REFUSED, REFUSED
from analyzer.thomas import failed_thomas, summarize_thomas
from analyzer.types.thomas import FailedThomas
from tests.unit.test_thomas_finding import LOOSE
from tests.unit.thomas_cases import SIZE, analysis

pytestmark = pytest.mark.usefixtures("drawn_only")
NOISE = np.random.default_rng(0).integers(0, 255, (SIZE[1] // 3, SIZE[0] // 3, 3), dtype=np.uint8)
LEFT, RIGHT = analysis("left", -12.0, name="a"), analysis("right", 14.0, name="b")
BOTH = (ReportTest(LEFT, NOISE), ReportTest(RIGHT, NOISE))


def section(of, id_: str = "direct") -> str:
    """All that a section says."""
    data = json.dumps(as_data(of.section(id_)), ensure_ascii=False)
    return " ".join(re.findall(r'"(?:text|title|lead|caption|name|value|interval|missing)": "([^"]*)"', data))


def blocks(of, kind: type) -> list:
    return [block for block in of.section("direct").blocks if isinstance(block, kind)]


def test_both_sides_stand_with_the_stance_in_one_sentence():
    made = report(thomas=BOTH)
    standing = made.section("headline").blocks[0]
    level = drawn_level()
    text = section(made)
    assert together_sides(level, {"left": "extension_limited", "right": "extension_usual"}) in text
    assert text.count(OUTWEIGHS) == 1
    for found in (LEFT, RIGHT):
        assert found.finding.summary in text
    assert f"Left hip: {LEVELS['extension_limited'].tag}" in text
    assert summarize_thomas([LEFT, RIGHT]).summary in text
    assert standing.kind == "headline"
    assert f"left, {LEVELS['extension_limited'].tag}" in section(made, "headline")


def drawn_level():
    from reports import drawn  # noqa: PLC0415 - needs the fixture

    return drawn().result.shortened_psoas.level


def test_every_number_has_its_interval_and_what_is_missing_its_reason():
    made = report(thomas=BOTH)
    text = section(made)
    for found in (LEFT, RIGHT):
        for measure in found.measures.values():
            assert (interval(measure) if measure else measure.reason.message) in text
    (table,) = blocks(made, MeasureTable)
    assert [row.name for row in table.rows] == [
        "Thigh against the horizontal, left",
        "Thigh against the horizontal, right",
        "Bend of the hanging knee, left",
        "Bend of the hanging knee, right",
    ]
    assert all(row.scale is not None for row in table.rows)


def test_each_side_has_a_picture_with_the_face_covered_and_letters_that_can_be_read():
    made = report(thomas=BOTH)
    (pictures,) = blocks(made, Pictures)
    assert [picture.caption for picture in pictures.pictures] == ["Left hip", "Right hip"]
    shown, covered = (
        blocks(report(thomas=BOTH, cover_face=cover), Pictures)[0].pictures[0].svg for cover in (False, True)
    )
    assert photo_in(shown).shape == photo_in(covered).shape
    assert (photo_in(shown) != photo_in(covered)).any(axis=2).mean() > 0.01
    usual, large = (
        [
            shape.size_u
            for shape in build_thomas_scene(LEFT, panel=False, tag_sizes=(size,)).shapes()
            if isinstance(shape, Text)
        ]
        for size in (1.0, 2.2)
    )
    assert min(large) > 1.5 * min(usual)


def photo_in(svg: str) -> np.ndarray:
    import base64  # noqa: PLC0415

    data = base64.b64decode(re.search(r"base64,([^\"]+)", svg)[1])
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def test_a_photo_that_was_refused_is_there_with_its_reason_and_no_other_trace():
    refused = ReportTest(failed("wrong_side"), NOISE)
    made = report(thomas=(*BOTH, refused))
    (points,) = [block for block in blocks(made, Points) if block.title == REFUSED]
    assert PHOTO_REFUSED.format(reason=refused.result.message) in section(made)
    assert len(blocks(made, Pictures)[0].pictures) == 2
    assert points.items
    alone = build_report(ReportContent((), thomas=(refused,)))
    assert "headline" not in [part.id for part in alone.sections]
    assert refused.result.message in section(alone)


def failed(code: str) -> FailedThomas:
    error = PostureError(f"Refused, as {code}.")
    return replace(failed_thomas(LEFT.photo, error), code=code)


def test_without_the_pelvis_held_nothing_outweighs():
    made = report(thomas=(ReportTest(analysis("left", 12.0, pelvis=LOOSE, name="c"), NOISE),))
    text = section(made) + section(made, "headline")
    assert OUTWEIGHS not in text
    assert LEVELS["cannot_say"].with_standing in text
    assert f"Left hip: {LEVELS['cannot_say'].tag}" in text


def test_a_test_that_was_done_is_not_asked_for():
    asked = (STEPS["ask_for_test"], STEPS["test_answers"], STEPS["nothing"])
    before, after = report(), report(thomas=BOTH)
    assert any(step in section(before, "next") for step in asked)
    assert not any(step in section(after, "next") for step in asked if "next" in ids(after))
    assert REPEAT_SIDES in section(after)
    three = tuple(
        ReportTest(analysis(side, 10.0, name=f"{side}{n}")) for side in ("left", "right") for n in range(3)
    )
    said = section(report(thomas=three))
    assert REPEAT not in said
    assert REPEAT_SIDES not in said
    assert NO_PICTURE in said


def ids(of) -> list[str]:
    return [part.id for part in of.sections]


def test_an_earlier_test_is_compared_and_each_verdict_said_once():
    before = (ReportTest(analysis("left", -30.0, name="d")),)
    made = report(thomas=BOTH, thomas_before=before, thomas_before_day=date(2026, 1, 26))
    text = section(made)
    assert "Left hip, since 26 January 2026" in text
    assert "Right hip, since" not in text
    assert "Thigh against the horizontal: 18.0° lower" in text
    assert text.count("Within the error of measurement") == 1


def test_a_direct_test_alone_makes_a_report():
    made = build_report(ReportContent((), thomas=BOTH, day=DAY))
    assert ids(made) == ["headline", "direct", "method", "sources", "provenance"]
    assert not any(block.kind == "note" for part in made.sections for block in part.blocks)
    heads = [block.tag for block in made.section("headline").blocks]
    assert heads == [
        f"Left hip: {LEVELS['extension_limited'].tag}",
        f"Right hip: {LEVELS['extension_usual'].tag}",
    ]
    assert "Direct test 2" in str(made.section("provenance"))
    assert "In the standing photo" not in section(made)
    with pytest.raises(ValueError, match="at least one photo"):
        ReportContent(())


def test_what_the_command_writes_gives_the_same_values_without_a_picture():
    stored = [
        ReportTest(thomas_from_dict(json.loads(json.dumps(found.to_dict())))) for found in (LEFT, RIGHT)
    ]
    made, drawn = report(thomas=tuple(stored)), report(thomas=BOTH)
    (table,), (full,) = blocks(made, MeasureTable), blocks(drawn, MeasureTable)
    assert [row.value for row in table.rows] == [row.value for row in full.rows]
    assert not blocks(made, Pictures)
    assert any(NO_PICTURE in str(block) for block in blocks(made, Paragraph))
    older = LEFT.to_dict()
    del older["measures"]["thigh_angle"], older["measures"]["pelvic_tilt_supine"]
    made = report(thomas=(ReportTest(thomas_from_dict(older)),))
    assert not [note for note in blocks(made, Note) if note.trouble is not None]
    again = thomas_from_dict(failed("wrong_side").to_dict())
    assert isinstance(again, FailedThomas)
    assert again.code == "wrong_side"
    for bad in ({}, {"schema": "posture-analysis/1"}, {"schema": "thomas-test/1", "error": None}, []):
        with pytest.raises(ValueError, match="direct test"):
            thomas_from_dict(bad)


def test_pdf_and_page_hold_all_of_it():
    made = report(thomas=BOTH)
    page, pdf = visible(render_html(made)), words(render_pdf(made))
    for text in (LEFT.finding.summary, "Bend of the hanging knee, right", REFUSED):
        assert text in page
        assert text in pdf
