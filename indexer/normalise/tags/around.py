"""What stands around a name: titles and verbs of people, ships' prefixes, capitalised words."""

import re
from collections.abc import Iterator, Sequence

from indexer.normalise.tags import gazetteer
from indexer.normalise.tags.gazetteer import Meaning
from indexer.normalise.tags.holders import Person
from indexer.normalise.tokens import Match, Token

_LOOK_BACK = 7
_CAPITALISED = re.compile(r"\b([A-Z][\w’'-]*)\.?$")
_LONGEST_NAME = 40
# What a full stop may end before a name: "Gen. Park", not "the President. Park".
_LONGEST_ABBREVIATION = 4
_TREATIES = frozenset(
    {"Accord", "Accords", "Amendment", "Convention", "Conventions", "Protocol", "Statute"}
)
_CONNECTORS = frozenset({"and", "of", "for", "to", "the", "in", "on", "at", "de", "&"})


def words_before(name: str, text: str) -> Iterator[str]:
    """The capitalised word right before each place of a name, without its full stop."""
    at = text.find(f" {name}")
    while at != -1:
        end = at + 1 + len(name)
        whole_word = not (text[end : end + 1].isalnum() or text[end : end + 1] == "_")
        before = _CAPITALISED.search(text, max(0, at - _LONGEST_NAME), at) if whole_word else None
        if before is not None:
            yield before[1]
        at = text.find(f" {name}", end)


def office_in(words: str, person: Person) -> bool:
    """Whether an office of a person stands in words."""
    return any(office.title in words.lower() for office in person.offices)


def covers(phrase: str, match: Match[Meaning], text: str) -> bool:
    """Whether a phrase stands in the text such that the match lies inside it."""
    at = text.find(phrase, max(0, match.start - len(phrase)), match.start + len(phrase))
    return at != -1 and at <= match.start < at + len(phrase)


def capital_follows(match: Match[Meaning], text: str, words: Sequence[Token]) -> bool:
    """Whether a capitalised word goes straight on from a match."""
    if match.last >= len(words):
        return False
    follower = words[match.last]
    gap = text[match.end : follower.start]
    return gap[:1].isspace() and not gap.strip(" “‘\"'") and follower.form[:1].isupper()


def names_ship(match: Match[Meaning], text: str, words: Sequence[Token]) -> bool:
    """Whether the words are a ship's name: "HMAS Canberra", "the Montevideo Maru"."""
    if match.last < len(words) and words[match.last].form == "Maru":
        return True
    if match.first == 0:
        return False
    before = words[match.first - 1]
    return (
        before.form in gazetteer.ship_prefixes()
        and text[before.end : match.start].strip(" “\"'") == ""
    )


def names_treaty(match: Match[Meaning], text: str, words: Sequence[Token]) -> bool:
    """Whether the words are those of a treaty: "the Montreal Protocol"."""
    return (
        match.last < len(words)
        and words[match.last].form in _TREATIES
        and text[match.end : words[match.last].start] == " "
    )


def follows(before: Sequence[str], match: Match[Meaning], text: str) -> bool:
    """Whether one of some words stands right before a match."""
    opening = text[max(0, match.start - _LONGEST_NAME) : match.start].split()
    return bool(opening) and opening[-1].lower() in before


def _shortened(word: str) -> bool:
    """Whether a title is an abbreviation: "Gen", "Sec"."""
    return word in gazetteer.titles() and len(word) <= _LONGEST_ABBREVIATION and word != "King"


def acting(words: Sequence[Token], match: Match[Meaning], text: str) -> bool:
    """Whether a verb of what people do follows at once: "Moon met", "Brown said"."""
    if match.last >= len(words):
        return False
    verb = words[match.last]
    return verb.form in gazetteer.acts() and text[match.end : verb.start].isspace()


def titled(words: Sequence[Token], at: int, text: str) -> bool:
    """Whether a title stands before the word, with nothing but names and connectors between."""
    titles = gazetteer.titles()
    for index in range(at - 1, max(-1, at - 1 - _LOOK_BACK), -1):
        word = words[index]
        gap = text[word.end : words[index + 1].start]
        if any(stop in gap for stop in ";:()") or (". " in gap and not _shortened(word.form)):
            return False
        if word.form in titles:
            return True
        if not (word.form[:1].isupper() or word.form in _CONNECTORS):
            return False
    return False
