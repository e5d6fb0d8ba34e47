"""Words of a text with their offsets, and phrases looked up among them, longest first."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*|&")
_BETWEEN = re.compile(r"\s+|\s?[-‐-―/]\s?|[.,]\s")
_POSSESSIVE = re.compile(r"['’]s$")

Payload = TypeVar("Payload")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its comparable form (stops and possessive taken off) and its place in the text."""

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """A phrase found: the tokens from ``first`` up to ``last``, the latter excluded."""

    payload: Payload
    first: int
    last: int
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text.

    "U.S." is one word that compares equal to "US"; hyphens part words; "Japan’s" is the word
    "Japan" and its span leaves the possessive out.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        form, end = match[0], match.end()
        if form.endswith("."):
            form = form.replace(".", "")
        possessive = _POSSESSIVE.search(form)
        if possessive:
            form = form[: possessive.start()]
            end -= 2
        found.append(Token(form.replace("’", "'"), match.start(), end))
    return found


class PhraseIndex(Generic[Payload]):
    """Finds listed phrases in texts, whole words, case as listed.

    Of two phrases that overlap the longer one is meant, its article not counted: "the North
    Korean launch" names North Korea, not "the North". Of two equally long ones it is the earlier.
    Where two phrases of the same words are listed, the one added first wins.
    """

    def __init__(self, phrases: Iterable[tuple[str, Payload]]) -> None:
        by_first: dict[str, dict[tuple[str, ...], Payload]] = defaultdict(dict)
        for phrase, payload in phrases:
            forms = tuple(_the(token.form) for token in tokens(phrase))
            if forms:
                by_first[forms[0]].setdefault(forms, payload)
        self._by_first = {
            first: sorted(entries.items(), key=lambda entry: -len(entry[0]))
            for first, entries in by_first.items()
        }

    def find(self, text: str, words: Sequence[Token]) -> Iterator[Match[Payload]]:
        """Matches from left to right that do not overlap."""
        at = 0
        while at < len(words):
            match = self._at(text, words, at, len(words))
            rival = None if match is None else self._rival(text, words, match)
            if rival is not None:
                match = self._at(text, words, at, rival)
            if match is None:
                at += 1
            else:
                yield match
                at = match.last

    def _rival(self, text: str, words: Sequence[Token], match: Match[Payload]) -> int | None:
        """Where a longer phrase begins that overlaps this one's end."""
        length = match.last - match.first - (_the(words[match.first].form) == "the")
        for at in range(match.first + 1, match.last):
            other = self._at(text, words, at, len(words))
            if other is not None and other.last > match.last and other.last - at > length:
                return at
        return None

    def _at(self, text: str, words: Sequence[Token], at: int, end: int) -> Match[Payload] | None:
        """The longest phrase that begins at a word and ends before ``end``."""
        for forms, payload in self._by_first.get(_the(words[at].form), ()):
            last = at + len(forms)
            if last > end:
                continue
            run = words[at:last]
            if all(
                word.form == form for word, form in zip(run[1:], forms[1:], strict=True)
            ) and all(_side_by_side(text, left, right) for left, right in itertools.pairwise(run)):
                return Match(payload, at, last, run[0].start, run[-1].end)
        return None


def _side_by_side(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but what may stand inside a phrase parts two words."""
    gap = text[left.end : right.start]
    # An initial may be written against the next word: "N.Korea".
    initial = gap == "." and right.start - left.start == len("N.")
    return initial or _BETWEEN.fullmatch(gap) is not None or _POSSESSIVE.sub("", gap.rstrip()) == ""


def _the(form: str) -> str:
    return "the" if form == "The" else form
