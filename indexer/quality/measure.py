"""Precision, recall and F1 of the normalisers, and the misses with their evidence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.normalise.dates.primary import explain_primary
from indexer.normalise.item import ItemReading, read_item
from indexer.normalise.spans import DateSpan, Field, TagFinding
from indexer.quality.labels import LabelledItem, issues
from indexer.quality.scores import Figure, Score, Share, macro

KINDS = ("country", "domain", "group", "actor")


@dataclass(frozen=True, slots=True)
class Miss:
    """Where finding and label differ."""

    item: str
    kind: str
    headline: str
    extra: tuple[str, ...]
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As it is listed."""
        return {
            "item": self.item,
            "kind": self.kind,
            "headline": self.headline,
            "extra": list(self.extra),
            "missing": list(self.missing),
        }


@dataclass
class Quality:
    """All figures over a labelled set.

    Attributes:
        items: how many.
        issues: how many they are of.
        series: how many those are of.
        occurrences: exact start, end and precision.
        non_dates: occurrences read from words that no label has for a date.
        primary: the date that the headline is about.
        tags: by kind.
        exact_countries: all of an item's and no other.
        first_domain: what the item is about.
        statuses: each status for itself, over occurrences that are labelled with one and found.
        by_domain: each domain for itself.
        misses: where finding and label differ; those of the frozen part are not kept.
    """

    items: int = 0
    issues: int = 0
    series: int = 0
    occurrences: Score = field(default_factory=Score)
    non_dates: int = 0
    primary: Share = field(default_factory=Share)
    tags: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in KINDS})
    exact_countries: Share = field(default_factory=Share)
    first_domain: Share = field(default_factory=Share)
    statuses: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    by_domain: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    misses: list[Miss] = field(default_factory=list)

    def figures(self) -> dict[str, Figure]:
        """The figures that may not fall; those of actors and status where some are labelled."""
        figures = {
            "occurrences_f1": self.occurrences.figure(),
            "primary_date": self.primary.figure(),
            "countries_f1": self.tags["country"].figure(),
            "exact_country_set": self.exact_countries.figure(),
            "domains_f1": self.tags["domain"].figure(),
            "first_domain": self.first_domain.figure(),
            "groups_f1": self.tags["group"].figure(),
        }
        actors = self.tags["actor"]
        if actors.right + actors.wrong + actors.missed:
            figures["actors_precision"] = actors.figure_of_precision()
            figures["actors_recall"] = actors.figure_of_recall()
        if self.statuses:
            figures["status_macro_f1"] = macro(self.statuses.values())
        return figures

    def summary(self) -> dict[str, Any]:
        """Sizes and figures, without counts and misses."""
        return {
            "items": self.items,
            "issues": self.issues,
            "series": self.series,
            "figures": {name: figure.as_json() for name, figure in self.figures().items()},
            "by_domain": {
                name: score.figure().as_json() for name, score in sorted(self.by_domain.items())
            },
            "non_dates": self.non_dates,
        }

    def as_json(self) -> dict[str, Any]:
        """Everything, misses included."""
        return {
            **self.summary(),
            "occurrences": self.occurrences.as_json(),
            "countries": self.tags["country"].as_json(),
            "domains": self.tags["domain"].as_json(),
            "groups": self.tags["group"].as_json(),
            "actors": self.tags["actor"].as_json(),
            "by_status": {name: score.as_json() for name, score in sorted(self.statuses.items())},
            "by_domain": {name: score.as_json() for name, score in sorted(self.by_domain.items())},
            "misses": [miss.as_json() for miss in self.misses],
        }


def measure(items: Sequence[LabelledItem]) -> Quality:
    """Read every item as ingest does, and hold the findings against the labels."""
    quality = Quality(len(items), len(issues(items)), len({item.series for item in items}))
    for labelled in items:
        reading = read_item(labelled.headline, labelled.text, labelled.issue_date)
        misses = []
        if "occurrence" in labelled.kinds:
            misses += _occurrences(quality, labelled, reading)
            misses += _primary(quality, labelled, reading)
        for kind in (kind for kind in KINDS if kind in labelled.kinds):
            findings = [tag for tag in reading.tags if tag.kind == kind]
            misses += _tags(quality, labelled, kind, findings)
        if not labelled.unseen:
            quality.misses += misses
    return quality


def _occurrences(quality: Quality, labelled: LabelledItem, reading: ItemReading) -> list[Miss]:
    found = Counter((d.start, d.end, str(d.precision)) for d in reading.dates)
    wanted = Counter(labelled.occurrences)
    extra, missing = found - wanted, wanted - found
    quality.occurrences.add((found & wanted).total(), extra.total(), missing.total())
    quality.non_dates += sum(
        not any(d.quote in quote or quote in d.quote for quote in labelled.quotes)
        for d in reading.dates
        if (d.start, d.end, str(d.precision)) in extra
    )
    given = {(d.start, d.end, str(d.precision)): str(d.status) for d in reading.dates}
    for occurrence, status in zip(labelled.occurrences, labelled.statuses, strict=True):
        if status is not None and occurrence in given:
            got = given[occurrence]
            quality.statuses[status].add(got == status, 0, got != status)
            if got != status:
                quality.statuses[got].add(0, 1, 0)
    quotes = {(d.start, d.end, str(d.precision)): d.quote for d in reading.dates}
    return _miss(
        labelled,
        "occurrence",
        (f"{_shown(o)} “{quotes[o]}”" for o in extra.elements()),
        (_shown(o) for o in missing.elements()),
    )


def _primary(quality: Quality, labelled: LabelledItem, reading: ItemReading) -> list[Miss]:
    if labelled.primary is None:
        return []
    start, end, _ = labelled.occurrences[labelled.primary]
    chosen = reading.dates[reading.primary] if reading.primary is not None else None
    right = chosen is not None and (chosen.start, chosen.end) == (start, end)
    quality.primary.add(right=right)
    if right:
        return []
    extra = (_chosen(labelled, reading, chosen),) if chosen else ()
    return _miss(labelled, "primary", extra, (f"{start}/{end}",))


def _chosen(labelled: LabelledItem, reading: ItemReading, chosen: DateSpan) -> str:
    """The primary date with what spoke for it."""
    dated = labelled.text if reading.dated_field is Field.TEXT else labelled.headline
    why = explain_primary(labelled.headline, dated, reading.dates, labelled.issue_date)
    return f"{chosen.start}/{chosen.end} “{chosen.quote}” ({', '.join(why)})"


def _tags(
    quality: Quality, labelled: LabelledItem, kind: str, findings: Sequence[TagFinding]
) -> list[Miss]:
    wanted = set(labelled.tags[kind])
    found = {finding.value for finding in findings} - (labelled.optional[kind] - wanted)
    right, extra, missing = found & wanted, found - wanted, wanted - found
    quality.tags[kind].add(len(right), len(extra), len(missing))
    if kind == "country":
        quality.exact_countries.add(right=found == wanted)
    if kind == "domain":
        for name in right | extra | missing:
            quality.by_domain[name].add(name in right, name in extra, name in missing)
        first = findings[0].value if findings else None
        quality.first_domain.add(right=first == labelled.tags[kind][0])
    return _miss(
        labelled,
        kind,
        (_with_evidence(f) for f in findings if f.value in extra),
        sorted(missing),
    )


def _miss(
    labelled: LabelledItem, kind: str, extra: Iterable[str], missing: Iterable[str]
) -> list[Miss]:
    """As a list of one, or of none where nothing differs."""
    found = Miss(labelled.name, kind, labelled.headline, tuple(extra), tuple(missing))
    return [found] if found.extra or found.missing else []


def _with_evidence(finding: TagFinding) -> str:
    words = ", ".join(dict.fromkeys(f"“{span.quote}”" for span in finding.evidence))
    return f"{finding.value} ({words})"


def _shown(occurrence: tuple[Any, Any, str]) -> str:
    start, end, precision = occurrence
    return f"{start}/{end} {precision}"
