"""The range of the pelvis, kept with a visit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "pelvic_range",
        sa.Column("visit_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("analyzer_version", sa.String(64), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name="fk_pelvic_range_visit_id_visit", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", "position", name="pk_pelvic_range"),
    )
