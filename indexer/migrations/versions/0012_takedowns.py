"""What was taken down, known by hashes alone."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "takedown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", AutoString(), nullable=False),
        sa.Column("subject_id", AutoString(length=160), nullable=False),
        sa.Column("text_hash", AutoString(length=64), nullable=True),
        sa.Column("source_hash", AutoString(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("subject_id", "text_hash", "source_hash"):
        op.create_index(f"ix_takedown_{column}", "takedown", [column])


def downgrade() -> None:
    op.drop_table("takedown")
