"""Clients, visits, photos and analyses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_clients_and_visits()
    _create_photos_and_analyses()


def _create_clients_and_visits() -> None:
    op.create_table(
        "client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("code_key", sa.String(256), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("created_utc", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_client"),
        sa.UniqueConstraint("code_key", name="uq_client_code_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("camera_height_cm", sa.Float(), nullable=True),
        sa.Column("protocol", sa.Text(), nullable=False),
        sa.Column("intake", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("exercises", sa.Text(), nullable=False),
        sa.Column("created_utc", sa.DateTime(), nullable=False),
        sa.Column("changed_utc", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_visit_client_id_client", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_visit_client_id_day", "visit", ["client_id", "day"])


def _create_photos_and_analyses() -> None:
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("original_sha256", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name="fk_photo_visit_id_visit", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_photo"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_photo_visit_id", "photo", ["visit_id"])
    op.create_table(
        "photo_data",
        sa.Column("photo_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name="fk_photo_data_photo_id_photo", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("photo_id", name="pk_photo_data"),
    )
    op.create_table(
        "analysis",
        sa.Column("photo_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("analyzer_version", sa.String(64), nullable=False),
        sa.Column("model_sha256", sa.String(64), nullable=False),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name="fk_analysis_photo_id_photo", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("photo_id", name="pk_analysis"),
    )
