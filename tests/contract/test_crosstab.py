"""Cross-tabulation on every engine, compared with counting by hand."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest

from indexer.errors import QueryError
from indexer.search import crosstab as tables
from indexer.search.buckets import Interval, touched
from indexer.search.conditions import Period, Selection
from indexer.search.crosstab import Crosstab, crosstab
from indexer.search.document import EventDocument
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery
from indexer.search.tantivy import views
from tests.builders import make_document, words

COUNTRIES, DOMAINS = ("JP", "US", "PH", "NA", "KR"), ("space", "defense", "energy")
EVER = Period()


def documents(count: int = 60) -> list[EventDocument]:
    """Made-up events with several countries, domains and occurrences each."""
    chance = random.Random(7)  # noqa: S311  (made-up events, no secret)
    made = []
    for at in range(count):
        starts = [date(2023, 1, 1) + timedelta(chance.randrange(400)) for _ in range(2)]
        spans = tuple((day, day + timedelta(chance.randrange(40))) for day in starts)
        made.append(
            make_document(
                f"e{at}",
                countries=tuple(chance.sample(COUNTRIES, chance.randrange(4))),
                domains=tuple(chance.sample(DOMAINS, chance.randint(1, 3))),
                text=chance.choice(("A missile flew.", "A satellite flew.")),
                statuses=tuple(chance.sample(("reported", "scheduled"), chance.randint(1, 2))),
                occurrences=spans,
                certain=spans[:1],
                day=spans[0][0],
            )
        )
    return made


def by_hand(
    events: list[EventDocument], by: tuple[str, ...], period: Period = EVER
) -> Counter[tuple[str, ...]]:
    """Every event once in each cell, one by one."""
    counted: Counter[tuple[str, ...]] = Counter()
    for event in events:
        spans = [
            (max(a, period.first or a), min(b, period.last or b))
            for a, b in (event.certain if period.certain else event.occurrences)
        ]
        values = {
            "country": event.tags["country"],
            "domain": event.tags["domain"],
            "status": event.statuses,
            "series": (event.series,),
            **{str(i): touched([s for s in spans if s[0] <= s[1]], i) for i in Interval},
        }
        counted.update(product(*(values[name] for name in by)))
    return counted


@pytest.fixture
def events(engine: SearchEngine) -> list[EventDocument]:
    """What the engine holds."""
    made = documents()
    engine.rebuild(made, watermark=1)
    return made


def filled(table: Crosstab) -> dict[tuple[str, ...], int]:
    return dict(table.cells)


@pytest.mark.parametrize(
    "by",
    [
        ("country",),
        ("country", "domain"),
        ("domain", "country", "status"),
        ("country", "quarter"),
        ("month", "country", "domain"),
        ("series", "year"),
    ],
)
def test_every_cell_is_counted_exactly(
    engine: SearchEngine, events: list[EventDocument], by: tuple[str, ...]
) -> None:
    """One, two and three dimensions, of several values an event."""
    table = crosstab(engine, EventQuery(), by)
    assert filled(table) == by_hand(events, by)
    assert table.total == len(events)
    for name in by:
        margin = {value: count for (value,), count in by_hand(events, (name,)).items()}
        assert {value: n for value, n in table.values[name].items() if n} == margin


@pytest.mark.parametrize("certain", [False, True])
def test_a_period_cuts_the_outer_buckets(
    engine: SearchEngine, events: list[EventDocument], *, certain: bool
) -> None:
    """A cut month counts what touches the days that are left, and no month lies outside."""
    period = Period(date(2023, 3, 10), date(2023, 7, 12), certain)
    for by in (("country", "month"), ("quarter", "country", "domain"), ("month",)):
        table = crosstab(engine, EventQuery().during(period), by)
        assert filled(table) == by_hand(events, by, period)
    assert min(table.values["month"]) == "2023-03"


def test_words_and_filters_hold(engine: SearchEngine, events: list[EventDocument]) -> None:
    """A choice of countries narrows the events, not the countries that they are counted by."""
    query = EventQuery(terms=words("missile"), filters={"country": Selection(("JP",))})
    meant = [one for one in events if "missile" in one.text and "JP" in one.tags["country"]]
    table = crosstab(engine, query, ("country", "domain"))
    assert filled(table) == by_hand(meant, ("country", "domain"))
    assert table.total == len(meant)
    assert table.values["country"]["US"] > 0


def test_a_month_stands_under_its_own_year(
    engine: SearchEngine, events: list[EventDocument]
) -> None:
    """Though an event may touch December and the January after it."""
    table = crosstab(engine, EventQuery(), ("year", "country", "month"))
    expected = {
        (month[:4], country, month): count
        for (country, month), count in by_hand(events, ("country", "month")).items()
    }
    assert filled(table) == expected


def test_time_is_in_order_and_without_gaps(engine: SearchEngine) -> None:
    """A chart can be drawn from the values as they are."""
    engine.rebuild(
        [make_document("a", on=date(2023, 1, 5)), make_document("b", on=date(2023, 4, 5))], 1
    )
    table = crosstab(engine, EventQuery(), ("month",))
    assert dict(table.values["month"]) == {"2023-01": 1, "2023-02": 0, "2023-03": 0, "2023-04": 1}


def test_nothing_found_is_an_empty_table(engine: SearchEngine) -> None:
    """Of an empty index, too."""
    engine.rebuild([], 1)
    table = crosstab(engine, EventQuery(), ("country", "month"))
    assert (table.total, filled(table)) == (0, {})


def test_more_than_one_pass_counts_the_same(
    engine: SearchEngine, events: list[EventDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table too large for one aggregation of the embedded engine is counted in parts."""
    monkeypatch.setattr(views, "_MOST_BUCKETS", 10)
    by = ("country", "domain", "month")
    assert filled(crosstab(engine, EventQuery(), by)) == by_hand(events, by)


@pytest.mark.usefixtures("events")
def test_too_many_cells_are_refused(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """With their number and what to do."""
    monkeypatch.setattr(tables, "MOST_CELLS", 14)
    with pytest.raises(QueryError, match=r"5 \(country\) x 3 \(domain\) makes 15 cells"):
        crosstab(engine, EventQuery(), ("country", "domain"))
