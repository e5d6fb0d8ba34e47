"""Words of a text as both engines index them."""

import pytest

from indexer.search.analysis import compounds, plain


@pytest.mark.parametrize(
    ("text", "parts", "joined"),
    [
        ("Indo-Pacific", "indo pacific", "indopacific"),
        ("2+2", "2 2", "2plus2"),
        ("Kishida’s Türkiye", "kishida turkiye", ""),
        ("the U.S. and U.S", "the us and us", ""),
        ("in the U.S., F.E.", "in the us fe", ""),
        ("14.9 billion", "14 9 billion", "n14p9"),
        ("plan A. Next", "plan a next", ""),
    ],
)
def test_words(text: str, parts: str, joined: str) -> None:
    """Acronyms with or without their last stop are one word, compounds their parts and one."""
    assert (plain(text), compounds(text)) == (parts, joined)
