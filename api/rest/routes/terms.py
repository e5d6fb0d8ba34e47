"""The vocabulary of tags, with counts."""

from fastapi import APIRouter

from api.answers.feed import TermCountOut, TermCountsOut
from api.knowledge import vocabulary
from api.rest.deps import EventServiceDep
from indexer.search.query import Facet

router = APIRouter(tags=["vocabulary"])


@router.get("/countries", operation_id="listCountries")
def list_countries(service: EventServiceDep) -> TermCountsOut:
    """Every state, by ISO 3166-1 alpha-2 code, with the number of its events."""
    return _counted(Facet.COUNTRY, service)


@router.get("/domains", operation_id="listDomains")
def list_domains(service: EventServiceDep) -> TermCountsOut:
    """Every domain with its definition and the number of its events."""
    return _counted(Facet.DOMAIN, service)


@router.get("/groups", operation_id="listGroups")
def list_groups(service: EventServiceDep) -> TermCountsOut:
    """Every group with its full name and the number of its events."""
    return _counted(Facet.GROUP, service)


def _counted(facet: Facet, service: EventServiceDep) -> TermCountsOut:
    counts = service.counts(facet)
    items = [
        TermCountOut(
            value=value,
            label=label,
            definition=vocabulary.definition(facet, value),
            count=counts.get(value, 0),
        )
        for value, label in vocabulary.labels(facet).items()
    ]
    items.sort(key=lambda item: (-item.count, item.value))
    return TermCountsOut(items=items, total=len(items))
