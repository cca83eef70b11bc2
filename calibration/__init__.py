"""Programs that make the analyzer's data files; not needed to run it. See ``python -m calibration -h``."""
