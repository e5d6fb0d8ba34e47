"""The search box: words, phrases, exclusions, fields; errors with a position."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.knowledge.box import Box, FieldPart
from api.knowledge.box_printing import printed
from api.knowledge.filters import FIELDS
from api.knowledge.query_language import MOST_WAYS, MOST_WORDS, completed, parse
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
        ("country: JP", "country:", None),
        ("a OR", "OR", None),
        ("OR b", "OR", None),
        ("(a OR ) b", "OR", None),
        ("a AND", "AND", None),
        ("a NOT", "NOT", None),
        ("moon (a OR b", "(", None),
        ("a OR b) moon", ")", None),
        ("a -(after:2023 OR b)", "-(", None),
        ("a NEAR/5 b", "NEAR/5", None),
        ("hedline:moon", "hedline", "headline"),
        ("headline: moon", "headline:", None),
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
    ("text", "values", "rest"),
    [
        ("country:South Korea", ("South Korea",), []),
        ("country:South Korea talks", ("South Korea",), ["talks"]),
        ("country:papua new guinea", ("papua new guinea",), []),
        ("country:Japan,South Korea steel", ("Japan", "South Korea"), ["steel"]),
        ("country:Japan talks", ("Japan",), ["talks"]),
        ("after:March 2023", ("March 2023",), []),
        ("after:March 15, 2023 moon", ("March 15, 2023",), ["moon"]),
        ("before:early 2024 moon", ("early 2024",), ["moon"]),
        ("in:2023 Q2", ("2023 Q2",), []),
        ('in:"March 15, 2023"', ("March 15, 2023",), []),
        ("digest:Vol 2.7 moon", ("Vol 2.7",), ["moon"]),
        ("-country:North Korea missile", ("North Korea",), ["missile"]),
    ],
)
def test_a_field_takes_its_longest_name(
    text: str, values: tuple[str, ...], rest: list[str]
) -> None:
    """Blanks and all, without quotation marks; and knows where each value stands."""
    box = parse(text)
    (part,) = box.fields
    assert part.values == values
    assert [text[start:end].strip('"') for start, end in part.places] == list(values)
    assert [term.text for term in box.terms] == rest


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a OR b c", "(a OR (b c))"),
        ("a AND b", "a b"),
        ("a NOT b", "a -b"),
        ("(a b) c", "(a b) c"),  # without OR nothing is grouped
        ("(a b) OR c", "(a b OR c)"),
        ("a (b OR (c OR d))", "a (b OR (c OR d))"),
        ("-(a OR b) c", "-a -b c"),
        ("NOT (a b)", "(-a OR -b)"),
        ("a OR -country:JP", "(a OR -country:JP)"),
        ("country:South Korea OR headline:moon", "(country:South Korea OR headline:moon)"),
        ('moon OR "a OR b"', '(moon OR "a OR b")'),
        ("Carrier Inc. (ISC) of", "Carrier Inc. (ISC) of"),
        ('"lunar rover"OR"moon"', '("lunar rover" OR "moon")'),  # marks part as blanks do
        ('"lunar rover"-(a OR b)', '"lunar rover" -a -b'),
    ],
)
def test_alternatives(text: str, same: str) -> None:
    """Words side by side bind closer than OR; NOT and minus reach what follows."""
    assert _said(parse(text + " ")) == _said(parse(same + " "))
    assert _said(parse(printed(parse(text + " ")) + " ")) == _said(parse(text + " "))


@pytest.mark.parametrize(
    ("text", "same"), [("AND: talks", "and talks"), ("-(-OR) NOT talks", "or -talks")]
)
def test_a_word_that_looks_like_a_sign_is_printed_as_a_word(text: str, same: str) -> None:
    """It would be a sign when it is read again."""
    assert printed(parse(text)) == same


@pytest.mark.parametrize("text", ["word " * 21, "word: " * 21, "headline:word " * 21])
def test_words_are_counted_however_they_are_written(text: str) -> None:
    """A colon behind a word makes it no less one."""
    with pytest.raises(QueryError, match="21 words"):
        parse(text)


def _said(box: Box) -> set[tuple[frozenset[object], ...]]:
    """Every way to match, whatever its order."""
    common = Box(box.terms, box.fields)
    return {
        tuple(
            frozenset(one)
            for one in (
                ((t.text, t.phrase, t.excluded, t.field) for t in way.terms),
                ((f.name, f.values, f.excluded) for f in way.fields),
            )
        )
        for way in (common.with_(one) for one in box.ways())
    }


def test_so_many_words_and_alternatives_and_no_more() -> None:
    """More are refused, with their number."""
    few = " ".join(f"w{n}" for n in range(MOST_WORDS))
    assert len(parse(few).terms) == MOST_WORDS
    with pytest.raises(QueryError, match=str(MOST_WORDS + 1)) as caught:
        parse(f"{few} more")
    assert caught.value.start == len(few) + 1
    ways = " OR ".join(f"w{n}" for n in range(MOST_WAYS))
    assert parse(ways).count_ways() == MOST_WAYS
    with pytest.raises(QueryError, match=f"make {MOST_WAYS + 1} ") as caught:
        parse(f"{ways} OR more")
    with pytest.raises(QueryError, match=str(2**10)):
        parse(" ".join(["(a OR b)"] * 10))


def test_words_in_a_field() -> None:
    """They narrow; a phrase stays one."""
    assert parse('headline:moon -text:mars headline:"joint statement"').terms == (
        Term("moon", field="headline"),
        Term("mars", excluded=True, field="text"),
        Term("joint statement", phrase=True, field="headline"),
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('lunar "joint', "lunar joint"),
        ("lunar country:", "lunar"),
        ("-domain:", ""),
        ("lunar country:J", "lunar country:J"),
        ("lunar OR", "lunar"),
        ("lunar (rover OR", "lunar (rover"),
        ("lunar -(", "lunar"),
        ("lunar (rover OR moon", "lunar (rover OR moon)"),
        ("lunar headline:", "lunar"),
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
