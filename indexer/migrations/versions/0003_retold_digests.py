"""Digests that retell a publication say so; every writing transaction is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "digest",
        sa.Column("retold", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "ledger_head",
        sa.Column("revision", sa.Integer(), nullable=False, server_default="0"),
    )


def downgrade() -> None:
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.drop_column("retold")
    with op.batch_alter_table("ledger_head", schema=None) as batch_op:
        batch_op.drop_column("revision")
