"""A QR code is read off the screen as a phone does."""

from __future__ import annotations

import time

import cv2
import numpy as np
from playwright.sync_api import Locator

PATIENCE_S = 60.0
_SIZES = (1.0, 2.0, 1.5, 3.0)


def read_code(picture: Locator) -> str:
    """The text of a QR code. Tried again as a camera does, as long as it is half drawn or half covered."""
    end = time.monotonic() + PATIENCE_S
    while True:
        picture.scroll_into_view_if_needed()
        if text := _decode(picture.screenshot()):
            return text
        assert time.monotonic() < end, "no QR code could be read"


def _decode(png: bytes) -> str:
    """One of OpenCV's readers at one size misses about one code in a hundred; both at four sizes none."""
    seen = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    for size in _SIZES:
        resized = cv2.resize(seen, None, fx=size, fy=size, interpolation=cv2.INTER_CUBIC)
        for reader in (cv2.QRCodeDetectorAruco(), cv2.QRCodeDetector()):
            if text := reader.detectAndDecode(resized)[0]:
                return str(text)
    return ""
