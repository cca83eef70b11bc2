"""The picture that explains: one scene of shapes, and painters for it."""

from __future__ import annotations

from analyzer.overlay.paint_cv import MAX_SIDE_PX, MIN_HEIGHT_PX, encode_png, output_size, paint, save_overlay
from analyzer.overlay.primitives import Scene
from analyzer.overlay.scene import DEFAULT_LAYERS, LAYERS, build_scene

__all__ = [
    "DEFAULT_LAYERS",
    "LAYERS",
    "MAX_SIDE_PX",
    "MIN_HEIGHT_PX",
    "Scene",
    "build_scene",
    "encode_png",
    "output_size",
    "paint",
    "save_overlay",
]
