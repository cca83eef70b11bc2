"""The pain drawing as SVG: four views of the figure, with areas in the pattern of their kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from analyzer.language import Table, tr
from analyzer.overlay.pain_bodies import ARM_PARTS, lines, outlines, regions
from analyzer.overlay.svg_write import path_data
from analyzer.svg import XMLNS, element, escaped, number
from analyzer.types.intake import Intake
from analyzer.types.pain import FIGURE, KINDS, VIEWS, PainArea, PainKind, PainView

KIND_WORDS: Final = Table[PainKind, str](
    {
        "ache": "Ache, dull",
        "sharp": "Sharp, stabbing",
        "burning": "Burning",
        "numb": "Numb",
        "tingling": "Tingling",
    }
)
VIEW_WORDS: Final = Table[PainView, str](
    {"front": "From the front", "back": "From behind", "left": "Left side", "right": "Right side"}
)
_PARTS: Final = Table[str, str](
    {
        "head": "head",
        "neck": "neck",
        "between_legs": "between the legs",
        "upper_arm": "shoulder and upper arm",
        "forearm": "elbow and forearm",
        "hand": "hand",
        "chest": "chest",
        "belly": "belly",
        "groin": "groin",
        "upper_back": "upper back",
        "middle_back": "middle of the back",
        "low_back": "low back",
        "buttock": "buttock",
        "ribs": "ribs",
        "flank": "flank",
        "hip": "hip",
        "thigh": "thigh",
        "knee": "knee",
        "shin": "shin",
        "calf": "calf",
        "lower_leg": "lower leg",
        "foot": "foot",
    }
)
_BACK_PARTS: Final = Table[str, str](
    {"head": "back of the head", "thigh": "back of the thigh", "knee": "back of the knee", "foot": "heel"}
)
COLORS: Final[Mapping[PainKind, str]] = {
    "ache": "#b5730a",
    "sharp": "#182430",
    "burning": "#c8321e",
    "numb": "#0060a8",
    "tingling": "#96288c",
}
SIGNS: Final[Mapping[PainKind, str]] = {
    "ache": "M0 6 3 2 6 6",
    "sharp": "M0 6 6 0",
    "burning": "M1 1 5 5M5 1 1 5",
    "numb": "M0 2H6M0 5H6",
    "tingling": "M3 1.2A1.8 1.8 0 1 0 3.01 1.2",
}
"""Of each kind within 6 by 6 units: the signs of paper forms, so that no kind is told by its colour alone."""
_GAP: Final = 12.0
_BODY: Final = {"fill": "#fbfbf9", "stroke": "#4a5866", "stroke_width": 1.6}


def region_title(view: PainView, name: str) -> str:
    """A region for people: "low back, left"."""
    part, _, side = name.partition(".")
    words = _BACK_PARTS[part] if view == "back" and part in _BACK_PARTS else _PARTS[part]
    seen = side or (view if view in ("left", "right") else "")
    if seen == "left":
        return tr("{part}, left", part=words)
    if seen == "right":
        return tr("{part}, right", part=words)
    return words


def area_words(area: PainArea) -> str:
    """An area and its kind, in words."""
    kind = KIND_WORDS[area.kind]
    if area.region:
        return tr("{region}: {kind}", region=region_title(area.view, area.region), kind=kind)
    return tr("painted area, {view}: {kind}", view=VIEW_WORDS[area.view], kind=kind)


def describe_pain(intake: Intake) -> str:
    """All that is marked, and how strong it is, in words."""
    words = "; ".join(map(area_words, intake.pain))
    if intake.pain_strength is not None:
        strength = tr("Strength, all in all: {value} of 10.", value=intake.pain_strength)
        return f"{words}. {strength}" if words else strength
    return f"{words}." if words else ""


def pattern(kind: PainKind, prefix: str) -> str:
    """The pattern of a kind as a definition of SVG, with the id ``PREFIX-KIND``."""
    ground = element("rect", width=7, height=7, fill=COLORS[kind], fill_opacity=0.16)
    look = {"fill": "none", "stroke": COLORS[kind], "stroke_width": 1.3, "stroke_linecap": "round"}
    sign = element("path", d=SIGNS[kind], **look)
    size = {"width": 7, "height": 7, "patternUnits": "userSpaceOnUse"}
    return element("pattern", ground + sign, id=f"{prefix}-{kind}", **size)


def outline_data(view: PainView) -> list[str]:
    """The body as the data of a path, and of a side view the arm over it as that of another."""
    return [path_data(ring, closed=True) for ring in outlines(view)]


def lies_above(view: PainView, area: PainArea | str) -> bool:
    """Whether an area, or a region, lies on the arm of a side view, or was painted over everything."""
    region = area if isinstance(area, str) else area.region
    return not region or (view in ("left", "right") and region in ARM_PARTS)


def line_data(view: PainView) -> str:
    """The few lines inside."""
    return "".join(map(path_data, lines(view)))


def region_data(view: PainView) -> dict[str, str]:
    """Each region as the data of a path."""
    return {name: path_data(ring, closed=True) for name, ring in regions(view).items()}


def area_data(area: PainArea) -> str:
    """An area as the data of a path."""
    if area.region:
        return region_data(area.view)[area.region]
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in area.points) + "Z"


def pain_svg(
    areas: Sequence[PainArea], *, prefix: str = "pain", views: Sequence[PainView] = VIEWS, words: str = ""
) -> str:
    """The figure with areas, as a document that refers to nothing outside itself.

    Parameters
    ----------
    areas : sequence of PainArea
    prefix : str
        Begins every id.
    views : sequence of PainView
        From the left.
    words : str
        For people who cannot see it.
    """
    wide, high = FIGURE
    clips = "".join(
        element(
            "clipPath",
            "".join(element("path", d=data) for data in outline_data(view)),
            id=f"{prefix}-clip-{view}",
        )
        for view in views
    )
    used = {area.kind for area in areas}
    body = element("defs", clips + "".join(pattern(kind, prefix) for kind in KINDS if kind in used))
    # Paper below: the lines are for a light ground, whatever the page has.
    ground = {"x": -_GAP / 2.0, "y": -_GAP / 2.0, "width": pain_size(len(views))[0]}
    body += element("rect", **ground, height=high + 24.0 + _GAP, rx=10, fill="#ffffff")
    for place, view in enumerate(views):
        here = [area for area in areas if area.view == view]
        body_data, *arm_data = outline_data(view)
        shapes = element("path", d=body_data, **_BODY)
        shapes += element("path", d=line_data(view), fill="none", stroke="#8a949e", stroke_width=1.1)
        clip = f"url(#{prefix}-clip-{view})"
        below = [_marked(area, prefix) for area in here if not lies_above(view, area)]
        above = [_marked(area, prefix) for area in here if lies_above(view, area)]
        shapes += element("g", "".join(below), clip_path=clip)
        shapes += "".join(element("path", d=data, **_BODY) for data in arm_data)
        shapes += element("g", "".join(above), clip_path=clip)
        label = element(
            "text",
            escaped(VIEW_WORDS[view]),
            x=wide / 2.0,
            y=high + 16.0,
            text_anchor="middle",
            font_size=15,
            fill="#33414e",
        )
        body += element("g", shapes + label, transform=f"translate({number(place * (wide + _GAP))} 0)")
    return element(
        "svg",
        element("title", escaped(words)) + body if words else body,
        xmlns=XMLNS,
        viewBox=f"{number(-_GAP / 2.0)} {number(-_GAP / 2.0)} {number(len(views) * (wide + _GAP))} "
        f"{number(high + 24.0 + _GAP)}",
        font_family="'Source Sans 3', 'Source Sans', sans-serif",
        role="img",
    )


def _marked(area: PainArea, prefix: str) -> str:
    fill = f"url(#{prefix}-{area.kind})"
    return element("path", d=area_data(area), fill=fill, stroke=COLORS[area.kind], stroke_width=1.2)


def pain_size(views: int = len(VIEWS)) -> tuple[float, float]:
    """Width and height of `pain_svg`, in its own units."""
    return views * (FIGURE[0] + _GAP), FIGURE[1] + 24.0 + _GAP
