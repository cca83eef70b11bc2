"""Every input that comes from outside, a target for each."""

from __future__ import annotations

from tests.fuzz import (
    camera_targets,
    file_targets,
    photo_targets,
    prepared_targets,
    request_targets,
    result_targets,
    typed_targets,
)
from tests.fuzz.target import Target

_SUBJECTS = (
    *(photo_targets, result_targets, typed_targets, file_targets),
    *(prepared_targets, request_targets, camera_targets),
)


def every_target() -> dict[str, Target]:
    return {target.name: target for subject in _SUBJECTS for target in subject.targets()}
