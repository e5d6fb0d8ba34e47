"""Who is signed in to the editor's pages, and the issues that they look at before storing them."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import AutoString

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("token_hash", AutoString(length=64), nullable=False),
        sa.Column("key_id", AutoString(length=8), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"]),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_sign_in_key_id", "sign_in", ["key_id"])
    op.create_table(
        "draft",
        sa.Column("id", AutoString(length=20), nullable=False),
        sa.Column("key_id", AutoString(length=8), nullable=False),
        sa.Column("origin", AutoString(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_draft_key_id", "draft", ["key_id"])


def downgrade() -> None:
    op.drop_table("draft")
    op.drop_table("sign_in")
