"""What people are given speaks one language: pictures, reports, cues, help and lessons hold no English."""

from __future__ import annotations

import argparse
import html
import io
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from corrected import seen
from reports import read, visible, words

from analyzer import batch, education, language, pipeline
from analyzer.cli import program
from analyzer.cli.language import ARGPARSE, argparse_speaks
from analyzer.cli.program import main
from analyzer.education import about, accuracy
from analyzer.education.model import BASIS_WORDS
from analyzer.education.pelvis_figure import pelvis_figure
from analyzer.education.svg import rough_width, text
from analyzer.language import catalogues
from analyzer.live import ADVICE, OTHER_WORDS, PROBLEMS, WITHOUT, Recorder, Recording, say_problem
from analyzer.live import words as cues
from analyzer.overlay import build_scene, build_thomas_scene, paint_svg
from analyzer.overlay import supine as lying
from analyzer.overlay.primitives import Scene, Text
from analyzer.overlay.scene import LAYERS
from analyzer.overlay.stance_figures import stances_svg
from analyzer.overlay.text import clean, font, text_size, wrap
from analyzer.pipeline import conclude
from analyzer.report import (
    Practice,
    ReportContent,
    ReportPhoto,
    ReportTest,
    build_report,
    render_html,
    render_pdf,
)
from analyzer.report.build import TITLES, TROUBLES
from analyzer.report.glyphs import has_glyph
from analyzer.report.words import TEMPLATE
from analyzer.svg import XMLNS
from analyzer.types import Corrections
from analyzer.types.intake import Intake
from analyzer.types.pain import PainArea
from analyzer.types.stance import Stance
from tests.unit.pseudo import assert_said, texts_in, unsaid
from tests.unit.thomas_cases import analysis as thomas_analysis

COMMANDS = ("analyze", "compare", "thomas", "range", "report", "export", "app", "model")
NAMES = ("SHA", "doi", "PSIS", "ASIS", "posture analyzer", "drawn", "March", "January")
"""Signs, and names that are the same in every language. Months of the language of the tests are English."""


@pytest.fixture
def pseudo() -> Iterator[None]:
    with language.speaking("x-pseudo"):
        yield


@pytest.fixture(scope="module")
def people() -> SimpleNamespace:
    """A drawn person twice, and photos of the direct test: results that were made in English."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "describe_model", lambda: SimpleNamespace(name="drawn", sha256="00"))
        return SimpleNamespace(
            now=conclude(seen()),
            then=conclude(seen(), Corrections(roll_deg=8.0)),
            left=thomas_analysis("left"),
            right=thomas_analysis("right", -9.0),
        )


@pytest.fixture
def german(tmp_path, monkeypatch) -> Iterator[None]:
    """German with a few words of its own; it is not spoken yet."""
    made = Catalog(locale="de")
    made.add(catalogues.COUNTED[1], "100.0", context=catalogues.COUNTED[0])
    made.add("Posture report", "Haltungsbericht")
    made.add("Page {page} of {count}", "Seite {page} von {count}")
    made.add("Measure", "Messgröße")
    made.add("usage: ", "Aufruf: ")
    made.add("unrecognized arguments: %s", "unbekannte Argumente: %s")
    made.add("Something went wrong inside the program. Please close the camera and start it again.", "Oje.")
    data = io.BytesIO()
    write_mo(data, made)
    (tmp_path / "de.mo").write_bytes(data.getvalue())
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    catalogues.catalogue.cache_clear()
    yield
    catalogues.catalogue.cache_clear()


# --- The picture --------------------------------------------------------------------------------------


def lines_of(scene: Scene) -> list[Text]:
    return [shape for shape in scene.shapes() if isinstance(shape, Text) and shape.text]


def test_a_picture_holds_no_english(pseudo, people) -> None:
    unseen = replace(people.now, geometry=replace(people.now.geometry, profile=None))
    for scene in (
        build_scene(people.now, layers=LAYERS),
        build_scene(unseen),
        build_thomas_scene(people.left),
        build_thomas_scene(people.right),
    ):
        shown = [shape.text for shape in lines_of(scene)]
        assert len(shown) > 10
        assert_said(shown, scene.title, scene.description, scene.explanations, besides=NAMES)
        assert 'lang="x-pseudo"' in paint_svg(scene, boxes=False)
    assert_said(dict(LAYERS), dict(lying.LAYERS))
    stance = Stance("neutral", "⟦⟧", "", (), (), (), "")
    assert unsaid(stances_svg(stance)) == []


def test_words_of_a_picture_keep_apart_when_they_are_longer(pseudo, people) -> None:
    for scene in (build_scene(people.now), build_thomas_scene(people.left)):
        panel = next(view for view in scene.views if view.id == "panel")
        boxes = []
        for shape in (item for item in panel.shapes() if isinstance(item, Text) and item.text):
            wide = text_size(shape.text, shape.size_u, shape.weight)[0]
            x, y = shape.position
            left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.align]
            boxes.append((left, left + wide, y, shape.text))
        assert all(scene.size_u[0] > right for _, right, _, _ in boxes)
        boxes.sort(key=lambda box: (box[2], box[0]))
        over = [
            (one[3], two[3])
            for one in boxes
            for two in boxes
            if one is not two and abs(one[2] - two[2]) < 4.0 and one[0] <= two[0] < one[1] - 1.0
        ]
        assert over == []


# --- The report ---------------------------------------------------------------------------------------


def content(people: SimpleNamespace, **more: Any) -> ReportContent:
    usual: dict[str, Any] = {
        "photos": (ReportPhoto(people.now, seen().photo.rgb),),
        "practice": Practice("Åt thé Mîll"),
        "client_code": "1042",
        "day": date(2026, 3, 9),
        "intake": Intake(
            hours_sitting=9.5,
            cycling_hours=1.0,
            low_back_pain=3,
            desk_work=True,
            stress=4,
            hours_standing=2.0,
            pain=(
                PainArea("back", "ache", "low_back.left"),
                PainArea("front", "numb", "between_legs"),
                PainArea("left", "sharp", points=((80.0, 90.0), (90.0, 90.0), (90.0, 100.0))),
            ),
        ),
        "exercises": ("half_kneeling_stretch", "glute_bridge", "no_such_one"),
        "thomas": (ReportTest(people.left), ReportTest(people.right)),
        "thomas_before": (ReportTest(thomas_analysis("left", 2.0)),),
        "thomas_before_day": date(2026, 1, 26),
    }
    return ReportContent(**(usual | more))


def cited() -> list[str]:
    """Titles of sources, which stay in their own language."""
    return [source.text for source in education.sources()] + [item.short for item in education.sources()]


def test_a_report_holds_no_english(pseudo, people) -> None:
    made = build_report(content(people))
    assert made.language == "x-pseudo"
    besides = sorted({*NAMES, *cited()}, key=len, reverse=True)
    blocks = [block for section in made.sections for block in section.blocks]
    shown = [said for said in texts_in(blocks) if not said.startswith(("<svg", "https:"))]
    assert len(shown) > 300
    assert_said(shown, made.title, made.heading, made.footer, made.head, besides=besides)
    assert_said(dict(TITLES), dict(TROUBLES))
    page = render_html(made).decode()
    assert '<html lang="x-pseudo">' in page
    assert unsaid(html.unescape(visible(page.encode())), besides=besides) == []
    assert "hour" not in page and "⟦9.5 höûrs å dåÿ" in page and "⟦1 höûr å wéék" in page


def test_before_and_after_in_a_report_hold_no_english(pseudo, people) -> None:
    then = ReportPhoto(people.then, seen().photo.rgb)
    plain = {"thomas": (), "thomas_before": (), "exercises": (), "intake": Intake()}
    made = build_report(content(people, before=(then,), before_day=date(2026, 1, 26), **plain))
    shown = [
        said for said in texts_in(made.section("change").blocks) if not said.startswith(("<svg", "https:"))
    ]
    assert_said(shown, besides=NAMES)


def test_the_words_of_a_pdf_are_in_its_language_and_it_says_which(people, german) -> None:
    plain = {"thomas": (), "thomas_before": (), "exercises": (), "intake": Intake()}
    made = build_report(content(people, language="de", **plain))
    assert (made.language, made.heading, made.footer) == (
        "de",
        "Haltungsbericht",
        "Haltungsbericht · 1042 · 9. März 2026",
    )
    with language.speaking("fr"):  # whatever is spoken where it is set
        pdf = render_pdf(made)
    assert read(pdf).trailer["/Root"]["/Lang"] == "de"
    printed = words(pdf)
    assert "Haltungsbericht" in printed and "Messgröße" in printed and "Seite 1 von" in printed
    assert '<html lang="de">' in render_html(made).decode()
    assert language.current() == "en"


def test_the_words_of_the_template_are_marked(pseudo) -> None:
    assert_said(dict(TEMPLATE))


def test_there_is_no_report_in_another_language(people) -> None:
    with pytest.raises(ValueError, match="tlh"):
        content(people, language="tlh")


# --- Before the camera --------------------------------------------------------------------------------


def test_cues_hold_no_english_and_name_their_signs(pseudo) -> None:
    assert_said(dict(ADVICE), dict(OTHER_WORDS), dict(PROBLEMS), dict(WITHOUT), dict(cues.WENT_WITHOUT))
    assert_said(say_problem(), say_problem("low_contrast"), cues.say("arms", 1), cues.say("arms", 2))
    assert {item.sign for item in ADVICE.values()} >= {"person", "turn", "tip_forward"}
    assert all(item.kind in ("wait", "act", "good", "done") for item in ADVICE.values())


@pytest.mark.parametrize(("code", "voice"), [("x-pseudo", "en"), ("de", "de"), ("pt-BR", "pt-BR")])
def test_the_voice_is_that_of_the_language(code, voice) -> None:
    with language.speaking(code):
        assert cues.voice_language() == voice


def test_a_camera_speaks_the_language_in_which_its_visit_began(german) -> None:
    """Its thread is another one, and is used again by the next visit."""
    told: list[dict[str, Any]] = []
    over = threading.Event()

    def say(message: dict[str, Any]) -> None:
        told.append(message)
        over.set()

    def no_model() -> Any:
        raise RuntimeError

    with language.speaking("de"):
        recorder = Recorder(Recording(1.7), say, get_model=no_model)
    recorder.start()
    assert over.wait(20.0) and recorder.join(20.0)
    assert told == [{"error": "Oje."}]


# --- The command line ---------------------------------------------------------------------------------


def test_help_holds_no_english(pseudo) -> None:
    """Options and places in capital letters are what people type; all else is a message as a whole."""
    with argparse_speaks():
        whole = program._parser()
        (commands,) = [item for item in whole._actions if isinstance(item, argparse._SubParsersAction)]
        assert {item.dest for item in commands._choices_actions} > set(COMMANDS)
        parsers = [whole, *(commands.choices[name] for name in COMMANDS)]
        shown = [item.help for item in commands._choices_actions]
        for parser in parsers:
            shown += [item.help for item in parser._actions if item.help not in (None, argparse.SUPPRESS)]
            shown += [text for text in (parser.description, parser.epilog) if text]
            shown += [group.title for group in parser._action_groups if group.title]
            assert parser.format_help().startswith("⟦ûsågé: ")
    assert len(shown) > 80
    assert [text for text in shown if not (text.startswith("⟦") and text.endswith("⟧"))] == []


def test_wrong_usage_is_told_in_the_language(german, capsys) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--language=de", "model", "--no-such"])
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert "Aufruf: posture-analyzer" in said
    assert "unbekannte Argumente: --no-such" in said


@pytest.mark.parametrize(
    ("arguments", "environment", "usage"),
    [
        (["--lang", "de", "--help"], {}, "Aufruf: "),
        (["--help"], {"POSTURE_LANGUAGE": "de"}, "Aufruf: "),
        (["--language", "DE-at", "--help"], {}, "Aufruf: "),
        (["--language", "en", "--help"], {"POSTURE_LANGUAGE": "de"}, "usage: "),
        (["--help"], {"POSTURE_LANGUAGE": "", "LC_ALL": "de_AT.UTF-8"}, "Aufruf: "),
        (["--help"], {"POSTURE_LANGUAGE": "", "LC_ALL": "C", "LANG": "C"}, "usage: "),
        (["--help"], {"POSTURE_LANGUAGE": "", "LC_ALL": "fr_FR.UTF-8"}, "usage: "),  # not translated here
        # After the command the option is the command's own.
        (["report", "--language", "de", "--help"], {}, "usage: "),
    ],
)
@pytest.mark.usefixtures("german")
def test_the_language_is_chosen_by_option_variable_and_system(
    arguments, environment, usage, monkeypatch, capsys
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    before = os.environ["POSTURE_LANGUAGE"]
    with pytest.raises(SystemExit):
        main(arguments)
    assert capsys.readouterr().out.startswith(usage)
    assert (language.current(), os.environ["POSTURE_LANGUAGE"]) == ("en", before)


def test_an_unknown_language_is_refused(capsys) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--language", "tlh", "model"])
    assert end.value.code == 2
    assert "there are the languages en, de" in capsys.readouterr().err


def test_the_words_of_argparse_are_those_that_it_has() -> None:
    """What this Python's argparse no longer says would be translated for nothing."""
    import inspect  # noqa: PLC0415

    code = inspect.getsource(argparse).replace("\\'", "'")
    elsewhere = ("commands", "maybe you meant", "choose from")
    missing = [
        said for said in ARGPARSE if said.strip() not in code and not any(word in said for word in elsewhere)
    ]
    assert missing == []


def test_those_who_work_on_photos_speak_the_language_of_the_command(tmp_path) -> None:
    """A job is carried to other processes, which know nothing of what is spoken here."""
    import pickle  # noqa: PLC0415

    with language.speaking("de"):
        saving = batch.Saving(options=batch.Options())
        job = pickle.loads(pickle.dumps(batch.Save(saving)))  # noqa: S301
        from analyzer.batch.jobs import Analyze  # noqa: PLC0415

        other = pickle.loads(pickle.dumps(Analyze(batch.Options())))  # noqa: S301
    spoken: list[str] = []

    class Asked:
        def outcome(self, *_: Any) -> Any:
            spoken.append(language.current())
            raise RuntimeError

    for made in (job, other):
        made.__dict__["_analyst"] = Asked()
        with pytest.raises(RuntimeError):
            made(batch.Task(str(tmp_path / "a.jpg")))
    assert spoken == ["de", "de"]


# --- Learn --------------------------------------------------------------------------------------------


def test_lessons_hold_no_english(pseudo) -> None:
    texts = [*education.topics(), *education.exercises(), *education.glossary()]
    assert_said(texts, education.topic("psoas"), education.exercise("dead_bug"))
    assert_said(dict(BASIS_WORDS), language.tr(education.GENERAL_CAUTION))
    assert_said(*(language.translated(part) for part in (about.HOW_TESTED, about.INTENDED, about.LIMITS)))
    assert_said(language.translated(about.NOT_KNOWN), language.translated(about.PRIVACY))


def test_sources_and_ids_stay_as_they_are(pseudo) -> None:
    said = education.topics()
    with language.speaking("en"):
        english = education.topics()
    assert [topic.id for topic in said] == [topic.id for topic in english]
    assert [topic.figures for topic in said] == [topic.figures for topic in english]
    assert [fact.sources for topic in said for fact in topic.facts] == [
        fact.sources for topic in english for fact in topic.facts
    ]
    assert [topic.title for topic in said] != [topic.title for topic in english]


@pytest.mark.parametrize("id_", education.figure_ids())
def test_figures_hold_no_english_and_their_words_stay_inside(id_, pseudo) -> None:
    figure = education.figure(id_)
    assert_said(figure.alt)
    assert unsaid(figure.caption) == []
    for element in ET.fromstring(figure.svg()).iter(f"{{{XMLNS}}}text"):  # noqa: S314 - our own
        said = element.text or ""
        assert unsaid(said, besides=("PSIS", "ASIS")) == []
        size = float(element.get("font-size", 14))
        wide = float(element.get("textLength", rough_width(said, size, bold="font-weight" in element.attrib)))
        if element.get("x") and "⟦" in said:
            x = float(element.get("x", 0))
            left = x - wide * {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor", ""), 0.0)
            assert left > -1.0 and left + wide < figure.width + 1.0, said


def test_english_figures_are_drawn_as_before() -> None:
    """Only other languages are made to fit."""
    assert text("a very long text indeed", (0, 0), room=10.0) == text("a very long text indeed", (0, 0))
    with language.speaking("de"):
        assert "textLength" in text("a very long text indeed", (0, 0), room=10.0)


def test_a_figure_follows_the_language() -> None:
    assert "100.0 %" in pelvis_figure().body
    with language.speaking("de"):
        assert "100,0 %" in pelvis_figure().body


def test_the_glossary_is_in_the_order_of_the_language(german, tmp_path) -> None:
    made = Catalog(locale="de")
    made.add("SEM", "Äquator")
    data = io.BytesIO()
    write_mo(data, made)
    (tmp_path / "de.mo").write_bytes(data.getvalue())
    catalogues.catalogue.cache_clear()
    with language.speaking("de"):
        found = [term.word for term in education.glossary()]
    assert found.index("Äquator") < found.index("ASIS")
    assert education.glossary()[0].word == "95 % interval"


def test_what_the_validation_calls_its_figures_is_known() -> None:
    from pathlib import Path  # noqa: PLC0415

    measured = accuracy.load_accuracy(Path(__file__).parents[2] / "docs" / "accuracy.json")
    assert measured is not None
    assert {row.what for row in measured.rows} == set(accuracy.KNOWN)


def test_every_letter_of_the_languages_is_painted_and_printed() -> None:
    """The typeface of the picture draws a question mark for what it lacks."""
    letters = "äöüÄÖÜßẞéèêëàâîïôûùÿœŒæÆçÇñÑáíóúãõÃÕìòºª¿¡«»„“”‘’…–·±≈−°€\N{NO-BREAK SPACE}"
    missing = text_size("⟦", 100.0)[0]
    assert missing == text_size("?", 100.0)[0]
    same = [letter for letter in letters if text_size(letter, 100.0)[0] == missing]
    pictures = [np.zeros((60, 60, 3), np.uint8) for _ in same]
    for picture, letter in zip(pictures, same, strict=True):
        cv2.putText(picture, letter, (10, 45), (255, 255, 255), font(), 40, 400)
    unknown = np.zeros((60, 60, 3), np.uint8)
    cv2.putText(unknown, "⟦", (10, 45), (255, 255, 255), font(), 40, 400)
    assert [
        letter for letter, picture in zip(same, pictures, strict=True) if (picture == unknown).all()
    ] == []
    assert [letter for letter in letters if not has_glyph(letter)] == []


def test_french_spaces_are_drawn_and_do_not_break_a_line() -> None:
    assert clean("12\N{NARROW NO-BREAK SPACE}%") == "12\N{NO-BREAK SPACE}%"
    narrow = text_size("Environ 12", 10.0)[0]
    assert wrap("Environ 12\N{NO-BREAK SPACE}%", narrow, 10.0) == ["Environ", "12\N{NO-BREAK SPACE}%"]
