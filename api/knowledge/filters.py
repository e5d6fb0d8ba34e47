"""FILTERS: every filter of a search, one row each, in the order in which addresses show them.

Parameters, search box, conditions, echo, chips, panels, explanation, MCP and OpenAPI go over this
table. A new filter is a field of the document (`indexer.search.document`) and a row here.
"""

from collections.abc import Callable, Mapping

from api.knowledge import vocabulary
from api.knowledge.box import BoxField, Place
from api.knowledge.filter_rows import FilterRow, Panel
from api.knowledge.issues import is_issue, resolve_digest
from api.knowledge.period_filter import PeriodFilter
from api.knowledge.value_filter import Read, ValueFilter
from api.knowledge.values import Precisions
from indexer.normalise.spans import Precision
from indexer.normalise.tags.kinds import KINDS, Kind
from indexer.search.analysis import fold
from indexer.search.document import DIGEST, MEMBER_OF, PRECISION, SERIES, STATUS, Facet

PRECISION_NAMES: Mapping[str, str] = {
    Precision.DAY: "the day",
    Precision.RANGE: "a range of days",
    Precision.MONTH: "the month",
    Precision.APPROXIMATE: "part of a month",
    Precision.ISSUE: "the issue only",
}


def _known(facet: Facet) -> Read:
    """Reads a code or name of the vocabulary."""

    def read(word: str, parameter: str, place: Place | None) -> tuple[str, ...]:
        return (vocabulary.resolve(facet, word, parameter=parameter, span=place),)

    return read


def _names(facet: Facet) -> Callable[[str], bool]:
    """Whether a text is a code or name of the vocabulary."""
    return lambda text: fold(text) in vocabulary.spellings(facet)


def _issue(word: str, parameter: str, place: Place | None) -> tuple[str, ...]:
    return resolve_digest(word, parameter=parameter, span=place)


def _as_is(word: str, _parameter: str, _place: Place | None) -> tuple[str, ...]:
    """The parameter's own type has read it."""
    return (word,)


def _of_kind(kind: Kind) -> ValueFilter:
    one, two, three = kind.examples
    return ValueFilter(
        str(kind.id),
        _known(kind.id),
        f"Any of these {kind.plural}.",
        f"All of these {kind.plural}.",
        f"None of these {kind.plural}.",
        examples=((one,), (one, two), (three,)),
        label=kind.label,
        panel=Panel(kind.id, kind.title, kind.place) if kind.facet else None,
        is_value=_names(kind.id),
    )


FILTERS: tuple[FilterRow, ...] = (
    *(_of_kind(kind) for kind in KINDS.values()),
    ValueFilter(
        MEMBER_OF,
        _known(MEMBER_OF),
        "One of its countries belonged to any of these groups on the event's date.",
        "Its countries belonged to each of these groups on the event's date, not always the same "
        "country.",
        "None of its countries belonged to any of these groups on that date.",
        examples=(("quad",), ("quad", "nato"), ("eu",)),
        label=lambda value: vocabulary.label(MEMBER_OF, value),
        chip="member of ",
        is_value=_names(MEMBER_OF),
    ),
    PeriodFilter(),
    ValueFilter(
        DIGEST,
        _issue,
        "Any of these digests: 2.7, a number or a day, behind series/ where several have it; "
        "or an id.",
        examples=(("2.7",), (), ()),
        chip="digest ",
        listed="digests",
        is_value=is_issue,
    ),
    ValueFilter(
        PRECISION,
        _as_is,
        "An occurrence is dated to one of these precisions.",
        examples=(("day", "range"), (), ()),
        label=lambda value: PRECISION_NAMES.get(value, value),
        boxed=False,
        listed="precisions",
        panel=Panel(PRECISION, "Dated to", 20),
        kind=Precisions,
    ),
    ValueFilter(
        SERIES,
        _known(SERIES),
        "Any of these series, by id or title.",
        none_of="None of these series.",
        examples=(("us-japan-alliance-digest",), (), ("us-japan-alliance-digest",)),
        label=lambda value: vocabulary.label(SERIES, value),
        panel=Panel(SERIES, "Series", 30, least=2),
        is_value=_names(SERIES),
    ),
    ValueFilter(
        STATUS,
        _known(STATUS),
        "An occurrence is reported as done, or announced (scheduled).",
        none_of="No occurrence has one of these statuses.",
        examples=(("scheduled",), (), ("reported",)),
        panel=Panel(STATUS, "Status", 40),
    ),
)
BY_NAME: Mapping[str, FilterRow] = {row.name: row for row in FILTERS}
FIELDS: Mapping[str, BoxField] = {one.name: one for row in FILTERS for one in row.fields}
PANELS = tuple(sorted((row.panel for row in FILTERS if row.panel), key=lambda p: p.place))
