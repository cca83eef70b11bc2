"""``python -m analyzer``."""

import sys

from analyzer.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
