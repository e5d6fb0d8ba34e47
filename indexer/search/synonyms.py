"""Other ways to say a word: synonyms out of the reviewed table, numbers and tenses."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from indexer.normalise.vocabulary import load_yaml
from indexer.search.analysis import words

Forms = tuple[str, ...]  # words as they are indexed, all of which an event must have

_ENDINGS = (
    *(("ies", "y"), ("es", ""), ("s", "")),
    *(("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")),
)
_LONG_ENOUGH = 4  # shorter words with an s at their end are seldom plurals: gas, bus, US


def forms(text: str) -> Forms:
    """The words of a text as single words are indexed and looked up."""
    return tuple(word.joined or word.parts[0] for word in words(text))


@cache
def synonyms() -> Mapping[Forms, tuple[str, ...]]:
    """Other ways to say each member of the table, by its forms, inflected."""
    found: dict[Forms, list[str]] = defaultdict(list)
    for member, others in _table():
        for variant in inflected(forms(member)):
            found[variant] += (one for one in others if one not in found[variant])
    return {key: tuple(others) for key, others in found.items()}


def _table() -> Iterator[tuple[str, list[str]]]:
    """What may be said for each member: what says the same first, then what is of its kind."""
    table = load_yaml("synonyms.yaml")
    for group in table["groups"]:
        for member in group:
            yield member, [other for other in group if other != member]
    yield from table["kinds"].items()


@cache
def known() -> frozenset[str]:
    """Every word of the table in its numbers and tenses: spelt right, found or not."""
    return frozenset(
        variant for member, _ in _table() for word in forms(member) for variant in inflections(word)
    )


@cache
def longest() -> int:
    """Words of the longest member of the table."""
    return max(map(len, synonyms()))


def inflected(key: Forms) -> tuple[Forms, ...]:
    """The words as they are, and with the last one in its other numbers and tenses."""
    *before, last = key
    return tuple((*before, one) for one in inflections(last))


@lru_cache(maxsize=10_000)
def inflections(word: str) -> tuple[str, ...]:
    """A word, then its numbers and tenses as far as its letters tell; some are no words.

    They are only ever looked up as they are, so what is no word finds nothing.
    """
    if not word.isalpha() or not word.isascii():
        return (word,)
    if len(word) < _LONG_ENOUGH:
        return (word, f"{word}s")
    made = [word]
    if not word.endswith("ss"):
        made += [word.removesuffix(end) + put for end, put in _ENDINGS if word.endswith(end)]
    if not word.endswith(("s", "ed", "ing")):
        stem = word[:-1]
        y, e = word.endswith("y"), word.endswith("e")
        made += [f"{stem}ies", f"{stem}ied"] if y else [f"{word}s", f"{word}{'d' if e else 'ed'}"]
        made.append(f"{stem if e else word}ing")
    return tuple(dict.fromkeys(one for one in made if len(one) > len("xy")))
