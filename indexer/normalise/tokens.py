"""Words of a text with their offsets, and phrases looked up among them, longest first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*|&")
_BETWEEN = re.compile(r"\s+|\s?[-‐-―/]\s?|[.,]\s")
_POSSESSIVES = ("'s", "’s")
# What may end a word inside a phrase: "Japan’s Coast Guard", "the Workers’ Party".
_APOSTROPHES = ("", *_POSSESSIVES, "'", "’")

Payload = TypeVar("Payload")


class Token(NamedTuple):
    """A word: its comparable form (stops and possessive taken off) and its place in the text."""

    form: str
    start: int
    end: int


class Match(NamedTuple, Generic[Payload]):
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
        form = match[0]
        start, end = match.span()
        if form[-1] == ".":
            form = form.replace(".", "")
        elif not form.isalnum():
            if form.endswith(_POSSESSIVES):
                form = form[:-2]
                end -= 2
            form = form.replace("’", "'")
        found.append(Token(form, start, end))
    return found


@lru_cache(maxsize=8)
def words_of_item(text: str) -> tuple[Token, ...]:
    """The words of a text that several finders ask for, one after the other."""
    return tuple(tokens(text))


class PhraseIndex(Generic[Payload]):
    """Finds listed phrases in texts, whole words, case as listed.

    Of two phrases that overlap the longer one is meant, its article not counted: "the North
    Korean launch" names North Korea, not "the North". Of two equally long ones it is the earlier.
    Where two phrases of the same words are listed, the one added first wins.
    """

    def __init__(self, phrases: Iterable[tuple[str, Payload]]) -> None:
        listed: dict[tuple[str, ...], Payload] = {}
        for phrase, payload in phrases:
            forms = tuple(_the(token.form) for token in tokens(phrase))
            if forms:
                listed.setdefault(forms, payload)
        # By the first word, then by the second: hundreds of phrases begin with "US".
        self._first: dict[str, _Beginning[Payload]] = {}
        for forms, payload in listed.items():
            self._first.setdefault(forms[0], _Beginning()).add(forms[1:], payload)
        for beginning in self._first.values():
            beginning.sort()
        if "the" in self._first:
            self._first["The"] = self._first["the"]

    def find(self, text: str, words: Sequence[Token]) -> Iterator[Match[Payload]]:
        """Matches from left to right that do not overlap."""
        first, end, behind = self._first, len(words), 0
        for at in [at for at, (form, _, _) in enumerate(words) if form in first]:
            if at < behind:
                continue
            match = self._at(text, words, at, end)
            rival = None if match is None else self._rival(text, words, match)
            if rival is not None:
                match = self._at(text, words, at, rival)
            if match is not None:
                yield match
                behind = match.last

    def _rival(self, text: str, words: Sequence[Token], match: Match[Payload]) -> int | None:
        """Where a longer phrase begins that overlaps this one's end."""
        if match.last - match.first == 1:
            return None
        length = match.last - match.first - (_the(words[match.first].form) == "the")
        for at in range(match.first + 1, match.last):
            other = self._at(text, words, at, len(words))
            if other is not None and other.last > match.last and other.last - at > length:
                return at
        return None

    def _at(self, text: str, words: Sequence[Token], at: int, end: int) -> Match[Payload] | None:
        """The longest phrase that begins at a word and ends before ``end``."""
        beginning = self._first.get(words[at].form)
        if beginning is None:
            return None
        if at + 1 < end and beginning.longer:
            for forms, payload in beginning.longer.get(words[at + 1].form, ()):
                last = at + 1 + len(forms)
                if last <= end and _is_run(text, words, at, forms):
                    return Match(payload, at, last, words[at].start, words[last - 1].end)
        if beginning.alone:
            word = words[at]
            return Match(beginning.alone[0], at, at + 1, word.start, word.end)
        return None


class _Beginning(Generic[Payload]):
    """The phrases that begin with one word: that word alone, and longer ones by the next word."""

    def __init__(self) -> None:
        self.alone: list[Payload] = []
        self.longer: dict[str, list[tuple[tuple[str, ...], Payload]]] = {}

    def add(self, others: tuple[str, ...], payload: Payload) -> None:
        """Keep a phrase by the words behind its first one."""
        if others:
            self.longer.setdefault(others[0], []).append((others, payload))
        else:
            self.alone.append(payload)

    def sort(self) -> None:
        """The longest first; of equally long ones in the order in which they were added."""
        for entries in self.longer.values():
            entries.sort(key=lambda entry: -len(entry[0]))


def _is_run(text: str, words: Sequence[Token], at: int, forms: tuple[str, ...]) -> bool:
    """Whether these words stand behind the one at an index, side by side."""
    for form in forms:
        at += 1
        if words[at].form != form:
            return False
        if not _side_by_side(text, words[at - 1], words[at]):
            return False
    return True


def _side_by_side(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but what may stand inside a phrase parts two words."""
    gap = text[left.end : right.start]
    if gap == " ":
        return True
    # An initial may be written against the next word: "N.Korea".
    initial = gap == "." and right.start - left.start == len("N.")
    return initial or _BETWEEN.fullmatch(gap) is not None or gap.rstrip() in _APOSTROPHES


def _the(form: str) -> str:
    return "the" if form == "The" else form
