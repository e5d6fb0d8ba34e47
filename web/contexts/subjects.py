"""What events are about: the kinds of tag and the series, and the list of a kind's values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.knowledge import vocabulary
from api.knowledge.params import EventParams
from indexer.normalise.series_known import known
from indexer.normalise.spans import TagKind
from indexer.normalise.tags.kinds import KINDS, shown
from indexer.search.document import SERIES
from web.contexts.cards import Link
from web.contexts.charts import Bar, bars

# What more of all events have than this tells nothing apart.
_NEARLY_ALL = 0.9
_MOST_DEFINED = 30
_MOST_LISTED = 300


@dataclass(frozen=True, slots=True)
class Subject:
    """What pages are made of: a kind of tag, or series.

    Attributes:
        id: the filter's name.
        path: of the list; a value's page stands below it.
        heading: its values, for people.
        required: the parameter that asks for one value beside others.
    """

    id: str
    path: str
    heading: str
    required: str

    def label(self, value: str) -> str:
        """Display name of one value."""
        return vocabulary.label(self.id, value)

    def url(self, value: str) -> str:
        """The page of one value."""
        return f"{self.path}/{value}"

    def params(self, value: str, **others: object) -> EventParams:
        """The search for everything with this value."""
        return EventParams.model_validate({self.id: (value,), **others})

    def definition(self, value: str) -> str:
        """What a value covers, or who publishes a series; empty where its name says it all."""
        if self.id in KINDS:
            return KINDS[self.id].definition(value) or ""
        profile = known().get(value)
        return f"Published by {profile.publisher}." if profile and profile.publisher else ""


SUBJECTS: Mapping[str, Subject] = {
    subject.id: subject
    for subject in (
        *(
            Subject(str(kind.id), f"/{kind.plural}", kind.heading, f"{kind.id}_all")
            for kind in shown()
        ),
        Subject(SERIES, "/series", "Series", SERIES),
    )
}
"""Everything that has pages of its own, by the name of its filter."""


@dataclass(frozen=True, slots=True)
class Defined:
    """A value with what it covers."""

    bar: Bar
    definition: str


@dataclass(frozen=True, slots=True)
class SubjectsPage:
    """The values of a kind that events have, the most frequent first.

    Attributes:
        one: what one of them is called.
        about: what definitions say of them.
        links: other views of all of them.
        bars: a value each.
        apart: those that nearly every event has; their bars would dwarf the others.
        defined: the same with what each covers, where names do not say it; else empty.
        rest: how many are not listed, in words; empty where all are.
    """

    title: str
    description: str
    heading: str
    lede: str
    one: str
    about: str
    links: tuple[Link, ...]
    bars: tuple[Bar, ...]
    apart: tuple[Bar, ...]
    defined: tuple[Defined, ...]
    rest: str
    api_url: str


def subjects_page(subject: Subject, counts: Mapping[str, int], total: int) -> SubjectsPage:
    """The list of a subject's values.

    Args:
        subject: which.
        counts: events of each value.
        total: all events.
    """
    usual = nearly_always(counts, total) if subject.id in KINDS else ()
    ranked = ranking(subject, counts)
    others = [one for one in ranked if one not in usual]
    listed, left = others[:_MOST_LISTED], len(others[_MOST_LISTED:])
    drawn = bars(_rows(subject, counts, listed))
    return SubjectsPage(
        title=f"{subject.heading} – Entente",
        description=f"{subject.heading} that events name, with the number of events of each.",
        heading=subject.heading,
        lede=_lede(subject, len(counts), total),
        one=KINDS[subject.id].title if subject.id in KINDS else subject.heading,
        about="What it covers" if subject.id in KINDS else "About",
        links=_views(subject) if counts else (),
        bars=drawn,
        apart=bars(_rows(subject, counts, usual)),
        defined=_defined(subject, listed, drawn) if not usual else (),
        rest=f"{left:,} more with fewer events are in the" if left else "",
        api_url=f"/api/v1{subject.path}",
    )


def _lede(subject: Subject, values: int, total: int) -> str:
    if values == 1:
        one = KINDS[subject.id].title if subject.id in KINDS else subject.heading
        return f"One {one.lower()}, {total:,} events."
    return f"{values:,} in {total:,} events, the most frequent first."


def _views(subject: Subject) -> tuple[Link, ...]:
    columns = "quarter" if subject.id == TagKind.DOMAIN else "domain"
    return (
        Link("Table", f"/matrix?rows={subject.id}&cols={columns}"),
        Link("Timeline", f"/timeline?by={subject.id}"),
    )


def _defined(subject: Subject, values: Sequence[str], drawn: Sequence[Bar]) -> tuple[Defined, ...]:
    """Each bar with what it covers; none where no value has one, or they are too many to read."""
    found = [subject.definition(value) for value in values]
    if not any(found) or len(found) > _MOST_DEFINED:
        return ()
    return tuple(Defined(bar, said) for bar, said in zip(drawn, found, strict=True))


def _rows(
    subject: Subject, counts: Mapping[str, int], values: Iterable[str]
) -> Iterable[tuple[str, str, int]]:
    return ((subject.label(one), subject.url(one), counts[one]) for one in values)


def ranking(subject: Subject, counts: Mapping[str, int]) -> list[str]:
    """The values, the most frequent first, those as frequent by name."""
    return sorted(counts, key=lambda value: (-counts[value], subject.label(value)))


def nearly_always(counts: Mapping[str, int], total: int) -> tuple[str, ...]:
    """The values that nearly every event has, the most frequent first."""
    found = [value for value, count in counts.items() if total > 1 and count > _NEARLY_ALL * total]
    return tuple(sorted(found, key=lambda value: -counts[value]))


def usual_in_words(
    subject: Subject, values: Sequence[str], counts: Mapping[str, int], total: int
) -> str:
    """Such as: Japan and United States: every event."""
    if not values:
        return ""
    every = all(counts[value] == total for value in values)
    return f"{names_in_words(subject, values)}: {'every' if every else 'nearly every'} event."


def names_in_words(subject: Subject, values: Iterable[str]) -> str:
    """Their names by the alphabet, joined by "and"."""
    return " and ".join(sorted(map(subject.label, values)))


def box_words(name: str, value: str) -> str:
    """A value as one writes it in the search box."""
    return f"{name}:{value}"


def compare_url(a: str, b: str) -> str:
    """The comparison of two searches."""
    return f"/compare?{urlencode({'a': a, 'b': b})}"
