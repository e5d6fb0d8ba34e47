"""Sentences: where one begins and ends, whatever stands in it."""

import pytest

from indexer.normalise.sentences import first_sentence, sentence_around

TEXT = (
    "Gen. Ito met Lt. Lee on May 3. They agreed to drill in June! A hotline follows “by July.” "
    "Costs are open"
)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("May 3", "Gen. Ito met Lt. Lee on May 3."),
        ("June", "They agreed to drill in June!"),
        ("by July", "A hotline follows “by July.”"),
        ("open", "Costs are open"),
    ],
)
def test_the_sentence_around_some_words(word: str, sentence: str) -> None:
    """Titles do not end it; quotation marks behind its stop belong to it."""
    at = TEXT.index(word)
    first, last = sentence_around(TEXT, at, at + len(word))
    assert TEXT[first:last] == sentence


def test_words_of_two_sentences_have_both() -> None:
    """Nothing that was asked about is cut."""
    first, last = sentence_around(TEXT, TEXT.index("May"), TEXT.index("June") + 4)
    assert TEXT[first:last] == "Gen. Ito met Lt. Lee on May 3. They agreed to drill in June!"


def test_the_first_sentence_of_one_alone_is_all() -> None:
    """With its blanks, as it was given."""
    assert first_sentence(TEXT) == "Gen. Ito met Lt. Lee on May 3."
    assert first_sentence("Costs are open ") == "Costs are open "
