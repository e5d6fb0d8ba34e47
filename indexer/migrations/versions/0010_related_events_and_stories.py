"""Related events, stories, words and phrases in tables that follow the ledger."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0010"
down_revision = "0004"
branch_labels = None
depends_on = None

_PLAIN = sa.String(collation="C").with_variant(sa.String(), "sqlite")
_TABLES = (
    "story_alias",
    "story",
    "related_word",
    "related_tag",
    "related_state",
    "related_posting",
    "related_phrase",
    "related_pair",
    "related_event",
)


def upgrade() -> None:
    op.create_table(
        "related_event",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", AutoString(length=160), nullable=False),
        sa.Column("digest_id", AutoString(), nullable=False),
        sa.Column("headline", AutoString(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("precision", AutoString(length=20), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("phrases", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("story_id", AutoString(length=160), nullable=True),
        sa.PrimaryKeyConstraint("place"),
    )
    op.create_index("ix_related_event_event_id", "related_event", ["event_id"], unique=True)
    op.create_index("ix_related_event_story_id", "related_event", ["story_id"])
    op.create_table(
        "related_pair",
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", "other"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_related_pair_other", "related_pair", ["other"])
    op.create_table(
        "related_phrase",
        sa.Column("phrase", _PLAIN, nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("phrase"),
    )
    op.create_index(
        "ix_related_phrase_frequent",
        "related_phrase",
        ["phrase", "events"],
        sqlite_where=sa.text("events > 1"),
        postgresql_where=sa.text("events > 1"),
    )
    op.create_table(
        "related_posting",
        sa.Column("word_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word_id", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "related_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Integer(), nullable=False),
        sa.Column("watermark", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=False),
        sa.Column("boundary", sa.BigInteger(), nullable=False),
        sa.Column("builder", AutoString(), nullable=True),
        sa.Column("built_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "related_tag",
        sa.Column("tag", AutoString(length=90), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tag"),
    )
    op.create_table(
        "related_word",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", _PLAIN, nullable=False),
        sa.Column("first", AutoString(length=4), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_related_word_spelling", "related_word", ["first", "length", "events"])
    op.create_index("ix_related_word_word", "related_word", ["word"], unique=True)
    op.create_table(
        "story",
        sa.Column("id", AutoString(length=160), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "story_alias",
        sa.Column("id", AutoString(length=160), nullable=False),
        sa.Column("event_id", AutoString(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_story_alias_event_id", "story_alias", ["event_id"])
    op.execute(
        "INSERT INTO related_state (id, rules, watermark, events, sample, boundary, built_at) "
        "VALUES (1, 0, 0, 0, 0, 0, 0)"
    )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
