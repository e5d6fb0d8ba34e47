"""Properties that hold for every text."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.normalise.item import read_item

_WORDS = st.sampled_from(
    [
        *("US", "U.S.", "Japan’s", "the North", "Kishida", "Gen. Brown", "MOFA", "Korea", "Quad"),
        *("on March 3", "April 5-9", "mid-May", "the 24th", "two days later", "the same day"),
        *("in June", "October 2426", "2023-02-30", "February 30", "last week", "May", "Mar."),
        *(
            "trilateral",
            "missile",
            "space",
            "“quoted”",
            "🚀",
            "—",
            ",",
            ".",
            "ﬁ",
            "İ",
            "ß",
            "\u0301",
        ),
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(_WORDS, max_size=25).map(" ".join),
    st.lists(_WORDS).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(headline=_TEXTS, text=_TEXTS, day=st.dates(date(2010, 1, 1), date(2035, 12, 31)))
def test_evidence_points_exactly_at_the_quoted_words(headline: str, text: str, day: date) -> None:
    """text[start:end] == quote, intervals run forward, and one date is primary."""
    reading = read_item(headline, text, day)
    for finding in reading.tags:
        assert finding.evidence
        for span in finding.evidence:
            source = headline if span.field == "headline" else text
            assert source[span.start : span.end] == span.quote != ""
    dated = headline if reading.dated_field == "headline" else text
    for found in reading.dates:
        assert dated[slice(*found.span)] == found.quote != ""
        assert found.start <= found.end
    assert (reading.primary is None) == (not reading.dates)
