"""What likeness and completions take from an event: its words, its phrases, its place in time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from indexer.related.common import FUNCTION_WORDS
from indexer.search.analysis import Word, words

_SHORTEST_WORD = 2
_LONGEST_WORD = 60  # longer ones are addresses and accidents, which nobody spells or looks for
_DAY_DIGITS = 2
_LONGEST_PHRASE = 3
_MOST_PHRASES = 16
_PLACE_BITS = 40


@dataclass(frozen=True, slots=True)
class Features:
    """What is kept of an event's words.

    Attributes:
        words: its content words, folded, with `measure.TITLE` for those of the headline.
        phrases: the first few phrases of headline and text, folded.
    """

    words: dict[str, int]
    phrases: tuple[str, ...]


def place(issued: date, event_id: str) -> int:
    """Where an event stands in time: by day of issue, and within the day by a hash of its id.

    A function of the event alone, so that two bases with the same events order them alike. Two
    events of one day share a place with a probability of 2 to the power of -40.
    """
    hashed = int.from_bytes(blake2b(event_id.encode(), digest_size=5).digest())
    return issued.toordinal() << _PLACE_BITS | hashed


def features(headline: str, text: str) -> Features:
    """The words and phrases of an event."""
    title, body = words(headline), words(text)
    found = dict.fromkeys(_content(body), 1)
    found |= dict.fromkeys(_content(title), 2)
    return Features(found, tuple(_phrases(headline, title, text, body)))


def content_form(word: Word) -> str | None:
    """The folded form of a word that says what an event is about; None of any other."""
    form = word.joined or word.parts[0]
    if form in FUNCTION_WORDS or not _SHORTEST_WORD <= len(form) <= _LONGEST_WORD:
        return None
    # A figure of two digits is a day or a count.
    return None if form.isdigit() and len(form) <= _DAY_DIGITS else form


def runs(text: str, found: Sequence[Word]) -> Iterator[list[Word]]:
    """Words with nothing but blanks between them: no phrase reaches across a stop or a comma."""
    run: list[Word] = []
    end = 0
    for word in found:
        if run and text[end : word.start].strip():
            yield run
            run = []
        run.append(word)
        end = word.end
    if run:
        yield run


def _content(found: Sequence[Word]) -> list[str]:
    return [form for word in found if (form := content_form(word)) is not None]


def _phrases(headline: str, title: list[Word], text: str, body: list[Word]) -> Iterator[str]:
    """Phrases of the headline, then names of the text, then its pairs of words, up to a bound."""
    seen: dict[str, None] = {}
    for source, found, named in ((headline, title, False), (text, body, True), (text, body, False)):
        longest = _LONGEST_PHRASE if source is headline or named else 2
        for run in runs(source, found):
            for phrase in _within(run, source, longest, named=named):
                if len(seen) == _MOST_PHRASES:
                    yield from seen
                    return
                seen.setdefault(phrase)
    yield from seen


def _within(run: Sequence[Word], source: str, longest: int, *, named: bool) -> Iterator[str]:
    """The phrases of a run that neither begin nor end with a function word."""
    able = [word.parts[0] not in FUNCTION_WORDS for word in run]
    if named:
        able = [ok and source[word.start].isupper() for ok, word in zip(able, run, strict=True)]
    for start, ok in enumerate(able):
        if not ok:
            continue
        for end in range(start + 1, min(start + longest, len(run))):
            if able[end]:
                yield " ".join(part for word in run[start : end + 1] for part in word.parts)
            elif named:
                break


def first_letter(word: str) -> str:
    """What words are looked up by when they are spelt alike."""
    return word[:1]
