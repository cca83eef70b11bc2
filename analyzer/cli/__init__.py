"""The command line: ``posture-analyzer``, or ``python -m analyzer``."""

from analyzer.cli.program import main

__all__ = ["main"]
