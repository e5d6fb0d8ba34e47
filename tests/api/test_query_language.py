"""The search box: words, phrases, exclusions, fields; errors with a position."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.knowledge.box import Box, FieldPart
from api.knowledge.filters import FIELDS
from api.knowledge.query_language import completed, parse, printed
from indexer.errors import QueryError
from indexer.search.query import Term


def test_words_phrases_and_exclusions() -> None:
    """The last word may go on; typographic quotes are quotes."""
    assert parse('lunar “joint statement” -china -"East China Sea" rove').terms == (
        Term("lunar"),
        Term("joint statement", phrase=True),
        Term("china", excluded=True),
        Term("East China Sea", phrase=True, excluded=True),
        Term("rove", prefix=True),
    )


def test_a_blank_behind_the_last_word_finishes_it() -> None:
    """So does anything else that follows."""
    assert parse("rover ").terms == (Term("rover"),)
    assert parse("rover domain:space").terms == (Term("rover"),)


@pytest.mark.parametrize(
    ("text", "finished", "typed"),
    [
        ("rove", True, True),
        ("rov", False, True),
        ("F-3", False, True),
        ("2023", False, False),  # a year,
        ("UK", False, False),  # whole names,
        ("usa", False, False),
        ("Sri Lanka", False, False),
        ("lunar rover", True, True),
        ("-rov", False, False),
        ("rov ", False, False),
    ],
)
def test_the_last_word_may_go_on_while_it_is_typed_or_long(
    text: str, *, finished: bool, typed: bool
) -> None:
    """From four letters on; a whole name never is the beginning of another word."""
    assert parse(text).terms[-1].prefix is finished
    assert parse(text, typing=True).terms[-1].prefix is typed


def test_fields() -> None:
    """Any-of by comma, exclusion by minus, blanks by quotes."""
    assert parse('country:JP,US -domain:space country:"South Korea" after:2023-01').fields == (
        FieldPart("country", ("JP", "US"), False, 8),
        FieldPart("domain", ("space",), True, 22),
        FieldPart("country", ("South Korea",), False, 36),
        FieldPart("after", ("2023-01",), False, 56),
    )


def test_a_word_with_a_colon_behind_it_is_a_word() -> None:
    """As headlines have them; a field's name without a value is still an error."""
    assert parse("$14.9 billion bid: Nippon Steel").terms == (
        Term("$14.9"),
        Term("billion"),
        Term("bid"),
        Term("Nippon"),
        Term("Steel"),
    )
    with pytest.raises(QueryError, match="needs a value"):
        parse("country: Japan")


def test_compounds_are_words() -> None:
    """A hyphen inside a word excludes nothing."""
    assert parse("F-35 2+2 Indo-Pacific").terms == (
        Term("F-35"),
        Term("2+2"),
        Term("Indo-Pacific", prefix=True),
    )


@pytest.mark.parametrize(
    ("text", "wrong", "suggestion"),
    [
        ('moon country:"South Korea', '"South Korea', '"South Korea"'),
        ("after:2023,2024", "2023,2024", "2023"),
        ("contry:JP", "contry", "country"),
        ("lunar domian:space", "domian", "domain"),
        ('say "never closed', '"never closed', '"never closed"'),
        ("country: JP", "", None),
        ("a OR b", "OR", None),
        ("a AND b", "AND", None),
        ("-after:2023", "-after:2023", None),
    ],
)
def test_what_cannot_be_understood_is_said_with_its_place(
    text: str, wrong: str, suggestion: str | None
) -> None:
    """From where to where; and the nearest valid spelling, where there is one."""
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.parameter == "q"
    assert text[caught.value.start : caught.value.end] == wrong
    assert caught.value.suggestion == suggestion


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('lunar "joint', "lunar joint"),
        ("lunar country:", "lunar"),
        ("-domain:", ""),
        ("lunar country:J", "lunar country:J"),
        ('say "this" and', 'say "this" and'),
    ],
)
def test_what_is_being_typed_is_completed(typed: str, read: str) -> None:
    """So that results do not vanish between two letters."""
    assert completed(typed) == read


_PLAIN = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8).filter(
    lambda word: word not in {"OR", "AND", "NOT"}
)
_TERMS = st.builds(Term, _PLAIN, phrase=st.booleans(), excluded=st.booleans())
_FIELDS = st.builds(
    FieldPart,
    st.sampled_from([name for name, one in FIELDS.items() if one.several and one.excludable]),
    st.lists(_PLAIN, min_size=1, max_size=3).map(tuple),
    st.booleans(),
    st.just(0),
)


@given(st.lists(_TERMS, max_size=4), st.lists(_FIELDS, max_size=3), st.none() | _PLAIN)
def test_printing_and_parsing_round_trip(
    terms: list[Term], fields: list[FieldPart], last: str | None
) -> None:
    """The printed box means the same."""
    unfinished = (Term(last, prefix=True),) if last else ()
    box = Box((*terms, *unfinished), tuple(fields))
    text = printed(box) + ("" if last else " ")
    again = parse(text, typing=True)
    said = [[(t.text, t.phrase, t.excluded) for t in one.terms] for one in (again, box)]
    assert said[0] == said[1]
    assert [(f.name, f.values, f.excluded) for f in again.fields] == [
        (f.name, f.values, f.excluded) for f in box.fields
    ]
