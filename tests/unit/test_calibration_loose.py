"""Clothes taken over from one simulated body to another."""

from __future__ import annotations

import numpy as np

from calibration.bodies import LEVELS
from calibration.loose import dressed_like
from calibration.wide import UNUSUAL


def bodies(hollows: list[float]) -> dict[str, np.ndarray]:
    back = np.array([0.2 - hollow * np.exp(-(((LEVELS - 0.4) / 0.15) ** 2)) for hollow in hollows])
    return {"back": back, "front": np.full_like(back, -0.2)}


def test_a_body_wears_what_the_most_similar_back_wears():
    wearers = bodies([0.02, 0.10] * 12)
    room = np.where(np.arange(24) % 2 == 0, 0.01, 0.05)[:, None]
    dressed = wearers | {"worn_back": wearers["back"] + room, "worn_front": wearers["front"] - 2.0 * room}
    naked = bodies([0.095, 0.025])
    naked["back"] += 0.07  # how far out the whole back lies does not count
    worn = dressed_like(naked, dressed, seed=1)
    assert np.allclose(worn["worn_back"] - naked["back"], [[0.05], [0.01]])
    assert np.allclose(worn["worn_front"] - naked["front"], [[-0.10], [-0.02]])
    assert worn["back"] is naked["back"]


def test_cloth_is_never_inside_the_body():
    wearers = bodies([0.05] * 24)
    dressed = wearers | {"worn_back": wearers["back"] - 0.01, "worn_front": wearers["front"] + 0.01}
    naked = bodies([0.05])
    worn = dressed_like(naked, dressed, seed=2)
    assert np.array_equal(worn["worn_back"], naked["back"])
    assert np.array_equal(worn["worn_front"], naked["front"])


def test_chances_add_up():
    assert abs(sum(UNUSUAL.values()) - 1.0) < 1e-9
