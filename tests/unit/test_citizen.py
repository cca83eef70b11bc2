"""The library among others: notebooks, pandas, type checkers, and photos that somebody else has opened."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from test_overlay_bodies import make_analysis

from analyzer import FailedAnalysis, to_frame, to_html
from analyzer.batch import table
from analyzer.errors import NotInstalledError
from analyzer.types import Photo

ROOT = Path(__file__).resolve().parents[2]


class Balanced(HTMLParser):
    """Fails unless every tag is closed by itself; collects the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def make_failed() -> FailedAnalysis:
    analysis = make_analysis()
    return FailedAnalysis(analysis.photo, "no_person", "Nobody <here>.", analysis.provenance)


def test_a_notebook_shows_sentence_picture_and_values():
    analysis = make_analysis(without=("pelvic_tilt",))
    html = analysis._repr_html_()
    shown = Balanced(html)
    assert analysis.shortened_psoas.summary in shown.text
    assert analysis.measures["pelvic_tilt"].reason.message in shown.text
    assert "20°" in shown.text and "14° to 26°" in shown.text
    picture = ET.fromstring(re.search("<svg .*</svg>", html, re.S).group())  # noqa: S314 - our own
    assert len(picture.findall(".//{*}path")) > 10
    assert "<image" not in html  # a result holds no pixels
    assert "<script" not in html


def test_with_the_photo_it_is_in_the_picture():
    rgb = np.full((1200, 900, 3), 90, np.uint8)
    photo = Photo(rgb, "a.jpg", "0" * 64, 900, 1200)
    html = to_html(make_analysis(), photo)
    assert "data:image/jpeg;base64," in html


def test_a_failure_says_why():
    html = make_failed()._repr_html_()
    assert "Nobody &lt;here&gt;." in html
    Balanced(html)


def test_pandas_gets_a_row_for_each_photo():
    pd = pytest.importorskip("pandas")
    analysis, failed = make_analysis(without=("pelvic_tilt",)), make_failed()
    frame = to_frame([analysis, failed, analysis.to_dict()])
    assert list(frame.columns) == [column.name for column in table.columns()]
    assert list(frame["sacral_slope"].round(1))[::2] == [20.0, 20.0]
    assert np.isnan(frame["sacral_slope"][1])
    assert str(frame["pelvic_tilt"].dtype) == "float64"
    assert frame["pelvic_tilt_reason"][0] == "hidden"
    assert pd.isna(frame["error_code"][0]) and frame["error_code"][1] == "no_person"
    assert list(to_frame([]).columns) == list(frame.columns)
    assert frame["issues"][0] == []


def test_without_pandas_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("analyzer.errors.find_spec", lambda name: None)
    with pytest.raises(NotInstalledError, match=r"posture-analyzer\[frame\]"):
        to_frame([])


def test_heavy_packages_wait_until_they_are_wanted():
    heavy = ("pandas", "pyarrow", "dask", "distributed", "fsspec", "PIL")
    code = f"import sys, analyzer, analyzer.batch, analyzer.cluster; print(set({heavy}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.slow
def test_the_examples_of_the_readme_pass_strict_mypy(tmp_path):
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    assert len(examples) >= 2
    files = []
    for number, text in enumerate(examples):
        files.append(tmp_path / f"example_{number}.py")
        files[-1].write_text(text, "utf-8")
    for file in files:
        done = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", str(file)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
