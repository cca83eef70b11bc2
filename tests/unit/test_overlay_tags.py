"""Tags of the picture: no leader crosses another tag where there is another place, and none covers words."""

from __future__ import annotations

import numpy as np

from analyzer.overlay.angles import Note
from analyzer.overlay.tags import Room, leaders_first, tag_shapes

SOURCE = (0.0, 0.0, 600.0, 300.0)


def test_a_tag_goes_where_its_leader_crosses_no_other_tag() -> None:
    target = np.array([20.0, 150.0])
    room = Room(SOURCE, 1.0)
    room.take_polygon(np.array([[0.0, 0.0], [120.0, 0.0], [120.0, 300.0], [0.0, 300.0]]), 0.0)
    free = room.find(60.0, 30.0, target, 1)
    assert free is not None
    between = (121.0, 60.0, 131.0, 240.0)  # straight behind it is the nearest place
    room.take_tag(between)
    box, far = room.find(60.0, 30.0, target, 1) or (None, 0.0)
    assert box is not None and far < 300.0
    ends = np.array([max(target[0], box[0]), np.clip(target[1], box[1], box[3])])
    line = target + np.linspace(0.0, 1.0, 200)[:, None] * (ends - target)
    inside = (line > between[:2]).all(axis=1) & (line < between[2:]).all(axis=1)
    assert not inside.any()


def test_words_are_painted_after_all_leaders() -> None:
    note = Note("one", None, ("Pelvis",), "26°", (0, 0, 0), np.array([10.0, 10.0]), behind=False)
    tag = tag_shapes(note, note.target, (100.0, 100.0, 200.0, 160.0), 1.0)
    names = [shape.name for shape in leaders_first([*tag, *tag])]
    assert names[:2] == ["leader_one", "leader_one"]
    assert set(names[2:]) == {"tag_one"}
