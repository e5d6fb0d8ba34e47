"""What helps along: why a search finds little, events like this one, the story it belongs to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.knowledge import vocabulary
from api.knowledge.explain import Explanation
from api.knowledge.params import EventParams
from indexer.models import Precision
from indexer.related import Entry, Likeness
from indexer.search.timeline import Bucket
from web.contexts.cards import HOME, Link, days_in_words

_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class RelatedLine:
    """An event like the one shown, and why."""

    url: str
    headline: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One event of a story."""

    url: str
    headline: str
    when: str
    here: bool


def ways_out(params: EventParams, explanation: Explanation | None, total: int) -> tuple[Link, ...]:
    """Links to searches that give more than ``total``, each with its number of events."""
    if explanation is None:
        return ()
    links = [
        Link(f"“{one.instead}” instead of “{one.word}”: {_events(one.total)}", _url(one.params))
        for one in explanation.spellings
        if one.total > total
    ]
    links += [
        Link(f"without {one.part}: {_events(one.total)}", _url(one.params))
        for one in explanation.without
        if one.total > total
    ]
    links += [
        Link(f"in {month.start:%B %Y}: {_events(month.total)}", _url(_in(params, month)))
        for month in (explanation.earlier, explanation.later)
        if month is not None and month.total > total
    ]
    return tuple(links or _plainly(explanation))


def _plainly(explanation: Explanation) -> Iterator[Link]:
    """Where no one change helps: other spellings of the words, without any filter."""
    for one in explanation.spellings:
        alone = EventParams(q=one.params.q)
        yield Link(f"“{one.instead}” instead of “{one.word}”, without filters", _url(alone))


def related_lines(found: Sequence[Likeness]) -> tuple[RelatedLine, ...]:
    """Events like the one shown, with the words and tags that they share."""
    return tuple(
        RelatedLine(_event(one.entry), one.entry.headline, _when(one.entry), _why(one))
        for one in found
    )


def thread_lines(found: Sequence[Entry], here: str) -> tuple[ThreadLine, ...]:
    """The story that an event belongs to, oldest first."""
    return tuple(
        ThreadLine(_event(entry), entry.headline, _when(entry), entry.id == here) for entry in found
    )


def _why(one: Likeness) -> str:
    words = [*one.words[:_MOST_WORDS]]
    tags = [vocabulary.label(kind, value) for kind, value in one.tags]
    return ", ".join(dict.fromkeys(words + tags))


def _in(params: EventParams, month: Bucket) -> EventParams:
    return params.with_(event_from=month.label, event_to=month.label)


def _url(params: EventParams) -> str:
    return params.to_url(HOME)


def _event(entry: Entry) -> str:
    return f"/events/{entry.id}"


def _when(entry: Entry) -> str:
    days = days_in_words(entry.day, entry.end, entry.precision)
    return f"{days} (undated)" if entry.precision is Precision.ISSUE else days


def _events(total: int) -> str:
    return f"{total:,} event{'' if total == 1 else 's'}"
