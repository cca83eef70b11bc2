"""Made-up analyses of the direct test, from figures whose truth is known."""

from __future__ import annotations

import numpy as np

from analyzer.thomas.finding import find_meaning
from analyzer.thomas.values import find_values
from analyzer.types import PhotoInfo, Provenance
from analyzer.types.thomas import PelvisControl, ThomasAnalysis, ThomasGeometry, ThomasView
from tests.unit.test_thomas_finding import HELD, lying

SIZE = (1200, 900)


def analysis(side="left", thigh=10.0, knee=60.0, pelvis: PelvisControl = HELD, name="a") -> ThomasAnalysis:
    """A photo of this side with this thigh, and a geometry that fits: the head lies to the right."""
    points = lying(thigh, knee)
    measures = find_values(points, 0.4, pelvis, None)
    # Body coordinates to a picture with the feet on its left: superior to the right, anterior up.
    at = {key: np.array([640.0, 420.0]) + 250.0 * np.array([p[1], -p[0]]) for key, p in points.at.items()}
    ring = np.array([[150.0, 300.0], [1000.0, 300.0], [1000.0, 480.0], [150.0, 480.0]])
    edge = np.array([at["hip"] - [60, 40], at["knee"] + np.array([30, -40])])
    geometry = ThomasGeometry(
        at,
        frozenset(),
        0.0,
        0.4,
        {"thigh_front": edge, "thigh_back": edge + np.array([0.0, 80.0])},
        np.array([[1150.0, 485.0], [640.0, 485.0]]),
        np.array([[x, 480.0] for x in range(680, 860, 20)]),
        (ring,),
        250.0,
    )
    return ThomasAnalysis(
        PhotoInfo(f"{name}.jpg", name, *SIZE),
        ThomasView(side, "right", 0.0, pelvis),
        measures,
        find_meaning(measures, pelvis),
        Provenance("0", "model", "0", "2026-01-01T00:00:00+00:00"),
        geometry,
    )
