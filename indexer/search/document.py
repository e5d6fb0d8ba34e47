"""EventDocument: an event as the engines index it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, TypeAlias

from indexer.normalise.spans import EXACT, TagKind
from indexer.normalise.tags.groups import belonged
from indexer.normalise.tags.kinds import KINDS
from indexer.projection import EventOut
from indexer.search.analysis import analysed
from indexer.search.buckets import Interval, touched

# Raise it whenever the fields below, or what stands in them, change: an index of another version
# is rebuilt beside the old one.
SCHEMA_VERSION = 10
_LATEST = 99_999_999
_NEVER = datetime.fromtimestamp(0, UTC)
_LATEST_MOMENT = 9_999_999_999_999_999  # microseconds since 1970

# Name of something that hits can be counted by: every kind of tag that is a facet, and these.
Facet: TypeAlias = str
MEMBER_OF: Facet = "member_of"
PRECISION: Facet = "precision"
STATUS: Facet = "status"
YEAR: Facet = "year"
SERIES: Facet = "series"
DIGEST: Facet = "digest"

# Where each kind of tag stands, and what can be counted: the field of every facet by its name.
TAG_FIELDS: Mapping[str, str] = {str(kind.id): kind.plural for kind in KINDS.values()}
FACET_FIELDS: Mapping[Facet, str] = {
    **{name: field for name, field in TAG_FIELDS.items() if KINDS[name].facet},
    MEMBER_OF: "member_of",
    PRECISION: "precisions",
    STATUS: "statuses",
    YEAR: "years",
    SERIES: "series",
    DIGEST: "digest",
}
FACETS = tuple(FACET_FIELDS)
# What the timeline counts by: every bucket touched, and those touched by days that are certain.
BUCKET_FIELDS: Mapping[Interval, tuple[str, str]] = {
    Interval.MONTH: ("months", "certain_months"),
    Interval.QUARTER: ("quarters", "certain_quarters"),
    Interval.YEAR: ("years", "certain_years"),
}
# Looked up and counted by, as they stand; and by day. The engines' schemas are made of these.
EXACT_FIELDS = tuple(
    dict.fromkeys(
        [
            "id",
            *TAG_FIELDS.values(),
            *FACET_FIELDS.values(),
            *(name for pair in BUCKET_FIELDS.values() for name in pair),
        ]
    )
)
WORDS = "words"  # every word of a document, spelt as it stands, and its tags' names
HEADLINE_WORDS = "headline_words"  # every word of its headline alone
DAYS, CERTAIN_DAYS = "days", "certain_days"
CHANGED = "changed"
DAY_FIELDS = (DAYS, CERTAIN_DAYS)


def newest_key(day: date, event_id: str) -> str:
    """What the newest event has the least of; of one day, ids decide."""
    return f"{_LATEST - _stamp(day):08d}_{event_id}"


def oldest_key(day: date, event_id: str) -> str:
    """What the oldest event has the least of; of one day, ids decide."""
    return f"{_stamp(day):08d}_{event_id}"


def added_key(added: datetime, day: date, event_id: str) -> str:
    """What the event stored last has the least of; of one moment, the newest."""
    return f"{_LATEST_MOMENT - round(added.timestamp() * 1e6):016d}_{newest_key(day, event_id)}"


def day_of(key: str, *, newest: bool) -> date:
    """The day that a key of either order was made of."""
    figures = int(key.partition("_")[0])
    return date.fromisoformat(f"{_LATEST - figures if newest else figures:08d}")


def _stamp(day: date) -> int:
    return (day.year * 100 + day.month) * 100 + day.day


@dataclass(frozen=True)
class EventDocument:
    """What is searched, filtered, counted and ordered by.

    Attributes:
        id: the event's id.
        digest: id of its digest.
        series: slug of the digest's series.
        headline, text: as shown, for highlights.
        names: display names of its tags.
        tags: values of its tags by kind, the most important first.
        precisions: how exactly its occurrences are dated.
        statuses: whether its occurrences are reported or announced.
        member_of: groups that one of its countries belonged to on its date.
        occurrences: its closed intervals of days.
        certain: those of them that are known to the day.
        day: first day of its primary occurrence, which it is ordered by.
        added: when it was first stored, in UTC.
        changed: number of the last ledger row that touched it.
    """

    id: str
    digest: str
    series: str
    headline: str
    text: str
    names: tuple[str, ...]
    tags: Mapping[str, tuple[str, ...]]
    member_of: tuple[str, ...]
    precisions: tuple[str, ...]
    statuses: tuple[str, ...]
    occurrences: tuple[tuple[date, date], ...]
    certain: tuple[tuple[date, date], ...]
    day: date
    added: datetime = _NEVER
    changed: int = 0

    def fields(self) -> Mapping[str, Any]:
        """The flat form that the engines store, made once; lists hold no value twice.

        ``days`` holds every covered day (as a proleptic ordinal): a period then matches an
        occurrence that overlaps it, and never the gap between two occurrences.
        """
        return self._fields

    @cached_property
    def _fields(self) -> dict[str, Any]:
        headline, headline_joined = analysed(self.headline)
        text, text_joined = analysed(self.text)
        names = [_analysed_name(name) for name in self.names]
        return {
            "id": self.id,
            "digest": self.digest,
            "series": self.series,
            "headline": headline,
            "headline_joined": headline_joined,
            "text": text,
            "text_joined": text_joined,
            HEADLINE_WORDS: _distinct(headline, headline_joined),
            "names": [name for name, _ in names],
            "names_joined": [joined for _, joined in names],
            WORDS: _distinct(headline, headline_joined, text, text_joined, *chain(*names)),
            **{field: list(self.tags.get(kind, ())) for kind, field in TAG_FIELDS.items()},
            "precisions": list(self.precisions),
            "statuses": list(self.statuses),
            "member_of": list(self.member_of),
            **self._buckets(),
            "days": _days(self.occurrences),
            "certain_days": _days(self.certain),
            "newest_key": newest_key(self.day, self.id),
            "oldest_key": oldest_key(self.day, self.id),
            "added_key": added_key(self.added, self.day, self.id),
            CHANGED: self.changed,
            "shown_headline": self.headline,
            "shown_text": self.text,
        }

    def _buckets(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for interval, (every, certain) in BUCKET_FIELDS.items():
            found[every] = touched(self.occurrences, interval)
            found[certain] = touched(self.certain, interval)
        return found

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever anything indexed changes."""
        canonical = json.dumps(self._fields, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def looked_up(event: EventOut) -> Mapping[str, frozenset[Any]]:
    """Words, tags, series and days of an event's document, as far as they are looked up by.

    For whoever asks that of one event and needs no document: the rest takes most of the time.
    """
    tags = _tags(event)
    texts = [analysed(event.headline), analysed(event.text), *map(_analysed_name, _names(tags))]
    return {
        WORDS: frozenset(word for text in chain(*texts) for word in text.split()),
        "series": frozenset([event.digest.series]),
        DAYS: frozenset(_days([(one.start, one.end) for one in event.occurrences])),
        **{field: frozenset(tags[kind]) for kind, field in TAG_FIELDS.items()},
    }


def event_document(event: EventOut) -> EventDocument:
    """The document of a stored event."""
    tags = _tags(event)
    primary = event.primary
    return EventDocument(
        id=event.id,
        digest=event.digest.id,
        series=event.digest.series,
        headline=event.headline,
        text=event.text,
        names=_names(tags),
        tags=tags,
        member_of=belonged(tags[TagKind.COUNTRY], primary.start, primary.end),
        precisions=tuple(dict.fromkeys(o.precision for o in event.occurrences)),
        statuses=tuple(dict.fromkeys(o.status for o in event.occurrences)),
        occurrences=tuple((o.start, o.end) for o in event.occurrences),
        certain=tuple((o.start, o.end) for o in event.occurrences if o.precision in EXACT),
        day=primary.start,
        added=event.created_at,
        changed=event.changed,
    )


def _tags(event: EventOut) -> dict[str, tuple[str, ...]]:
    return {str(kind.id): tuple(event.tags_of(kind.id)) for kind in KINDS.values()}


def _names(tags: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(
        KINDS[kind].label(one)
        for kind, values in tags.items()
        if KINDS[kind].topical
        for one in values
    )


def _distinct(*texts: str) -> list[str]:
    return sorted({word for text in texts for word in text.split()})


def _days(periods: Sequence[tuple[date, date]]) -> list[int]:
    return sorted({d for a, b in periods for d in range(a.toordinal(), b.toordinal() + 1)})


@lru_cache(maxsize=2000)
def _analysed_name(name: str) -> tuple[str, str]:
    """Names are few, and every document has some."""
    return analysed(name)
