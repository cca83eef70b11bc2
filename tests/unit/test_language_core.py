"""The core speaks the language of the moment: nothing it says is English by accident."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from analyzer import language
from analyzer.archive import archive, archive_thomas, unarchive, unarchive_thomas
from analyzer.compare import compare, occasion_from_dict, occasion_of, summarize
from analyzer.compare.how_many import chance_sentence, chance_words
from analyzer.compare.words import reason_words, verdict_words
from analyzer.corrections.points import editable_points
from analyzer.errors import (
    TEXTS,
    CorrectionError,
    NotInstalledError,
    PostureError,
    SeveralPhotosError,
    UnreadableImageError,
)
from analyzer.exchange import from_fhir, to_fhir
from analyzer.exchange.fhir import _codings
from analyzer.language.spoken import Spoken
from analyzer.meaning import range_words, value_words
from analyzer.meaning.daily_life import find_contributing_factors, find_pain_remarks
from analyzer.meaning.indicators import assess_shortened_psoas, what_it_may_mean
from analyzer.meaning.measure_words import MEASURES, goal_words, measure_text
from analyzer.meaning.method_words import METHODS
from analyzer.meaning.next_steps import next_steps
from analyzer.meaning.scales import AXES, THOMAS_AXES
from analyzer.meaning.stance_type import describe_stance
from analyzer.meaning.thomas_words import LEVELS, together, together_sides
from analyzer.measures.references import REFERENCES
from analyzer.pelvic_range import find_range
from analyzer.photo import load_photo
from analyzer.records.errors import BadEntryError
from analyzer.records.texts import clean
from analyzer.report.stored import result_from_dict, thomas_from_dict
from analyzer.thomas.finding import heard_test
from analyzer.thomas.several import summarize_thomas
from analyzer.types import Analysis, FailedAnalysis, PhotoInfo
from analyzer.types.intake import Intake
from analyzer.types.pelvic_range import Estimate
from analyzer.types.texts import ISSUES, REASONS, reason, warning
from tests.unit import test_archive as archives
from tests.unit import test_indicators as psoas
from tests.unit import test_stance_type as stances
from tests.unit.pseudo import assert_said, texts_in, unsaid
from tests.unit.test_codes import every_error
from tests.unit.test_pelvic_range import samples
from tests.unit.thomas_cases import analysis as thomas_analysis


@pytest.fixture
def pseudo() -> Iterator[None]:
    with language.speaking("x-pseudo"):
        yield


def test_what_was_glued_in_is_found(pseudo) -> None:
    said = language.tr("See {what} in [Learn](/learn) at 5 mm", what=language.tr("that"))
    assert unsaid(said) == []
    assert_said({"a": [said]})
    glued = language.tr("See {what}", what="the others") + " now"
    assert unsaid(glued) == ["the", "others", "now"]
    assert unsaid(glued, besides=["the others"]) == ["now"]
    with pytest.raises(AssertionError, match="others"):
        assert_said(glued)
    with pytest.raises(AssertionError, match="no text"):
        assert_said([])


CASES = {
    "usual": psoas.USUAL,
    "forward": psoas.FORWARD,
    "backward": psoas.USUAL | {"pelvic_tilt": (-12.0, 3.0), "lumbar_lordosis": (12.0, 4.0)},
    "sway": psoas.FORWARD | {"pelvic_shift": (12.0, 2.0)},
    "unseen": psoas.USUAL | {"lumbar_lordosis": None},
    "nothing": dict.fromkeys(psoas.USUAL),
    "bent": psoas.USUAL | {"knee_angle": (150.0, 4.0), "hip_extension_angle": (-25.0, 3.0)},
    "vague": {name: given and (given[0], 25.0) for name, given in psoas.FORWARD.items()},
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("photos", [1, 3])
@pytest.mark.parametrize("clothes", [False, True])
def test_the_indicator_and_what_to_do(pseudo, name, photos, clothes) -> None:
    method = "estimated_under_clothes" if clothes else None
    measures = {key: psoas._measure(key, given, method) for key, given in (psoas.USUAL | CASES[name]).items()}
    for item in measures.values():
        if item.reason is not None:
            object.__setattr__(item.reason, "message", REASONS["back_not_visible"])
    found = assess_shortened_psoas(measures, ["loose_clothing", "low_contrast"], photos)
    assert_said(found, what_it_may_mean(found))
    steps = (next_steps(found, measures, place, photos=photos) for place in ("app", "paper"))
    assert_said(*steps)
    for item in measures.values():
        said = [
            value_words.about_value(item),
            value_words.typical_words(item),
            value_words.own_words(item, "o"),
        ]
        if item.value is not None:
            said += [value_words.spoken(item), value_words.least_change_words(item)]
        assert_said(said, value_words.typical_caption(item), value_words.uncorrected_words(item))


def test_the_tables_of_measures_methods_scales_and_references(pseudo) -> None:
    assert_said(MEASURES, METHODS, AXES, THOMAS_AXES, REFERENCES)
    assert_said(*(goal_words(name, "more") for name in MEASURES), measure_text("thigh_angle"))
    sources = {item.source for choice in REFERENCES.values() for item in choice.of.values()}
    assert_said(*map(language.tr, sources))


@pytest.mark.parametrize(
    "values",
    [(40.0, 45.0, 0.0), (60.0, 68.0, 0.0), (15.0, None, 12.0), (47.0, None, 5.0), (50.0, 56.0, 5.0)],
)
@pytest.mark.parametrize("width", [0.2, 1.0, 3.0])
def test_the_stance(pseudo, values, width) -> None:
    assert_said(describe_stance(stances.measures(*values, width)))


@pytest.mark.parametrize("thigh", [-12.0, 0.0, 8.0, 20.0])
def test_the_direct_test(pseudo, thigh) -> None:
    found = thomas_analysis(thigh=thigh, knee=30.0 + thigh)
    assert_said(found.finding, [item.reason for item in found.measures.values() if item.reason])
    for level in LEVELS:
        assert_said(together("inconclusive", level), together_sides(None, {"left": level}))
        assert_said(together_sides("suggested", {"left": level, "right": "borderline"}))


def test_the_range_of_the_pelvis(pseudo) -> None:
    film = find_range(samples())
    assert_said(range_words.range_headline(film), range_words.position_words(film))
    assert_said(range_words.ends_words(film), range_words.curve_words(film), range_words.NOTES)
    assert_said(range_words.likely(Estimate(5.0, (1.0, 9.0))), range_words.WHERE)


def test_answers_about_daily_life(pseudo) -> None:
    intake = Intake(9.5, 7.0, desk_work=True, cycling_hours=4.0, stress=8, low_back_pain=8)
    for remark in (*find_contributing_factors(intake), *find_pain_remarks(intake)):
        assert_said(remark.title, remark.text)


def test_errors_speak_when_they_are_made(pseudo) -> None:
    for error in every_error():
        if error.__module__.startswith("analyzer."):
            assert_said(PostureError(language.tr(error.default_message)).message)
    assert_said(SeveralPhotosError().message, SeveralPhotosError(((0, 0, 1, 1),) * 3).message)
    assert_said(TEXTS)
    assert_said(NotInstalledError("app").message, besides=['pip install "posture-analyzer[app]"'])
    with pytest.raises(BadEntryError) as caught:
        clean("note", "x" * 30_000)
    assert_said(caught.value.message)
    with language.speaking("en"):
        assert str(PostureError()) == "Something went wrong. Please try again."


def test_reasons_and_issues(pseudo) -> None:
    assert_said(REASONS, ISSUES)
    assert_said(warning("same_photo", photo=2, first=1))


# --- Results that outlive a change of the language ------------------------------------------------------


@pytest.fixture(scope="module")
def seen() -> list[Analysis]:
    """Two analyses of drawn people, made in English."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analyzer.pipeline.describe_model", lambda: SimpleNamespace(name="drawn", sha256="00"))
        first, second = archives._seen()[1:3]
    tilted = replace(second.view, issues=(warning("camera_tilted", roll="3"), *second.view.issues))
    return [first, replace(second, view=tilted)]


def _texts(result) -> list[object]:
    reasons = [item.reason for item in result.measures.values() if item.reason is not None]
    return [result.view, result.shortened_psoas, reasons, result.notes, getattr(result, "stance", None) or ""]


def _as_english(result) -> list[str]:
    with language.speaking("en"):
        return list(texts_in(_texts(result)))


def test_a_result_follows_whoever_reads_it(seen) -> None:
    for result in seen:
        english = _as_english(result)
        with language.speaking("x-pseudo"):
            assert_said(*_texts(result))
            first = list(texts_in(_texts(result)))
            packed = pickle.dumps(replace(result, view=replace(result.view)))
            again = pickle.loads(packed)  # noqa: S301 - our own
            assert again.to_dict()["language"] == "x-pseudo"
            assert "language" not in json.dumps(archive(again))
        assert _as_english(result) == _as_english(again) == english
        assert "language" not in result.to_dict()
        with language.speaking("x-pseudo"):
            assert list(texts_in(_texts(result))) == first


@pytest.mark.parametrize("written", ["en", "x-pseudo"])
def test_what_was_kept_is_read_in_any_language(seen, written) -> None:
    """An archive is English; the JSON for others says in which language it is."""
    for result in seen:
        with language.speaking(written):
            kept = unarchive(json.loads(json.dumps(archive(result))))
            handed_over = result_from_dict(json.loads(json.dumps(result.to_dict())))
        for back in (kept, handed_over) if written == "en" else (kept,):
            english = _as_english(back)
            assert english[: len(english) - 1] == _as_english(result)[: len(english) - 1]
            assert isinstance(back.shortened_psoas.meaning, Spoken)
            assert all(isinstance(issue.message, Spoken) for issue in back.view.issues)
            with language.speaking("x-pseudo"):
                assert_said(*_texts(back))


def test_several_photos_and_two_occasions(seen) -> None:
    several = summarize([seen[0], seen[0], seen[1]])
    before, after = occasion_of(seen[0]), occasion_from_dict(seen[1].to_dict())
    comparison = compare(before, replace(after, versions=frozenset({"0.1"})))
    with language.speaking("x-pseudo"):
        assert_said(several.warnings, several.shortened_psoas)
        assert_said(comparison.reasons, [change.reasons for change in comparison.changes.values()])
        assert comparison.to_dict()["language"] == "x-pseudo"


def test_the_direct_test_later(seen) -> None:
    left, right = thomas_analysis("left"), thomas_analysis("right", thigh=-8.0, name="b")
    both = summarize_thomas([left, left, right])
    kept = heard_test(unarchive_thomas(json.loads(json.dumps(archive_thomas(left)))))
    stored = thomas_from_dict(json.loads(json.dumps(left.to_dict())))
    assert isinstance(kept.finding.evidence[0].text, Spoken)
    with language.speaking("x-pseudo"):
        assert_said(both.summary, both.left.warnings, both.left.finding)
        assert_said(kept.finding, stored.finding)
        assert left.to_dict()["language"] == both.to_dict()["language"] == "x-pseudo"
    assert kept.finding == left.finding


def test_a_refused_photo_later() -> None:
    error = CorrectionError.of("bad_correction.level", most=45.0, given=50.5)
    failed = FailedAnalysis(
        PhotoInfo("a", None, 1, 1), error.code, error.message, thomas_analysis().provenance
    )
    assert failed.message == "The level (roll_deg) is between -45 and 45 degrees, not 50.5."
    with language.speaking("x-pseudo"):
        assert_said(failed.message)
    with language.speaking("de"):
        assert "50,5" in failed.message


def test_what_goes_to_other_programs_names_its_language_and_keeps_english_codes(seen) -> None:
    with language.speaking("x-pseudo"):
        record = seen[1].to_dict() | {"language": "de"}
        bundle = to_fhir([record])
    report = next(item["resource"] for item in bundle["entry"] if "conclusion" in item["resource"])
    assert report["language"] == "de"
    assert report["conclusion"].startswith("⟦")
    shown = [coding["display"] for coding in _codings([item["resource"] for item in bundle["entry"]])]
    assert "Forward tilt of the pelvis" in shown
    assert not [text for text in shown if "⟦" in text]
    (back,) = from_fhir(bundle)
    assert back["language"] == "de"
    assert back["indicators"] == record["indicators"]


def test_the_words_of_a_change(seen) -> None:
    comparison = compare(occasion_of(seen[0]), occasion_of(seen[1]))
    goals = {"pelvic_tilt": "less", "lumbar_lordosis": "more"}
    with language.speaking("x-pseudo"):
        for before, after in ((1, 1), (1, 3), (2, 1), (3, 3)):
            assert_said(chance_sentence(before, after))
        assert_said(
            chance_words(comparison), [verdict_words(change, goals) for change in comparison.changes.values()]
        )
        mixed = replace(
            next(iter(comparison.changes.values())), reasons=(reason("other_view"), reason("other_side"))
        )
        assert_said(reason_words(mixed))


@pytest.mark.parametrize(
    ("make", "name"),
    [(lambda: load_photo(b""), "empty"), (lambda: load_photo(b"%PDF-1.4 " + b" " * 900), "pdf")],
)
def test_why_a_file_is_no_photo(pseudo, make, name) -> None:
    with pytest.raises(UnreadableImageError) as caught:
        make()
    assert_said(caught.value.message)


def test_points_that_can_be_moved(seen, pseudo) -> None:
    for point in editable_points(seen[1]):
        assert_said(point.title, point.help)


IMPORTS = """
import importlib, pkgutil, re, sys
import analyzer
from analyzer.language import Table, speaking

def found(thing, depth=0):
    if isinstance(thing, str):
        return "\\u27e6" in thing
    if isinstance(thing, Table):
        thing = thing._words
    if isinstance(thing, dict):
        thing = list(thing.values())
    if hasattr(thing, "__dataclass_fields__") and not isinstance(thing, type):
        thing = [getattr(thing, name) for name in thing.__dataclass_fields__]
    many = depth < 6 and isinstance(thing, (list, tuple, set))
    return many and any(found(item, depth + 1) for item in thing)

with speaking("x-pseudo"):
    for module in pkgutil.walk_packages(analyzer.__path__, "analyzer."):
        if not re.search(r"__main__|[.]language[.]|[.]migrations|[.]native$", module.name):
            importlib.import_module(module.name)
frozen = [
    f"{name}.{key}"
    for name, module in sorted(sys.modules.items())
    if name.startswith("analyzer.") and ".language" not in name
    for key, value in vars(module).items()
    if not key.startswith("__") and found(value)
]
print(*frozen)
"""


def test_no_module_freezes_the_language_in_which_it_is_imported() -> None:
    """Pages are imported when somebody opens them, in the language of that session."""
    done = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
