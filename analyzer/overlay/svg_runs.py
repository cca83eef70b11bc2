"""Shapes of a layer in groups that belong to one measure, and which group of a measure keys go to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from analyzer.overlay.primitives import Shape, View
from analyzer.types.codes import ShownName


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring shapes of a layer with the same measure, the same need and the same size of tags.

    Only neighbours, because what is drawn later covers what was drawn before. ``layer`` is empty for details.
    """

    view: View
    layer: str
    measure: ShownName | None
    needs: str | None
    shapes: tuple[Shape, ...]
    size: int | None = None

    def rank(self) -> int:
        """How well it serves as the one place of its measure that keys go to."""
        names = {shape.name for shape in self.shapes}
        if self.layer == "legend":
            return 3 if names & {"measure", "headline"} else 0
        return 2 if any(name.startswith("tag_") for name in names) else int(self.layer != "")


def runs(view: View, layer: str) -> Iterator[Run]:
    """Groups of a layer, from the bottom up."""

    def kind(shape: Shape) -> tuple[ShownName | None, str | None, int | None]:
        return shape.measure, shape.needs, shape.size

    for (measure, needs, size), shapes in groupby(view.shapes(layer), kind):
        yield Run(view, layer, measure, needs, tuple(shapes), size)


def detail_runs(view: View) -> Iterator[Run]:
    """Groups of the details of a view."""
    for measure, shapes in groupby(view.details, lambda shape: shape.measure):
        yield Run(view, "", measure, None, tuple(shapes))


def focus_runs(views: Iterable[View], hidden: Container[str], explained: Container[str]) -> dict[str, Run]:
    """For each measure that is explained the one group that keys go to: its words, its tag, its drawing."""
    chosen: dict[str, Run] = {}
    for view in views:
        found = [run for layer in view.layers if layer.id not in hidden for run in runs(view, layer.id)]
        if view.photo is not None:
            found += detail_runs(view)
        for run in found:
            name = run.measure
            off = run.needs is not None and run.needs in hidden
            if name is None or name not in explained or off:
                continue
            if name not in chosen or run.rank() > chosen[name].rank():
                chosen[name] = run
    return chosen
