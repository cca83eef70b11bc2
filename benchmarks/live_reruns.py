"""The way not taken: camera frames as values of a component, each of which runs the page again.

Run from the top of the project::

    python -m benchmarks.live_reruns

Prints frames per second and round trip of that way, and frames per second of the way taken, with the same
film in the same run. The file is also the page that it measures.
"""

from __future__ import annotations

import base64
import statistics
import tempfile
from pathlib import Path
from typing import Final

_SCRIPT: Final = """
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (data.answered) {
    window.trips.push(performance.now() - window.sent);
    window.next?.();
    return;
  }
  if (root.begun) return;
  root.begun = true;
  window.trips = [];
  const video = document.createElement("video");
  const canvas = document.createElement("canvas");
  canvas.width = 512;
  canvas.height = 288;
  const send = () =>
    video.requestVideoFrameCallback((now) => {
      canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0, 512, 288);
      window.sent = performance.now();
      setTriggerValue("frame", { time: now, url: canvas.toDataURL("image/jpeg", 0.8) });
    });
  window.next = send;
  navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } }).then(async (stream) => {
    video.srcObject = stream;
    video.muted = true;
    root.append(video);
    await video.play();
    send();
  });
}
"""


def page() -> None:
    """The page: one component, and a detection for each frame that it sends."""
    import streamlit as st  # noqa: PLC0415

    from analyzer.photo import load_photo  # noqa: PLC0415
    from analyzer.pose.video import VideoPose  # noqa: PLC0415

    follower = st.session_state.setdefault("follower", None) or VideoPose()
    st.session_state["follower"] = follower
    camera = st.components.v2.component("camera", html='<div class="root"></div>', js=_SCRIPT)
    given = st.session_state.get("camera", {}).get("frame")
    answered = 0
    if given:
        rgb = load_photo(base64.b64decode(given["url"].partition(",")[2]), name="frame").rgb
        follower.detect(rgb, given["time"])
        answered = given["time"]
    camera(key="camera", data={"answered": answered}, on_frame_change=lambda: None)


def main() -> None:
    from benchmarks.live_page import Page  # noqa: PLC0415
    from validation.films import Scene, write_mjpeg  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mjpeg"
        write_mjpeg(path, [Scene("side_arms_back", 2.0)])
        with Page(path, "benchmarks/live_reruns.py", start=False) as window:
            window.page.wait_for_function("() => window.trips?.length > 20")
            before = window.page.evaluate("() => window.trips.length")
            window.page.wait_for_timeout(10_000)
            trips = window.page.evaluate("() => window.trips")[before:]
        with Page(path) as window:
            window.watch(10.0)
            fps = window.fps
    print(
        f"frames as component values: {len(trips) / 10.0:.1f} frames/s, "
        f"round trip {statistics.median(trips):.0f} ms"
    )
    print(f"frames over the WebSocket, with the whole guide: {fps:.1f} frames/s")


if __name__ == "__main__":
    from streamlit.runtime import exists

    page() if exists() else main()
