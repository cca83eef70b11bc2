"""A column of words: lines of text and paragraphs, one below the other."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.overlay import style
from analyzer.overlay.primitives import Align, Color, Polyline, Shape, Stroke, Text, frozen
from analyzer.overlay.text import balanced, wrap
from analyzer.types.codes import ShownName


@dataclass
class Column:
    """Writes shapes from top to bottom; ``y`` is how far it has come, ``air`` what it
    may add between blocks."""

    left: float
    width: float
    y: float
    air: float = 0.0
    shapes: list[Shape] = field(default_factory=list)

    @property
    def right(self) -> float:
        return self.left + self.width

    def text(
        self,
        text: str,
        size: float,
        *,
        color: Color = style.INK,
        weight: int = 400,
        x: float | None = None,
        align: Align = "start",
        measure: ShownName | None = None,
        name: str = "text",
    ) -> None:
        """A line of text on the baseline ``y``."""
        where = frozen([self.left if x is None else x, self.y])
        self.shapes.append(
            Text(
                name=name,
                measure=measure,
                position=where,
                text=text,
                size_u=size,
                color=color,
                weight=weight,
                align=align,
            )
        )

    def paragraph(
        self,
        text: str,
        size: float,
        *,
        color: Color = style.INK,
        weight: int = 400,
        indent: float = 0.0,
        max_lines: int | None = None,
        leading: float = 1.32,
        name: str = "text",
        measure: ShownName | None = None,
        balance: bool = False,
    ) -> None:
        """Broken lines; ``y`` ends on the last baseline."""
        room = self.width - indent
        if balance:
            room = balanced(text, room, size, weight)
        for index, line in enumerate(wrap(text, room, size, weight, max_lines)):
            self.y += size * leading if index else 0.0
            self.text(
                line, size, color=color, weight=weight, x=self.left + indent, name=name, measure=measure
            )

    def rule(self) -> None:
        """A hairline across the column."""
        points = frozen([[self.left, self.y], [self.right, self.y]])
        self.shapes.append(Polyline(name="rule", points=points, stroke=Stroke(style.HAIR, 1.6)))


def paragraph_height(text: str, width: float, size: float, leading: float = 1.32) -> float:
    """Height that a paragraph will take, in units."""
    return len(wrap(text, width, size)) * size * leading
