"""Series of the installation: their own profiles, and the codes that held issues bind for ever."""

import re
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# What stands behind the title of the series in that of an issue.
_ISSUE = re.compile(r"( Vol \d+\.\d+| No\. \d+|, \d{4}-\d\d-\d\d)$")


def upgrade() -> None:
    op.add_column(
        "series", sa.Column("added", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    connection = op.get_bind()
    held = connection.execute(
        sa.text("SELECT series, min(id), min(title) FROM digest GROUP BY series ORDER BY series")
    ).all()
    series = sa.table(
        "series",
        *(sa.column(name, sa.String()) for name in ("id", "code", "title")),
        *(sa.column(name, sa.JSON()) for name in ("other_titles", "profile")),
        sa.column("added", sa.Boolean()),
        *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "updated_at")),
    )
    known = {row.id for row in connection.execute(sa.text("SELECT id FROM series"))}
    at = datetime.now(UTC)
    for series_id, digest_id, title in held:
        if series_id not in known:
            code = digest_id.partition("-")[0]
            row = {"id": series_id, "code": code, "title": _ISSUE.sub("", title), "added": False}
            row |= {"other_titles": [], "profile": {}, "created_at": at, "updated_at": at}
            connection.execute(series.insert(), row)


def downgrade() -> None:
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.drop_column("added")
    op.execute("DELETE FROM series")
