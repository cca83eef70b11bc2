"""Draws the people in the education figures: the body model in a pose, seen from the side, as outlines.

Run from the top of the project, with ``requirements-calibration.txt`` installed::

    python -m calibration.figures

It writes ``analyzer/data/figure_bodies.json``, which `analyzer.education.mannequin` draws from.
"""
