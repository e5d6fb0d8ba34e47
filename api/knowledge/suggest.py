"""Completions of what is being typed: readings, terms, issues, words, phrases and headlines, mixed.

What may be meant comes out of tables, by its beginning; nothing is read as a whole. The engine is
asked twice, whatever was typed: for `_HEADLINES` hits, and for the counts that no table knows,
`_MOST_COUNTED` at most.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from api.knowledge import readings, vocabulary
from api.knowledge.box_tokens import straightened
from api.knowledge.completing import MISTYPED, Completed, beginning, facets
from api.knowledge.field_values import issues, of_field
from api.knowledge.offered import Data, Offer, Suggestion, SuggestionKind
from api.knowledge.params import EventParams
from api.knowledge.query_language import MOST_WORDS, completed, parse, part_starts
from indexer.errors import QueryError
from indexer.search.analysis import fold, words
from indexer.search.matching import typo_budget, typos
from indexer.search.port import SearchEngine
from indexer.search.query import EventQuery

MAX_SUGGESTIONS = 20
_MOST_TAGS = 4
_MOST_ISSUES = 3
_MOST_WORDS_SHOWN = 2
_MOST_PHRASES = 3
_HEADLINES = 3
_MOST_COUNTED = 8
_MOST_WORDS = 3
_SHORTEST = 2
_SHORTEST_PHRASE = 3


def suggestions(typed: str, *, data: Data, limit: int) -> list[Suggestion]:
    """Completions of the last word or words typed; what stands before them is kept.

    Args:
        typed: the box as it stands.
        data: what there is to complete to.
        limit: the most to give.

    Raises:
        QueryError: what stands before the last word cannot be understood.
    """
    groups = _distinct(_groups(straightened(typed), data))
    counted = _counted([one for group in groups for one in group], data.engine)
    found = [[counted[one.q] for one in group if counted.get(one.q)] for group in groups]
    return _mixed([[one for one in group if one is not None] for group in found], limit)


def _groups(typed: str, data: Data) -> list[list[Offer]]:
    """Everything that may be meant, kind by kind, in the order in which kinds are shown."""
    starts = part_starts(typed)[-_MOST_WORDS:]
    if not starts:
        return []
    before, last = typed[: starts[-1]], typed[starts[-1] :].rstrip()
    parse(before, typing=True)
    if (values := of_field(typed, data)) is not None:
        return [values]
    if last.startswith('"'):
        closed = len(last) > 1 and last.endswith('"')
        return [] if closed else [_phrases(typed, starts[-1:], data)]
    tags = [(start, one) for start in starts for one in _names(typed, start, data)][:_MOST_TAGS]
    terms = [_term(typed, start, one, data) for start, one in tags]
    corrected = [] if any(one.far < MISTYPED for _, one in tags) else _corrected(last, data)
    meant = [] if last.startswith("-") else _readings(typed, tags)
    behind = bool(tags and typed[: tags[0][0]].strip())
    if meant and behind and terms[0].q not in {one.q for one in meant}:
        terms = terms[1:]  # the reading says as much, and says it of the other words, too
    return [
        meant,
        terms,
        _issues(typed, starts, data),
        _words(before, last, corrected, data),
        _phrases(typed, starts, data, corrected),
        _headlines(typed, data),
    ]


def _distinct(groups: Sequence[Sequence[Offer]]) -> list[list[Offer]]:
    """Each search once: as a term, where a reading says no more."""
    first: dict[str, Offer] = {}
    for one in (*chain(*groups[1:]), *chain(*groups[:1])):
        first.setdefault(one.q, one)
    return [[one for one in group if first[one.q] is one] for group in groups]


def _counted(some: Sequence[Offer], engine: SearchEngine) -> dict[str, Suggestion | None]:
    """What is offered by what it searches for; None for whatever finds nothing."""
    asked: dict[str, EventQuery] = {}
    for one in some:
        if one.count is None and len(asked) < _MOST_COUNTED:
            try:
                asked[one.q] = _query(one.q)
            except QueryError:
                continue
    totals = engine.totals(list(asked.values())) if asked else ()
    known = dict(zip(asked, totals, strict=True))
    known |= {one.q: one.count for one in some if one.count is not None}
    return {
        one.q: Suggestion(one.kind, one.label, one.q, known[one.q], one.event_id)
        for one in some
        if known.get(one.q)
    }


def _mixed(groups: Sequence[Sequence[Suggestion]], limit: int) -> list[Suggestion]:
    """The first of each kind, then the second of each, as long as there is room; kind by kind."""
    longest = max(map(len, groups), default=0)
    turns = [
        (at, place)
        for place in range(longest)
        for at, group in enumerate(groups)
        if place < len(group)
    ]
    return [groups[at][place] for at, place in sorted(turns[:limit])]


def _names(typed: str, start: int, data: Data) -> list[Completed]:
    last = typed[start:].strip()
    if len(last) < _SHORTEST:
        return []
    return beginning(
        last,
        facets(),
        data.counts,
        is_word=lambda word: bool(data.related.words(word, limit=1, at_least=1)),
    )


def _kept(typed: str, start: int) -> str:
    """What stands before the part that is completed, its minus included."""
    return typed[:start] + "-" * typed[start:].startswith("-")


def _term(typed: str, start: int, one: Completed, data: Data) -> Offer:
    # Alone it finds what the table says; behind other words or a minus the engine is asked.
    before = _kept(typed, start)
    count = None if before.strip() else data.exact(one.facet, one.count)
    q = f"{before}{one.facet}:{one.value}"
    return Offer(one.facet, vocabulary.label(one.facet, one.value), q, count)


def _readings(typed: str, tags: Sequence[tuple[int, Completed]]) -> list[Offer]:
    """What all of it could mean as filters, its last name finished."""
    finished = [(start, vocabulary.label(one.facet, one.value)) for start, one in tags[:1]]
    texts = [f"{typed[:start]}{label}" for start, label in finished if typed[:start].strip()]
    found: dict[str, Offer] = {}
    for text in (typed, *texts):
        try:
            some = readings.possible(EventParams(q=text.strip()))
        except (QueryError, ValueError):
            continue
        for one in some[:1]:  # what it keeps of the search is the most
            found.setdefault(one.q, Offer(SuggestionKind.READING, one.label, one.q))
    return list(found.values())


def _issues(typed: str, starts: Sequence[int], data: Data) -> list[Offer]:
    for start in starts:
        text = typed[start:].strip()
        if found := list(issues(text, typed[:start], data, limit=_MOST_ISSUES)):
            return found
    return []


def _words(before: str, last: str, corrected: Sequence[str], data: Data) -> list[Offer]:
    """Words that go on from the one being typed; where none does, what it is a misspelling of."""
    minus, folded = "-" * last.startswith("-"), fold(last.removeprefix("-"))
    if len(folded) < _SHORTEST or not folded.isalnum():
        return []
    found = data.related.words(folded, limit=2 * _MOST_WORDS_SHOWN + 1)
    whole = _whole(folded, dict(found), data)
    some = [word for word in whole if word != folded] or list(corrected)
    return [
        Offer(SuggestionKind.WORD, word, f"{before}{minus}{word}")
        for word in some[:_MOST_WORDS_SHOWN]
    ]


def _whole(folded: str, found: Mapping[str, int], data: Data) -> list[str]:
    """Those that are no two words with a hyphen between, the first of which is being typed."""
    pairs = {
        word: [
            (word[:at], word[at:])
            for at in range(len(folded), len(word) - 1)
            if len(word[:at]) >= _SHORTEST
        ]
        for word in found
    }
    having = data.related.having(
        [part for some in pairs.values() for pair in some for part in pair]
    )
    return [
        word
        for word, events in found.items()
        if not any(min(having[first], having[second]) >= events for first, second in pairs[word])
    ]


def _corrected(last: str, data: Data) -> list[str]:
    """Words of the data that a misspelt one begins, as far as typos are forgiven."""
    folded = fold(last)
    if not typo_budget(folded) or data.related.words(folded, limit=1, at_least=1):
        return []
    found = data.related.beginnings(folded, limit=_MOST_WORDS_SHOWN)
    return found or data.related.spellings(folded, limit=_MOST_WORDS_SHOWN)


def _phrases(
    typed: str, starts: Sequence[int], data: Data, corrected: Sequence[str] = ()
) -> list[Offer]:
    found: list[Offer] = []
    texts = [
        (start, " ".join(part for word in words(typed[start:]) for part in word.parts))
        for start in starts
    ]
    texts += [(starts[-1], word) for word in corrected[:1]]
    for start, text in texts:
        if len(text) < _SHORTEST_PHRASE or '"' in typed[start + 1 :]:
            continue
        some = data.related.phrases(text, limit=_MOST_PHRASES)
        found += (
            Offer(SuggestionKind.PHRASE, phrase, f'{_kept(typed, start)}"{phrase}"')
            for phrase, _ in some
        )
    return found[:_MOST_PHRASES]


def _headlines(typed: str, data: Data) -> list[Offer]:
    """Events whose headline has every word typed, the last one as a beginning."""
    box = parse(completed(typed), typing=True)
    forms = [word.joined or word.parts[0] for term in box.terms for word in words(term.text)]
    if box.groups or not any(len(form) >= _SHORTEST for form in forms):
        return []
    found = data.engine.in_headline(_query(typed, limit=_HEADLINES, typing=True))
    return [
        Offer(SuggestionKind.HEADLINE, entry.headline, _quoted(entry.headline), None, entry.id)
        for entry in data.related.entries(found)
        if _has(entry.headline, forms)
    ]


def _has(headline: str, forms: Sequence[str]) -> bool:
    having = {word.joined or word.parts[0] for word in words(headline)}
    *whole, last = forms
    return all(
        any(typos(form, one, prefix=False) is not None for one in having) for form in whole
    ) and any(typos(last, one, prefix=True) is not None for one in having)


def _quoted(headline: str) -> str:
    """It as a phrase, as many words of it as a search takes."""
    kept = words(headline)[:MOST_WORDS]
    plain = straightened(headline[: kept[-1].end] if kept else "").replace('"', " ")
    return f'"{plain}"'


def _query(q: str, *, limit: int = 0, typing: bool = False) -> EventQuery:
    asked = EventParams(q=completed(q), typing=typing).to_query()
    return replace(asked, limit=limit, offset=0, facets=())
