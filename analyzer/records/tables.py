"""The tables, as they are now. How older records get there is in ``migrations``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final, Literal

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LEAD_BYTES: Final = 4096
"""One page of the SQLite file. The first part of a row stays in a page whose rows SQLite moves around without
wiping where they were. What follows is in pages of its own, which are overwritten when the row is deleted. So
large values begin with a page of zeros, and nothing of them is left after an erasure."""


Kind = Literal["standing", "thomas"]
STANDING: Final[Kind] = "standing"
THOMAS: Final[Kind] = "thomas"
"""What photos are of."""


class Sealed(TypeDecorator[bytes]):
    """Bytes of which SQLite leaves nothing behind when they are deleted; see `LEAD_BYTES`."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        if value is None or dialect.name != "sqlite":
            return value
        return bytes(LEAD_BYTES) + value

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        if value is None or dialect.name != "sqlite":
            return None if value is None else bytes(value)
        return value[LEAD_BYTES:]


class Utc(TypeDecorator[datetime]):
    """A moment, stored in UTC and given back with time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ClientRow(Base):
    __tablename__ = "client"
    # Numbers are not given again after an erasure: an open page must never show somebody else.
    __table_args__ = (UniqueConstraint("code_key"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    code_key: Mapped[str] = mapped_column(String(256))
    name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    created_utc: Mapped[datetime] = mapped_column(Utc)
    body_height_cm: Mapped[float | None] = mapped_column(Float)
    birth_year: Mapped[int | None] = mapped_column(Integer)
    sex: Mapped[str | None] = mapped_column(String(8))


class ConsentRow(Base):
    __tablename__ = "consent"
    __table_args__ = (Index(None, "client_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    given: Mapped[date] = mapped_column(Date)
    purpose: Mapped[str] = mapped_column(Text)
    text_version: Mapped[str] = mapped_column(Text)
    withdrawn: Mapped[date | None] = mapped_column(Date)


class PlannedExerciseRow(Base):
    """An exercise in the plan of a client."""

    __tablename__ = "planned_exercise"
    __table_args__ = (Index(None, "client_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    exercise: Mapped[str] = mapped_column(String(100))
    since: Mapped[date] = mapped_column(Date)
    dose: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    ended: Mapped[date | None] = mapped_column(Date)


class ExerciseDayRow(Base):
    """How a day with a planned exercise went."""

    __tablename__ = "exercise_day"
    __table_args__ = (Index(None, "planned_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    planned_id: Mapped[int] = mapped_column(ForeignKey("planned_exercise.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    went: Mapped[str] = mapped_column(String(8))
    pain: Mapped[int | None] = mapped_column(Integer)
    worse_next_day: Mapped[bool] = mapped_column(Boolean)
    note: Mapped[str] = mapped_column(Text)


class VisitRow(Base):
    __tablename__ = "visit"
    __table_args__ = (Index(None, "client_id", "day"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(Date)
    camera_height_cm: Mapped[float | None] = mapped_column(Float)
    protocol: Mapped[str] = mapped_column(Text)
    intake: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    exercises: Mapped[str] = mapped_column(Text)
    created_utc: Mapped[datetime] = mapped_column(Utc)
    changed_utc: Mapped[datetime] = mapped_column(Utc)


class PhotoRow(Base):
    """A photo without its bytes, so that lists never touch them; ``kind`` says what it is of."""

    __tablename__ = "photo"
    __table_args__ = (Index(None, "visit_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    original_sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(8), server_default=STANDING)


class PhotoDataRow(Base):
    __tablename__ = "photo_data"

    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"), primary_key=True)
    data: Mapped[bytes] = mapped_column(Sealed)


class AnalysisRow(Base):
    """`archive` of a photo, or `archive_thomas` of one of the direct test, compressed; what made it is beside
    it, for questions in SQL."""

    __tablename__ = "analysis"

    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"), primary_key=True)
    analyzer_version: Mapped[str] = mapped_column(String(64))
    model_sha256: Mapped[str] = mapped_column(String(64))
    archive: Mapped[bytes] = mapped_column(Sealed)


class SummaryRow(Base):
    """Medians of one side of a visit, made when it is saved, so that a timeline needs no analyses."""

    __tablename__ = "summary"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[str] = mapped_column(String(5), primary_key=True)
    photos: Mapped[int] = mapped_column(Integer)
    analyzer_version: Mapped[str] = mapped_column(String(64))
    measures: Mapped[bytes] = mapped_column(Sealed)


class ThomasSummaryRow(Base):
    """Medians of one side of the direct test of a visit, with what they rest on and say."""

    __tablename__ = "thomas_summary"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True)
    side: Mapped[str] = mapped_column(String(5), primary_key=True)
    photos: Mapped[int] = mapped_column(Integer)
    analyzer_version: Mapped[str] = mapped_column(String(64))
    summary: Mapped[bytes] = mapped_column(Sealed)


class PelvicRangeRow(Base):
    """A range of the pelvis of a visit in its JSON form (``pelvic-range/1``), compressed. No film is kept."""

    __tablename__ = "pelvic_range"

    visit_id: Mapped[int] = mapped_column(
        ForeignKey("visit.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    analyzer_version: Mapped[str] = mapped_column(String(64))
    result: Mapped[bytes] = mapped_column(Sealed)


class ReportRow(Base):
    """A report as it was handed over. What it says of the client is in the sealed parts alone."""

    __tablename__ = "report"
    __table_args__ = (Index(None, "visit_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id", ondelete="CASCADE"))
    made_utc: Mapped[datetime] = mapped_column(Utc)
    kind: Mapped[str] = mapped_column(String(8))
    size_bytes: Mapped[int] = mapped_column(Integer)
    words: Mapped[bytes] = mapped_column(Sealed)
    data: Mapped[bytes] = mapped_column(Sealed)


class AccessRow(Base):
    """That somebody opened a client, or took something out. One small row each, never changed."""

    __tablename__ = "access"
    __table_args__ = (Index(None, "client_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    at_utc: Mapped[datetime] = mapped_column(Utc)
    who: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(String(16))
