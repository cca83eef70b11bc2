"""Give a TFLite model the metadata that MediaPipe asks for, as pure functions from bytes to bytes.

A ``.task`` bundle is only accepted when each model says in its metadata how its input picture is
normalised. Of the two models inside the MediaPipe wheel, the detector does (pixels from -1 to 1), the
landmark model does not. A TFLite file is a FlatBuffer. FlatBuffers refer
to their parts by unsigned distances *forward*, so a new root in front of the old file can point at
everything in it:

``[new root, list of buffers, metadata | the old file, byte for byte]``

This keeps the model's own bytes, and their alignment, as they are. It needs no FlatBuffers library, whose
versions may lay out the same content in different bytes, so the result has one SHA-256 for ever.

Only what is needed of two schemas is known here: TFLite's ``schema.fbs`` (identifier ``TFL3``) and the
TFLite support library's ``metadata_schema.fbs`` (identifier ``M001``).
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

DETECTOR_MEMBER: Final = "pose_detector.tflite"
LANDMARKS_MEMBER: Final = "pose_landmarks_detector.tflite"
MEMBERS: Final = (DETECTOR_MEMBER, LANDMARKS_MEMBER)

ALIGNMENT: Final = 64
"""Bytes. XNNPACK wants 64 for weights it uses where they are; TFLite warns below 4."""

_METADATA_NAME: Final = "TFLITE_METADATA"
_MODEL_IDENTIFIER: Final = b"TFL3"
_METADATA_IDENTIFIER: Final = b"M001"

# Slots of the tables, and values of the enums, in the two schemas.
_MODEL_VERSION, _MODEL_BUFFERS, _MODEL_METADATA = 0, 4, 6
_BUFFER_DATA = 0
_ENTRY_NAME, _ENTRY_BUFFER = 0, 1
_META_NAME, _META_SUBGRAPHS = 0, 3
_SUBGRAPH_INPUTS = 2
_TENSOR_NAME, _TENSOR_CONTENT, _TENSOR_PROCESS_UNITS = 0, 3, 4
_UNION_TYPE, _UNION_VALUE = 0, 1  # of Content and of ProcessUnit
_IMAGE_COLOR_SPACE = 0
_NORMALIZATION_MEAN, _NORMALIZATION_STD = 0, 1
_IMAGE_PROPERTIES, _RGB, _NORMALIZATION_OPTIONS = 2, 1, 1


@dataclass(frozen=True, slots=True)
class _At:
    """Something that is already there, at this position of the finished file."""

    position: int


# int: a scalar of up to 4 bytes; str: a string; bytes: a vector of bytes; a sequence: a vector of floats
# or of tables; a mapping: a table, from slot to content.
_Node: TypeAlias = "int | str | bytes | _At | Sequence[float] | Sequence[_Node] | Mapping[int, _Node]"


def image_metadata(name: str, mean: float, std: float) -> bytes:
    """TFLite metadata of a model with one RGB picture as input.

    Parameters
    ----------
    name : str
        Name of the model, for people.
    mean, std : float
        The model's input is ``(pixel - mean) / std``, with pixels from 0 to 255.

    Returns
    -------
    bytes
        A FlatBuffer of type ``ModelMetadata``.
    """
    normalization = {_NORMALIZATION_MEAN: [float(mean)], _NORMALIZATION_STD: [float(std)]}
    tensor: _Node = {
        _TENSOR_NAME: "image",
        _TENSOR_CONTENT: {_UNION_TYPE: _IMAGE_PROPERTIES, _UNION_VALUE: {_IMAGE_COLOR_SPACE: _RGB}},
        _TENSOR_PROCESS_UNITS: [{_UNION_TYPE: _NORMALIZATION_OPTIONS, _UNION_VALUE: normalization}],
    }
    root: _Node = {_META_NAME: name, _META_SUBGRAPHS: [{_SUBGRAPH_INPUTS: [tensor]}]}
    return _flatbuffer(root, _METADATA_IDENTIFIER)


def add_metadata(model: bytes, metadata: bytes) -> bytes:
    """A TFLite model with metadata put in front of it.

    Parameters
    ----------
    model : bytes
        A TFLite model without metadata.
    metadata : bytes
        From `image_metadata`.

    Returns
    -------
    bytes
        A TFLite model that ends with ``model``, at a multiple of `ALIGNMENT`.

    Raises
    ------
    ValueError
        When ``model`` is no TFLite model, or has such metadata already.
    """
    if read_metadata(model) is not None:
        raise ValueError("the model has metadata already")
    # What stands in front has the same length wherever it points to: write it once to learn the length.
    length = len(_front(model, metadata, 1 << 30))
    return _front(model, metadata, length) + model


def read_metadata(model: bytes) -> bytes | None:
    """The metadata inside a TFLite model, ``None`` when there is none.

    Raises
    ------
    ValueError
        When ``model`` is no TFLite model.
    """
    if model[4:8] != _MODEL_IDENTIFIER:
        raise ValueError("this is no TFLite model")
    try:
        fields = _fields(model, _u32(model, 0))
        buffers = _elements(model, fields.get(_MODEL_BUFFERS))
        for entry in _elements(model, fields.get(_MODEL_METADATA)):
            slots = _fields(model, entry)
            if _bytes(model, slots.get(_ENTRY_NAME)) == _METADATA_NAME.encode():
                number = _u32(model, slots[_ENTRY_BUFFER]) if _ENTRY_BUFFER in slots else 0
                return _bytes(model, _fields(model, buffers[number]).get(_BUFFER_DATA))
    except (struct.error, IndexError):
        raise ValueError("this TFLite model is damaged") from None
    return None


def bundle(detector: bytes, landmarks: bytes) -> bytes:
    """A ``.task`` file: both models, each with metadata, in a ZIP archive without compression.

    Times, attributes and order are fixed: the same models always give the same bytes. The models start at
    multiples of `ALIGNMENT`, because they are used right where they are in the memory-mapped file.

    Parameters
    ----------
    detector, landmarks : bytes
        The two TFLite models as they are in the wheel: the detector with metadata, the landmark model,
        which wants pixels from 0 to 1, without.

    Raises
    ------
    ValueError
        When one of them is not like that.
    """
    if read_metadata(detector) is None:
        raise ValueError("the detector has no metadata")
    models = {
        DETECTOR_MEMBER: detector,
        LANDMARKS_MEMBER: add_metadata(landmarks, image_metadata("Pose landmarks", 0.0, 255.0)),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, model in models.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # Unix, wherever this runs: the default differs on Windows
            info.external_attr = 0o644 << 16
            info.extra = _padding(buffer.tell() + _ZIP_HEADER + len(name))
            archive.writestr(info, model)
    return buffer.getvalue()


_ZIP_HEADER: Final = 30  # bytes of a local file header in front of the name
_PADDING_FIELD: Final = 0xD935  # the extra field that Android's zipalign uses for the same purpose


def _padding(position: int) -> bytes:
    """A ZIP extra field that ends at a multiple of `ALIGNMENT` when it starts at ``position``."""
    fill = -(position + 6) % ALIGNMENT
    return struct.pack("<HHH", _PADDING_FIELD, 2 + fill, ALIGNMENT) + bytes(fill)


# --- Reading FlatBuffers ------------------------------------------------------------------------------


def _u32(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _fields(data: bytes, table: int) -> dict[int, int]:
    """Where the content of each slot that a table has is."""
    vtable = table - int(struct.unpack_from("<i", data, table)[0])
    size = int(struct.unpack_from("<H", data, vtable)[0])
    distances = struct.unpack_from(f"<{(size - 4) // 2}H", data, vtable + 4)
    return {slot: table + distance for slot, distance in enumerate(distances) if distance}


def _target(data: bytes, at: int) -> int:
    return at + _u32(data, at)


def _elements(data: bytes, at: int | None) -> list[int]:
    """Where the tables in the vector that ``at`` points to are."""
    if at is None:
        return []
    vector = _target(data, at)
    return [_target(data, vector + 4 + 4 * number) for number in range(_u32(data, vector))]


def _bytes(data: bytes, at: int | None) -> bytes:
    if at is None:
        return b""
    vector = _target(data, at)
    return data[vector + 4 : vector + 4 + _u32(data, vector)]


# --- Writing FlatBuffers ------------------------------------------------------------------------------


def _front(model: bytes, metadata: bytes, length: int) -> bytes:
    """The new root, to stand ``length`` bytes in front of ``model``."""
    fields = _fields(model, _u32(model, 0))
    root: dict[int, _Node] = {
        slot: _At(_target(model, at) + length) for slot, at in fields.items() if slot != _MODEL_VERSION
    }
    if _MODEL_VERSION in fields:
        root[_MODEL_VERSION] = _u32(model, fields[_MODEL_VERSION])
    buffers: list[_Node] = [_At(at + length) for at in _elements(model, fields.get(_MODEL_BUFFERS))]
    entries: list[_Node] = [_At(at + length) for at in _elements(model, fields.get(_MODEL_METADATA))]
    entries.append({_ENTRY_NAME: _METADATA_NAME, _ENTRY_BUFFER: len(buffers)})
    root[_MODEL_METADATA] = entries
    root[_MODEL_BUFFERS] = [*buffers, {_BUFFER_DATA: metadata}]
    front = bytearray(_flatbuffer(root, _MODEL_IDENTIFIER))
    front.extend(bytes(-len(front) % ALIGNMENT))
    return bytes(front)


def _flatbuffer(root: _Node, identifier: bytes) -> bytes:
    out = bytearray(4) + identifier
    _link(out, 0, _write(out, root))
    out.extend(bytes(-len(out) % 4))
    return bytes(out)


def _link(out: bytearray, at: int, target: int) -> None:
    struct.pack_into("<I", out, at, target - at)


def _write(out: bytearray, node: _Node) -> int:
    """Append a part that is no scalar, with all that it refers to, and return where it is."""
    if isinstance(node, _At):
        return node.position
    if isinstance(node, Mapping):
        return _write_table(out, node)
    if isinstance(node, str | bytes):
        raw = node.encode() if isinstance(node, str) else node
        out.extend(bytes(-(len(out) + 4) % 16))  # the content, after its length, at a multiple of 16
        start = len(out)
        out.extend(struct.pack("<I", len(raw)) + raw + b"\0")
        return start
    assert not isinstance(node, int)
    out.extend(bytes(-len(out) % 4))
    start = len(out)
    out.extend(struct.pack("<I", len(node)) + bytes(4 * len(node)))
    for number, item in enumerate(node):
        at = start + 4 + 4 * number
        if isinstance(item, float):
            struct.pack_into("<f", out, at, item)
        else:
            _link(out, at, _write(out, item))
    return start


def _write_table(out: bytearray, table: Mapping[int, _Node]) -> int:
    # Every field gets 4 bytes. Numbers are little-endian: a field of 1 byte finds its value all the same.
    slots = sorted(table)
    vtable = [0] * (slots[-1] + 1)
    for number, slot in enumerate(slots):
        vtable[slot] = 4 + 4 * number
    out.extend(bytes(-len(out) % 4))
    at_vtable = len(out)
    out.extend(struct.pack(f"<HH{len(vtable)}H", 4 + 2 * len(vtable), 4 + 4 * len(slots), *vtable))
    out.extend(bytes(-len(out) % 4))
    start = len(out)
    out.extend(struct.pack("<i", start - at_vtable) + bytes(4 * len(slots)))
    for slot in slots:
        content, at = table[slot], start + vtable[slot]
        if isinstance(content, int):
            struct.pack_into("<I", out, at, content)
        else:
            _link(out, at, _write(out, content))
    return start
