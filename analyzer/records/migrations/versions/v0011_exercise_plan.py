"""What a client does at home, and how it went."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "planned_exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("exercise", sa.String(100), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("dose", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name="fk_planned_exercise_client_id_client", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_planned_exercise"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_planned_exercise_client_id", "planned_exercise", ["client_id"])
    op.create_table(
        "exercise_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("planned_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("went", sa.String(8), nullable=False),
        sa.Column("pain", sa.Integer(), nullable=True),
        sa.Column("worse_next_day", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_id"],
            ["planned_exercise.id"],
            name="fk_exercise_day_planned_id_planned_exercise",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_exercise_day"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_exercise_day_planned_id", "exercise_day", ["planned_id"])
