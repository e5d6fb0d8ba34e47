"""Hits of a search in its order, out of one view of the embedded index."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import tantivy

from indexer.search.highlight import highlighters
from indexer.search.query import EventQuery, Hit, Place
from indexer.search.ranking import ORDER_FIELDS, place_of
from indexer.search.tantivy.compiler import Compiler
from indexer.search.tantivy.views import Reader, behind


def hits(reader: Reader, compiler: Compiler, total: int) -> Iterator[Hit]:
    """The hits of a page with what is marked in them.

    Args:
        reader: the view.
        compiler: of the search.
        total: hits on all pages.
    """
    query = compiler.query
    wanted = min(query.limit, total - query.offset)
    if wanted <= 0:
        return
    in_headline, in_text = highlighters(query, compiler.matching_terms())
    for place, address in islice(ordered(reader, compiler), wanted):
        document = reader.searcher.doc(address)
        yield Hit(
            id=place.id,
            day=place.day,
            headline=in_headline.spans(document.get_first("shown_headline")),
            text=in_text.spans(document.get_first("shown_text")),
        )


def ordered(reader: Reader, compiler: Compiler) -> Iterator[tuple[Place, Any]]:
    """Places and addresses of the hits in order, from the query's offset or place on.

    By relevance it walks through disjoint tiers, inside of which there is an order by a key.
    """
    query = compiler.query
    if query.after is None and not query.offset:
        yield from first_of(reader, query, compiler.overlapping_tiers())
        return
    field = ORDER_FIELDS[query.sort]
    skip, wanted = query.offset, query.limit
    for tier in compiler.tiers():
        if wanted <= 0:
            return
        found = reader.searcher.search(
            tier if query.after is None else behind(reader, tier, field, query.after),
            limit=wanted,
            count=True,
            offset=skip,
            order_by_field=field,
            order=tantivy.Order.Asc,
        )
        yield from ((place_of(key, field), address) for key, address in found.hits)
        wanted -= len(found.hits)
        skip = max(0, skip - int(found.count))


def first_of(
    reader: Reader, query: EventQuery, tiers: Iterable[Any]
) -> Iterator[tuple[Place, Any]]:
    """The hits of a first page, of tiers each of which has what stands in earlier ones, too."""
    wanted, field = query.limit, ORDER_FIELDS[query.sort]
    known: set[str] = set()
    for tier in tiers:
        if len(known) >= wanted:
            return
        found = reader.searcher.search(
            tier, limit=wanted, count=False, order_by_field=field, order=tantivy.Order.Asc
        )
        for key, address in found.hits:
            place = place_of(key, field)
            if place.id not in known and len(known) < wanted:
                known.add(place.id)
                yield place, address
