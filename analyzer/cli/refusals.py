"""What several options say of a value that they cannot take."""

from __future__ import annotations

import argparse
from pathlib import Path

from analyzer.language import tr


def unreadable(text: str) -> argparse.ArgumentTypeError:
    """The file that an option names could not be read."""
    return argparse.ArgumentTypeError(tr("the file {name} could not be read", name=repr(Path(text).name)))
