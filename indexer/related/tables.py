"""The tables, all of which can be worked out again from the stored events.

Events are named by their place in time (`indexer.related.features.place`), a number that orders
them by day of issue; words by a number of this database, which orders nothing.
"""

from datetime import date

from sqlalchemy import BigInteger, Index, String, Text, text
from sqlmodel import Field, SQLModel

# Words compare by code point, so that a beginning is a range, whatever the database's language.
_PLAIN = String(collation="C").with_variant(String(), "sqlite")


class RelatedState(SQLModel, table=True):
    """Up to where the tables have followed the ledger, and what their weights rest on."""

    __tablename__ = "related_state"

    id: int = Field(default=1, primary_key=True)
    rules: int = Field(default=0, description="Version of the rules that the tables follow.")
    watermark: int = Field(default=0, description="Last ledger number applied.")
    events: int = Field(default=0, description="Living events in the tables.")
    sample: int = Field(default=0, description="Events, the oldest, that words are counted in.")
    boundary: int = Field(default=0, sa_type=BigInteger, description="Place of the last of them.")
    builder: str | None = Field(default=None, description="Who is filling the tables just now.")
    built_at: float = Field(default=0.0, description="When that last wrote, in seconds.")


class RelatedEvent(SQLModel, table=True):
    """A living event: what a reference shows, and what likeness needs."""

    __tablename__ = "related_event"

    place: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    event_id: str = Field(index=True, unique=True, max_length=160)
    digest_id: str
    headline: str
    day: date
    end: date
    precision: str = Field(max_length=20)
    tags: str = Field(sa_type=Text, description="kind:value, in order, a space between them.")
    words: str = Field(sa_type=Text, description="Numbers of its words, 2 for each in a headline.")
    phrases: str = Field(sa_type=Text, description="One a line.")
    size: int = Field(description="Length of its vector, in sixteenths.")
    floor: int = Field(default=0, description="Least score listed, where its list is full.")
    story_id: str | None = Field(default=None, index=True, max_length=160)


class RelatedWord(SQLModel, table=True):
    """A word, and how many events have it."""

    __tablename__ = "related_word"
    __table_args__ = (Index("ix_related_word_spelling", "first", "length", "events"),)

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    word: str = Field(index=True, unique=True, sa_type=_PLAIN)
    first: str = Field(max_length=4)
    length: int
    events: int
    counted: int = Field(description="Those of them that weights are taken from.")


class RelatedTag(SQLModel, table=True):
    """A tag, and how many events have it."""

    __tablename__ = "related_tag"

    tag: str = Field(primary_key=True, max_length=90)
    events: int
    counted: int


class RelatedPhrase(SQLModel, table=True):
    """A phrase, and how many events have it."""

    __tablename__ = "related_phrase"
    __table_args__ = (
        Index(
            "ix_related_phrase_frequent",
            "phrase",
            "events",
            sqlite_where=text("events > 1"),
            postgresql_where=text("events > 1"),
        ),
    )

    phrase: str = Field(primary_key=True, sa_type=_PLAIN)
    events: int


class RelatedPosting(SQLModel, table=True):
    """That an event has a word, and how much it weighs there."""

    __tablename__ = "related_posting"
    __table_args__ = {"sqlite_with_rowid": False}

    word_id: int = Field(primary_key=True)
    place: int = Field(primary_key=True, sa_type=BigInteger)
    weight: int


class RelatedPair(SQLModel, table=True):
    """An event on another's list of those most like it."""

    __tablename__ = "related_pair"
    __table_args__ = {"sqlite_with_rowid": False}

    place: int = Field(primary_key=True, sa_type=BigInteger)
    other: int = Field(primary_key=True, sa_type=BigInteger, index=True)
    score: int


class StoryRow(SQLModel, table=True):
    """A matter told across issues; named by its first event."""

    __tablename__ = "story"

    id: str = Field(primary_key=True, max_length=160)
    title: str
    events: int
    first: int = Field(sa_type=BigInteger, description="Place of its first event.")
    last: int = Field(sa_type=BigInteger, description="Place of its latest.")


class StoryAlias(SQLModel, table=True):
    """A name that a story had before it was joined to an older one, or lost its first event."""

    __tablename__ = "story_alias"

    id: str = Field(primary_key=True, max_length=160)
    event_id: str = Field(index=True, max_length=160, description="An event of the story now.")


STATE = RelatedState.__table__  # type: ignore[attr-defined]
EVENT = RelatedEvent.__table__  # type: ignore[attr-defined]
WORD = RelatedWord.__table__  # type: ignore[attr-defined]
TAG = RelatedTag.__table__  # type: ignore[attr-defined]
PHRASE = RelatedPhrase.__table__  # type: ignore[attr-defined]
POSTING = RelatedPosting.__table__  # type: ignore[attr-defined]
PAIR = RelatedPair.__table__  # type: ignore[attr-defined]
STORY = StoryRow.__table__  # type: ignore[attr-defined]
ALIAS = StoryAlias.__table__  # type: ignore[attr-defined]
