"""EventQuery to Tantivy queries: the conditions, and the tiers of relevance."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import Any

from tantivy import FieldType, Occur, Query

from indexer.search.conditions import AtLeast, Condition, During, Either, Every, Not, OneOf
from indexer.search.document import HEADLINE_WORDS, WORDS, Facet
from indexer.search.matching import Vocabulary
from indexer.search.query import EventQuery
from indexer.search.ranking import (
    Standing,
    in_tiers,
    levels,
    overlapping_levels,
    typo_tiers,
)
from indexer.search.tantivy.schema import OWN_WORDS
from indexer.search.terms import Needle, Scoped, needles

# Where the words of a field stand one by one.
_SCOPES = {"headline": HEADLINE_WORDS, "text": "text"}
_STANDS_IN = {
    Standing.HEADLINE: HEADLINE_WORDS,
    Standing.OWN_WORDS: OWN_WORDS,
    Standing.WITH_NAMES: WORDS,
}
# A set of terms is found by reading through all terms of a field, each of fewer by looking it up:
# measured, that is 40 times as quick for one term, and no slower up to this number.
_MOST_LOOKED_UP = 100
_PHRASE_FIELDS = ("headline", "text", "names")


class Compiler:
    """Compiles one query against one view of the index."""

    def __init__(
        self, schema: Any, searcher: Any, vocabulary: Vocabulary, query: EventQuery
    ) -> None:
        self.query = query
        self._schema = schema
        self._searcher = searcher
        self._vocabulary = vocabulary
        self._needles = needles(query.terms)
        self._ways = [
            Compiler(schema, searcher, vocabulary, way) for way in query.ways() if query.either
        ]

    def matching(self, *, ignoring: Facet | None = None) -> Any:
        """Everything that matches; without one facet's own any-of selection where asked."""
        if self._ways:
            return _any([way.matching(ignoring=ignoring) for way in self._ways])
        return _all([*self._filters(ignoring), self._text])

    def tiers(self) -> Iterator[Any]:
        """Disjoint queries that together match everything, in the order that `ranking` states."""
        if self.query.prefer:
            for level in levels(self.query):
                yield Compiler(self._schema, self._searcher, self._vocabulary, level).matching()
            return
        if not in_tiers(self.query, self._needles):
            yield self.matching()
            return
        if self._ways:
            yield from self._tiers_of_ways()
            return
        filters, unwanted = self._conditions
        earlier: list[Any] = []
        tiers = typo_tiers(len(self._needles.words))
        for typos in range(tiers):
            better: list[Any] = []
            for standing in Standing:
                query = self._with_typos(typos, standing)
                if query is not None:
                    yield _all([*filters, query], none=[*unwanted, *earlier, *better])
                    better.append(query)
            earlier += better[-1:]
        if self._most_typos >= tiers:
            yield _all([*self._filters(None), self._text], none=earlier)

    def overlapping_tiers(self) -> Iterator[Any]:
        """The same tiers, each with what stands in earlier ones, too: cheaper where those are read.

        What is left out of a query costs as much as what is asked for.
        """
        if self.query.prefer:
            for level in overlapping_levels(self.query):
                yield Compiler(self._schema, self._searcher, self._vocabulary, level).matching()
        elif self._ways or not in_tiers(self.query, self._needles):
            yield from self.tiers()
        else:
            yield from (query for _, query in self.levels())

    def _tiers_of_ways(self) -> Iterator[Any]:
        """What matches in several ways stands where its best way puts it."""
        found: dict[int, list[Any]] = defaultdict(list)
        for way in self._ways:
            for level, query in way.levels():
                found[level].append(query)
        earlier: list[Any] = []
        for level in sorted(found):
            query = _any(found[level])
            yield _all([query], none=earlier)
            earlier.append(query)

    def levels(self) -> Iterator[tuple[int, Any]]:
        """What `tiers` are made of, numbered, each of them whole."""
        if not self._needles.positive:
            yield int(Standing.WITH_NAMES), self.matching()
            return
        filters, unwanted = self._conditions
        tiers = typo_tiers(len(self._needles.words))
        for typos in range(tiers):
            for standing in Standing:
                query = self._with_typos(typos, standing)
                if query is not None:
                    found = _all([*filters, query], none=unwanted)
                    yield len(Standing) * typos + standing, found
        if self._most_typos >= tiers:
            yield len(Standing) * tiers + Standing.WITH_NAMES, self.matching()

    def in_headline(self) -> Iterator[Any]:
        """Those of the tiers in which all words stand in the headline."""
        if not self._needles.positive:
            return
        filters, unwanted = self._conditions
        for typos in range(typo_tiers(len(self._needles.words))):
            query = self._with_typos(typos, Standing.HEADLINE)
            if query is not None:
                yield _all([*filters, query], none=unwanted)

    # -- text ------------------------------------------------------------------------------

    @cached_property
    def _text(self) -> Any:
        conditions = [
            _any([q for q in self._choices(needle, WORDS) if q is not None])
            for needle in self._needles.words
        ]
        conditions += [self._phrase(phrase) for phrase in self._needles.phrases]
        scoped, unwanted = self._besides
        return _all([*conditions, *scoped], none=unwanted)

    @cached_property
    def _besides(self) -> tuple[list[Any], list[Any]]:
        """What is asked beside words and phrases anywhere, and what is left out."""
        wanted: list[Any] = []
        unwanted = [self._term(WORDS, word) for word in self._needles.excluded_words]
        unwanted += [self._phrase(phrase) for phrase in self._needles.excluded_phrases]
        for one in self._needles.scoped:
            (unwanted if one.excluded else wanted).append(self._in_field(one))
        return wanted, unwanted

    @cached_property
    def _conditions(self) -> tuple[list[Any], list[Any]]:
        """What every tier asks, and what it leaves out: all but the words, which it asks itself."""
        wanted, unwanted = self._besides
        return [*self._filters(None), *wanted], unwanted

    def _with_typos(self, total: int, standing: Standing) -> Any | None:
        """All words with that many typos between them; None where no spelling has so many."""
        field = _STANDS_IN[standing]
        phrases = [self._phrase_in(field, phrase) for phrase in self._needles.phrases]
        choices = [self._choices(needle, field) for needle in self._needles.words]
        spellings = [_all([*picked, *phrases]) for picked in _spellings(choices, total)]
        return _any(spellings) if spellings else None

    def _in_field(self, one: Scoped) -> Any:
        field = _SCOPES[one.field]
        if one.word is None:
            return self._phrase_in(field, one.phrase)
        queries = self._spelt(one.word, field)
        return _any([query for query in queries if query is not None])

    @property
    def _most_typos(self) -> int:
        return sum(
            max((cost for cost, q in enumerate(self._choices(n, WORDS)) if q), default=0)
            for n in self._needles.words
        )

    def _choices(self, needle: Needle, field: str) -> Sequence[Any | None]:
        """Queries for a word by number of typos; None where no indexed word has so many."""
        key = (needle, field)
        if key not in self._choice_cache:
            self._choice_cache[key] = self._spelt(needle, field)
        return self._choice_cache[key]

    @cached_property
    def _choice_cache(self) -> dict[tuple[Needle, str], Sequence[Any | None]]:
        return {}

    def _spelt(self, needle: Needle, field: str) -> Sequence[Any | None]:
        by_typos = self._expanded(needle)
        # Spelt exactly a word is found even while the vocabulary is being read anew.
        exact, *others = by_typos
        queries: list[Any | None] = [
            self._terms(field, terms) if terms else None
            for terms in (sorted({*exact, needle.word}), *others)
        ]
        split = self._split(needle.word)
        if split is not None:
            phrase = self._phrase_in(field, split)
            queries[1] = phrase if queries[1] is None else _any([queries[1], phrase])
        return queries

    def matching_terms(self) -> list[Collection[str]]:
        """Every indexed word that the searched words match, spelt so or with typos."""
        if self._ways:
            return [terms for way in self._ways for terms in way.matching_terms()]
        return [set(terms) for n in self._needles.words for terms in self._expanded(n) if terms]

    def _expanded(self, needle: Needle) -> tuple[tuple[str, ...], ...]:
        if needle not in self._expansions:
            self._expansions[needle] = self._vocabulary.expand(needle.word, prefix=needle.prefix)
        return self._expansions[needle]

    @cached_property
    def _expansions(self) -> dict[Needle, tuple[tuple[str, ...], ...]]:
        return {}

    def _split(self, word: str) -> tuple[str, str] | None:
        """The commonest two words side by side that spell the word."""
        counted = [
            (self._count(self._phrase(pair)), pair) for pair in self._vocabulary.splits(word)
        ]
        best = max(counted, default=(0, None))
        return best[1] if best[0] else None

    def _count(self, query: Any) -> int:
        return int(self._searcher.search(query, limit=1, count=True).count)

    def _phrase(self, parts: Sequence[str]) -> Any:
        if len(parts) == 1:
            return self._term(WORDS, parts[0])
        return _any(
            [Query.phrase_query(self._schema, field, list(parts)) for field in _PHRASE_FIELDS]
        )

    def _phrase_in(self, field: str, parts: Sequence[str]) -> Any:
        """Its words stand in the field, and somewhere they stand side by side.

        Meilisearch keeps which words are neighbours for a whole document, not for each field.
        """
        if field == WORDS:
            return self._phrase(parts)
        return _all([self._phrase(parts), *(self._term(field, one) for one in parts)])

    def _term(self, field: str, value: str) -> Any:
        return Query.term_query(self._schema, field, value, index_option="basic")

    def _terms(self, field: str, values: Sequence[str]) -> Any:
        """The field holds one of these."""
        if len(values) > _MOST_LOOKED_UP:
            return Query.term_set_query(self._schema, field, list(values))
        return _any([self._term(field, one) for one in values])

    # -- filters ---------------------------------------------------------------------------

    def _filters(self, ignoring: Facet | None) -> list[Any]:
        return [self._condition(one) for one in self.query.conditions(ignoring=ignoring)]

    def _condition(self, one: Condition) -> Any:
        match one:
            case OneOf(field, values):
                return self._terms(field, values)
            case During(field, first, last):
                return Query.range_query(self._schema, field, FieldType.Integer, first, last)
            case Not(condition):
                return _all([], none=[self._condition(condition)])
            case Every(conditions):
                return _all([self._condition(part) for part in conditions])
            case Either(conditions):
                return _any([self._condition(part) for part in conditions])
            case AtLeast(needed, conditions):
                return _at_least(needed, [self._condition(part) for part in conditions])


def _spellings(choices: Sequence[Sequence[Any | None]], total: int) -> Iterator[list[Any]]:
    """One query a word, in every way that has so many typos between them."""
    if not choices:
        if total == 0:
            yield []
        return
    for cost, query in enumerate(choices[0][: total + 1]):
        if query is not None:
            for rest in _spellings(choices[1:], total - cost):
                yield [query, *rest]


def _all(queries: Sequence[Any], *, none: Sequence[Any] = ()) -> Any:
    """Every one of these, none of those; everything where nothing is asked."""
    if len(queries) == 1 and not none:
        return queries[0]
    clauses = [(Occur.Must, query) for query in queries or [Query.all_query()]]
    return Query.boolean_query(clauses + [(Occur.MustNot, query) for query in none])


def _any(queries: Sequence[Any]) -> Any:
    """At least one of these; nothing where none is given."""
    if not queries:
        return Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _at_least(needed: int, queries: Sequence[Any]) -> Any:
    if needed <= 0:
        return Query.all_query()
    return Query.boolean_query([(Occur.Should, one) for one in queries], needed)
