"""The codes of errors, below everything else. Part of the JSON: a code is never renamed, only added."""

from __future__ import annotations

from typing import Literal

ErrorCode = Literal[
    "error",
    # what this library says of a photo, of the model, and of what it was given
    "bad_correction",
    "bad_drawing",
    "body_out_of_frame",
    "cluster_unavailable",
    "image_too_large",
    "internal_error",
    "model_unavailable",
    "no_person",
    "not_installed",
    "not_side_view",
    "not_standing",
    "output_not_writable",
    "report_not_made",
    "several_people",
    "several_photos",
    "unreadable_image",
    # what the direct test says of a photo
    "camera_not_at_table_height",
    "hip_or_knee_covered",
    "leg_supported",
    "not_supine",
    "table_edge_not_seen",
    "wrong_side",
    # what the range of the pelvis says of a film
    "back_hidden",
    "knees_moved",
    "pelvis_not_moved",
    "person_turned",
    "person_walked",
    "too_few_frames",
    "trunk_moved",
    "unreadable_film",
    # what the records say
    "bad_entry",
    "code_taken",
    "damaged",
    "disk_error",
    "disk_full",
    "newer_schema",
    "no_connection",
    "no_records",
    "not_allowed",
    "not_for_server",
    "not_found",
    "not_records",
    "not_writable",
    "records_closed",
    "records_error",
    "records_exist",
    "records_locked",
    "records_moved",
    "changed_meanwhile",
    "weak_passphrase",
    "wrong_passphrase",
]
"""Every code of an error, once; the others are in `analyzer.types.codes`, which knows this one too."""
