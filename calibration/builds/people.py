"""Render standing people less alike than those of ``validation/dev``, with exactly known truth.

Run from the top of the project, with ``bpy`` and ``numba`` installed (``requirements-render.txt``) and the
assets of ``calibration/table/assets.py``::

    python -m calibration build-people --assets package/public/data --out validation/builds

A picture takes some ten seconds of one core. Pictures that are there already are left out, and some of every
kind come first.
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import cache
from pathlib import Path

from calibration.table.people import add_studio_arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_studio_arguments(parser, Path("validation/builds"))
    parser.add_argument("--only", default="", help="names that begin so, several with commas")
    parser.set_defaults(seed=SEED)


SEED = 17


def run(arguments: argparse.Namespace) -> None:
    import torch  # noqa: PLC0415 - late, as what follows: heavy, and needs Blender

    from calibration.builds.cases import plan  # noqa: PLC0415
    from calibration.builds.picture import Workshop, make  # noqa: PLC0415
    from calibration.builds.stance import BuildRig  # noqa: PLC0415
    from calibration.cloth.dress import open_wardrobe  # noqa: PLC0415
    from calibration.table.assets import Assets  # noqa: PLC0415
    from calibration.table.studio import Studio  # noqa: PLC0415

    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    rig = BuildRig()
    workshop = Workshop(
        rig, Assets(arguments.assets), Studio(arguments.samples, arguments.threads), cache(open_wardrobe)
    )
    wanted = tuple(arguments.only.split(","))
    for case in plan(rig, arguments.seed):
        if case.name.startswith(wanted) and not (arguments.out / f"{case.name}.json").exists():
            start = time.perf_counter()
            make(workshop, case, arguments.out)
            sys.stderr.write(f"{case.name} {time.perf_counter() - start:.0f} s\n")
            sys.stderr.flush()
