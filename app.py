"""The app: check one photo. Start it with ``streamlit run app.py``.

Whatever is made of a photo is kept in the session of the person who gave it, and nowhere else.
"""

from __future__ import annotations

import json
import os
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import streamlit as st

from analyzer import Analysis, ImageTooLargeError, Measure, PostureError, analyze, load_photo
from analyzer.batch import OVERLAY_SUFFIX, PHOTO_SUFFIXES, InternalError
from analyzer.overlay import build_scene, encode_png, paint
from analyzer.overlay.style import measure_text, number
from analyzer.pose import PoseModel, shared_model

SAMPLES: Final = {
    "neutral_woman_right.jpg": "Upright woman",
    "neutral_man_left.jpg": "Upright man",
    "anterior_tilt_woman_left.jpg": "Woman, pelvis tipped forward",
    "anterior_tilt_man_right.jpg": "Man, pelvis tipped forward",
    "flat_back_man_right.jpg": "Man, flat low back",
    "sway_back_man_right.jpg": "Man, sway-back stance",
    "arms_hanging_man_left.jpg": "Man, arms hanging",
    "braid_over_back_woman_left.jpg": "Woman, braid over the back",
    "loose_shirt_woman_right.jpg": "Woman, loose shirt",
    "markers_woman_left.jpg": "Woman, dots on the pelvis",
    "before_woman_right.jpg": "The same woman, before",
    "after_woman_right.jpg": "The same woman, after",
}
SAMPLE_FOLDER: Final = Path(__file__).parent / "sample_images"
FIRST_TYPES: Final = ("jpg", "jpeg", "png", "heic")
DIRECTIONS: Final = (
    ("for", "Speaks for it"),
    ("against", "Speaks against it"),
    ("neutral", "Speaks neither for nor against it"),
)

INTRO: Final = (
    "From one photo of a person standing sideways, this page works out how the pelvis and the low back "
    "stand, how sure that is, and what it says about a shortened psoas, the deep hip flexor."
)
PRIVACY: Final = (
    "Photos stay on this computer. They are not saved, and are gone soon after this page is closed."
)
GOOD_PHOTO: Final = """
- Turn exactly sideways, so that one shoulder hides the other.
- Camera 3 m away, level, at the height of the pelvis.
- The whole person in the picture, from head to feet.
- Knees straight, arms folded in front or lifted forward, so that the low back is free.
- Tight clothes or few, hair up, a plain background, good light.
"""
TABLE_NOTE: Final = (
    "Likely range: the 95 % interval of the value. Typical range: published mean ± one standard deviation, "
    "where there is one; about one person in three lies outside it. Forward is positive. A "
    "straight knee has 180°. A negative stretch of the hip is a bend. The depth of the hollow is in % of the "
    "length from the hip to the base of the neck, hips ahead of the ankles in % of the length of the leg."
)


@dataclass(frozen=True)
class Checked:
    """What was made of a photo, ready to show."""

    analysis: Analysis
    overlay_png: bytes
    description: str


@dataclass
class State:
    """All that one session knows.

    ``picked`` is a name and a file that wait to be checked. ``inputs`` counts up to empty upload and camera.
    """

    picked: tuple[str, bytes] | None = None
    checked: Checked | None = None
    problem: str | None = None
    inputs: int = 0


def state() -> State:
    return cast(State, st.session_state.setdefault("state", State()))


@st.cache_resource(show_spinner="Getting the pose model ready. The first time, it is fetched (35 MB)...")
def pose_model() -> PoseModel:
    """The model, which knows nothing of photos, is the only thing that sessions share."""
    return shared_model()


def pick(source: str) -> None:
    """Callback: a photo was given. The other inputs are emptied, and the camera is switched off."""
    now = state()
    given = st.session_state[source if source == "sample" else f"{source}_{now.inputs}"]
    if given is None:
        return
    if source == "sample":
        now.picked = given, (SAMPLE_FOLDER / given).read_bytes()
    else:
        now.picked = given.name if source == "upload" else "camera.jpg", given.getvalue()
        st.session_state["sample"] = None
    now.inputs += 1
    st.session_state["use_camera"] = False


def forget() -> None:
    """Callback: drop the photo and everything made of it."""
    st.session_state["state"] = State(inputs=state().inputs + 1)
    st.session_state["sample"] = None


def check(name: str, data: bytes) -> Checked:
    photo = load_photo(data, name=name)
    analysis = analyze(photo, model=pose_model())
    scene = build_scene(analysis)
    return Checked(analysis, encode_png(paint(scene, photo.rgb)), scene.description)


def check_picked() -> None:
    """Check the photo that waits. When that fails, the last good result stays."""
    now = state()
    if now.picked is None:
        return
    now.problem = None
    try:
        with st.spinner("Looking at the photo..."):
            now.checked = check(*now.picked)
    except PostureError as error:
        now.problem = error.message
    except MemoryError:
        now.problem = ImageTooLargeError.default_message
    except Exception as error:
        if os.environ.get("POSTURE_DEBUG") == "1":
            traceback.print_exception(error)
        now.problem = InternalError.default_message
    now.picked = None


def show_inputs() -> None:
    upload, camera = f"upload_{state().inputs}", f"camera_{state().inputs}"
    samples = [name for name in SAMPLES if (SAMPLE_FOLDER / name).is_file()]
    left, right = st.columns(2, gap="large")
    with left:
        st.file_uploader("Upload a photo", type=file_types(), key=upload, on_change=pick, args=("upload",))
        st.caption(PRIVACY)
    with right:
        st.selectbox(
            "Or try a sample photo",
            samples,
            index=None,
            format_func=SAMPLES.__getitem__,
            placeholder="Choose a sample",
            key="sample",
            on_change=pick,
            args=("sample",),
        )
        if st.toggle("Use the camera", key="use_camera"):
            st.camera_input("Take a photo", resolution="1080p", key=camera, on_change=pick, args=("camera",))
        with st.expander("How to take a good photo"):
            st.markdown(GOOD_PHOTO)


def file_types() -> list[str]:
    """All that the library reads, the usual ones first."""
    others = sorted(suffix[1:] for suffix in PHOTO_SUFFIXES if suffix[1:] not in FIRST_TYPES)
    return [*FIRST_TYPES, *others]


def show_result(checked: Checked) -> None:
    analysis, psoas = checked.analysis, checked.analysis.shortened_psoas
    st.divider()
    st.text(f"Photo: {analysis.photo.name}")
    st.image(checked.overlay_png, width="stretch", alt=checked.description)
    st.subheader(psoas.summary, anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        for direction, title in DIRECTIONS:
            texts = [item.text for item in psoas.evidence if item.direction == direction]
            show_list(title, texts or ["Nothing in this photo."])
    with right:
        issues = [issue.message for issue in analysis.view.issues]
        show_list("What would make the photo better", issues or ["Nothing was found that spoils this photo."])
        st.markdown(f"**What this means**  \n{psoas.caveat}")
        st.markdown(f"**The direct test**  \n{psoas.direct_test}")
    st.subheader("What was measured", anchor=False)
    rows = [table_row(measure) for measure in analysis.measures.values()]
    columns = {title: [row[title] for row in rows] for title in rows[0]}
    st.table(columns, border="horizontal", hide_index=True, alt="Measures with value, ranges and method")
    st.caption(TABLE_NOTE)
    show_downloads(checked)


def show_list(title: str, texts: list[str]) -> None:
    st.markdown("\n".join([f"**{title}**", *(f"- {text}" for text in texts)]))


def table_row(measure: Measure) -> dict[str, str]:
    """A measure in words. A missing one says why."""
    value, likely, typical = "not measurable", "", ""
    how = "Estimated from the shape of the back" if measure.estimated else "Measured in the photo"
    if measure.reason is not None:
        how = measure.reason.message
    if measure.value is not None and measure.ci95 is not None:
        value, likely = number(measure.value, measure.unit), span(*measure.ci95, measure.unit)
        typical = "not given"
    if (known := measure.reference) is not None:
        typical = span(known.mean - known.sd, known.mean + known.sd, measure.unit)
    name = measure_text(measure.name).plain
    return {"Measure": name, "Value": value, "Likely range": likely, "Typical range": typical, "How": how}


def span(low: float, high: float, unit: str) -> str:
    return f"{number(low, unit)} to {number(high, unit)}"


def show_downloads(checked: Checked) -> None:
    stem = Path(checked.analysis.photo.name).stem
    text = json.dumps(checked.analysis.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    files = (
        ("Download picture (PNG)", checked.overlay_png, stem + OVERLAY_SUFFIX, "image/png"),
        ("Download values (JSON)", text.encode("utf-8", "replace"), f"{stem}.json", "application/json"),
    )
    with st.container(horizontal=True):
        for label, data, name, mime in files:
            st.download_button(label, data, name, mime, on_click="ignore")
        st.button("Remove this photo", on_click=forget)


def main() -> None:
    st.set_page_config(page_title="Check a photo: posture analyzer", layout="wide")
    st.title("Check a photo", anchor=False)
    st.write(INTRO)
    show_inputs()
    check_picked()
    now = state()
    if now.problem is not None:
        st.error(now.problem)
        if now.checked is not None:
            st.caption("Below is still the result of the photo before.")
    if now.checked is not None:
        show_result(now.checked)


main()
