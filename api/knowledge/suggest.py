"""Completions of what is being typed: tags, frequent words and phrases, headlines, with counts.

What may be meant comes out of tables; the engine is asked for headlines once and for what a
completion finds, `_MOST_TAGS` + `_MOST_WORDS_SHOWN` + `_MOST_PHRASES` times at most.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from api.knowledge import vocabulary
from api.knowledge.filters import FIELDS
from api.knowledge.params import EventParams
from api.knowledge.query_language import parse, part_starts
from indexer.normalise.tags.kinds import KINDS
from indexer.related import Related
from indexer.search.analysis import fold, words
from indexer.search.document import MEMBER_OF, Facet
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery

MAX_SUGGESTIONS = 20
_MOST_TAGS = 4
_MOST_PHRASES = 4
_MOST_VALUES = 8
_MOST_WORDS_SHOWN = 3
_MOST_WORDS = 3
_SHORTEST = 2
_FIELD = re.compile(rf"-?(?P<name>{'|'.join(FIELDS)}):(?P<value>[^\s\"]*)$", re.IGNORECASE)


class SuggestionKind(StrEnum):
    """What a suggestion completes to, if it is no value of a facet."""

    WORD = "word"
    PHRASE = "phrase"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion.

    Attributes:
        kind: what it completes to: a `SuggestionKind`, or the facet of a value.
        label: how to show it.
        q: what to put into the box.
        count: events that searching for ``q`` gives.
        event_id: the event that a headline belongs to; None otherwise.
    """

    kind: str
    label: str
    q: str
    count: int
    event_id: str | None = None


def suggestions(
    typed: str, *, related: Related, engine: SearchEngine, limit: int
) -> list[Suggestion]:
    """Completions of the last word or words typed; what stands before them is kept.

    Args:
        typed: the box as it stands.
        related: the words, phrases and tags of the data.
        engine: counts and finds, a bounded number of times.
        limit: the most to give.

    Raises:
        QueryError: what stands before the last word cannot be understood.
    """
    found: dict[tuple[str, str], Suggestion] = {}
    for one in _candidates(typed, related, engine):
        if len(found) == limit:
            break
        if (one.kind, one.q) in found:
            continue
        total = one.count or engine.search(_query(one.q)).total
        if total:
            found[one.kind, one.q] = Suggestion(one.kind, one.label, one.q, total, one.event_id)
    return list(found.values())


def _candidates(typed: str, related: Related, engine: SearchEngine) -> Iterator[Suggestion]:
    starts = part_starts(typed)[-_MOST_WORDS:]
    if not starts:
        return
    before, last = typed[: starts[-1]], typed[starts[-1] :].rstrip()
    parse(before)
    if field := _FIELD.fullmatch(last):
        yield from _values(before + last[: field.start("value")], field, related, engine)
        return
    if last.startswith('"'):
        if len(last) == 1 or not last.endswith('"'):
            yield from _phrases(typed, starts[-1:], related)
        return
    yield from _tags(typed, starts, related.tags())
    yield from _words(before, last, related)
    yield from _phrases(typed, starts, related)
    yield from _headlines(typed, related, engine)


def _values(
    before: str, field: re.Match[str], related: Related, engine: SearchEngine
) -> Iterator[Suggestion]:
    """Values of the field that is being typed; several may stand behind commas."""
    name = field["name"].lower()
    if name not in {*KINDS, MEMBER_OF}:
        return
    *earlier, last = field["value"].split(",")
    # Membership is a matter of the event's day, and no tag.
    if name == MEMBER_OF:
        counted = engine.search(EventQuery(limit=0, facets=(name,))).facets[name]
        having: Mapping[str, int] = {one.value: one.count for one in counted}
    else:
        having = related.tags().get(name, {})
    for value in _beginning(name, last, having)[:_MOST_VALUES]:
        q = before + ",".join([*earlier, value])
        yield Suggestion(name, vocabulary.label(name, value), q, 0)


def _tags(
    typed: str, starts: list[int], having: Mapping[str, Mapping[str, int]]
) -> Iterator[Suggestion]:
    shown = 0
    for start in starts:
        last = typed[start:].strip()
        if len(last) < _SHORTEST:
            continue
        for facet in map(str, KINDS):
            of_kind = having.get(facet, {})
            for value in _beginning(facet, last, of_kind):
                if shown == _MOST_TAGS:
                    return
                shown += 1
                q = f"{typed[:start]}{facet}:{value}"
                # Alone it finds what the table says; behind other words the engine is asked.
                count = 0 if typed[:start].strip() else of_kind[value]
                yield Suggestion(facet, vocabulary.label(facet, value), q, count)


def _beginning(facet: Facet, typed: str, having: Mapping[str, int]) -> list[str]:
    """Values in use with a name that begins so, the commonest first."""
    folded = fold(typed.lstrip("-"))
    found = {
        value
        for spelling, value in vocabulary.spellings(facet).items()
        if spelling.startswith(folded) and having.get(value)
    }
    return sorted(found, key=lambda value: (-having[value], value))


def _words(before: str, last: str, related: Related) -> Iterator[Suggestion]:
    """Words that go on from the one being typed."""
    folded = fold(last)
    if len(folded) < _SHORTEST or not folded.isalnum():
        return
    for word, _ in related.words(folded, limit=_MOST_WORDS_SHOWN):
        if word != folded:
            yield Suggestion(SuggestionKind.WORD, word, f"{before}{word}", 0)


def _phrases(typed: str, starts: list[int], related: Related) -> Iterator[Suggestion]:
    shown = 0
    for start in starts:
        last = " ".join(part for word in words(typed[start:]) for part in word.parts)
        if len(last) < _SHORTEST or '"' in typed[start + 1 :]:
            continue
        for phrase, _ in related.phrases(last, limit=_MOST_PHRASES):
            if shown == _MOST_PHRASES:
                return
            shown += 1
            yield Suggestion(SuggestionKind.PHRASE, phrase, f'{typed[:start]}"{phrase}"', 0)


def _headlines(typed: str, related: Related, engine: SearchEngine) -> Iterator[Suggestion]:
    """Events whose headline has every word typed, the last one as a beginning."""
    forms = [
        word.joined or word.parts[0] for term in parse(typed).terms for word in words(term.text)
    ]
    if not forms:
        return
    *whole, last = forms
    hits = engine.search(_query(typed, limit=MAX_SUGGESTIONS)).hits
    for entry in related.entries([hit.id for hit in hits]):
        having = {word.joined or word.parts[0] for word in words(entry.headline)}
        if having.issuperset(whole) and any(word.startswith(last) for word in having):
            quoted = entry.headline.replace('"', " ")
            yield Suggestion(SuggestionKind.HEADLINE, entry.headline, f'"{quoted}"', 1, entry.id)


def _query(q: str, *, limit: int = 0) -> EventQuery:
    return replace(EventParams(q=q).to_query(), limit=limit, offset=0, facets=())
