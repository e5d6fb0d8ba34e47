"""Precision, recall and F1 of the normalisers, and every miss with its evidence."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.normalise.item import ItemReading, read_item
from indexer.normalise.spans import TagFinding
from indexer.quality.labels import LabelledItem

KINDS = ("country", "domain", "group")


@dataclass
class Score:
    """True and false positives and misses."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Count one item's."""
        self.right += right
        self.wrong += wrong
        self.missed += missed

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 where nothing is there."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def as_json(self) -> dict[str, Any]:
        """Counts and figures."""
        return {
            "true_positives": self.right,
            "false_positives": self.wrong,
            "misses": self.missed,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


@dataclass
class Share:
    """How often something came out right."""

    right: int = 0
    of: int = 0

    def add(self, *, right: bool) -> None:
        """Count one."""
        self.right += right
        self.of += 1

    @property
    def value(self) -> float:
        """The share; 1 where there was nothing to get right."""
        return self.right / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """Where finding and label differ."""

    item: str
    kind: str
    headline: str
    extra: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass
class Quality:
    """All figures over a labelled set."""

    items: int = 0
    issues: int = 0
    occurrences: Score = field(default_factory=Score)
    primary: Share = field(default_factory=Share)
    tags: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in KINDS})
    exact_countries: Share = field(default_factory=Share)
    first_domain: Share = field(default_factory=Share)
    by_domain: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    misses: list[Miss] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """The figures that may not fall."""
        return {
            "occurrences_f1": round(self.occurrences.f1, 4),
            "primary_date": round(self.primary.value, 4),
            "countries_f1": round(self.tags["country"].f1, 4),
            "exact_country_set": round(self.exact_countries.value, 4),
            "domains_f1": round(self.tags["domain"].f1, 4),
            "first_domain": round(self.first_domain.value, 4),
            "groups_f1": round(self.tags["group"].f1, 4),
        }

    def as_json(self) -> dict[str, Any]:
        """Everything, misses included."""
        return {
            "items": self.items,
            "issues": self.issues,
            "figures": self.figures(),
            "occurrences": self.occurrences.as_json(),
            "countries": self.tags["country"].as_json(),
            "domains": self.tags["domain"].as_json(),
            "groups": self.tags["group"].as_json(),
            "by_domain": {name: score.as_json() for name, score in sorted(self.by_domain.items())},
            "misses": [
                {
                    "item": miss.item,
                    "kind": miss.kind,
                    "headline": miss.headline,
                    "extra": list(miss.extra),
                    "missing": list(miss.missing),
                }
                for miss in self.misses
            ],
        }


def measure(items: Sequence[LabelledItem]) -> Quality:
    """Read every item as ingest does, and hold the findings against the labels."""
    quality = Quality(items=len(items), issues=len({item.issue for item in items}))
    for labelled in items:
        raw = labelled.item
        reading = read_item(raw.headline, raw.text, labelled.issue_date)
        _occurrences(quality, labelled, reading)
        for kind in KINDS:
            findings = [tag for tag in reading.tags if tag.kind == kind]
            _tags(quality, labelled, kind, findings)
    return quality


def _occurrences(quality: Quality, labelled: LabelledItem, reading: ItemReading) -> None:
    found = Counter((d.start, d.end, str(d.precision)) for d in reading.dates)
    wanted = Counter(labelled.occurrences)
    extra, missing = found - wanted, wanted - found
    quality.occurrences.add((found & wanted).total(), extra.total(), missing.total())
    if extra or missing:
        quotes = {(d.start, d.end, str(d.precision)): d.quote for d in reading.dates}
        quality.misses.append(
            Miss(
                labelled.name,
                "occurrence",
                labelled.item.headline,
                tuple(f"{_shown(o)} “{quotes[o]}”" for o in extra.elements()),
                tuple(_shown(o) for o in missing.elements()),
            )
        )
    if labelled.primary is not None:
        start, end, _ = labelled.occurrences[labelled.primary]
        chosen = reading.dates[reading.primary] if reading.primary is not None else None
        right = chosen is not None and (chosen.start, chosen.end) == (start, end)
        quality.primary.add(right=right)
        if not right:
            extra_date = (f"{chosen.start}/{chosen.end} “{chosen.quote}”",) if chosen else ()
            quality.misses.append(
                Miss(
                    labelled.name,
                    "primary",
                    labelled.item.headline,
                    extra_date,
                    (f"{start}/{end}",),
                )
            )


def _tags(
    quality: Quality, labelled: LabelledItem, kind: str, findings: Sequence[TagFinding]
) -> None:
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
    if extra or missing:
        quality.misses.append(
            Miss(
                labelled.name,
                kind,
                labelled.item.headline,
                tuple(_with_evidence(f) for f in findings if f.value in extra),
                tuple(sorted(missing)),
            )
        )


def _with_evidence(finding: TagFinding) -> str:
    words = ", ".join(dict.fromkeys(f"“{span.quote}”" for span in finding.evidence))
    return f"{finding.value} ({words})"


def _shown(occurrence: tuple[Any, Any, str]) -> str:
    start, end, precision = occurrence
    return f"{start}/{end} {precision}"
