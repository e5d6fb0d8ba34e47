"""Marked text: put together, the pieces are the text again."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.search.query import Span
from web.marking import marked_at, pieces, snippet


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(max_size=600))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, spans


@given(marked())
def test_pieces_rebuild_the_text(given_text: tuple[str, list[Span]]) -> None:
    """And the marked ones are the spans."""
    text, spans = given_text
    found = pieces(text, spans)
    assert "".join(piece.text for piece in found) == text
    assert [p.text for p in found if p.marked] == [text[s.start : s.end] for s in spans]


@given(marked())
def test_a_snippet_is_a_part_of_the_text(given_text: tuple[str, list[Span]]) -> None:
    """Whatever is marked in it, and wherever."""
    text, spans = given_text
    body = "".join(piece.text for piece in snippet(text, spans))
    assert body.removeprefix("…").removesuffix("…") in text
    assert len(body) <= max(len(text), 262)


def test_a_snippet_shows_the_first_mark() -> None:
    """However far down it stands."""
    text = "word " * 200 + "rover " + "word " * 50
    at = text.index("rover")
    assert "rover" in [p.text for p in snippet(text, [Span(at, at + 5)]) if p.marked]


def test_overlapping_evidence_is_one_mark() -> None:
    """What touches is marked together."""
    found = marked_at("Japan space talks", [(3, 11), (0, 5), (12, 17)])
    assert [(piece.text, piece.marked) for piece in found] == [
        ("Japan space", True),
        (" ", False),
        ("talks", True),
    ]
