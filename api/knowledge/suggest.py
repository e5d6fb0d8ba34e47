"""Completions of what is being typed: tags, frequent phrases, headlines, each with its count."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.knowledge import vocabulary
from api.knowledge.filters import FIELDS
from api.knowledge.query_language import parse, part_starts
from indexer.corpus import Corpus
from indexer.normalise.tags.kinds import KINDS
from indexer.search.analysis import fold, words
from indexer.search.document import MEMBER_OF, Facet

MAX_SUGGESTIONS = 20
_MOST_TAGS = 4
_MOST_PHRASES = 4
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
    typed: str,
    *,
    corpus: Corpus,
    counts: Callable[[Facet], Mapping[str, int]],
    count: Callable[[str], int],
    limit: int,
) -> list[Suggestion]:
    """Completions of the last word or words typed; what stands before them is kept.

    Args:
        typed: the box as it stands.
        corpus: the words of the data.
        counts: events by value of a facet.
        count: events that a box text gives.
        limit: the most to give.

    Raises:
        QueryError: what stands before the last word cannot be understood.
    """
    found: dict[tuple[str, str], Suggestion] = {}
    for one in _candidates(typed, corpus, counts):
        if len(found) == limit:
            break
        if (one.kind, one.q) in found:
            continue
        total = one.count or count(one.q)
        if total:
            found[one.kind, one.q] = Suggestion(one.kind, one.label, one.q, total, one.event_id)
    return list(found.values())


def _candidates(
    typed: str, corpus: Corpus, counts: Callable[[Facet], Mapping[str, int]]
) -> Iterator[Suggestion]:
    starts = part_starts(typed)[-_MOST_WORDS:]
    if not starts:
        return
    before, last = typed[: starts[-1]], typed[starts[-1] :].rstrip()
    parse(before)
    if field := _FIELD.fullmatch(last):
        yield from _values(before + last[: field.start("value")], field, counts)
        return
    if last.startswith('"'):
        if len(last) == 1 or not last.endswith('"'):
            yield from _phrases(typed, starts[-1:], corpus)
        return
    yield from _tags(typed, starts, counts)
    yield from _words(before, last, corpus)
    yield from _phrases(typed, starts, corpus)
    forms = [word.joined or word.parts[0] for word in words(typed)]
    for entry in corpus.headlines(forms, limit=MAX_SUGGESTIONS):
        quoted = entry.headline.replace('"', " ")
        yield Suggestion(SuggestionKind.HEADLINE, entry.headline, f'"{quoted}"', 1, entry.id)


def _values(
    before: str, field: re.Match[str], counts: Callable[[Facet], Mapping[str, int]]
) -> Iterator[Suggestion]:
    """Values of the field that is being typed; several may stand behind commas."""
    name = field["name"].lower()
    if name not in {*KINDS, MEMBER_OF}:
        return
    *earlier, last = field["value"].split(",")
    having = counts(name)
    for value in _beginning(name, last, having):
        q = before + ",".join([*earlier, value])
        yield Suggestion(name, vocabulary.label(name, value), q, 0)


def _tags(
    typed: str, starts: list[int], counts: Callable[[Facet], Mapping[str, int]]
) -> Iterator[Suggestion]:
    shown = 0
    for start in starts:
        last = typed[start:].strip()
        if len(last) < _SHORTEST:
            continue
        for facet in map(str, KINDS):
            for value in _beginning(facet, last, counts(facet)):
                if shown == _MOST_TAGS:
                    return
                shown += 1
                q = f"{typed[:start]}{facet}:{value}"
                yield Suggestion(facet, vocabulary.label(facet, value), q, 0)


def _beginning(facet: Facet, typed: str, having: Mapping[str, int]) -> list[str]:
    """Values in use with a name that begins so, the commonest first."""
    folded = fold(typed.lstrip("-"))
    found = {
        value
        for spelling, value in vocabulary.spellings(facet).items()
        if spelling.startswith(folded) and having.get(value)
    }
    return sorted(found, key=lambda value: (-having[value], value))


def _words(before: str, last: str, corpus: Corpus) -> Iterator[Suggestion]:
    """Words that go on from the one being typed."""
    folded = fold(last)
    if len(folded) < _SHORTEST or not folded.isalnum():
        return
    for word, _ in corpus.words(folded, limit=_MOST_WORDS_SHOWN):
        if word != folded:
            yield Suggestion(SuggestionKind.WORD, word, f"{before}{word}", 0)


def _phrases(typed: str, starts: list[int], corpus: Corpus) -> Iterator[Suggestion]:
    shown = 0
    for start in starts:
        last = " ".join(part for word in words(typed[start:]) for part in word.parts)
        if len(last) < _SHORTEST or '"' in typed[start + 1 :]:
            continue
        for phrase, _ in corpus.phrases(last, limit=_MOST_PHRASES):
            if shown == _MOST_PHRASES:
                return
            shown += 1
            yield Suggestion(SuggestionKind.PHRASE, phrase, f'{typed[:start]}"{phrase}"', 0)
