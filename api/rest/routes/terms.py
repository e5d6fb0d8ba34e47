"""The vocabulary of tags, with counts: one list a kind."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query

from api.answers.feed import TermCountOut, TermCountsOut
from api.knowledge import vocabulary
from api.rest.deps import EventServiceDep
from indexer.normalise.tags.kinds import KINDS, Kind

# Some 200 bytes each: the default answer stays far below 100 KB.
_USUAL, _MOST = 300, 10_000
Limit = Annotated[int, Query(ge=1, le=_MOST, description="How many, those of most events first.")]

router = APIRouter(tags=["vocabulary"])


def _listing(kind: Kind) -> Callable[[EventServiceDep], TermCountsOut]:
    def list_terms(service: EventServiceDep, limit: Limit = _USUAL) -> TermCountsOut:
        counts = service.counts(kind.id)
        items = [
            TermCountOut(
                value=value,
                label=label,
                definition=vocabulary.definition(kind.id, value),
                count=counts.get(value, 0),
            )
            for value, label in kind.labels().items()
        ]
        items.sort(key=lambda item: (-item.count, item.value))
        return TermCountsOut(items=items[:limit], total=len(items))

    return list_terms


for _kind in KINDS.values():
    router.add_api_route(
        f"/{_kind.plural}",
        _listing(_kind),
        methods=["GET"],
        operation_id=f"list{_kind.heading}",
        summary=f"List {_kind.heading}",
        description=f"The {_kind.plural} ({_kind.values}) with the number of their events.",
    )
