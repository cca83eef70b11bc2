"""The picture that explains: one scene of shapes, and painters for it."""

from __future__ import annotations

from analyzer.overlay.encode import FORMATS, PictureFormat, encode, encode_png, save_overlay
from analyzer.overlay.paint_cv import MAX_SIDE_PX, MIN_HEIGHT_PX, output_size, paint
from analyzer.overlay.paint_svg import paint_svg, scene_script
from analyzer.overlay.primitives import Explanation, Scene
from analyzer.overlay.scene import DEFAULT_LAYERS, LAYERS, build_scene
from analyzer.overlay.supine import build_thomas_scene
from analyzer.overlay.svg_photo import EncodedPhoto, encode_photo
from analyzer.overlay.svg_theme import DARK, LIGHT, Theme

__all__ = [
    "DARK",
    "DEFAULT_LAYERS",
    "FORMATS",
    "LAYERS",
    "LIGHT",
    "MAX_SIDE_PX",
    "MIN_HEIGHT_PX",
    "EncodedPhoto",
    "Explanation",
    "PictureFormat",
    "Scene",
    "Theme",
    "build_scene",
    "build_thomas_scene",
    "encode",
    "encode_photo",
    "encode_png",
    "output_size",
    "paint",
    "paint_svg",
    "save_overlay",
    "scene_script",
]
