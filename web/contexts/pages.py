"""Pages that say what went wrong."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from api.knowledge.explain import Spelling
from api.knowledge.offered import Suggestion
from indexer.normalise.tags.kinds import KINDS
from web.contexts.cards import HOME, Link, events_in_words
from web.contexts.subjects import SUBJECTS

# Names of events and issues are no words that one would search for.
_NAMELESS = frozenset({"events", "digests", "issues", "static", "editor", "problems", "api"})
_MOST_WORDS = 6
_LONGEST = 60
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Meant:
    """Something that an address may have meant: its kind, where it is, how many events it has."""

    kind: str
    link: Link
    count: str


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, in words.

    Attributes:
        words: to search for instead.
        meant: what may have been meant, each with its number of events.
    """

    title: str
    heading: str
    detail: str
    words: str
    meant: tuple[Meant, ...]


def error_page(
    heading: str, detail: str, words: str = "", meant: Sequence[Meant] = ()
) -> ErrorPage:
    """What went wrong."""
    return ErrorPage(f"{heading} – Entente", heading, detail, words, tuple(meant))


def words_of(path: str) -> str:
    """What an address that leads nowhere asks for, in words; empty where it says nothing."""
    first, *_ = parts = [part for part in path.split("/") if part] or [""]
    if first in _NAMELESS:
        return ""
    said = re.findall(r"[^\W_]+", parts[-1][:_LONGEST])
    return " ".join(said[:_MOST_WORDS])


def meant(
    suggested: Sequence[Suggestion], spellings: Callable[[], Sequence[Spelling]]
) -> tuple[Meant, ...]:
    """What an address may have meant.

    Args:
        suggested: how its words go on in the data.
        spellings: how they are spelt there; asked for only where nothing is suggested.
    """
    found = {one.link.url: one for one in _suggested(suggested)}
    return tuple([*found.values()] or [*_respelt(spellings())])[:_SHOWN]


def _suggested(found: Sequence[Suggestion]) -> Iterator[Meant]:
    for one in found:
        subject = SUBJECTS.get(one.kind)
        if subject is not None and one.count:
            url = subject.url(one.q.partition(":")[2])
            title = KINDS[one.kind].title if one.kind in KINDS else subject.heading
            yield Meant(title, Link(one.label, url), events_in_words(one.count))


def _respelt(found: Sequence[Spelling]) -> Iterator[Meant]:
    for one in found:
        if one.total:
            url = one.params.to_url(HOME)
            said = Link(f"{one.instead} in the text", url)
            yield Meant("Words", said, events_in_words(one.total))
