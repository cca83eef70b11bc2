"""What values are set beside: ranges where sources disagree, women and men apart, or nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from reports import drawn

from analyzer.archive import archive, unarchive
from analyzer.cli.program import main
from analyzer.meaning.indicators import assess_shortened_psoas
from analyzer.meaning.number_words import typical
from analyzer.meaning.references import refer, title_of_references, with_references
from analyzer.meaning.value_words import NO_TYPICAL, NOT_CHOSEN, spoken, typical_words
from analyzer.measures import TABLE
from analyzer.measures.references import DEFAULT, REFERENCES
from analyzer.types import Analysis, Indicator, Measure, Reference
from analyzer.types.codes import MeasureName, ReferenceName

BACK: tuple[MeasureName, ...] = ("pelvic_tilt", "sacral_slope", "lumbar_lordosis")


@pytest.fixture
def analysis(drawn_only: None) -> Analysis:
    found = drawn().result
    assert isinstance(found, Analysis)
    return found


def measures(**given: tuple[float, float]) -> dict[MeasureName, Measure]:
    usual = dict.fromkeys(TABLE, (0.0, 3.0)) | {"knee_angle": (175.0, 3.0)}
    return {
        name: Measure(name, TABLE[name].unit, value, (value - half, value + half), 0.5, "landmarks")
        for name, (value, half) in (usual | given).items()  # type: ignore[misc]
    }


def said(name: ReferenceName, **given: tuple[float, float]) -> Indicator:
    return assess_shortened_psoas(refer(measures(**given), name))


def case(indicator: Indicator, name: str) -> str:
    return next(item.text for item in indicator.evidence if item.measure == name)


# --- What there is ---------------------------------------------------------------------------------------


def test_every_choice_is_there_with_what_it_rests_on() -> None:
    assert tuple(REFERENCES) == get_args(ReferenceName)
    assert next(iter(REFERENCES)) == DEFAULT
    for name, choice in REFERENCES.items():
        assert choice.name == name
        assert choice.about.endswith(".")
        assert set(choice.of) == (set() if name == "none" else set(BACK))
        for reference in choice.of.values():
            assert "PMC" in reference.source or "doi" in reference.source
            assert "assumed" in reference.source or "outline of mean bodies" in reference.source
    assert len({choice.title for choice in REFERENCES.values()}) == len(REFERENCES)


@pytest.mark.parametrize("people", ["all", "women", "men"])
@pytest.mark.parametrize("measure", ["sacral_slope", "lumbar_lordosis"])
def test_a_range_holds_every_source_of_the_same_people(people: str, measure: MeasureName) -> None:
    end = "" if people == "all" else f"_{people}"
    wide = REFERENCES[people].of[measure]  # type: ignore[index]
    one, two = (REFERENCES[f"{way}{end}"].of[measure] for way in ("inclinometer", "scans"))  # type: ignore[index]
    assert wide.highest == max(one.mean, two.mean)
    assert wide.lowest < min(one.mean, two.mean)
    assert typical(wide)[0] < min(typical(one)[0], typical(two)[0])
    assert typical(wide)[1] >= typical(one)[1]


def test_women_have_more_slope_and_curve_than_men_by_every_source() -> None:
    for way in ("", "inclinometer_", "scans_"):
        for measure in ("sacral_slope", "lumbar_lordosis"):
            women, men = (REFERENCES[f"{way}{who}"].of[measure].mean for who in ("women", "men"))  # type: ignore[index]
            assert women > men


def test_a_mean_lies_between_those_of_its_sources() -> None:
    with pytest.raises(ValueError, match="does not lie between"):
        Reference(10.0, 5.0, "made up", (11.0, 12.0))


# --- What follows ----------------------------------------------------------------------------------------


def test_where_sources_disagree_more_is_called_usual() -> None:
    flat = {"lumbar_lordosis": (19.0, 14.0)}  # its interval ends below the mean of one source only
    assert case(said("inclinometer", **flat), "lumbar_lordosis").startswith("The low back is flat")
    assert "flat" not in case(said("all", **flat), "lumbar_lordosis")
    assert typical(REFERENCES["all"].of["lumbar_lordosis"])[0] < 22.0


def test_women_and_men_can_be_weighed_apart() -> None:
    given = {"pelvic_tilt": (24.0, 4.0), "sacral_slope": (38.0, 3.0), "lumbar_lordosis": (50.0, 4.0)}
    assert said("men", **given).level == "suggested"
    assert said("women", **given).level != "suggested"


def test_without_references_nothing_is_said_about_what_is_usual(analysis: Analysis) -> None:
    found = said("none", pelvic_tilt=(24.0, 4.0), sacral_slope=(45.0, 3.0), lumbar_lordosis=(60.0, 4.0))
    assert (found.level, found.ground) == ("cannot_say", "no_reference")
    assert [item.measure for item in found.evidence] == ["pelvic_shift"]
    assert "sign" not in found.meaning
    for name, item in refer(analysis.measures, "none").items():
        assert item.reference is None
        assert "ypical:" not in spoken(item) + typical_words(item)
        assert typical_words(item) == (NOT_CHOSEN if name in BACK else NO_TYPICAL)


def test_what_needs_no_reference_is_said_without_one() -> None:
    found = said("none", pelvic_tilt=(-12.0, 5.0), lumbar_lordosis=(5.0, 5.0), pelvic_shift=(10.0, 3.0))
    assert found.level == "cannot_say"
    assert set(found.findings) == {"pelvis_backward", "back_flat", "sway_back"}


def test_a_back_that_was_not_seen_is_not_taken_for_one_without_references() -> None:
    hidden = {
        name: Measure.missing(name, TABLE[name].unit, "loose_clothing", "Clothes hide it.") for name in BACK
    }
    found = assess_shortened_psoas(refer(measures() | hidden, "none"))
    assert (found.level, found.ground) == ("cannot_say", "not_seen")


# --- Results ---------------------------------------------------------------------------------------------


def test_other_references_change_no_value(analysis: Analysis) -> None:
    women = with_references(analysis, "women")
    assert women.references == "women"
    assert women.measures["sacral_slope"].reference == REFERENCES["women"].of["sacral_slope"]
    assert women.model_measures is women.measures
    for name, item in analysis.measures.items():
        assert replace(women.measures[name], reference=item.reference) == item
    assert with_references(women, "all") == analysis
    with pytest.raises(ValueError, match="choose one of all, women"):
        with_references(analysis, "somebody")  # type: ignore[arg-type]


def test_the_choice_goes_with_the_result(analysis: Analysis) -> None:
    men = with_references(analysis, "men")
    record = json.loads(json.dumps(men.to_dict()))
    assert record["references"] == "men"
    assert record["measures"]["sacral_slope"]["reference"]["means"] == [17.8, 26.2]
    again = unarchive(json.loads(json.dumps(archive(men))))
    assert again == men
    assert again.measures["sacral_slope"].reference == men.measures["sacral_slope"].reference


def test_archives_of_earlier_versions_are_read_as_they_were(analysis: Analysis) -> None:
    old: dict[str, Any] = json.loads(json.dumps(archive(analysis)))
    del old["references"], old["stance"]
    old["measures"]["pelvic_tilt"]["reference"] = [10.0, 5.0, "as it was"]
    found = unarchive(old)
    assert (found.references, found.stance) == (None, None)
    assert found.measures["pelvic_tilt"].reference == Reference(10.0, 5.0, "as it was")
    assert title_of_references(found.references) == REFERENCES["inclinometer"].title


# --- Command line ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["analyze", "report"])
def test_the_command_line_lists_them(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--list-references"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert all(f"{name}: {choice.title}" in out for name, choice in REFERENCES.items())
    assert "lumbar lordosis: typical 21° to 51°" in out


def test_an_unknown_one_is_refused_with_the_names(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["analyze", "photo.jpg", "--reference", "children"])
    assert stopped.value.code == 2
    assert "there are all, women, men" in capsys.readouterr().err
