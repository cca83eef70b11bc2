"""Clients, visits, photos and analyses, kept encrypted on this computer, or on a PostgreSQL server.

>>> from analyzer.records import Records, default_place
>>> with Records.create(default_place(), "four words nobody guesses") as records:
...     client = records.add_client("K-17")
>>> client.code
'K-17'

Names beside those first agreed on: `Visit.draft` gives a draft to change; ``NewPhoto.keep_camera_data`` keeps
place and device in a photo; ``records_closed`` is the error of closed records, ``records_locked`` that of
another program; a new passphrase has at least 10 characters (``weak_passphrase``).
"""

from __future__ import annotations

from analyzer.errors import require_packages

require_packages("records", "sqlalchemy", "alembic", "sqlcipher3", "pg8000")

from analyzer.records.errors import (
    BadEntryError,
    ChangedMeanwhileError,
    CodeTakenError,
    DamagedError,
    DiskError,
    DiskFullError,
    NewerSchemaError,
    NoConnectionError,
    NoRecordsError,
    NotAllowedError,
    NotForServerError,
    NotFoundError,
    NotRecordsError,
    NotWritableError,
    RecordsBusyError,
    RecordsClosedError,
    RecordsError,
    RecordsExistError,
    RecordsMovedError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from analyzer.records.place import Place, default_place, is_url
from analyzer.records.store import Records
from analyzer.records.types import (
    Access,
    AccessKind,
    Answers,
    Client,
    ClientDetails,
    Consent,
    HandedOver,
    NewPhoto,
    NewThomasPhoto,
    RangePoint,
    StoredPhoto,
    StoredThomasPhoto,
    ThomasPoint,
    TimelinePoint,
    Visit,
    VisitDraft,
    VisitLine,
)

__all__ = [
    "Access",
    "AccessKind",
    "Answers",
    "BadEntryError",
    "ChangedMeanwhileError",
    "Client",
    "ClientDetails",
    "CodeTakenError",
    "Consent",
    "DamagedError",
    "DiskError",
    "DiskFullError",
    "HandedOver",
    "NewPhoto",
    "NewThomasPhoto",
    "NewerSchemaError",
    "NoConnectionError",
    "NoRecordsError",
    "NotAllowedError",
    "NotForServerError",
    "NotFoundError",
    "NotRecordsError",
    "NotWritableError",
    "Place",
    "RangePoint",
    "Records",
    "RecordsBusyError",
    "RecordsClosedError",
    "RecordsError",
    "RecordsExistError",
    "RecordsMovedError",
    "StoredPhoto",
    "StoredThomasPhoto",
    "ThomasPoint",
    "TimelinePoint",
    "Visit",
    "VisitDraft",
    "VisitLine",
    "WeakPassphraseError",
    "WrongPassphraseError",
    "default_place",
    "is_url",
]
