"""Results as values: they pickle, copy and hash, and stay as they are on every way."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, is_dataclass
from multiprocessing import get_context

import numpy as np
import pytest
from test_overlay_bodies import make_analysis

import analyzer
from analyzer import Corrections, FailedAnalysis
from analyzer.overlay import build_scene
from analyzer.types import Photo
from analyzer.types.frozen import FrozenMapping


def pickled(thing):
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 - our own


def arrays_in(thing):
    """Every array that a result holds, however deep."""
    if isinstance(thing, np.ndarray):
        yield thing
    elif isinstance(thing, FrozenMapping):
        for item in thing.values():
            yield from arrays_in(item)
    elif isinstance(thing, tuple):
        for item in thing:
            yield from arrays_in(item)
    elif is_dataclass(thing):
        for item in fields(thing):
            yield from arrays_in(getattr(thing, item.name))


def make_photo() -> Photo:
    rgb = np.zeros((4, 3, 3), np.uint8)
    rgb.flags.writeable = False
    return Photo(rgb, "a.jpg", "0" * 64, 3, 4)


WAYS = pytest.mark.parametrize("way", [pickled, copy.deepcopy])


@WAYS
def test_an_analysis_comes_back_whole_and_unchangeable(way):
    analysis = make_analysis()
    other = way(analysis)
    assert other == analysis
    assert hash(other) == hash(analysis)
    assert other.to_dict() == analysis.to_dict()
    found = list(arrays_in(other))
    assert len(found) > 10
    assert not any(array.flags.writeable for array in found)
    for one, two in zip(arrays_in(analysis), found, strict=True):
        np.testing.assert_array_equal(one, two)
    with pytest.raises(TypeError):
        other.measures["pelvic_tilt"] = None
    with pytest.raises(AttributeError):
        other.measures._items = {}
    with pytest.raises(AttributeError):
        del other.measures._items
    assert other.model_measures is other.measures


@WAYS
def test_photos_and_scenes_come_back(way):
    photo = way(make_photo())
    assert not photo.rgb.flags.writeable
    assert (photo.name, photo.rgb.shape) == ("a.jpg", (4, 3, 3))
    scene = build_scene(make_analysis())
    assert dict(way(scene).explanations) == dict(scene.explanations)


def test_results_can_be_sorted_out_in_sets():
    analysis = make_analysis()
    failed = FailedAnalysis(analysis.photo, "no_person", "Nobody.", analysis.provenance)
    corrections = Corrections({"asis": (1, 2), "psis": (3, 4)})
    assert len({analysis, pickled(analysis), failed, pickled(failed), corrections, pickled(corrections)}) == 3


def test_another_process_takes_results_and_gives_them_back():
    analysis = make_analysis()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(copy.copy, analysis).result(60) == analysis


def test_a_frozen_mapping_is_what_it_holds():
    mapping = FrozenMapping({"a": 1, "b": 2})
    assert mapping == {"b": 2, "a": 1} == FrozenMapping([("b", 2), ("a", 1)])
    assert hash(mapping) == hash(FrozenMapping([("b", 2), ("a", 1)]))
    assert (list(mapping), len(mapping), "a" in mapping, mapping.get("c")) == (["a", "b"], 2, True, None)
    assert repr(mapping) == "FrozenMapping({'a': 1, 'b': 2})"
    with pytest.raises(TypeError):
        hash(FrozenMapping({"a": []}))


def test_a_scene_is_shown_in_one_line():
    text = repr(build_scene(make_analysis()))
    assert len(text) < 200
    assert "shapes in photo" in text


def test_the_library_says_what_it_has():
    assert set(analyzer.__all__) <= set(dir(analyzer))
    # Asking does not load anything.
    code = (
        "import sys, analyzer; assert 'analyze' in dir(analyzer); print({'numpy', 'cv2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
