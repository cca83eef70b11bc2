"""What errors say where more is known than the sentence beside their class: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from analyzer.language import Table

ErrorText = Literal[
    "bad_correction.back_flat",
    "bad_correction.body_height",
    "bad_correction.level",
    "bad_correction.line_leans",
    "bad_correction.line_short",
    "bad_correction.no_number",
    "bad_correction.no_object",
    "bad_correction.no_place",
    "bad_correction.no_points",
    "bad_correction.outside",
    "bad_correction.unknown",
    "bad_correction.unknown_points",
    "bad_drawing.form",
    "bad_drawing.long_text",
    "bad_drawing.many",
    "bad_drawing.no_line",
    "bad_drawing.no_text",
    "bad_drawing.outside",
    "bad_drawing.points",
    "bad_drawing.same_place",
    "bad_drawing.unknown",
    "body_out_of_frame.feet",
    "body_out_of_frame.legs_hidden",
    "body_out_of_frame.small",
    "model_unavailable.bad_file",
    "model_unavailable.mediapipe",
    "model_unavailable.no_file",
    "model_unavailable.no_model",
    "model_unavailable.no_room",
    "model_unavailable.other_model",
    "not_standing.feet_apart",
    "not_standing.foot_lifted",
    "not_standing.heels_up",
    "not_standing.leans_back",
    "not_standing.leans_forward",
    "not_standing.perhaps_turned",
    "not_standing.stride",
    "output_not_writable.failed",
    "output_not_writable.folder",
    "output_not_writable.overlay",
    "bad_entry.birth_year",
    "bad_entry.body_height",
    "bad_entry.camera_height",
    "bad_entry.empty_photo",
    "bad_entry.ended_before",
    "bad_entry.many_ranges",
    "bad_entry.many_thomas_left",
    "bad_entry.many_thomas_right",
    "bad_entry.no_code",
    "bad_entry.no_purpose",
    "bad_entry.pain",
    "bad_entry.withdrawn_before",
    "damaged.empty_backup",
    "no_connection.certificate",
    "no_connection.no_address",
    "no_connection.sslmode",
    "records_exist.file",
    "records_exist.themselves",
]
"""A code, and the case that its error tells apart."""

_TEXTS: Final[Mapping[ErrorText, str]] = {
    "bad_correction.back_flat": "back_flat is true or false, not {given}.",
    "bad_correction.body_height": (
        "The body height (body_height_m) has to be between {low} and {high} metres, not {given}. "
        "Please give it in metres, for example 1.72."
    ),
    "bad_correction.level": "The level (roll_deg) is between -{most} and {most} degrees, not {given}.",
    "bad_correction.line_leans": (
        "This line is neither nearly vertical nor nearly horizontal. Please choose two points along "
        "something upright, such as a door frame, or level, such as a shelf."
    ),
    "bad_correction.line_short": (
        "The two points are too close together. Please choose the two ends of a long straight line."
    ),
    "bad_correction.no_number": "{what} has to be a finite number, not {given}.",
    "bad_correction.no_object": "Corrections are an object such as {example}.",
    "bad_correction.no_place": "The point {name} needs two numbers, x and y in pixels of the photo.",
    "bad_correction.no_points": 'The corrected "points" are an object such as {example}.',
    "bad_correction.outside": (
        "{point}: this place is outside the photo. Please choose a place on the person."
    ),
    "bad_correction.unknown": "Corrections cannot have {given}. Known are: {known}.",
    "bad_correction.unknown_points": "Corrected points cannot have {given}. Known are: {known}.",
    "bad_drawing.form": ("A drawing is an object such as {example}, with finite numbers."),
    "bad_drawing.long_text": "A text on the photo has at most {most} characters. Please make it shorter.",
    "bad_drawing.many": "A photo holds at most {most} drawings. Please delete some before you draw more.",
    "bad_drawing.no_line": "A text on the photo is one line of letters, without spaces at its ends.",
    "bad_drawing.no_text": "A drawing of the kind text needs a text, and no other kind has one.",
    "bad_drawing.outside": "This lies outside the photo. Please draw inside the photo.",
    "bad_drawing.points": "A drawing of the kind {kind} has {fewest} to {most} points.",
    "bad_drawing.same_place": "Two points of this drawing are in the same place. Please put them apart.",
    "bad_drawing.unknown": "The {name} of a drawing is one of {known}.",
    "body_out_of_frame.feet": (
        "The feet are outside the photo. Please step back so that the whole person, down to the feet, is "
        "in the picture."
    ),
    "body_out_of_frame.legs_hidden": (
        "The legs cannot be seen well enough. Please take a photo that shows the whole person, from head "
        "to feet, with nothing in front."
    ),
    "body_out_of_frame.small": (
        "The person is too small in this photo, or only a part of the body is in it. Please come closer or "
        "use a larger photo that shows the whole person from the side."
    ),
    "model_unavailable.bad_file": (
        "The pose model {name} could not be loaded. Please remove that file, or unset POSTURE_MODEL if it "
        "names it, and try again."
    ),
    "model_unavailable.mediapipe": (
        "MediaPipe, which runs the pose model, could not be loaded ({why}). Please install this program's "
        "requirements again."
    ),
    "model_unavailable.no_file": (
        "POSTURE_MODEL names a file that does not exist: {given}. Please correct the path, or unset it."
    ),
    "model_unavailable.no_model": (
        "POSTURE_MODEL names a file that is no pose model: {given}. Please use a pose_landmarker .task "
        "file, or unset it."
    ),
    "model_unavailable.no_room": (
        "The pose model could not be stored. Please free some disk space, or set POSTURE_CACHE to a folder "
        "that can be written."
    ),
    "model_unavailable.other_model": (
        "The pose model that was downloaded is not the expected one, so it is not used. Please try again "
        "on another network, or set POSTURE_MODEL to the path of a pose_landmarker .task file."
    ),
    "not_standing.feet_apart": (
        "The feet are far apart. Please stand still with the feet side by side, turned exactly sideways, "
        "and take the photo again."
    ),
    "not_standing.foot_lifted": (
        "One leg is bent or one foot is lifted. Please stand still on both feet, feet side by side, and "
        "take the photo again."
    ),
    "not_standing.heels_up": (
        "The feet are not flat on the floor. Please stand still on both feet, feet side by side, and take "
        "the photo again."
    ),
    "not_standing.leans_back": (
        "The person leans back or against something. Please stand freely and upright, with the weight over "
        "both feet, and take the photo again."
    ),
    "not_standing.leans_forward": (
        "The trunk leans forward, or against something. Please stand freely and upright, with the weight "
        "over both feet, and take the photo again."
    ),
    "not_standing.perhaps_turned": (
        "The person does not seem to stand upright. If the photo lies on its side, please turn it; else "
        "take a photo of the person standing."
    ),
    "not_standing.stride": (
        "One foot is far in front of the other, as in a step. Please stand still on both feet, feet side "
        "by side, and take the photo again."
    ),
    "output_not_writable.failed": "The results could not be written ({why}).",
    "output_not_writable.folder": (
        "Nothing can be written to the output folder {folder}. Please check its permissions and the free "
        "space, or choose another folder."
    ),
    "output_not_writable.overlay": "The overlay could not be drawn. The values are not affected.",
    "bad_entry.birth_year": "The year of birth has to be between {low} and {high}. Please check it.",
    "bad_entry.body_height": "The body height has to be between {low} and {high} cm. Please check it.",
    "bad_entry.camera_height": "The camera height has to be between 1 and 400 cm. Please check it.",
    "bad_entry.empty_photo": "A photo of this visit is empty. Please add it again.",
    "bad_entry.ended_before": "An exercise cannot end before it was begun. Please check the days.",
    "bad_entry.many_ranges": "A visit keeps {most} ranges of the pelvis. Please delete one of them.",
    "bad_entry.many_thomas_left": (
        "A visit keeps {most} photos of a side. Please delete one of the left side."
    ),
    "bad_entry.many_thomas_right": (
        "A visit keeps {most} photos of a side. Please delete one of the right side."
    ),
    "bad_entry.no_code": "Please enter a code for the client, for example a number or initials.",
    "bad_entry.no_purpose": "Please say what the client agreed to.",
    "bad_entry.pain": "Pain is a number from 0 to 10. Please check it.",
    "bad_entry.withdrawn_before": "A consent cannot be withdrawn before it was given. Please check the days.",
    "damaged.empty_backup": "This backup is empty. Please choose another one.",
    "no_connection.certificate": "The certificate file that the address names cannot be read.",
    "no_connection.no_address": "This is no address of a PostgreSQL database (postgresql://...).",
    "no_connection.sslmode": "The sslmode in the address has to be verify-full, require or disable.",
    "records_exist.file": "There is a file of this name already. Please choose another name.",
    "records_exist.themselves": "These are the records themselves. Please choose a backup of them.",
}
TEXTS: Final[Mapping[ErrorText, str]] = Table(_TEXTS)
"""What is said where more is known than the class of an error; each class has its own sentence as well."""
