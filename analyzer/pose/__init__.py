"""The pose model: where it is kept, and people found in pictures with it. Nothing else knows MediaPipe."""

from analyzer.pose.landmarker import PoseModel, load_ahead, shared_model
from analyzer.pose.store import ModelInfo, describe_model, model_path

__all__ = ["ModelInfo", "PoseModel", "describe_model", "load_ahead", "model_path", "shared_model"]
