"""An analysis in full, as JSON: what it takes to draw and show it again as it was, without the model.

`Analysis.to_dict` is for other programs: rounded, and without geometry. An archive is for this one: nothing
is rounded, so that a stored result gives the same picture and the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, cast, get_args

import numpy as np
from numpy.typing import NDArray

from analyzer.measures import TABLE
from analyzer.types import (
    Analysis,
    BackProfile,
    BodyGeometry,
    Corrections,
    Evidence,
    Indicator,
    Issue,
    Landmarks,
    Measure,
    PhotoInfo,
    Provenance,
    Reason,
    Reference,
    SagittalFrame,
    SdParts,
    TangentPoint,
    ViewCheck,
)
from analyzer.types.codes import (
    Direction,
    Facing,
    IssueCode,
    LengthName,
    Level,
    MeasureName,
    Method,
    QuantityName,
    ReasonCode,
    Severity,
    Unit,
)
from analyzer.types.corrections import PointName
from analyzer.types.geometry import Points, frozen_points
from analyzer.types.texts import reason

SCHEMA: Final = "posture-archive/1"

_APICES: Final = ("gluteal_apex", "lumbar_apex", "thoracic_apex")
_TANGENTS: Final = ("lumbosacral", "thoracolumbar")
_BONES: Final = ("asis_px", "psis_px", "hip_px")


def archive(analysis: Analysis) -> dict[str, Any]:
    """Everything that an analysis holds, geometry too, as an object for JSON."""
    corrections = analysis.corrections
    return {
        "schema": SCHEMA,
        "photo": analysis.photo.to_dict(),
        "view": {
            "facing": analysis.view.facing,
            "trunk_rotation_deg": float(analysis.view.trunk_rotation_deg),
            "issues": [issue.to_dict() for issue in analysis.view.issues],
        },
        "measures": _measures(analysis.measures),
        "shortened_psoas": analysis.shortened_psoas.to_dict(),
        "provenance": analysis.provenance.to_dict(),
        "geometry": _geometry(analysis.geometry),
        "corrections": {
            "points": {name: list(map(float, point)) for name, point in corrections.points.items()},
            "roll_deg": corrections.roll_deg,
            "body_height_m": corrections.body_height_m,
        },
        "model_measures": _measures(analysis.model_measures) if analysis.corrected else None,
        "corrected": sorted(analysis.corrected),
        "lengths_mm": _measures(analysis.lengths_mm),
        "notes": [_reason(note) for note in analysis.notes],
    }


def unarchive(record: Mapping[str, Any]) -> Analysis:
    """The analysis that `archive` was given. Arrays are read-only.

    Measures that a later version of the analyzer has added are missing, with a reason.

    Raises
    ------
    ValueError
        This is no archive, or one of another schema.
    """
    if not isinstance(record, Mapping) or record.get("schema") != SCHEMA:
        raise ValueError(f"an archived analysis is an object with the schema {SCHEMA!r}")
    try:
        return _unarchived(record)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("this archived analysis is not complete") from error


def archive_measures(measures: Mapping[MeasureName, Measure]) -> dict[str, Any]:
    """Measures alone, such as medians, as an object for JSON; nothing is rounded."""
    return _measures(measures)


def unarchive_measures(record: Mapping[str, Any]) -> dict[MeasureName, Measure]:
    """The measures that `archive_measures` was given, and those that are newer, as missing.

    Raises
    ------
    ValueError
        These are no archived measures.
    """
    try:
        return _every(_read_measures(record))
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("these archived measures are not complete") from error


def _unarchived(record: Mapping[str, Any]) -> Analysis:
    photo, view, said = record["photo"], record["view"], record["shortened_psoas"]
    placed, model = record["corrections"], record["model_measures"]
    return Analysis(
        photo=PhotoInfo(*(photo[item.name] for item in fields(PhotoInfo))),
        view=ViewCheck(
            _one_of(view["facing"], Facing),
            float(view["trunk_rotation_deg"]),
            tuple(
                Issue(
                    cast(IssueCode, str(issue["code"])),
                    _one_of(issue["severity"], Severity),
                    str(issue["message"]),
                )
                for issue in view["issues"]
            ),
        ),
        measures=_every(_read_measures(record["measures"])),
        shortened_psoas=Indicator(
            level=_one_of(said["level"], Level),
            summary=str(said["summary"]),
            evidence=tuple(
                Evidence(
                    cast(MeasureName, str(item["measure"])),
                    _one_of(item["direction"], Direction),
                    str(item["text"]),
                )
                for item in said["evidence"]
            ),
            caveat=str(said["caveat"]),
            direct_test=str(said["direct_test"]),
        ),
        provenance=Provenance(*(str(record["provenance"][item.name]) for item in fields(Provenance))),
        geometry=_read_geometry(record["geometry"]),
        corrections=Corrections(
            {cast(PointName, name): (x, y) for name, (x, y) in placed["points"].items()},
            placed["roll_deg"],
            placed["body_height_m"],
        ),
        model_measures={} if model is None else _every(_read_measures(model)),
        corrected=frozenset(cast(MeasureName, str(name)) for name in record["corrected"]),
        lengths_mm=_read_lengths(record["lengths_mm"]),
        notes=tuple(_read_reason(note) for note in record["notes"]),
    )


def _every(measures: dict[MeasureName, Measure]) -> dict[MeasureName, Measure]:
    """With those that were not measured then, in today's order; those of other versions come last."""
    ordered = {
        name: measures.pop(name, Measure(name, spec.unit, reason=reason("not_measured_then")))
        for name, spec in TABLE.items()
    }
    return ordered | measures


def _measures(
    measures: Mapping[MeasureName, Measure] | Mapping[LengthName, Measure],
) -> dict[str, dict[str, Any]]:
    return {name: _measure(measure) for name, measure in measures.items()}


def _measure(measure: Measure) -> dict[str, Any]:
    if measure.reason is not None:
        return {"name": measure.name, "unit": measure.unit, "reason": _reason(measure.reason)}
    assert measure.value is not None and measure.ci95 is not None and measure.sd_within is not None
    known, parts = measure.reference, measure.sd_parts
    return {
        "name": measure.name,
        "unit": measure.unit,
        "value": float(measure.value),
        "ci95": [float(measure.ci95[0]), float(measure.ci95[1])],
        "sd_within": float(measure.sd_within),
        "method": measure.method,
        "reference": None if known is None else [float(known.mean), float(known.sd), known.source],
        "sd_parts": None
        if parts is None
        else [float(parts.photo), float(parts.model), float(parts.bone_shape)],
    }


def _read_measures(record: Mapping[str, Any]) -> dict[MeasureName, Measure]:
    return {cast(MeasureName, str(name)): _read_measure(item) for name, item in record.items()}


def _read_lengths(record: Mapping[str, Any]) -> dict[LengthName, Measure]:
    return {cast(LengthName, str(name)): _read_measure(item) for name, item in record.items()}


def _read_measure(record: Mapping[str, Any]) -> Measure:
    name, unit = cast(QuantityName, str(record["name"])), cast(Unit, _one_of(record["unit"], Unit))
    if "reason" in record:
        return Measure(name, unit, reason=_read_reason(record["reason"]))
    low, high = record["ci95"]
    known, parts = record["reference"], record["sd_parts"]
    return Measure(
        name,
        unit,
        value=float(record["value"]),
        ci95=(float(low), float(high)),
        sd_within=float(record["sd_within"]),
        method=cast(Method, str(record["method"])),
        reference=None if known is None else Reference(float(known[0]), float(known[1]), str(known[2])),
        sd_parts=None if parts is None else SdParts(*map(float, parts)),
    )


def _reason(reason: Reason) -> dict[str, str]:
    return {"code": reason.code, "message": reason.message}


def _read_reason(record: Mapping[str, Any]) -> Reason:
    return Reason(cast(ReasonCode, str(record["code"])), str(record["message"]))


def _geometry(geometry: BodyGeometry) -> dict[str, Any]:
    frame, landmarks = geometry.frame, geometry.landmarks
    return {
        "frame": {
            "origin_px": _numbers(frame.origin_px),
            "trunk_length_px": float(frame.trunk_length_px),
            "anterior_sign": int(frame.anterior_sign),
            "roll_deg": float(frame.roll_deg),
            "roll_sd_deg": float(frame.roll_sd_deg),
            "mm_per_px": None if frame.mm_per_px is None else float(frame.mm_per_px),
        },
        "landmarks": {item.name: _numbers(getattr(landmarks, item.name)) for item in fields(Landmarks)},
        "outline_px": [_numbers(polygon) for polygon in geometry.outline_px],
        "profile": None if geometry.profile is None else _profile(geometry.profile),
        **{name: None if (at := getattr(geometry, name)) is None else _numbers(at) for name in _BONES},
    }


def _read_geometry(record: Mapping[str, Any]) -> BodyGeometry:
    frame, profile = record["frame"], record["profile"]
    bones = {name: None if record[name] is None else _points(record[name], (2,)) for name in _BONES}
    return BodyGeometry(
        frame=SagittalFrame(
            origin_px=_points(frame["origin_px"], (2,)),
            trunk_length_px=float(frame["trunk_length_px"]),
            anterior_sign=int(frame["anterior_sign"]),
            roll_deg=float(frame["roll_deg"]),
            roll_sd_deg=float(frame["roll_sd_deg"]),
            mm_per_px=None if frame["mm_per_px"] is None else float(frame["mm_per_px"]),
        ),
        landmarks=Landmarks(*(_array(record["landmarks"][item.name]) for item in fields(Landmarks))),
        outline_px=tuple(_points(polygon, (-1, 2)) for polygon in record["outline_px"]),
        profile=None if profile is None else _read_profile(profile),
        **bones,
    )


def _profile(profile: BackProfile) -> dict[str, Any]:
    record: dict[str, Any] = {
        "contour": _numbers(profile.contour),
        "sd": _numbers(profile.sd),
        "seen": [bool(seen) for seen in profile.seen],
    }
    record |= {name: _numbers(getattr(profile, name)) for name in _APICES}
    for name in _TANGENTS:
        tangent = getattr(profile, name)
        record[name] = {"point": _numbers(tangent.point), "inclination_deg": float(tangent.inclination_deg)}
    return record


def _read_profile(record: Mapping[str, Any]) -> BackProfile:
    contour = _points(record["contour"], (-1, 2))
    seen = np.array(record["seen"], dtype=np.bool_)
    seen.flags.writeable = False
    sd = _points(record["sd"], (len(contour),))
    if seen.shape != sd.shape:
        raise ValueError("the parts of this archived back do not fit together")
    gluteal, lumbar, thoracic = (_points(record[name], (2,)) for name in _APICES)
    lumbosacral, thoracolumbar = (
        TangentPoint(_points(record[name]["point"], (2,)), float(record[name]["inclination_deg"]))
        for name in _TANGENTS
    )
    return BackProfile(contour, sd, seen, gluteal, lumbar, thoracic, lumbosacral, thoracolumbar)


def _numbers(array: NDArray[Any]) -> list[Any]:
    """Nested lists of numbers. What is not finite becomes a word, which JSON has no number for."""
    values = np.asarray(array, dtype=np.float64)
    return cast(list[Any], values.tolist() if np.isfinite(values).all() else values.astype(str).tolist())


def _array(record: Any) -> NDArray[np.float64]:
    return np.array(record, dtype=np.float64)


def _points(record: Any, shape: tuple[int, ...]) -> Points:
    given = _array(record)
    if given.size == 0 and -1 in shape:  # without points, JSON does not show that they have two numbers
        given = given.reshape([max(size, 0) for size in shape])
    points = frozen_points(given)
    if points.ndim != len(shape) or any(
        want not in (-1, got) for want, got in zip(shape, points.shape, strict=True)
    ):
        raise ValueError("an array of this archived analysis has another shape")
    return points


def _one_of(word: Any, words: Any) -> Any:
    if word not in get_args(words):
        raise ValueError(f"{word!r} is none of {get_args(words)}")
    return word
