"""What of a search's text is not searched for, and why: said with every answer."""

from indexer.search.analysis import words
from indexer.search.query import EventQuery, Term
from indexer.search.terms import is_searchable


def left_out(query: EventQuery) -> tuple[str, ...]:
    """A sentence for each part of the text that was left out."""
    return tuple(
        f"{term.text!r} {_why_unsearchable(term)} and was left out"
        for term in query.every_term()
        if not is_searchable(term)
    )


def _why_unsearchable(term: Term) -> str:
    left = words(term.text)
    if not left:
        return "holds no letter or digit"
    return f"is only {left[0].parts[0]!r} without its signs, which are not searched,"
