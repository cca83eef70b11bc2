"""Other ways to tilt and curve from the same pictures, beside ours: ``python -m validation rivals``."""
