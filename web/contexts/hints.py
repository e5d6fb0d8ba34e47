"""What helps along: why a search finds little, events like this one, the story it belongs to."""

from collections.abc import Iterator, Sequence

from api.knowledge import vocabulary
from api.knowledge.explain import Explanation
from api.knowledge.params import EventParams
from indexer.models import Precision
from indexer.related import Entry, Likeness
from indexer.search.timeline import Bucket
from web.contexts.cards import HOME, Line, Link, event_url, events_in_words
from web.contexts.times import time

_MOST_WORDS = 4


def ways_out(params: EventParams, explanation: Explanation | None, total: int) -> tuple[Link, ...]:
    """Links to searches that give more than ``total``, each with its number of events."""
    if explanation is None:
        return ()
    links = [
        Link(
            f"“{one.instead}” instead of “{one.word}”: " + events_in_words(one.total),
            _url(one.params),
        )
        for one in explanation.spellings
        if one.total > total
    ]
    links += [
        Link(f"without {one.part}: {events_in_words(one.total)}", _url(one.params))
        for one in explanation.without
        if one.total > total
    ]
    links += [
        Link(f"in {month.start:%B %Y}: {events_in_words(month.total)}", _url(_in(params, month)))
        for month in (explanation.earlier, explanation.later)
        if month is not None and month.total > total
    ]
    return tuple(links or _plainly(explanation))


def _plainly(explanation: Explanation) -> Iterator[Link]:
    """Where no one change helps: other spellings of the words, without any filter."""
    for one in explanation.spellings:
        alone = EventParams(q=one.params.q)
        yield Link(f"“{one.instead}” instead of “{one.word}”, without filters", _url(alone))


def related_lines(found: Sequence[Likeness]) -> tuple[Line, ...]:
    """Events like the one shown, with the words and tags that they share."""
    return tuple(_line(one.entry, note=_why(one)) for one in found)


def thread_lines(found: Sequence[Entry], here: str) -> tuple[Line, ...]:
    """The story that an event belongs to, oldest first."""
    return tuple(_line(entry, here=entry.id == here) for entry in found)


def _line(entry: Entry, *, note: str = "", here: bool = False) -> Line:
    undated = "undated" if entry.precision is Precision.ISSUE else ""
    when = time(entry.day, entry.end, entry.precision, note=undated)
    return Line(when, event_url(entry.id), entry.headline, note, here)


def _why(one: Likeness) -> str:
    words = [*one.words[:_MOST_WORDS]]
    tags = [vocabulary.label(kind, value) for kind, value in one.tags]
    return f"Both on {_listed(list(dict.fromkeys(words + tags)))}" if words or tags else ""


def _listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def _in(params: EventParams, month: Bucket) -> EventParams:
    return params.with_(event_from=month.label, event_to=month.label)


def _url(params: EventParams) -> str:
    return params.to_url(HOME)
