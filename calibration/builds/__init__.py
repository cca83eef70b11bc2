"""Standing people less alike than those of ``validation/dev``: other builds, stances, lenses and light."""
