"""The webcam page: a live view that guides one person, hands free, and what comes of it.

``view`` mounts the component, whose scripts open the camera in the browser; ``socket`` takes in its frames on
the app's own server; ``booth`` knows which session they belong to; ``result`` shows what was taken.
"""

from __future__ import annotations

from typing import Final

CAMERA: Final = "/live/camera"
"""The address that the page sends its frames to, beneath ``server.baseUrlPath``."""

STANCE: Final = "stance"
RANGE: Final = "range"
"""What somebody wants to know: how they stand, or how far they can tip the pelvis."""
