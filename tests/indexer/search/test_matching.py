"""Expansion of searched words: what the rule gives for every indexed word, without asking each."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.search.matching import Vocabulary, typos

# Few letters and lengths around the limits, so that near words are met often.
_WORDS = st.text("abc1", min_size=1, max_size=12)


@given(words=st.lists(_WORDS, max_size=60), word=_WORDS, prefix=st.booleans())
def test_expansion_gives_what_the_rule_gives_word_by_word(
    words: list[str], word: str, *, prefix: bool
) -> None:
    """Every word at its number of typos, in order."""
    expected: tuple[list[str], ...] = ([], [], [])
    for term in sorted(set(words)):
        cost = typos(word, term, prefix=prefix)
        if cost is not None:
            expected[cost].append(term)
    found = Vocabulary(set(words)).expand(word, prefix=prefix)
    assert found == tuple(map(tuple, expected))


@given(words=st.lists(_WORDS), more=st.lists(_WORDS), word=_WORDS, prefix=st.booleans())
def test_words_added_later_are_as_good_as_the_first(
    words: list[str], more: list[str], word: str, *, prefix: bool
) -> None:
    """A vocabulary that grew expands like one that was made whole."""
    grown, whole = Vocabulary(set(words)), Vocabulary({*words, *more})
    grown.expand(word, prefix=prefix)
    found = grown.with_(more).expand(word, prefix=prefix)
    assert found == whole.expand(word, prefix=prefix)


@example(word="aaaaaaaab", edits=[(0, "a", 0)], more="a", prefix=True)
@given(
    word=st.text("ab", min_size=5, max_size=12),
    edits=st.lists(st.tuples(st.integers(0, 12), st.sampled_from("abx"), st.integers(0, 3))),
    more=st.text("ab", max_size=4),
    prefix=st.booleans(),
)
def test_words_made_of_the_searched_one_are_judged_alike(
    word: str, edits: list[tuple[int, str, int]], more: str, *, prefix: bool
) -> None:
    """A few letters put in, left out, exchanged or swapped, at the beginning too."""
    term = word
    for at, letter, kind in edits[:3]:
        head, tail = term[:at], term[at:]
        swapped = tail[1:2] + tail[:1] + tail[2:]
        term = head + (letter + tail, tail[1:], letter + tail[1:], swapped)[kind]
    term = (term + more) or "a"
    cost = typos(word, term, prefix=prefix)
    found = Vocabulary([term]).expand(word, prefix=prefix)
    assert [index for index, terms in enumerate(found) if terms] == ([] if cost is None else [cost])


def test_a_vocabulary_completes() -> None:
    """What it holds, what begins so, what is near."""
    held = Vocabulary(["space", "spacecraft", "pace"])
    assert ("space" in held, "spac" in held, len(held)) == (True, False, 3)
    assert held.beginning("spac") == ["space", "spacecraft"]
    assert held.near("spade", 2) == [("space", 1), ("pace", 2)]


@pytest.mark.parametrize("word", ["", "a", "ab"])
def test_short_words_are_matched_as_they_are(word: str) -> None:
    """Nothing is near them."""
    assert Vocabulary(["a", "abc"]).expand(word, prefix=False) == (
        (word,) if word == "a" else (),
        (),
        (),
    )
