"""EventParams: URL to query and back."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.knowledge.params import EventParams
from indexer.errors import QueryError
from indexer.search.conditions import Selection
from indexer.search.query import Sort


def test_names_and_codes_are_the_same() -> None:
    """Japan, japan and JP; in parameters and in the box."""
    for word in ("JP", "jp", "Japan", "japan"):
        assert EventParams(country=(word,)).to_query().selection("country") == Selection(
            any_of=("JP",)
        )
        assert EventParams(q=f"country:{word}").to_query().selection("country") == Selection(
            any_of=("JP",)
        )


def test_a_field_given_twice_asks_for_all() -> None:
    """Once it is any-of, twice all-of, with a minus none-of."""
    query = EventParams(q="country:JP country:PH -country:CN domain:space,energy").to_query()
    assert query.selection("country") == Selection(all_of=("JP", "PH"), none_of=("CN",))
    assert query.selection("domain") == Selection(any_of=("space", "energy"))
    either = EventParams(q="country:JP country:CN,KR").to_query()
    assert either.selection("country") == Selection(any_of=("CN", "KR"), all_of=("JP",))
    with pytest.raises(QueryError, match="only once"):
        EventParams(q="country:JP,US country:CN,KR").to_query()


@pytest.mark.parametrize(
    ("event_from", "event_to", "first", "last"),
    [
        ("2023", "2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-02", "2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02-03", "2024-02", date(2024, 2, 3), date(2024, 2, 29)),
        (" ", None, None, None),
    ],
)
def test_periods_may_be_years_months_or_days(
    event_from: str, event_to: str | None, first: date | None, last: date | None
) -> None:
    """From the first day of the one to the last day of the other."""
    query = EventParams(event_from=event_from, event_to=event_to).to_query()
    assert (query.period.first, query.period.last) == (first, last)


def test_after_and_before_narrow_what_the_parameters_say() -> None:
    """The box and the parameters both hold."""
    query = EventParams(q="after:2023 before:2023-06", event_from="2022").to_query()
    assert (query.period.first, query.period.last) == (date(2023, 1, 1), date(2023, 6, 30))


@pytest.mark.parametrize(
    ("params", "parameter", "suggestion"),
    [
        ({"country": "Japn"}, "country", "Japan"),
        ({"domain": "spase"}, "domain", "space"),
        ({"q": "group:quadd"}, "q", "quad"),
        ({"event_from": "yesterday"}, "event_from", None),
        ({"event_from": "2023-13"}, "event_from", None),
        ({"event_from": "2024", "event_to": "2023"}, "event_to", None),
        ({"digest": "??"}, "digest", None),
        ({"facets": "contry"}, "facets", "country"),
    ],
)
def test_unknown_values_are_refused_by_name(
    params: dict[str, str], parameter: str, suggestion: str | None
) -> None:
    """With the nearest valid spelling."""
    with pytest.raises(QueryError) as caught:
        EventParams.model_validate(params).to_query()
    assert (caught.value.parameter, caught.value.suggestion) == (parameter, suggestion)


def test_without_words_the_newest_come_first() -> None:
    """With words, the most relevant."""
    assert EventParams().to_query().sort is Sort.NEWEST
    assert EventParams(q="domain:space -china").to_query().sort is Sort.NEWEST
    assert EventParams(q="rover").to_query().sort is Sort.RELEVANCE
    assert EventParams(q="rover", sort=Sort.OLDEST).to_query().sort is Sort.OLDEST


_VALUES = st.lists(st.sampled_from(["JP", "US", "KR"]), unique=True, max_size=2)


@given(
    q=st.text(max_size=20),
    country=_VALUES,
    country_not=_VALUES,
    event_from=st.sampled_from([None, "2023", "2023-04"]),
    sort=st.sampled_from([None, *Sort]),
    limit=st.integers(1, 200),
)
def test_the_url_round_trips(**values: object) -> None:
    """What the canonical address says is the same search."""
    params = EventParams.model_validate(values)
    query = params.to_url("/").partition("?")[2]
    read: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)):
        read.setdefault(name, []).append(value)
    single = {"q", "event_from", "sort", "limit"}
    again = EventParams.model_validate(
        {name: value[0] if name in single else value for name, value in read.items()}
    )
    assert again == params
    assert again.to_url("/") == params.to_url("/")


def test_edits_go_back_to_the_first_page() -> None:
    """And toggling twice is no change."""
    params = EventParams(q="rover", cursor="abc")
    assert params.toggled("country", "JP") == EventParams(q="rover", country=("JP",))
    assert params.toggled("country", "JP").toggled("country", "JP") == EventParams(q="rover")


def test_blank_fields_of_a_form_say_nothing() -> None:
    """Whatever their type."""
    blank = {"certain": "", "sort": "", "event_from": "", "country": "", "precision": ""}
    assert EventParams.model_validate(blank) == EventParams()
