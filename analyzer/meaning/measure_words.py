"""What measures are called and what they mean: everything that is said of a measure, in one table.

Picture, page and report read it; none of them has words of a measure of its own. What is said of one value
is in `analyzer.meaning.value_words`, the ends of scales in `analyzer.meaning.scales`. Facts come from
docs/method.md, where their sources are; what is only taught says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from analyzer.language import Table, mark, tr
from analyzer.meaning.measure_text import MeasureText
from analyzer.meaning.thomas_words import THOMAS
from analyzer.types.codes import MEASURE_OF, IndicatorName, MeasureName, QuantityName, ThomasName, Way

_MEASURES: Final[Mapping[MeasureName, MeasureText]] = {
    "pelvic_tilt": MeasureText(
        plain="Forward tilt of the pelvis",
        technical="pelvic tilt",
        phrase="pelvic tilt",
        meaning=(
            "How far the line between the two bony points of the pelvis, PSIS at the back and ASIS at the "
            "front, slopes down towards the front. Level is 0°; below that the pelvis tips backward."
        ),
        reading=(
            "85 % of men and 75 % of women without any symptoms stand with the pelvis tipped forward "
            "(PubMed 21658988), so a forward tilt alone is no fault. The shape of the bone makes the same "
            "stance look different by about 5° between people (PMC2565125), and no photo shows that."
        ),
        definition=(
            "line from PSIS to ASIS against the horizontal, as with a palpation inclinometer (PMC8486407)"
        ),
        ends=("tips back", "tips forward"),
        less="less forward tilt",
        more="more forward tilt",
        tag="Pelvis tips\nforward",
    ),
    "sacral_slope": MeasureText(
        plain="Slope of the back over the sacrum",
        technical="sacral slope",
        phrase="the slope of the back of the pelvis",
        meaning=(
            "How far the outline of the back, where it is steepest between buttocks and hollow, leans "
            "forward from the vertical."
        ),
        reading="It grows when the pelvis tips forward, and can be seen in the photo itself.",
        definition=(
            "surface inclination at the sacrum, as with an inclinometer (doi 10.1155/2016/3817270); here "
            "of the outline seen from the side"
        ),
        ends=("upright", "slanted"),
        less="less slope",
        more="more slope",
        tag="Slope of the\nsacrum",
    ),
    "lumbar_lordosis": MeasureText(
        plain="Curve of the low back",
        technical="lumbar lordosis",
        phrase="the curve of the low back",
        meaning=(
            "The angle between the steepest lines of the back's outline below and above the hollow. The "
            "larger, the more the low back is curved."
        ),
        reading=(
            "Within one person, the curve and the tilt of the pelvis move together: about 11° more of one "
            "came with 11° more of the other (PubMed 8866271). It is the curve of the skin, not of the "
            "bones: X-ray values are larger and must not be compared."
        ),
        definition="tangents at the inflection points (Lippold 2012, doi 10.1186/1471-2474-13-151)",
        ends=("flat", "hollow"),
        less="less curve",
        more="more curve",
        tag="Curve of the\nlow back",
    ),
    "lumbar_depth": MeasureText(
        plain="Depth of the hollow",
        technical="lumbar depth",
        phrase="the depth of the hollow",
        meaning=(
            "How far the hollow of the low back lies from a straight line between upper back and buttocks, "
            "in % of the length from the hip to the base of the neck."
        ),
        reading="It says the same as the curve in another way, whatever the tangents are.",
        definition="related to the flèche lombaire (PubMed 36901144)",
        ends=("shallow", "deep"),
        mark="no hollow",
        less="less deep",
        more="deeper",
    ),
    "trunk_inclination": MeasureText(
        plain="Forward lean of the trunk",
        technical="trunk inclination",
        phrase="the lean of the trunk",
        meaning="How far the line from the hip to the shoulder leans forward from the vertical.",
        reading="A lean of a few degrees is usual, and changes from minute to minute.",
        definition="line from hip to shoulder against the vertical, from the points of the pose model",
        ends=("leans back", "leans forward"),
        mark="upright",
        less="further back",
        more="further forward",
    ),
    "hip_extension_angle": MeasureText(
        plain="Stretch of the hip",
        technical="hip extension angle",
        phrase="hip extension",
        meaning=(
            "How far the thigh is stretched back against the trunk. In line is 0°; below that the hip is "
            "bent."
        ),
        reading=(
            "A hip that stays bent while standing can go with a short psoas. This is the stance, not how "
            "far the hip could stretch: that is what the Thomas test shows."
        ),
        definition="thigh against the trunk, or against the pelvis when its tilt was measured",
        ends=("bent", "stretched"),
        mark="in line",
        less="more bent",
        more="more stretched",
    ),
    "pelvic_shift": MeasureText(
        plain="Hips ahead of the ankles",
        technical="pelvic shift",
        phrase="the place of the hips over the feet",
        meaning="How far the hips stand in front of the ankles, in % of the length of the leg.",
        reading=(
            "Hips far in front of the ankles are a sway-back stance (PMC5836359), another pattern than a "
            "hollow back."
        ),
        definition="horizontal distance of hip and ankle, in % of thigh and lower leg",
        ends=("behind", "in front"),
        mark="above the ankles",
        less="further back",
        more="further forward",
    ),
    "knee_angle": MeasureText(
        plain="Angle of the knee",
        technical="knee angle",
        phrase="the bend of the knees",
        meaning="The angle between thigh and lower leg. A straight knee has 180°.",
        reading="Bent knees change the tilt of the pelvis: photos with straight knees say more.",
        definition="hip, knee and ankle, from the points of the pose model",
        ends=("bent", "over-stretched"),
        mark="straight",
        less="more bent",
        more="more stretched",
    ),
    "ear_shoulder_angle": MeasureText(
        plain="Ear ahead of the shoulder",
        technical="ear-shoulder angle",
        phrase="the place of the ear over the shoulder",
        meaning="How far the line from the shoulder to the ear leans forward from the vertical.",
        reading=(
            "A stand-in for the craniovertebral angle, which needs the seventh neck vertebra and cannot be "
            "seen in a photo."
        ),
        definition="line from shoulder to ear against the vertical, from the points of the pose model",
        ends=("behind", "ahead"),
        mark="above the shoulder",
        less="further back",
        more="further forward",
    ),
    "thoracic_kyphosis": MeasureText(
        plain="Curve of the upper back",
        technical="thoracic kyphosis",
        phrase="the curve of the upper back",
        meaning=(
            "The angle between the steepest lines of the back's outline below and above its roundest part. "
            "The larger, the rounder the upper back."
        ),
        reading=(
            "It is the curve of the skin, not of the bones: X-ray values must not be compared with it. Along "
            "the spine, between vertebrae, men had 42.8 ± 8.8° and women 40.4 ± 9.5° (659 people, Lang-Tapia "
            "2011); the outline may be rounder, so that is no range for it."
        ),
        definition=(
            "tangents at the cervico-thoracic and thoraco-lumbar inflection points (Lippold 2012, doi "
            "10.1186/1471-2474-13-151)"
        ),
        ends=("flat", "round"),
        less="less round",
        more="rounder",
    ),
    "craniovertebral_angle": MeasureText(
        plain="Head over the neck",
        technical="craniovertebral angle",
        phrase="the place of the head over the neck",
        meaning=(
            "The angle between the horizontal and the line from the base of the neck (C7) to the ear. The "
            "smaller, the further forward the head."
        ),
        reading=(
            "In one study people without neck pain had 50.6 ± 2.1° and people with neck pain 43.9 ± 3.6° "
            "(Lau 2009). C7 is read from the outline of the neck here, or placed by a person."
        ),
        definition="line from C7 to the tragus of the ear against the horizontal",
        ends=("head ahead", "head above"),
        less="head further forward",
        more="head further back",
    ),
    "c7_offset": MeasureText(
        plain="Base of the neck ahead of the ankles",
        technical="C7 offset",
        phrase="the place of the neck over the feet",
        meaning="How far the base of the neck (C7) is in front of the ankles, in % of body height.",
        reading="Together with shoulder, hip and knee it shows how the body is stacked over the feet.",
        definition="horizontal distance of C7 from the vertical through the ankle",
        ends=("behind", "in front"),
        mark="above the ankles",
        less="further back",
        more="further forward",
    ),
    "shoulder_offset": MeasureText(
        plain="Shoulders ahead of the ankles",
        technical="shoulder offset",
        phrase="the place of the shoulders over the feet",
        meaning="How far the shoulders are in front of the ankles, in % of body height.",
        reading="In a sway-back stance the shoulders lie behind the hips, which are in front of the ankles.",
        definition="horizontal distance of the shoulder from the vertical through the ankle",
        ends=("behind", "in front"),
        mark="above the ankles",
        less="further back",
        more="further forward",
    ),
    "hip_offset": MeasureText(
        plain="Hips ahead of the ankles, of body height",
        technical="hip offset",
        phrase="the place of the hips over the feet",
        meaning="How far the hips are in front of the ankles, in % of body height.",
        reading="It says the same as the pelvic shift, against the height of the body instead of the leg.",
        definition="horizontal distance of the hip from the vertical through the ankle",
        ends=("behind", "in front"),
        mark="above the ankles",
        less="further back",
        more="further forward",
    ),
    "knee_offset": MeasureText(
        plain="Knees ahead of the ankles",
        technical="knee offset",
        phrase="the place of the knees over the feet",
        meaning="How far the knees are in front of the ankles, in % of body height.",
        reading="Knees behind the ankles are over-stretched; knees far in front are bent.",
        definition="horizontal distance of the knee from the vertical through the ankle",
        ends=("behind", "in front"),
        mark="above the ankles",
        less="further back",
        more="further forward",
    ),
    "trunk_balance": MeasureText(
        plain="Base of the neck ahead of the hips",
        technical="trunk balance",
        phrase="the place of the neck over the hips",
        meaning="How far the base of the neck (C7) is in front of the hips, in % of body height.",
        reading="Far behind the hips the trunk leans back, as in a sway-back stance.",
        definition="horizontal distance of C7 from the vertical through the hip",
        ends=("behind", "in front"),
        mark="above the hips",
        less="further back",
        more="further forward",
    ),
}
MEASURES: Final[Mapping[MeasureName, MeasureText]] = Table(_MEASURES)
THIGH_TO_PELVIS: Final = mark(
    "How far the thigh is stretched back against the pelvis. At a right angle to the line between the bony "
    "points of the pelvis it is 0°; below that the hip is bent."
)
"""What the stretch of the hip means where it is measured against the pelvis."""

INDICATOR: Final[IndicatorName] = "shortened_psoas"
"""The name under which shapes and explanations of the indicator are found, like those of a measure."""
STORY: Final = mark(
    "The psoas runs from the low back through the pelvis to the thigh bone. When it is tight, it can tip the "
    "pelvis forward and deepen the curve of the low back."
)
MAIN_MEASURES: Final[tuple[MeasureName, ...]] = ("pelvic_tilt", "sacral_slope", "lumbar_lordosis")
"""Those that say most about the psoas, and stand first."""


def measure_text(name: QuantityName) -> MeasureText:
    """The words for a measure or for its length; its own name when another version has measured it."""
    if name in MEASURE_OF:
        return MEASURES[MEASURE_OF[name]]
    if name in THOMAS:
        return THOMAS[cast(ThomasName, name)]
    return MeasureText(name.replace("_", " ").capitalize(), name.replace("_", " "))


def way_words(name: QuantityName, way: Way) -> str:
    """Less forward tilt, deeper, further back, ..."""
    words = measure_text(name)
    return words.less if way == "less" else words.more


def goal_words(name: MeasureName, way: Way) -> str:
    """A goal, as one can choose it."""
    return tr("{measure}: {way}", measure=measure_text(name).plain, way=way_words(name, way))
