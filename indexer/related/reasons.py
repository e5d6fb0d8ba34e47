"""Why two events are alike, in words that a person accepts: names and phrases, the rarest first."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.related.common import FUNCTION_WORDS, carries_no_subject, is_a_deed
from indexer.related.features import content_form, runs
from indexer.search.analysis import Word, fold, words

_MOST = 6
# Words of a name: "Commission President von der Leyen".
_LONGEST_PHRASE = 6
# What every fourth event says is no reason, unless there is no better one.
_TELLING = 8
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)]*\s*\Z")
_BLANKS = re.compile(r"\s+")
# Within a name nothing else is written small: "Institute of Technology", "von der Leyen".
_JOINS_NAMES = frozenset(["of", "for", "the", "de", "la", "del", "der", "den", "van", "von", "bin"])
# What else of the function words may stand within a phrase: the others are verbs and the like.
_INSIDE = _JOINS_NAMES | {"a", "an", "and", "at", "by", "in", "on", "or", "to", "with"}
# By themselves they name nobody and nothing: titles, points of the compass, kinds of bodies.
_PERSONS = """
adm admiral amb ambassador ambassadors capt captain chair chairman chancellor chief col colonel
commander commissioner director dr gen general gov governor king leader leaders lt maj mayor
minister ministers ministry mr mrs ms premier president presidents rep secretary sen senator
"""
_PARTS = """
agency assistant bureau commission committee council department deputy east eastern foreign
government house new north northern office prime south southern states under united vice west
western
"""
_TITLES = frozenset(_PERSONS.split())
_PARTS_OF_NAMES = _TITLES.union(_PARTS.split())
# "Secretary of State Blinken" is no State Blinken.
_ENDS_OF_TITLES = frozenset(["state"])
# Forms of verbs that a phrase may begin with, since there they say what kind of thing it is.
_KINDS = """
advanced allied armed associated combined disputed enhanced extended fixed improved increased
integrated joint limited organized planned proposed reserved restricted shared united
"""
_ADJECTIVES = frozenset(_KINDS.split())


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
                for stretch in _shared_stretches(text, run, common):
                    yield from self._within(text, stretch, theirs)

    def _within(
        self, text: str, stretch: Sequence[Word], theirs: Sequence[str]
    ) -> Iterator[_Found]:
        """The longest parts of a stretch that the other has, too, or that are one name."""
        at = 0
        while at < len(stretch) - 1:
            for end in range(min(len(stretch), at + _LONGEST_PHRASE), at + 1, -1):
                part = stretch[at:end]
                if _is_phrase(part) and self._is_shared(text, part, theirs):
                    forms = [form for word in part if (form := _form(word)) is not None]
                    weight = sum(self._weights.get(form, 0) for form in forms)
                    shown = text[part[0].start : part[-1].end]
                    yield _Found(shown, frozenset(forms), named=True, weight=weight)
                    at = end - 1
                    break
            at += 1

    def _is_shared(self, text: str, part: Sequence[Word], theirs: Sequence[str]) -> bool:
        """The other has it as it stands; of names it may have the parts in another order."""
        return _stands_in(text[part[0].start : part[-1].end], theirs) or _is_one_name(text, part)

    def _words(self, common: frozenset[str]) -> Iterator[_Found]:
        seen: dict[str, _Found] = {}
        for text, found in self._texts:
            for word in found:
                form = content_form(word)
                if form is None or form not in common or _says_nothing(form):
                    continue
                shown = text[word.start : word.end]
                one = _Found(
                    shown, frozenset({form}), _is_name(text, word), self._weights.get(form, 0)
                )
                if form not in seen or one.named > seen[form].named:
                    seen[form] = one
        yield from seen.values()


def _says_nothing(form: str) -> bool:
    """Whether a folded word alone is no reason."""
    return carries_no_subject(form) or form in _PARTS_OF_NAMES


def _is_phrase(part: Sequence[Word]) -> bool:
    """Whether words name a matter: not what somebody did, and no words that say nothing alone."""
    first, last = _form(part[0]), _form(part[-1])
    if first is None or last is None or first in _ENDS_OF_TITLES or last in _TITLES:
        return False
    forms = [form for word in part if (form := _form(word)) is not None]
    if any(is_a_deed(form) and form not in _ADJECTIVES for form in forms):
        return False
    return not all(map(_says_nothing, forms))


def _is_one_name(text: str, part: Sequence[Word]) -> bool:
    """Whether all of it is written as a name."""
    shown = [text[word.start : word.end] for word in part]
    return _is_name(text, part[-1]) and all(
        one[:1].isupper() or one in _JOINS_NAMES for one in shown
    )


def _shared_stretches(
    text: str, run: Sequence[Word], common: frozenset[str]
) -> Iterator[Sequence[Word]]:
    """The longest stretches of two and more words that both have, function words within them."""
    start = last = -1
    for at, word in enumerate(run):
        form = _form(word)
        if form in common:
            start, last = (at if start < 0 else start), at
        elif start >= 0 and not _goes_on(text, word):
            if last > start:
                yield run[start : last + 1]
            start = -1
    if start >= 0 and last > start:
        yield run[start : last + 1]


def _goes_on(text: str, word: Word) -> bool:
    """Whether a phrase may go on over a word that is not shared: one of a few, or of a name."""
    return _form(word) is None and (word.parts[0] in _INSIDE or text[word.start].isupper())


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
