"""What is given to the app is not kept a second time by the server."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from ui.session import uploads


def test_the_servers_copy_of_a_file_is_dropped(monkeypatch: pytest.MonkeyPatch):
    kept = MemoryUploadedFileManager("/upload")
    records = [UploadedFileRec(id_, f"{id_}.jpg", "image/jpeg", b"pixels") for id_ in ("one", "two")]
    for record in records:
        kept.add_file("session", record)
    session = SimpleNamespace(session_id="session", uploaded_file_mgr=kept)
    monkeypatch.setattr(uploads, "get_script_run_ctx", lambda: session)
    uploads.release([UploadedFile(records[0], FileURLs())])
    assert [file.file_id for file in kept.get_files("session", ["one", "two"])] == ["two"]
