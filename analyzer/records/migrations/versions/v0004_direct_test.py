"""Photos of the direct test beside those of the stance, and the medians of its sides for timelines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # What was there before are photos of people who stand.
    op.add_column("photo", sa.Column("kind", sa.String(8), nullable=False, server_default="standing"))
    op.create_table(
        "thomas_summary",
        sa.Column("visit_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("side", sa.String(5), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("analyzer_version", sa.String(64), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name="fk_thomas_summary_visit_id_visit", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", "side", name="pk_thomas_summary"),
    )
