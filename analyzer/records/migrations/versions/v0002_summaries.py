"""Medians of each side of a visit, for timelines. They are filled in after the steps (`summaries.fill`)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "summary",
        sa.Column("visit_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("side", sa.String(5), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("analyzer_version", sa.String(64), nullable=False),
        sa.Column("measures", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name="fk_summary_visit_id_visit", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", "side", name="pk_summary"),
    )
