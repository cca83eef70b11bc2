"""The figure on which pain is marked: our own outline of a body, and its regions. No man, no woman, no age.

Each view is 200 units wide and 480 high. Regions are cut generously; the outline clips them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np

from analyzer.overlay.curves import smooth
from analyzer.overlay.primitives import Points, frozen
from analyzer.types.pain import PainView

Ring = tuple[tuple[float, float], ...]

# Right half as seen in the picture, from the top of the head around the arm to between the legs: distance
# from the middle, and height.
_HALF: Final[Ring] = (
    *((0, 8), (13, 10), (22, 22), (23, 38), (19, 52), (12, 62), (11, 74), (20, 83), (38, 90), (53, 98)),
    *((60, 112), (65, 140), (70, 168), (77, 204), (83, 236), (89, 250), (92, 266), (89, 282), (82, 285)),
    *((77, 276), (75, 258), (73, 242), (66, 216), (57, 182), (52, 156), (47, 134), (45, 128), (44, 150)),
    *((41, 172), (39, 188), (42, 206), (48, 226), (50, 246), (49, 276), (44, 312), (38, 338), (38, 352)),
    *((39, 374), (35, 402), (27, 438), (25, 450), (30, 462), (33, 470), (24, 474), (11, 472), (11, 455)),
    *((13, 438), (12, 402), (13, 374), (11, 350), (9, 336), (7, 304), (3, 268), (0, 258)),
)
# The left side of the body, looking to the left in the picture.
_SIDE: Final[Ring] = (
    *((104, 8), (88, 12), (79, 24), (78, 36), (73, 46), (78, 51), (78, 60), (86, 66), (93, 70), (93, 80)),
    *((83, 95), (77, 114), (77, 134), (82, 160), (82, 188), (79, 210), (80, 234), (78, 264), (79, 302)),
    *((85, 336), (86, 350), (89, 374), (93, 412), (95, 442), (92, 454), (74, 464), (70, 472), (82, 475)),
    *((110, 475), (118, 470), (117, 458), (112, 444), (116, 414), (121, 386), (116, 356), (117, 340)),
    *((125, 304), (130, 268), (138, 244), (137, 226), (127, 206), (118, 190), (118, 172), (125, 144)),
    *((130, 118), (126, 98), (115, 82), (115, 72), (122, 58), (127, 38), (120, 18)),
)
_ARM: Final[Ring] = (
    *((104, 92), (114, 100), (117, 118), (116, 142), (112, 166), (111, 190), (107, 220), (110, 238)),
    *((106, 252), (99, 250), (96, 236), (98, 216), (97, 190), (95, 164), (92, 140), (92, 116), (95, 100)),
)
_EDGE: Final[Ring] = ((42, 80), (45.6, 129), (49, 158), (53, 180), (59, 212), (63, 240), (66, 300))
"""Between trunk and arm, distance from the middle and height."""
ARM_PARTS: Final = ("upper_arm", "forearm", "hand")
"""Of a side view: they lie over the body."""
_HEAD: Final = {"head": (0, 66), "neck": (66, 85)}
_ARM_ROWS: Final = {"upper_arm": (80, 168), "forearm": (168, 242), "hand": (242, 300)}
_LEG_ROWS: Final = {"thigh": (254, 326), "knee": (326, 364), "foot": (446, 480)}
_TRUNK: Final[Mapping[PainView, Mapping[str, tuple[float, float]]]] = {
    "front": {"chest": (82, 150), "belly": (150, 212), "groin": (212, 254), "shin": (364, 446)},
    "back": {
        "upper_back": (82, 126),
        "middle_back": (126, 166),
        "low_back": (166, 208),
        "buttock": (208, 254),
        "calf": (364, 446),
    },
}
_SIDE_ROWS: Final = {
    **{"head": (0, 66), "neck": (66, 90), "ribs": (90, 162), "flank": (162, 206), "hip": (206, 262)},
    **{"thigh": (262, 326), "knee": (326, 366), "lower_leg": (366, 446), "foot": (446, 480)},
}
_SADDLE: Final[Ring] = ((91, 244), (109, 244), (108, 276), (92, 276))
_LINES: Final[Mapping[PainView, tuple[Ring, ...]]] = {
    "front": (
        *(((92, 33), (95, 32)), ((105, 32), (108, 33)), ((95, 47), (100, 49), (105, 47))),
        *(((99, 92), (84, 93), (70, 92)), ((101, 92), (116, 93), (130, 92)), ((100, 196), (100, 200))),
        *(((66, 226), (82, 244), (97, 256)), ((134, 226), (118, 244), (103, 256))),
        *(((70, 344), (76, 348), (82, 344)), ((118, 344), (124, 348), (130, 344))),
    ),
    "back": (
        *(((100, 78), (100, 150), (100, 214)), ((76, 108), (80, 124), (90, 132))),
        *(((124, 108), (120, 124), (110, 132)), ((100, 216), (100, 236), (100, 256))),
        *(((60, 250), (78, 259), (96, 254)), ((140, 250), (122, 259), (104, 254))),
        *(((68, 348), (76, 345), (84, 348)), ((116, 348), (124, 345), (132, 348))),
    ),
    "left": (((84, 34), (87, 33)), ((104, 34), (108, 38), (105, 46)), ((88, 346), (94, 350), (98, 345))),
}


def _mirrored(ring: Ring) -> Ring:
    return tuple((200.0 - x, y) for x, y in ring)


@cache
def outlines(view: PainView) -> tuple[Points, ...]:
    """Closed lines around the body; of a side view also around the arm, which lies over it."""
    if view in ("front", "back"):
        right = [(100.0 + x, y) for x, y in _HALF]
        left = [(100.0 - x, y) for x, y in _HALF[1:-1]][::-1]
        return (smooth(right + left, closed=True, steps=5),)
    rings = (_SIDE, _ARM) if view == "left" else (_mirrored(_SIDE), _mirrored(_ARM))
    return tuple(smooth(ring, closed=True, steps=5) for ring in rings)


def lines(view: PainView) -> tuple[Points, ...]:
    """A few lines inside: face, collar bones, shoulder blades, folds."""
    rings = tuple(map(_mirrored, _LINES["left"])) if view == "right" else _LINES[view]
    return tuple(smooth(ring, closed=False, steps=5) if len(ring) > 2 else frozen(ring) for ring in rings)


@cache
def regions(view: PainView) -> Mapping[str, Points]:
    """Polygons by the names of `analyzer.types.pain.REGIONS`, in an order in which later ones lie above."""
    found = _side_regions(view) if view in ("left", "right") else _facing_regions(view)
    return {name: frozen(ring) for name, ring in found.items()}


def _facing_regions(view: PainView) -> dict[str, Ring]:
    found: dict[str, Ring] = {name: _box(60, 140, *rows) for name, rows in _HEAD.items()}
    for name, rows in {**_TRUNK[view], **_LEG_ROWS}.items():
        found |= _pair(name, view, _inner(*rows))
    for name, rows in _ARM_ROWS.items():
        found |= _pair(name, view, _outer(*rows))
    return found | {"between_legs": _SADDLE}


def _side_regions(view: PainView) -> dict[str, Ring]:
    found = {name: _box(40, 160, *rows) for name, rows in _SIDE_ROWS.items()}
    arm = outlines(view)[1]
    return found | {name: _part_of(arm, *rows) for name, rows in _ARM_ROWS.items()}


def _part_of(ring: Points, top: float, bottom: float) -> Ring:
    """What of a closed line lies between two heights."""
    return tuple((float(x), float(min(max(y, top), bottom))) for x, y in ring)


def _box(left: float, right: float, top: float, bottom: float) -> Ring:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _edge_at(y: float) -> float:
    return float(np.interp(y, [point[1] for point in _EDGE], [point[0] for point in _EDGE]))


def _rows(top: float, bottom: float) -> list[tuple[float, float]]:
    heights = [top, *(y for _, y in _EDGE if top < y < bottom), bottom]
    return [(100.0 + _edge_at(y), y) for y in heights]


def _inner(top: float, bottom: float) -> Ring:
    """From the middle to the arm, on the right of the picture."""
    return ((100.0, top), *_rows(top, bottom), (100.0, bottom))


def _outer(top: float, bottom: float) -> Ring:
    return (*_rows(top, bottom), (200.0, bottom), (200.0, top))


def _pair(name: str, view: PainView, ring: Ring) -> dict[str, Ring]:
    """Of both sides: seen from the front, the person's left is on the right of the picture."""
    here, there = ("left", "right") if view == "front" else ("right", "left")
    return {f"{name}.{here}": ring, f"{name}.{there}": _mirrored(ring)}
