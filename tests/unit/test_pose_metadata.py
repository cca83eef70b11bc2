"""The metadata writer: what is put in is found again, and the model's own bytes stay as they are."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile

import pytest

from analyzer.pose import metadata


def tiny_model(*, with_metadata: bool = False, marker: bytes = b"weights") -> bytes:
    """A valid TFLite model: version 3, two buffers, one metadata entry of another name."""
    root = {
        0: 3,
        3: "a tiny model",
        4: [{0: marker}, {0: b"1.5.0"}],
        6: [{0: "min_runtime_version", 1: 1}],
    }
    model = metadata._flatbuffer(root, b"TFL3")
    if with_metadata:
        model = metadata.add_metadata(model, metadata.image_metadata("tiny", 127.5, 127.5))
    return model


def test_metadata_is_found_again_and_the_model_is_untouched() -> None:
    model, written = tiny_model(), metadata.image_metadata("name", 1.5, 2.5)
    assert metadata.read_metadata(model) is None
    result = metadata.add_metadata(model, written)
    assert metadata.read_metadata(result) == written
    assert result.endswith(model)
    assert (len(result) - len(model)) % metadata.ALIGNMENT == 0


def test_old_entries_are_kept() -> None:
    model = tiny_model()
    result = metadata.add_metadata(model, metadata.image_metadata("name", 0, 255))
    fields = metadata._fields(result, metadata._u32(result, 0))
    assert result[fields[0] : fields[0] + 4] == struct.pack("<I", 3)
    assert metadata._bytes(result, fields[3]) == b"a tiny model"
    buffers = metadata._elements(result, fields[4])
    contents = [metadata._bytes(result, metadata._fields(result, at)[0]) for at in buffers]
    assert contents[:2] == [b"weights", b"1.5.0"]
    assert len(contents) == 3
    names = [
        metadata._bytes(result, metadata._fields(result, at)[0])
        for at in metadata._elements(result, fields[6])
    ]
    assert names == [b"min_runtime_version", b"TFLITE_METADATA"]


def test_mediapipe_reads_what_was_written() -> None:
    schema = pytest.importorskip("mediapipe.tasks.metadata.metadata_schema_py_generated")
    root = schema.ModelMetadata.GetRootAs(metadata.image_metadata("name", 127.5, 63.25), 0)
    model = schema.ModelMetadataT.InitFromObj(root)
    (tensor,) = model.subgraphMetadata[0].inputTensorMetadata
    (unit,) = tensor.processUnits
    assert (model.name, tensor.name) == (b"name", b"image")
    assert tensor.content.contentProperties.colorSpace == schema.ColorSpaceType.RGB
    assert unit.optionsType == schema.ProcessUnitOptions.NormalizationOptions
    assert (unit.options.mean[0], unit.options.std[0]) == (127.5, 63.25)


@pytest.mark.parametrize("data", [b"", b"hello", b"\0\0\0\0TFL3", b"\xff\xff\xff\x7fTFL3" + bytes(40)])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="TFLite model"):
        metadata.add_metadata(data, b"")


def test_metadata_is_not_added_twice() -> None:
    with pytest.raises(ValueError, match="already"):
        metadata.add_metadata(tiny_model(with_metadata=True), b"")


def test_bundle_needs_a_detector_with_metadata() -> None:
    with pytest.raises(ValueError, match="detector"):
        metadata.bundle(tiny_model(), tiny_model())


def test_bundle_is_stored_aligned_and_complete() -> None:
    data = metadata.bundle(tiny_model(with_metadata=True), tiny_model(marker=b"other"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == list(metadata.MEMBERS)
        assert archive.testzip() is None
        for item in archive.infolist():
            assert item.compress_type == zipfile.ZIP_STORED
            position = data.index(archive.read(item))
            assert position % metadata.ALIGNMENT == 0
            assert metadata.read_metadata(archive.read(item)) is not None


def test_bundle_is_the_same_in_another_process() -> None:
    code = (
        "import hashlib, test_pose_metadata as t\n"
        "from analyzer.pose import metadata\n"
        "data = metadata.bundle(t.tiny_model(with_metadata=True), t.tiny_model())\n"
        "print(hashlib.sha256(data).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1] != ""
