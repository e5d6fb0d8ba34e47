"""What is marked in a text: the words of a search wherever they stand, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search import pieces
from indexer.search.analysis import words
from indexer.search.highlight import Highlighter
from indexer.search.matching import Vocabulary
from indexer.search.terms import Needle, Needles


def _marked(text: str, *searched: str, vocabulary: str = "") -> list[str]:
    """The marked pieces; with a vocabulary the matching words are worked out beforehand."""
    needles = Needles(tuple(Needle(word) for word in searched))
    known = Vocabulary(vocabulary.split())
    matching = [
        {term for terms in known.expand(word, prefix=False) for term in terms} for word in searched
    ]
    return [
        text[span.start : span.end]
        for span in Highlighter(needles, matching if vocabulary else None).spans(text)
    ]


@pytest.mark.parametrize(
    ("text", "searched", "marks"),
    [
        ("Rover on rover", ("rover",), ["Rover", "rover"]),
        ("(rover), \u201crover\u201d;rover", ("rover",), ["rover"] * 3),
        ("rovers and hangrover", ("rover",), ["rovers"]),
        ("the rover's wheel", ("rover",), ["rover"]),
        ("an Indo-Pacific plan", ("pacific",), ["Indo-Pacific"]),
        ("an Indo-Pacific plan", ("indopacific",), ["Indo-Pacific"]),
        ("the U.S. and US", ("us",), ["U.S.", "US"]),
        ("a moon base, a moon. Base", ("moonbase",), ["moon base", "moon. Base"]),
        ("moon\u2014base", ("moonbase",), ["moon\u2014base"]),
        ("based on the moon", ("moonbase",), []),
        ("rover\trover\n\nrover", ("rover",), ["rover"] * 3),
        ("", ("rover",), []),
    ],
)
@pytest.mark.parametrize("worked_out", [True, False], ids=["matching known", "worked out"])
def test_marks(text: str, searched: tuple[str, ...], marks: list[str], worked_out: bool) -> None:
    """The same marks whether or not the engine says which indexed words match."""
    vocabulary = "rover rovers hangrover pacific indopacific us moon base based" * worked_out
    assert _marked(text, *searched, vocabulary=vocabulary) == marks


def test_pieces_met_first_by_another_search_are_marked() -> None:
    """What one search met, a later one knows; and what it meets only later, too."""
    needles = Needles((Needle("lander"),))
    early = Highlighter(needles, [{"lander"}])
    assert early.spans("a lander")
    assert _marked("landers, landing; LANDER!", "lander", vocabulary="lander") == ["LANDER"]
    (span,) = early.spans("a LANDER!")
    assert (span.start, span.end) == (2, 8)


def test_pieces_begin_anew_when_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that has begun keeps its own; nothing grows without end."""
    begun = Highlighter(Needles((Needle("orbit"),)), [{"orbit"}])
    assert begun.spans("in orbit")
    monkeypatch.setattr(pieces, "_MOST", 0)
    assert len(pieces.known_pieces()) == 0
    assert _marked("orbit, or orbit", "orbit", vocabulary="orbit") == ["orbit", "orbit"]
    assert len(begun.spans("orbit: an orbit")) == 2


@given(st.text(st.sampled_from("aB1é.,'’-+&_(\"…—"), min_size=1, max_size=8))
def test_a_piece_is_known_by_the_forms_of_its_words(piece: str) -> None:
    """The short way for plain words gives what reading the words gives."""
    known = pieces.Pieces()
    known.meet([piece])
    expected = {form for word in words(piece) for form in (*word.parts, word.joined) if form}
    assert {form for form in expected if known.holding({form}) == {piece}} == expected
    assert set(known._holding) == expected
