"""An event as the corpus keeps it: its content words, its phrases and its tags."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.models import Event, Precision
from indexer.search.analysis import words

_LONGEST_PHRASE = 4
_SHORTEST_WORD = 2
_DAY_DIGITS = 2
# English words that carry a sentence rather than its subject, and what every digest says of every
# matter (met, held, grows); a phrase neither begins nor ends with one, and sharing one makes no
# two events alike.
_FUNCTION_WORDS = """
a about above across after again against ago all along also although am amid among an and
another any are around as at away back be became because become been before began being below
between both but by came can come could did do does during each early either end even ever every
few first following for former from further get give go had has have he held her here him his
how however i if in including instead into is it its itself just last late later least less like
made make many may me might more most much must my near nearly new next no nor not now of off on
once one only onto or other our out over own part per put said same say second set several shall
she should since so some still such take than that the their them then there these they this
those though three through to together told too took toward towards two under until up upon us
used using very via was way we well went were what when where whether which while who whom whose
why will with within without would year years yet you your met meet meets meeting meetings hold
holds holding grow grows grew growing time times work works worked working carry carries carried
see sees seen sat sits tells takes place places puts call called calls move moves day days month
months week weeks january february march april june july august september october november
december jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday
friday saturday sunday
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the corpus keeps it.

    Attributes:
        id: the event's id.
        digest_id: id of its digest.
        headline: as shown.
        day: first day of its primary occurrence.
        end: last day of it.
        precision: how exact these days are.
        words: its content words, folded.
        title_words: those of them that stand in the headline.
        phrases: runs of two to four words within a sentence part, folded, as written.
        spelt: how its words are written, by their folded form.
        tags: its tags as kind and value.
    """

    id: str
    digest_id: str
    headline: str
    day: date
    end: date
    precision: Precision
    words: frozenset[str]
    title_words: frozenset[str]
    phrases: frozenset[str]
    spelt: dict[str, str]
    tags: frozenset[tuple[str, str]]


def entry(event: Event) -> Entry:
    """The entry of a stored event."""
    spelt: dict[str, str] = {}
    primary = next(o for o in event.occurrences if o.is_primary)
    title_words = frozenset(_content(event.headline, spelt))
    return Entry(
        id=event.id,
        digest_id=event.digest_id,
        headline=event.headline,
        day=primary.start,
        end=primary.end,
        precision=Precision(primary.precision),
        words=title_words | frozenset(_content(event.text, spelt)),
        title_words=title_words,
        phrases=frozenset(_phrases((event.headline, event.text))),
        spelt=spelt,
        tags=frozenset((str(tag.kind), tag.value) for tag in event.tags),
    )


def _content(text: str, spelt: dict[str, str]) -> Iterator[str]:
    for word in words(text):
        form = word.joined or word.parts[0]
        if _tells(form):
            spelt.setdefault(form, text[word.start : word.end])
            yield form


def _tells(form: str) -> bool:
    """Whether a word says what an event is about; a figure of two digits is a day or a count."""
    if form.isdigit():
        return len(form) > _DAY_DIGITS
    return len(form) >= _SHORTEST_WORD and form not in FUNCTION_WORDS


def _phrases(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for run in _runs(text):
            for start in range(len(run)):
                for end in range(start + 2, min(start + _LONGEST_PHRASE, len(run)) + 1):
                    if not {run[start], run[end - 1]} & FUNCTION_WORDS:
                        yield " ".join(run[start:end])


def _runs(text: str) -> Iterator[Sequence[str]]:
    """Words with nothing but blanks between them: no phrase reaches across a stop or a comma."""
    run: list[str] = []
    end = 0
    for word in words(text):
        if run and text[end : word.start].strip():
            yield run
            run = []
        run += word.parts
        end = word.end
    if run:
        yield run
