"""The webcam page: a live view that guides one person, hands free, and what comes of it.

``view`` mounts the component, whose scripts open the camera in the browser; ``socket`` takes in its frames on
the app's own server; ``desk`` knows which session they belong to; ``result`` shows what was taken.
"""
