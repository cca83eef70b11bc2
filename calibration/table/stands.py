"""Render people who step away and stand again, before a camera that stays, with known truth.

Run from the top of the project, with ``bpy`` installed and the assets of ``calibration/table/assets.py``::

    python -m calibration stands --assets package/public/data --out validation/stands

Each person is seen six times: pelvis, spine, head, knees and arms a little otherwise each time
(`calibration.standing_again`), some centimetres and degrees away from where they stood. The same person,
clothes, light, room and camera. A picture takes some ten seconds.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from calibration.body_model import Stance
from calibration.standing_again import STANDS, stand_again
from calibration.table.case import Case, to_plain
from calibration.table.cases import plan_standing
from calibration.table.people import add_studio_arguments, open_workshop

if TYPE_CHECKING:
    from calibration.body_model import BodyModel
    from calibration.table.camera import Camera
    from calibration.table.scene import Workshop

PEOPLE: Final = 6
PLACE_SD_M: Final = 0.02
TURN_SD_DEG: Final = 1.5
"""Where and how far turned a person stands who goes back to marks on the floor (our guess)."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_studio_arguments(parser, Path("validation/stands"))
    parser.add_argument("--people", type=int, default=PEOPLE)


def run(arguments: argparse.Namespace) -> None:
    from calibration.body_model import BodyModel  # noqa: PLC0415 - needs torch

    workshop, model = open_workshop(arguments), BodyModel()
    for person, case in enumerate(plan_standing(arguments.seed + 1, arguments.people)):
        if not (arguments.out / f"{person:02d}{'abcdef'[STANDS - 1]}.json").exists():
            _person(workshop, model, case, arguments.out / f"{person:02d}")


def _person(workshop: Workshop, model: BodyModel, case: Case, stem: Path) -> None:
    """The pictures of one person, with a JSON file beside each."""
    from calibration.table import room, upright  # noqa: PLC0415 - needs bpy, as what follows
    from calibration.table.figure import clothe  # noqa: PLC0415
    from calibration.table.picture import STANDING_SIZE, camera_of, px, write  # noqa: PLC0415
    from calibration.table.scene import Scene  # noqa: PLC0415

    shape = workshop.rig.body(case.build.phenotype, case.build.local)
    other = np.random.default_rng([*case.seed, 9])
    arch = float(other.uniform(-2.0, 14.0))
    camera: Camera | None = None
    for end in "abcdef"[:STANDS]:
        # The same seed every time: the same room, light and clothes.
        rng = np.random.default_rng(case.seed)
        workshop.studio.reset()
        room.build_room(workshop.studio, rng, case.room)
        usual = dataclasses.replace(upright.draw_stance(rng, arms="forward"), pelvis=arch)
        stance = stand_again(usual, other)
        place = (float(other.normal(0.0, PLACE_SD_M)), float(other.normal(0.0, PLACE_SD_M)))
        turned = (-90.0 if case.near == "L" else 90.0) + float(other.normal(0.0, TURN_SD_DEG))
        figure = upright.stand(workshop.rig, shape, stance, place=place, facing_deg=turned)
        clothe(
            workshop.studio, workshop.rig, workshop.assets, figure, sex=case.sex, dress=case.dress, rng=rng
        )
        if camera is None:
            camera = camera_of(case, Scene(figure, None, None, {}), STANDING_SIZE)
        workshop.studio.look(camera)
        path = stem.with_name(f"{stem.name}{end}.jpg")
        write(workshop.studio, path, STANDING_SIZE, other)
        facts = {
            "image": path.name,
            "image_size": list(STANDING_SIZE),
            "person": stem.name,
            "facing": "left" if case.near == "L" else "right",
            "camera": camera.to_dict(),
            "truth": true_values(model, case, stance),
            "landmarks_px": {name: px(camera, point) for name, point in figure.points.items()},
            "stance": to_plain(stance),
            "params": to_plain(dataclasses.replace(case, name=path.stem)),
        }
        path.with_suffix(".json").write_text(json.dumps(facts) + "\n", encoding="utf-8")
        sys.stderr.write(f"{path.stem}\n")
        sys.stderr.flush()


def true_values(model: BodyModel, case: Case, stance: Stance) -> dict[str, float]:
    """Each measure of a body, seen straight from the side from far away."""
    from calibration.standing_truth import measures_of  # noqa: PLC0415 - needs torch

    body = model.posed(model.shape(case.build.phenotype, case.build.local), stance)
    return {name: round(value, 3) for name, value in measures_of(model, body).items()}
