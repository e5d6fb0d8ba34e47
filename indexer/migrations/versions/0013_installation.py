"""An installation has an id, which ids in feeds are made of: no host name changes them."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "ledger_head",
        sa.Column("installation", sa.String(length=36), nullable=False, server_default=""),
    )
    head = sa.table("ledger_head", sa.column("installation", sa.String))
    op.execute(head.update().values(installation=str(uuid4())))


def downgrade() -> None:
    with op.batch_alter_table("ledger_head", schema=None) as batch_op:
        batch_op.drop_column("installation")
