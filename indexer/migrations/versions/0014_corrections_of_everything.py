"""Corrections of everything derived, events that were merged, and who made a change."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("change", sa.Column("editor", AutoString(length=120), nullable=True))
    for name in ("read_headline", "read_text"):
        op.add_column("event", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("event", sa.Column("merged_into", AutoString(length=160), nullable=True))
    op.add_column("event", sa.Column("entry", sa.JSON(), nullable=True))
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.alter_column("event_id", existing_type=AutoString(length=160), nullable=True)
        batch_op.alter_column(
            "value",
            existing_type=AutoString(length=120),
            type_=AutoString(length=160),
            existing_nullable=False,
        )
        batch_op.add_column(sa.Column("digest_id", AutoString(length=120), nullable=True))
        batch_op.add_column(
            sa.Column("detail", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
        )
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("undone_by", AutoString(length=120), nullable=True))
        batch_op.add_column(sa.Column("undo_reason", AutoString(), nullable=True))
        batch_op.create_foreign_key("correction_digest_id_fkey", "digest", ["digest_id"], ["id"])
        batch_op.create_index("ix_correction_digest_id", ["digest_id"])


def downgrade() -> None:
    op.execute("DELETE FROM correction WHERE event_id IS NULL OR undone_at IS NOT NULL")
    op.execute(
        "DELETE FROM correction WHERE kind IN "
        "('headline', 'occurrence', 'merge', 'split', 'deletion', 'issue')"
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index("ix_correction_digest_id")
        batch_op.drop_constraint("correction_digest_id_fkey", type_="foreignkey")
        for name in ("undo_reason", "undone_by", "undone_at", "detail", "digest_id"):
            batch_op.drop_column(name)
        batch_op.alter_column(
            "value",
            existing_type=AutoString(length=160),
            type_=AutoString(length=120),
            existing_nullable=False,
        )
        batch_op.alter_column("event_id", existing_type=AutoString(length=160), nullable=False)
    with op.batch_alter_table("event", schema=None) as batch_op:
        for name in ("entry", "merged_into", "read_text", "read_headline"):
            batch_op.drop_column(name)
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_column("editor")
