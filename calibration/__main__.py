"""``python -m calibration SUBCOMMAND``: make the data files of the analyzer, in this order.

``bodies``      simulate bodies and the contours of their backs (needs ``requirements-calibration.txt``)
``back-shape``  ``analyzer/data/back_shape.npz``, the distribution of back curves
``pelvis``      ``analyzer/data/pelvis.json``, how pelvic rotation shows in a curve

Where bones lie under the skin (``analyzer/data/anatomy.json``) is the work of ``calibration/anatomy.py``.
"""

from __future__ import annotations

import argparse

from calibration import back_shape, bodies, pelvis

_COMMANDS = {"bodies": bodies, "back-shape": back_shape, "pelvis": pelvis}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m calibration", description="Make the data files.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in _COMMANDS.items():
        text = (module.__doc__ or "").splitlines()[0]
        module.add_arguments(commands.add_parser(name, help=text, description=text))
    arguments = parser.parse_args()
    _COMMANDS[arguments.command].run(arguments)


if __name__ == "__main__":
    main()
