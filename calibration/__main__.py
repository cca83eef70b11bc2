"""``python -m calibration SUBCOMMAND``: make the data files of the analyzer, in this order.

``bodies``      simulate bodies and the contours of their backs (needs ``requirements-calibration.txt``)
``unusual``     more of them, of builds at the ends of the body model and beyond it
``back-shape``  ``analyzer/data/back_shape.npz``, the distribution of back curves
``pelvis``      ``analyzer/data/pelvis.npz``, how pelvic rotation shows in the outline of a body
``back-values`` ``analyzer/data/back_values.npz``, slope, lordosis and depth from the same outline
``cloth-bodies``  outlines of bodies in simulated cloth, hung by a solver of our own
``cloth-check`` that solver against Blender's cloth (needs ``bpy``)
``clothes``     ``analyzer/data/clothes.npz``, what outlines of dressed people say; needs outlines of bodies
                in simulated cloth
``loose``       the judges of hanging cloth in that file, with builds that ``bodies`` does not reach
``table-people``  rendered people on a treatment table (needs ``bpy``)
``build-people``  rendered people of other builds, stances, lenses and light (needs ``bpy``)
``range-frames``  people who tip the pelvis, for films (needs ``bpy``)
``stands``      people who step away and stand again before a camera that stays (needs ``bpy``)
``stance-spread``  how much each measure differs between stands, ``validation/stance_spread.json``
``upper-people``  simulated people from the low back to the head
``upper-back``  ``analyzer/data/upper_back.npz``, upper back and C7 from the edge
``upper-truth`` the curve of the upper back of the rendered people, ``validation/upper_back.json``
``spread``      the width of the tilt's intervals, in ``pelvis.npz``
``report``      ``docs/accuracy.md``, how accurate the analyzer is

Where bones lie under the skin (``analyzer/data/anatomy.json``) is the work of ``calibration/anatomy.py``.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

_COMMANDS = {
    "bodies": "bodies",
    "unusual": "wide",
    "back-shape": "back_shape",
    "pelvis": "pelvis",
    "back-values": "back_values",
    "cloth-bodies": "cloth.bodies",
    "cloth-check": "cloth.check",
    "clothes": "clothes",
    "loose": "loose",
    "table-people": "table.people",
    "build-people": "builds.people",
    "range-frames": "table.movement",
    "stands": "table.stands",
    "stance-spread": "stance_spread",
    "spread": "spread",
    "upper-people": "upper_people",
    "upper-back": "upper_back",
    "upper-truth": "upper_truth",
    "report": "report",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m calibration", description=__doc__)
    parser.add_argument("command", choices=_COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="see: COMMAND --help")
    chosen = parser.parse_args(sys.argv[1:2])
    # Only the chosen one is loaded: the report needs neither the body model nor torch.
    module = import_module(f"calibration.{_COMMANDS[chosen.command]}")
    own = argparse.ArgumentParser(prog=f"python -m calibration {chosen.command}", description=module.__doc__)
    module.add_arguments(own)
    module.run(own.parse_args(sys.argv[2:]))


if __name__ == "__main__":
    main()
