"""Painting a scene as SVG: crisp at any zoom, with layers and measures that answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from analyzer.language import current
from analyzer.meaning import measure_words as wording
from analyzer.overlay.primitives import Color, Explanation, Fill, Polyline, Scene, Shape, Text, View
from analyzer.overlay.svg_boxes import explanation_boxes
from analyzer.overlay.svg_css import style_rules
from analyzer.overlay.svg_photo import EncodedPhoto, Ground, Image, encode_photo, image_element
from analyzer.overlay.svg_runs import Run, detail_runs, focus_runs, runs
from analyzer.overlay.svg_shapes import ShapeWriter, hatch_pattern
from analyzer.overlay.svg_theme import THEMES, Theme, ThemeName
from analyzer.svg import element, escaped, number, rgb

_PREFIX: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_POINTER_U: Final = 26.0
"""Width of the invisible lines on which a pointer finds a measure without a drawing of its own."""


@cache
def scene_script() -> str:
    """JavaScript of ``attachScene(svg)``, for pages that put an SVG into their own markup.

    Scripts inside such markup do not run; the page calls the function itself.
    """
    return files("analyzer").joinpath("overlay/svg_scene.js").read_text(encoding="utf-8")


def paint_svg(
    scene: Scene,
    photo: Image | EncodedPhoto | None = None,
    *,
    embed_photo: bool = True,
    interactive: bool = True,
    theme: Theme | ThemeName = "light",
    prefix: str = "posture",
    views: Iterable[str] | None = None,
    hidden: Iterable[str] = (),
    boxes: bool = True,
) -> str:
    """Paint a scene as an SVG document that refers to nothing outside itself.

    Parameters
    ----------
    scene : Scene
    photo : ndarray of uint8, shape (height, width, 3), or EncodedPhoto, optional
        RGB pixels at full size or smaller, or what `encode_photo` made of them. Without it the body is shown
        as a plain silhouette.
    embed_photo : bool
        Without it there is an empty ``<image id="PREFIX-image">`` in its place, for a page that sets its
        ``href`` to the whole photo.
    interactive : bool
        Measures can be pointed at, focused and pinned, which shows how they were taken and explains them.
        Without it there is no script and no style sheet: a drawing for any program.
    theme : {"light", "dark"} or Theme
    prefix : str
        Begins every id, so that several scenes can be on one page.
    views : iterable of str, optional
        Ids of the views to show, all by default. The picture is cut to them.
    hidden : iterable of str
        Layers that are off at first. With ``interactive``, the class ``hide-LAYER`` on the root element
        switches them.
    boxes : bool
        Whether the explanations are in the picture, for ``interactive``.

    Raises
    ------
    ValueError
        For a prefix that is no id, unknown views or none, or pixels that are not RGB.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"a prefix has letters, digits, - and _, and begins with a letter; got {prefix!r}")
    wanted = None if views is None else tuple(views)
    if wanted == ():
        raise ValueError("there is nothing to paint without a view")
    if wanted is not None and (unknown := set(wanted) - {view.id for view in scene.views}):
        raise ValueError(f"unknown views {sorted(unknown)}; there are {[view.id for view in scene.views]}")
    shown = tuple(view for view in scene.views if wanted is None or view.id in wanted)
    if isinstance(photo, EncodedPhoto) or photo is None:
        encoded = photo
    else:
        encoded = encode_photo(scene, photo, views=[view.id for view in shown]) if embed_photo else None
    look = THEMES[theme] if isinstance(theme, str) else theme
    painter = _Painter(scene, shown, look, prefix, frozenset(hidden), interactive=interactive)
    has_image = photo is not None or not embed_photo
    return painter.document(encoded if embed_photo else None, has_image=has_image, boxes=boxes)


@dataclass
class _Painter:
    """One document in the making."""

    scene: Scene
    views: tuple[View, ...]
    theme: Theme
    prefix: str
    hidden: frozenset[str]
    interactive: bool
    patterns: dict[Fill, str] = field(default_factory=dict)

    def document(self, photo: EncodedPhoto | None, *, has_image: bool, boxes: bool) -> str:
        scene, prefix = self.scene, self.prefix
        if len(self.views) == len(scene.views):
            left, top, (right, bottom) = 0.0, 0.0, scene.size_u
        else:
            sides = list(zip(*(view.target for view in self.views), strict=True))
            left, top, right, bottom = min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])
        ground = Ground(scene, prefix, self.theme)
        focus = focus_runs(self.views, self.hidden, self.scene.explanations)
        body = [self._view(view, ground, has_image=has_image, focus=focus) for view in self.views]
        if self.interactive and boxes:
            body += self._boxes()
        definitions = [self._clip(view) for view in self.views]
        if has_image:
            definitions += [ground.definitions(view) for view in self.views]
            definitions.append(image_element(f"{prefix}-image", scene, photo))
        definitions += [hatch_pattern(name, fill) for fill, name in self.patterns.items()]
        size = right - left, bottom - top
        box = (left, top, *size)
        paper = element(
            "rect",
            x=left,
            y=top,
            width=size[0],
            height=size[1],
            fill=rgb(self.theme.background),
        )
        drawing = element(
            "g", body, font_family=self.theme.fonts, stroke_linecap="round", stroke_linejoin="round"
        )
        parts = [
            element("title", escaped(scene.title), id=f"{prefix}-title"),
            element("desc", escaped(scene.description), id=f"{prefix}-desc"),
            element("style", self._rules()) if self.interactive else "",
            element("defs", definitions),
            paper,
            drawing,
            self._script(),
        ]
        return (
            element(
                "svg",
                "\n".join(part for part in parts if part),
                xmlns="http://www.w3.org/2000/svg",
                id=prefix,
                lang=None if current() == "en" else current(),
                viewBox=" ".join(map(number, box)),
                width=size[0],
                height=size[1],
                class_=self._root_class(),
                role="group" if self.interactive else "img",
                aria_labelledby=f"{prefix}-title",
                aria_describedby=f"{prefix}-desc",
            )
            + "\n"
        )

    # --- Views and layers -----------------------------------------------------------------------------

    def _view(self, view: View, ground: Ground, *, has_image: bool, focus: dict[str, Run]) -> str:
        drawn = view.photo is not None
        writer = ShapeWriter(
            view, self._pattern, _same if drawn else self.theme.word, widths=self.interactive
        )
        parts = []
        if drawn:
            parts.append(ground.shown(view) if has_image else ground.silhouette(view))
            if self.interactive:
                parts.append(self._hits(view, writer))
        for layer in view.layers:
            groups = [self._run(run, writer, focus) for run in runs(view, layer.id)]
            parts.append(
                element(
                    "g",
                    groups,
                    id=f"{self.prefix}-{view.id}-{layer.id}",
                    data_layer=layer.id,
                    display="none" if layer.id in self.hidden else None,
                )
            )
        if drawn and self.interactive:
            parts += self._details(view, writer, focus)
        clip = f"url(#{self.prefix}-clip-{view.id})"
        return element("g", parts, id=f"{self.prefix}-{view.id}", data_view=view.id, clip_path=clip) + "\n"

    def _run(self, run: Run, writer: ShapeWriter, focus: dict[str, Run]) -> str:
        markup = [writer.write(shape) for shape in run.shapes]
        kind = None
        if self.interactive and run.view.photo is not None:
            kind = "s c" if run.layer == "contour" else "s"
            markup += [writer.hit(shape) for shape in run.shapes if shape.measure is not None]
        elif self.interactive and run.measure not in (None, wording.INDICATOR):
            kind = "w"
        own = self.scene.explanations.get(run.measure or "")
        if own is not None and not self.interactive:
            markup.insert(0, element("title", escaped(own.spoken())))
        return element(
            "g",
            " ".join(markup),
            class_=kind,
            data_measure=run.measure,
            data_needs=run.needs,
            data_size=run.size,
            display="none" if run.needs in self.hidden and run.layer != "legend" else None,
            **self._focusable(own if focus.get(run.measure or "") == run else None, run.shapes),
        )

    def _details(self, view: View, writer: ShapeWriter, focus: dict[str, Run]) -> Iterator[str]:
        for run in detail_runs(view):
            chosen = focus.get(run.measure or "") == run
            yield element(
                "g",
                [writer.write(shape) for shape in run.shapes],
                data_detail=run.measure,
                data_measure=run.measure,
                opacity="0",
                pointer_events="none",
                **self._focusable(self.scene.explanations.get(run.measure or "") if chosen else None, ()),
            )

    def _hits(self, view: View, writer: ShapeWriter) -> str:
        """Places for pointers below the drawing, which comes first."""
        lines = []
        for run in detail_runs(view):
            first = next((shape for shape in run.shapes if isinstance(shape, Polyline)), None)
            if first is not None:
                lines.append(writer.hit(first, _POINTER_U))
        return element("g", lines)

    def _boxes(self) -> Iterator[str]:
        frame = View("boxes", (0.0, 0.0, *self.scene.size_u), (0.0, 0.0, *self.scene.size_u), None, ())
        writer = ShapeWriter(frame, self._pattern, self.theme.word, widths=True)
        for measure, shapes in explanation_boxes(self.scene, self.views).items():
            yield element(
                "g",
                [writer.write(shape) for shape in shapes],
                data_box=measure,
                display="none",
                pointer_events="none",
                aria_hidden="true",
            )

    # --- Measures -------------------------------------------------------------------------------------

    def _focusable(self, words: Explanation | None, shapes: tuple[Shape, ...]) -> dict[str, str]:
        if words is None or not self.interactive:
            return {}
        # What is read there comes first, so that people who speak to their computer can name it.
        seen = ", ".join(shape.text for shape in shapes if isinstance(shape, Text) and shape.text)
        rest = " ".join(words.sentences) if words.title in seen else words.spoken()
        label = f"{seen}. {rest}" if seen else rest
        return {"tabindex": "0", "role": "button", "aria_pressed": "false", "aria_label": label}

    # --- Parts ----------------------------------------------------------------------------------------

    def _clip(self, view: View) -> str:
        left, top, right, bottom = view.target
        area = element("rect", x=left, y=top, width=right - left, height=bottom - top)
        return element("clipPath", area, id=f"{self.prefix}-clip-{view.id}")

    def _pattern(self, fill: Fill) -> str:
        return self.patterns.setdefault(fill, f"{self.prefix}-hatch-{len(self.patterns)}")

    def _layer_ids(self) -> list[str]:
        return list(dict.fromkeys(layer.id for view in self.views for layer in view.layers))

    def _root_class(self) -> str | None:
        if not self.interactive:
            return None
        off = [f"hide-{layer}" for layer in self._layer_ids() if layer in self.hidden]
        return " ".join(("auto", *off))

    def _rules(self) -> str:
        drawings = [view for view in self.views if view.photo is not None]
        shapes = [shape for view in drawings for shape in (*view.shapes(), *view.details)]
        drawn = {shape.measure for shape in shapes if shape.measure is not None}
        measures = [name for name in self.scene.explanations if _PREFIX.fullmatch(name)]
        sizes = sorted({shape.size for shape in shapes if shape.size is not None})
        return style_rules(self.prefix, self._layer_ids(), self.hidden, measures, drawn, sizes=sizes)

    def _script(self) -> str:
        if not self.interactive:
            return ""
        call = f'attachScene(document.getElementById("{self.prefix}"));'
        return f"<script><![CDATA[\n{scene_script()}{call}\n]]></script>"


def _same(color: Color) -> Color:
    return color
