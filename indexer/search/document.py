"""EventDocument: an event as the engines index it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.models import Event, TagKind
from indexer.normalise.spans import EXACT
from indexer.normalise.tags.domains import domains
from indexer.normalise.tags.gazetteer import countries
from indexer.normalise.tags.groups import belonged, groups
from indexer.search.analysis import compounds, plain
from indexer.search.buckets import Interval, touched
from indexer.search.query import Facet
from indexer.snapshot import tag_values

# Raise it whenever the fields below, or what stands in them, change: an index of another version
# is rebuilt beside the old one.
SCHEMA_VERSION = 3
_LATEST = 99_999_999

FACET_FIELDS: Mapping[Facet, str] = {
    Facet.COUNTRY: "countries",
    Facet.DOMAIN: "domains",
    Facet.GROUP: "groups",
    Facet.MEMBER_OF: "member_of",
    Facet.PRECISION: "precisions",
    Facet.YEAR: "years",
    Facet.DIGEST: "digest",
}
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
            *FACET_FIELDS.values(),
            *(name for pair in BUCKET_FIELDS.values() for name in pair),
        ]
    )
)
DAY_FIELDS = ("days", "certain_days")


@dataclass(frozen=True, slots=True)
class EventDocument:
    """What is searched, filtered, counted and ordered by.

    Attributes:
        id: the event's id.
        digest: id of its digest.
        headline, text: as shown, for highlights.
        names: names of its countries, domains and groups.
        countries, domains, groups, precisions: values to filter and count by.
        member_of: groups that one of its countries belonged to on its date.
        occurrences: its closed intervals of days.
        certain: those of them that are known to the day.
        day: first day of its primary occurrence, which it is ordered by.
    """

    id: str
    digest: str
    headline: str
    text: str
    names: tuple[str, ...]
    countries: tuple[str, ...]
    domains: tuple[str, ...]
    groups: tuple[str, ...]
    member_of: tuple[str, ...]
    precisions: tuple[str, ...]
    occurrences: tuple[tuple[date, date], ...]
    certain: tuple[tuple[date, date], ...]
    day: date

    def fields(self) -> dict[str, Any]:
        """The flat form that the engines store; lists hold no value twice.

        ``days`` holds every covered day (as a proleptic ordinal): a period then matches an
        occurrence that overlaps it, and never the gap between two occurrences.
        """
        stamp = int(self.day.strftime("%Y%m%d"))
        return {
            "id": self.id,
            "digest": self.digest,
            "headline": plain(self.headline),
            "headline_joined": compounds(self.headline),
            "text": plain(self.text),
            "text_joined": compounds(self.text),
            "names": [plain(name) for name in self.names],
            "names_joined": [compounds(name) for name in self.names],
            "countries": list(self.countries),
            "domains": list(self.domains),
            "groups": list(self.groups),
            "precisions": list(self.precisions),
            "member_of": list(self.member_of),
            **self._buckets(),
            "days": _days(self.occurrences),
            "certain_days": _days(self.certain),
            "newest_key": f"{_LATEST - stamp:08d} {self.id}",
            "oldest_key": f"{stamp:08d} {self.id}",
            "shown_headline": self.headline,
            "shown_text": self.text,
        }

    def _buckets(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for interval, (every, certain) in BUCKET_FIELDS.items():
            found[every] = touched(self.occurrences, interval)
            found[certain] = touched(self.certain, interval)
        return found

    @property
    def fingerprint(self) -> str:
        """Changes whenever anything indexed changes."""
        canonical = json.dumps(self.fields(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def event_document(event: Event) -> EventDocument:
    """The document of a stored event."""
    countries_of = tag_values(event, TagKind.COUNTRY)
    domains_of = tag_values(event, TagKind.DOMAIN)
    groups_of = tag_values(event, TagKind.GROUP)
    primary = next(o for o in event.occurrences if o.is_primary)
    return EventDocument(
        id=event.id,
        digest=event.digest_id,
        headline=event.headline,
        text=event.text,
        names=tuple(_names(countries_of, domains_of, groups_of)),
        countries=tuple(countries_of),
        domains=tuple(domains_of),
        groups=tuple(groups_of),
        member_of=belonged(countries_of, primary.start, primary.end),
        precisions=tuple(dict.fromkeys(str(o.precision) for o in event.occurrences)),
        occurrences=tuple((o.start, o.end) for o in event.occurrences),
        certain=tuple((o.start, o.end) for o in event.occurrences if o.precision in EXACT),
        day=primary.start,
    )


def _days(periods: Sequence[tuple[date, date]]) -> list[int]:
    return sorted({d for a, b in periods for d in range(a.toordinal(), b.toordinal() + 1)})


def _names(
    countries_of: Sequence[str], domains_of: Sequence[str], groups_of: Sequence[str]
) -> list[str]:
    return [
        *(countries()[code].name if code in countries() else code for code in countries_of),
        *(domains()[value].name if value in domains() else value for value in domains_of),
        *(groups()[value].name if value in groups() else value for value in groups_of),
    ]
