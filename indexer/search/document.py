"""EventDocument: an event as the engines index it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.models import Event, TagKind
from indexer.normalise.domains import domains
from indexer.normalise.gazetteer import countries
from indexer.normalise.groups import groups
from indexer.search.analysis import compounds, plain
from indexer.search.query import Facet
from indexer.snapshot import tag_values

# Raise it whenever the fields below, or what stands in them, change: an index of another version
# is rebuilt beside the old one.
SCHEMA_VERSION = 1
_LATEST = 99_999_999

FACET_FIELDS: Mapping[Facet, str] = {
    Facet.COUNTRY: "countries",
    Facet.DOMAIN: "domains",
    Facet.GROUP: "groups",
    Facet.PRECISION: "precisions",
    Facet.YEAR: "years",
    Facet.DIGEST: "digest",
}


@dataclass(frozen=True, slots=True)
class EventDocument:
    """What is searched, filtered, counted and ordered by.

    Attributes:
        id: the event's id.
        digest: id of its digest.
        headline, text: as shown, for highlights.
        names: names of its countries, domains and groups.
        countries, domains, groups, precisions: values to filter and count by.
        occurrences: its closed intervals of days.
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
    precisions: tuple[str, ...]
    occurrences: tuple[tuple[date, date], ...]
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
            "years": sorted(
                {str(year) for a, b in self.occurrences for year in range(a.year, b.year + 1)}
            ),
            "days": sorted(
                {
                    day
                    for a, b in self.occurrences
                    for day in range(a.toordinal(), b.toordinal() + 1)
                }
            ),
            "newest_key": f"{_LATEST - stamp:08d} {self.id}",
            "oldest_key": f"{stamp:08d} {self.id}",
            "shown_headline": self.headline,
            "shown_text": self.text,
        }

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
    return EventDocument(
        id=event.id,
        digest=event.digest_id,
        headline=event.headline,
        text=event.text,
        names=tuple(_names(countries_of, domains_of, groups_of)),
        countries=tuple(countries_of),
        domains=tuple(domains_of),
        groups=tuple(groups_of),
        precisions=tuple(dict.fromkeys(str(o.precision) for o in event.occurrences)),
        occurrences=tuple((o.start, o.end) for o in event.occurrences),
        day=next(o.start for o in event.occurrences if o.is_primary),
    )


def _names(
    countries_of: Sequence[str], domains_of: Sequence[str], groups_of: Sequence[str]
) -> list[str]:
    return [
        *(countries()[code].name if code in countries() else code for code in countries_of),
        *(domains()[value].name if value in domains() else value for value in domains_of),
        *(groups()[value].name if value in groups() else value for value in groups_of),
    ]
