"""Many people at once in the running app: ``python -m tests.load``."""
