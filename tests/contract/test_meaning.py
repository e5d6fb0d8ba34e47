"""What researchers type: the second tier and the readings, the same on both engines."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.knowledge.found import SearchResult
from api.knowledge.near import FEW, PAGE, Part, Tier
from api.knowledge.params import EventParams
from api.knowledge.query_language import parse
from api.knowledge.service import EventService
from api.knowledge.wanted import Wanted, apart, how, wanted_of
from indexer.search.conditions import OneOf
from indexer.search.document import EventDocument, event_document, looked_up
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.query import EventQuery
from indexer.search.synonyms import forms
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore

SYNONYMS, MOST, BOTH = "in other words", "most words", "in other words, then most words"
# What is typed; a reading offered first; whether a second tier follows, and of which kind.
SEARCHES: dict[str, tuple[str | None, str | None]] = {
    "What did Japan and the Philippines agree on in 2024?": (
        "Country: Japan and Philippines, 2024, with “agree”",
        BOTH,
    ),
    "sanctions on Russia": ("Country: Russia", BOTH),
    "space energy": ("Domain: Space or Energy", MOST),
    "march 2023": ("In March 2023", SYNONYMS),
    "UK": ("Country: United Kingdom", SYNONYMS),
    "Okinawa base relocation 2022": ("In 2022", BOTH),
    "Vol 2.7": ("Issue Vol 2.7", None),
    "usjad-2-7": ("Issue usjad-2-7", None),
    "nuclear wastewater release": (None, MOST),
    "unmanned aircraft": (None, SYNONYMS),
    "What chips?": (None, SYNONYMS),
    "semiconductor export controls": (None, MOST),
    "export control chips": (None, MOST),
    "britain": ("Country: United Kingdom", SYNONYMS),
    "extended deterrence talks": (None, BOTH),
    "who visited Manila": (None, BOTH),
    "Fukushima": (None, None),
    "F35": (None, None),
    "f-35": (None, None),
    "2 plus 2": (None, SYNONYMS),
    "two plus two": (None, SYNONYMS),
    "coast guard exercise Philippines": (
        "Country: Philippines, with “coast guard exercise”",
        MOST,
    ),
    "rover on the moon": (None, MOST),
    "Kishida Biden summit": ("Actor: Fumio Kishida and Joe Biden, with “summit”", None),
    "bases Okinawa moved": (None, None),
    "JUMPP": ("Actor: Japan-US Mekong Power Partnership", None),
    "tariff steel 2022": ("In 2022, with “tariff steel”", SYNONYMS),
    "AUKUS pillar two": (None, MOST),
    "PRC balloons": ("Country: China", MOST),
}


@pytest.fixture(scope="module")
def documents(seeded: tuple[EventStore, TantivyEngine]) -> list[EventDocument]:
    """Every event as it is indexed."""
    return [event_document(event) for event in seeded[0].iter_events()]


@pytest.mark.parametrize(("q", "wanted"), SEARCHES.items())
def test_what_researchers_type(
    service: EventService, q: str, wanted: tuple[str | None, str | None]
) -> None:
    """The reading and the tier that it should lead to."""
    label, tier = wanted
    result = service.search(EventParams(q=q))
    assert next((one.label for one in result.readings), None) == label
    assert _tier(result) == tier


@pytest.mark.parametrize(
    ("q", "whole"), [("UK", {"uk"}), ("USA", {"usa"}), ("base USA", {"base", "bases", "usa"})]
)
def test_a_whole_name_is_no_beginning(service: EventService, q: str, whole: set[str]) -> None:
    """UK does not find Ukraine, USA does not mark USAID."""
    for typing in (False, True):
        for found in service.search(EventParams(q=q, typing=typing)).items:
            told = found.event
            marked = {
                text[span.start : span.end].lower().replace(".", "")
                for text, spans in (
                    (told.headline, found.headline_marks),
                    (told.text, found.text_marks),
                )
                for span in spans
            }
            assert marked <= whole


def test_a_name_of_several_words_that_no_event_has_is_words(service: EventService) -> None:
    """What the vocabulary knows, and the base does not hold, must not hide the words' own hits."""
    q = "Australian Space Agency"
    assert [one.text for one in wanted_of(parse(q))] == [q]
    result = service.search(EventParams(q=q))
    assert result.total == 0
    assert result.near is not None
    assert {len(item.how.missing) for item in result.near.items} == {1}


@pytest.mark.parametrize(
    ("q", "label"),
    [
        ("U.S.", "Country: United States"),
        ("u.s. navy", "Actor: US Navy"),
        ("ties with the U.K.", "Country: United Kingdom"),
        ("zelenskyy", "Actor: Volodymyr Zelensky"),
    ],
)
def test_a_name_is_read_however_it_is_spelt(service: EventService, q: str, label: str) -> None:
    """Initials with stops or without, and further spellings of a person's name."""
    readings = [one.label for one in service.search(EventParams(q=q)).readings]
    assert any(reading.startswith(label) for reading in readings)


def test_a_short_word_goes_on_while_it_is_typed(service: EventService) -> None:
    """Finished, it is what it is."""
    typed, finished = (
        service.search(EventParams(q="rov", typing=typing)).total for typing in (True, False)
    )
    assert typed > finished


@pytest.mark.parametrize(
    ("q", "instead"),
    [
        ("spa", ["Domain: Space", "space"]),
        ("jap", ["Country: Japan", "japan"]),
        ("zq", []),
        ("SPA", []),
    ],
)
def test_a_short_word_is_told_what_it_begins(
    service: EventService, q: str, instead: list[str]
) -> None:
    """Finished it finds nothing; what it could go on as is offered, each with its events."""
    result = service.search(EventParams(q=q))
    assert result.total == 0
    assert result.explanation is not None
    assert [one.instead for one in result.explanation.spellings] == instead
    for one in result.explanation.spellings:
        assert one.total == service.search(one.params).total > 0


@pytest.mark.parametrize("q", ["C++", "5%", "#1", "$5"])
def test_what_would_become_one_letter_is_left_out_and_said(service: EventService, q: str) -> None:
    """It narrows nothing, and a warning names it; with letters enough a sign does no harm."""
    alone, beside = service.search(EventParams(q=q)), service.search(EventParams(q=f"steel {q}"))
    for result in (alone, beside):
        (warning,) = result.warnings
        assert repr(q) in warning
    assert beside.total == service.search(EventParams(q="steel ")).total
    assert service.search(EventParams(q="#steel ")).total == beside.total


@pytest.mark.parametrize("q", SEARCHES)
def test_readings_count_what_they_find(service: EventService, q: str) -> None:
    """Only readings with events, and each leads to as many as it says."""
    for one in service.search(EventParams(q=q)).readings:
        assert one.total == service.search(one.params).total > 0
        assert one.params == EventParams(q=q).with_(**one.changes)


def _held(document: EventDocument) -> Mapping[str, frozenset[Any]]:
    """What stands in its fields."""
    return {
        name: frozenset(value) if isinstance(value, list) else frozenset([value])
        for name, value in document.fields().items()
    }


def test_what_an_event_lacks_is_read_off_what_is_indexed(
    seeded: tuple[EventStore, TantivyEngine],
) -> None:
    """What is looked up of an event is what its document holds."""
    for event in seeded[0].iter_events():
        held, found = _held(event_document(event)), looked_up(event)
        assert {name: held[name] for name in found} == found


def _wanted(q: str, documents: Sequence[EventDocument]) -> Sequence[Wanted]:
    """What a search wants, names of several words that no event has as their words."""
    wanted = wanted_of(parse(q))
    unknown = {
        one.text
        for one in wanted
        if " " in one.text and all(how((one,), _held(each)).missing for each in documents)
    }
    return apart(wanted, unknown, {})


@pytest.mark.parametrize("q", SEARCHES)
def test_the_second_tier_is_exact(
    service: EventService, documents: list[EventDocument], q: str
) -> None:
    """Its total is that of its pages, no exact hit is among them, and no event is nearer."""
    first = service.search(EventParams(q=q, limit=200))
    exact = {found.event.id for found in first.items}
    if first.near is None:
        return
    assert first.total == len(exact) < FEW
    found = [one.found.event.id for one in first.near.items]
    assert len(set(found)) == len(found) == first.near.total
    assert not exact & set(found)
    wanted = _wanted(q, documents)
    lacking = {
        one.id: len(how(wanted, _held(one)).missing) for one in documents if one.id not in exact
    }
    whole = sum(missing == 0 for missing in lacking.values())
    fewest = min((missing for missing in lacking.values() if missing), default=0)
    shown = {0}
    if whole + len(exact) < PAGE and 2 * fewest <= len(wanted):
        shown.add(fewest)
    assert {event_id for event_id, missing in lacking.items() if missing in shown} == set(found)
    assert [lacking[one] for one in found] == [len(one.how.missing) for one in first.near.items]


@pytest.mark.parametrize("q", SEARCHES)
def test_the_second_tier_is_in_order(
    service: EventService, documents: list[EventDocument], q: str
) -> None:
    """Fewer words missing first, then the better headline, then the newest.

    All of the words that an event has stand there as written; half of them; one; one otherwise.
    """
    near = service.search(EventParams(q=q, limit=200)).near
    if near is None:
        return
    wanted = _wanted(q, documents)
    by_id = {one.id: one for one in documents}

    def place(event_id: str) -> tuple[int, int, str]:
        event = by_id[event_id]
        missing = len(how(wanted, _held(event)).missing)
        needed = len(wanted) - missing
        steps = sorted({needed, (needed + 1) // 2, 1}, reverse=True)
        said, itself = _in_headline(wanted, event, others=True), _in_headline(wanted, event)
        reached = [*(itself >= step for step in steps), said >= 1, True].index(True)
        return missing, reached, event.fields()["newest_key"]

    found = [one.found.event.id for one in near.items]
    assert found == sorted(found, key=place)


def _in_headline(wanted: Sequence[Wanted], document: EventDocument, *, others: bool = False) -> int:
    """How many of the words stand in the headline; with others, also those said otherwise."""
    words = set(document.fields()["headline_words"])
    ways = [(one.own, *one.others) if others else (one.own,) for one in wanted]
    return sum(any(words.issuperset(form) for way in some for form in way.forms) for some in ways)


@pytest.mark.parametrize(
    ("wanted", "needed", "exact", "reason"),
    [
        (1, {1: 1}, 0, "1 event says it in other words."),
        (2, {2: 3}, 1, "3 events say it in other words."),
        (2, {1: 12}, 0, "No event has both words. 12 have 1 of them."),
        (4, {3: 1}, 1, "Only 1 has all 4 words. 1 has 3 of them."),
        (3, {3: 2, 2: 1}, 0, "No event has all 3 words. 2 say it in other words, 1 has 2 of them."),
        (
            3,
            {3: 1, 2: 1200},
            2,
            "Only 2 have all 3 words. 1 says it in other words, 1,200 have 2 of them.",
        ),
    ],
)
def test_the_heading_says_what_the_events_have(
    wanted: int, needed: dict[int, int], exact: int, reason: str
) -> None:
    """Each part with its number; never the sum."""
    parts = tuple(Part(EventQuery(), total, some) for some, total in needed.items())
    assert Tier(parts, wanted_of(parse("alpha beta gamma delta"))[:wanted], exact).reason == reason


@pytest.mark.parametrize(
    ("needed", "exact", "reason"),
    [
        ({2: 3}, 0, "3 events say the same."),
        ({1: 12}, 2, "Only 2 have every word. 12 have 1 of the 2 words that matter."),
        ({2: 1, 1: 4}, 0, "No event has every word. 1 says the same, 4 have 1 of the 2 words"),
    ],
)
def test_words_that_say_nothing_are_not_counted(
    needed: dict[int, int], exact: int, reason: str
) -> None:
    """Exact hits have them; so what lacks nothing else says the same, not "other words"."""
    parts = tuple(Part(EventQuery(), total, some) for some, total in needed.items())
    wanted = wanted_of(parse("who sent ships"))
    assert len(wanted) == 2
    assert Tier(parts, wanted, exact, dropped=True).reason.startswith(reason)


@pytest.mark.parametrize("q", ["moon landing", "who visited Manila", "export control chips"])
def test_each_event_names_every_word_that_it_has_otherwise(
    service: EventService, documents: list[EventDocument], q: str
) -> None:
    """Also where it is only another number or tense; what stands there as written is not named."""
    near = service.search(EventParams(q=q, limit=200)).near
    assert near is not None
    held = {one.id: set(one.fields()["words"]) for one in documents}
    for one in near.items:
        named = {*one.how.missing, *(word for word, _ in one.how.instead)}
        for text in (wanted.text for wanted in wanted_of(parse(q))):
            assert (text in named) != held[one.found.event.id].issuperset(forms(text))


def test_a_compound_is_found_where_it_is_written_apart(service: EventService) -> None:
    """Its parts in any number, since a hyphen is a matter of taste."""
    near = service.search(EventParams(q="supply-chain")).near
    assert near is not None
    assert all(one.how.instead == (("supply-chain", "supply chain"),) for one in near.items)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=2), st.integers(0, 20), st.integers(1, 20))
def test_a_page_goes_over_from_one_part_to_the_next(
    totals: list[int], offset: int, limit: int
) -> None:
    """It holds what a page of one list would."""
    parts = tuple(
        Part(EventQuery(prefer=(OneOf("id", (str(at),)),)), n, 1) for at, n in enumerate(totals)
    )
    whole = [(part.query.prefer, at) for part in parts for at in range(part.total)]
    shown = [
        (query.prefer, query.offset + at)
        for query in Tier(parts, (), 0).page(offset, limit)
        for at in range(query.limit)
    ]
    assert shown == whole[offset : offset + limit]


@pytest.mark.parametrize(
    ("q", "word", "instead"),
    [
        ("Taiwain strait transit", "Taiwain", "Taiwan"),
        ("satelite zyxwvut launch", "satelite", "satellite"),
    ],
)
def test_a_typing_error_is_forgiven_in_the_second_tier(
    service: EventService, q: str, word: str, instead: str
) -> None:
    """Where no event has the word; and it is said how the event has it."""
    near = service.search(EventParams(q=q)).near
    assert near is not None
    assert all((word, instead) in one.how.instead for one in near.items)


def test_the_second_tier_has_pages_of_its_own(service: EventService) -> None:
    """Walking them gives every event once, and the exact hits stay as they are."""
    whole = service.search(EventParams(q="PRC balloons", limit=200)).near
    assert whole is not None
    walked: list[str] = []
    page = 1
    while True:
        part = service.search(EventParams(q="PRC balloons", limit=7, near_page=page)).near
        assert part is not None
        assert part.total == whole.total
        walked += [one.found.event.id for one in part.items]
        if not part.more:
            break
        page += 1
    assert walked == [one.found.event.id for one in whole.items]


def test_exports_hold_the_second_tier_where_it_is_asked_for(service: EventService) -> None:
    """Behind the exact events, and only then; as many as are announced."""
    params = EventParams(q="tariff steel 2022", limit=200)
    page = service.search(params)
    assert page.near is not None
    exact = [one.event.id for one in page.items]
    plain, both = service.export(params), service.export(params, near=True)
    assert list(plain.ids) == exact
    assert list(both.ids) == exact + [one.found.event.id for one in page.near.items]
    assert both.total == page.total + page.near.total
    enough = EventParams(q="space")
    assert list(service.export(enough, near=True).ids) == list(service.export(enough).ids)


def test_counts_are_of_the_exact_tier_alone(service: EventService) -> None:
    """Nothing that almost matches is counted beside it."""
    result = service.search(EventParams(q="PRC balloons"))
    assert result.near is not None
    assert result.total == 0
    assert not any(result.facets.values())


def test_filters_phrases_and_exclusions_hold_in_both_tiers(service: EventService) -> None:
    """They were meant as written."""
    narrowed = service.search(EventParams(q='balloons PRC -"Tokyo"', country=("KR",), limit=200))
    assert narrowed.near is not None
    for one in narrowed.near.items:
        event = one.found.event
        assert "KR" in event.tags_of("country")
        assert "tokyo" not in f"{event.headline} {event.text}".lower()


@pytest.mark.meilisearch
def test_both_engines_give_the_same(
    seeded: tuple[EventStore, TantivyEngine],
    seeded_server: MeiliEngine,
    documents: list[EventDocument],
) -> None:
    """Whatever words are put together: exact hits, the second tier and readings."""
    store, embedded = seeded
    one, other = EventService(store, embedded), EventService(store, seeded_server)
    known = sorted({word for document in documents for word in document.fields()["words"]})
    written = st.one_of(st.sampled_from(known), st.sampled_from(" ".join(SEARCHES).split()))

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(written, min_size=1, max_size=6))
    def same(some: list[str]) -> None:
        params = EventParams(q=" ".join(some).replace(":", " "), limit=200)
        assert _answer(one.search(params)) == _answer(other.search(params))

    same()


def _answer(result: SearchResult) -> tuple[object, ...]:
    """What must not depend on the engine."""
    near_ids = [one.found.event.id for one in result.near.items] if result.near else []
    hows = [one.how for one in result.near.items] if result.near else []
    total = result.near.total if result.near else 0
    readings = [(one.label, one.total) for one in result.readings]
    return {one.event.id for one in result.items}, result.total, near_ids, hows, total, readings


def _tier(result: SearchResult) -> str | None:
    if result.near is None:
        return None
    missing = [bool(one.how.missing) for one in result.near.items]
    return MOST if all(missing) else BOTH if any(missing) else SYNONYMS
