"""Walking through a search by date while other hands write, on every engine."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from indexer.search.document import EventDocument
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery, Hit, Sort
from tests.builders import make_document, words

FIRST = date(2023, 1, 1)
BY_DATE = (Sort.NEWEST, Sort.OLDEST)


def made(chance: random.Random, number: int) -> EventDocument:
    """An event of one of a few days, so that many share one."""
    day = FIRST + timedelta(chance.randrange(5))
    return make_document(f"e-{number}", on=day, text=chance.choice(("Moon talks.", "Moon pact.")))


@pytest.mark.parametrize("sort", BY_DATE)
@pytest.mark.parametrize("seed", range(3))
def test_an_event_that_does_not_change_comes_exactly_once(
    engine: SearchEngine, sort: Sort, seed: int
) -> None:
    """Others are added, deleted and moved to other days between any two pages."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    living = {one.id: one for one in (made(chance, number) for number in range(30))}
    engine.rebuild(living.values(), 1)
    touched: set[str] = set()
    met: list[Hit] = []
    query = EventQuery(terms=words("moon"), sort=sort, limit=4)
    for page in range(1, 50):
        found = engine.search(query)
        assert found.total == len(living)
        if not found.hits:
            break
        met += found.hits
        query = replace(query, after=found.hits[-1].place)
        moved, gone = chance.sample(sorted(living), 2)
        added = made(chance, 100 + page)
        again = replace(made(chance, page), id=moved, headline=f"Told anew {page}")
        engine.apply([again, added], [gone], page + 1)
        touched |= {moved, gone, added.id}
        living |= {moved: again, added.id: added}
        del living[gone]
    ids = [hit.id for hit in met]
    still = set(living) - touched
    assert still
    assert all(ids.count(event_id) == 1 for event_id in still)
    places = [(hit.day, hit.id) for hit in met]
    days = [hit.day for hit in met]
    assert days == sorted(days, reverse=sort is Sort.NEWEST)
    assert len(places) == len(set(places))


@pytest.mark.parametrize("sort", BY_DATE)
def test_pages_behind_a_place_are_the_pages_of_the_whole(engine: SearchEngine, sort: Sort) -> None:
    """The same events in the same order as on one large page; total and facets are the whole's."""
    chance = random.Random(11)  # noqa: S311  (no secret)
    engine.rebuild([made(chance, number) for number in range(25)], 1)
    query = EventQuery(sort=sort, limit=100, facets=("year",))
    whole = engine.search(query)
    pages = [engine.search(replace(query, limit=7))]
    while pages[-1].hits:
        pages.append(engine.search(replace(query, limit=7, after=pages[-1].hits[-1].place)))
    assert [hit.id for page in pages for hit in page.hits] == [hit.id for hit in whole.hits]
    assert all(page.total == 25 and page.facets == whole.facets for page in pages)
