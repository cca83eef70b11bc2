"""Accuracy on rendered people with exactly known posture. Run ``python -m calibration report``."""
