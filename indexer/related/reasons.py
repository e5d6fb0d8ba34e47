"""Why two events are alike, in words that a person accepts: names and phrases, the rarest first."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.related.common import FUNCTION_WORDS, carries_no_subject
from indexer.related.features import content_form, runs
from indexer.search.analysis import Word, fold, words

_MOST = 6
_LONGEST_PHRASE = 4
# What every fourth event says is no reason, unless there is no better one.
_TELLING = 8
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)]*\s*\Z")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A shared word or phrase.

    Attributes:
        shown: as written in the event asked about.
        forms: the folded words that carry it.
        named: it is a name or a phrase.
        weight: how rare it is.
    """

    shown: str
    forms: frozenset[str]
    named: bool
    weight: int


class Reasons:
    """Finds what an event shares with others.

    Args:
        headline, text: the event's.
        weights: weights of its words, folded.
    """

    def __init__(self, headline: str, text: str, weights: Mapping[str, int]) -> None:
        self._weights = weights
        self._texts = [(part, words(part)) for part in (headline, text)]

    def with_(self, headline: str, text: str, shared: Iterable[str]) -> tuple[str, ...]:
        """What it shares with another event, as written in it.

        Args:
            headline: the other's.
            text: the other's.
            shared: the words of both, folded.
        """
        common = frozenset(shared)
        theirs = _plain(headline), _plain(text)
        found = [*self._phrases(common, theirs), *self._words(common)]
        telling = [one for one in found if one.weight >= _TELLING] or found
        ordered = sorted(telling, key=lambda one: (not one.named, -one.weight, one.shown))
        return tuple(_told_once(ordered))[:_MOST]

    def _phrases(self, common: frozenset[str], theirs: Sequence[str]) -> Iterator[_Found]:
        for text, found in self._texts:
            for run in runs(text, found):
                for part in _shared_stretches(run, common):
                    forms = [form for word in part if (form := _form(word)) is not None]
                    shown = text[part[0].start : part[-1].end]
                    if all(map(carries_no_subject, forms)) or not _stands_in(shown, theirs):
                        continue
                    weight = sum(self._weights.get(form, 0) for form in forms)
                    yield _Found(shown, frozenset(forms), named=True, weight=weight)

    def _words(self, common: frozenset[str]) -> Iterator[_Found]:
        seen: dict[str, _Found] = {}
        for text, found in self._texts:
            for word in found:
                form = content_form(word)
                if form is None or form not in common or carries_no_subject(form):
                    continue
                shown = text[word.start : word.end]
                one = _Found(
                    shown, frozenset({form}), _is_name(text, word), self._weights.get(form, 0)
                )
                if form not in seen or one.named > seen[form].named:
                    seen[form] = one
        yield from seen.values()


def _shared_stretches(run: Sequence[Word], common: frozenset[str]) -> Iterator[Sequence[Word]]:
    """The longest stretches of two and more words that both share, function words within them."""
    start = 0
    while start < len(run):
        end = last = start
        while end < len(run) and end - start < _LONGEST_PHRASE:
            form = _form(run[end])
            if form in common:
                last = end
            elif form is not None or end == start:
                break
            end += 1
        if last > start:
            yield run[start : last + 1]
        start = max(last, start) + 1


def _form(word: Word) -> str | None:
    """The folded form; None of a function word."""
    form = word.joined or word.parts[0]
    return None if form in FUNCTION_WORDS else form


def _is_name(text: str, word: Word) -> bool:
    """Whether a word is written as a name is: a capital within a sentence, or a figure in it."""
    shown = text[word.start : word.end]
    if any(map(str.isdigit, shown)) or sum(map(str.isupper, shown)) > 1:
        return True
    before = text[: word.start]
    return shown[:1].isupper() and bool(before) and not _SENTENCE_END.search(before[-6:])


def _told_once(ordered: Iterable[_Found]) -> Iterator[str]:
    told: set[str] = set()
    for one in ordered:
        if not one.forms <= told:
            told |= one.forms
            yield one.shown


def _stands_in(shown: str, theirs: Sequence[str]) -> bool:
    wanted = f" {_plain(shown)}"
    return any(wanted in f" {text}" for text in theirs)


def _plain(text: str) -> str:
    folded = text.lower() if text.isascii() else fold(text)
    return _BLANKS.sub(" ", folded)
