"""Alternatives and words in a field: what people write in the box, the same on both engines."""

import pytest

from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from indexer.errors import QueryError


def found(service: EventService, q: str, **more: object) -> set[str]:
    """The ids of all events, which are as many as the total says."""
    result = service.search(EventParams(q=q, limit=200, **more))
    ids = {one.event.id for one in result.items}
    assert len(ids) == result.total
    return ids


@pytest.mark.parametrize(
    ("q", "some"),
    [
        ("rover OR balloon ", ["rover ", "balloon "]),
        ("rover OR balloon OR wastewater ", ["rover ", "balloon ", "wastewater "]),
        ("space (rover OR telescope) ", ["space rover ", "space telescope "]),
        ("country:PH OR domain:energy", ["country:PH", "domain:energy"]),
        ("country:South Korea OR rover ", ["country:KR", "rover "]),
        ("in:March 2023 OR in:2022-Q1", ["in:2023-03", "after:2022-01 before:2022-03"]),
        ("(Okinawa base) OR (domain:space -lunar) ", ["Okinawa base ", "domain:space -lunar"]),
        ('"joint statement" OR headline:moon ', ['"joint statement"', "headline:moon "]),
        ("exercise (country:AU OR country:PH)", ["exercise country:AU", "exercise country:PH"]),
        ("NOT (country:US AND country:JP)", ["-country:US", "-country:JP"]),
    ],
)
def test_alternatives_find_what_each_of_them_finds(
    service: EventService, q: str, some: list[str]
) -> None:
    """Each event once; filters, counts and exports hold for all of them alike."""
    together = set[str]().union(*(found(service, one) for one in some))
    assert found(service, q) == together
    assert set(service.export(EventParams(q=q)).ids) == together
    narrowed = EventParams(q=q, country=("US",), facets=("country",))
    by_country = {one.value: one.count for one in service.search(narrowed).facets["country"]}
    for code in ("JP", "KR", "PH"):
        assert by_country.get(code, 0) == len(found(service, q, country=(code,)))


def test_the_best_way_puts_an_event_first(service: EventService) -> None:
    """What is spelt so in a headline comes before what stands in a text, whichever word it is."""
    items = service.search(EventParams(q="balloon OR rover ", limit=200)).items
    in_headline = [bool(one.headline_marks) for one in items]
    assert in_headline == sorted(in_headline, reverse=True)


@pytest.mark.parametrize("q", ["headline:space", "headline:space -headline:force"])
def test_words_in_a_field_stand_there(service: EventService, q: str) -> None:
    """Newest first; marked where they were asked for."""
    items = service.search(EventParams(q=q + " ", limit=200)).items
    assert items
    for one in items:
        headline = one.event.headline.lower()
        assert "space" in headline
        assert ("force" in headline.split()) <= ("-" not in q)
        assert one.headline_marks
        assert not one.text_marks
    days = [one.event.primary.start for one in items]
    assert days == sorted(days, reverse=True)
    assert found(service, "text:space ") | found(service, "headline:space ") <= found(
        service, "space "
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rover country:Jap", "rover"),
        ("rover contry:J", "rover"),
        ("rover after:20", "rover"),
        ("rover digest:9.", "rover"),
        ("rover OR", "rover"),
        ("rover (balloon OR", "rover balloon"),
        ("rover country:South K", "rover"),
        ('rover "sp', "rover sp"),
    ],
)
def test_what_is_unfinished_while_typing_is_no_error(
    service: EventService, typed: str, meant: str
) -> None:
    """Hits are those of what stands before it; once it is sent, it is refused with its place."""
    ids = found(service, typed, typing=True)
    assert ids == found(service, meant, typing=meant.endswith("sp"))
    if ":" in typed:
        with pytest.raises(QueryError) as caught:
            found(service, typed)
        assert caught.value.start is not None
        assert len("rover ") <= caught.value.start < (caught.value.end or 0) <= len(typed)


@pytest.mark.parametrize(
    ("q", "parameters"),
    [
        ("country:South Korea", {"country": ("KR",)}),
        ("after:March 2023", {"event_from": "2023-03"}),
        ('before:"early 2024"', {"event_to": "2024-04"}),
        ("in:2023-Q2", {"event_from": "2023-04", "event_to": "2023-06"}),
        ('in:"March 2023"', {"event_from": "2023-03", "event_to": "2023-03"}),
        ("in:2023", {"event_from": "2023", "event_to": "2023"}),
        ("digest:Vol 2.7", {"digest": ("2.7",)}),
    ],
)
def test_names_and_periods_in_the_box(
    service: EventService, q: str, parameters: dict[str, object]
) -> None:
    """They find what the parameters find."""
    assert found(service, q) == found(service, "", **parameters)
