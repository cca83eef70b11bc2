"""What MediaPipe imports for other tasks is left out until somebody uses it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.pose import PoseModel

ROOT = Path(__file__).parents[2]
Run = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture
def run_python(pose_model: PoseModel) -> Run:
    del pose_model  # its file is there

    def run(code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_a_pose_model_needs_no_plots_and_no_sound(run_python: Run) -> None:
    result = run_python(
        "import sys\n"
        "from analyzer.pose import PoseModel\n"
        "PoseModel().close()\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('matplotlib', 'sounddevice')))\n"
    )
    assert result.stdout.strip() == "[]", result.stderr


def test_mediapipes_own_plots_still_work(run_python: Run) -> None:
    result = run_python(
        "from analyzer.pose import PoseModel\n"
        "PoseModel().close()\n"
        "from mediapipe.tasks.python.vision import drawing_utils\n"
        "figure = drawing_utils.plt.figure()\n"
        "import matplotlib.pyplot\n"
        "assert matplotlib.pyplot.gcf() is figure\n"
        "print(type(figure).__module__)\n"
    )
    assert result.stdout.strip() == "matplotlib.figure", result.stderr


def test_a_matplotlib_that_is_there_stays(run_python: Run) -> None:
    result = run_python(
        "import sys\n"
        "import matplotlib\n"
        "from analyzer.pose import PoseModel\n"
        "PoseModel().close()\n"
        "assert sys.modules['matplotlib'] is matplotlib\n"
        "from mediapipe.tasks.python.vision import drawing_utils\n"
        "print(drawing_utils.plt is sys.modules['matplotlib.pyplot'])\n"
    )
    assert result.stdout.strip() == "True", result.stderr


def test_another_thread_that_closes_plots_meanwhile_breaks_nothing(run_python: Run) -> None:
    """As Streamlit does at the beginning of every run of a page, wherever there is such a module."""
    result = run_python(
        "import contextlib, sys, threading\n"
        "from analyzer.pose.lean import without_plots_and_sound\n"
        "def close_all():\n"
        "    with contextlib.suppress(Exception):\n"
        "        sys.modules['matplotlib.pyplot'].close('all')\n"
        "with without_plots_and_sound():\n"
        "    thread = threading.Thread(target=close_all)\n"
        "    thread.start()\n"
        "    thread.join()\n"
        "    import matplotlib.pyplot as plt\n"
        "print(plt.figure().__module__, 'matplotlib.pyplot' in sys.modules)\n"
    )
    assert result.stdout.strip() == "matplotlib.figure True", result.stderr


def test_plots_that_mediapipe_needs_at_once_are_there(run_python: Run) -> None:
    result = run_python(
        "from analyzer.pose.lean import without_plots_and_sound\n"
        "with without_plots_and_sound():\n"
        "    import matplotlib.pyplot as plt\n"
        "    print(plt.figure().__module__)\n"
    )
    assert result.stdout.strip() == "matplotlib.figure", result.stderr


def test_an_import_that_broke_off_begins_anew(run_python: Run) -> None:
    """MediaPipe's package cannot be imported on from its middle."""
    result = run_python(
        "import sys\n"
        "class Once:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'mediapipe.tasks.python.vision.hand_landmarker':\n"
        "            sys.meta_path.remove(self)\n"
        "            raise ImportError('half way')\n"
        "sys.meta_path.insert(0, Once())\n"
        "from analyzer.pose import PoseModel\n"
        "PoseModel().close()\n"
        "print('loaded', [type(item).__name__ for item in sys.meta_path].count('Once'))\n"
    )
    assert result.stdout.strip() == "loaded 0", result.stderr
