"""Alternatives as one search of the server: a federated one, which finds what any of several finds.

Its count and its facets are those of all documents that at least one of them finds, each once, so
that no list of ids has to be fetched or sent, however many there are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

_UNION = "union"
_FOR_ALL = ("sort", "attributesToRetrieve")


def union(requests: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The request for what any of these finds; paging, order, facets and filters may be added."""
    return {_UNION: list(requests), "filter": []}


def is_union(request: Mapping[str, Any]) -> bool:
    """Whether it has to be put to the server by itself, see `federated`."""
    return _UNION in request


def federated(request: Mapping[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The searches, and how they are to be joined."""
    shared = {name: request[name] for name in _FOR_ALL if name in request}
    queries = [
        {**one, **shared, "filter": [*one["filter"], *request["filter"]]} for one in request[_UNION]
    ]
    limit = request.get("hitsPerPage", request.get("limit", 0))
    joined = {
        "limit": limit,
        "offset": request.get("offset", (request.get("page", 1) - 1) * limit),
        "facetsByIndex": {queries[0]["indexUid"]: list(request.get("facets", ()))},
    }
    return queries, joined


def union_result(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer in the form of that to a single search.

    Raises:
        ValueError: it is not what such a server answers.
    """
    (counted,) = answer["facetsByIndex"].values()
    if not isinstance(answer["hits"], list) or any("id" not in hit for hit in answer["hits"]):
        raise ValueError("hits without ids")
    return {
        "hits": answer["hits"],
        "totalHits": answer["estimatedTotalHits"],
        "facetDistribution": counted["distribution"],
    }
