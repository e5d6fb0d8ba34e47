"""Values that filters accept: codes and names of countries, domains, groups; periods; digests."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import cache

from api.knowledge.query_language import unknown
from indexer.errors import QueryError
from indexer.normalise.series import profiles
from indexer.normalise.tags.domains import domains
from indexer.normalise.tags.gazetteer import aliases, countries
from indexer.normalise.tags.groups import groups, memberships
from indexer.search.analysis import fold
from indexer.search.query import Facet

_VOLUME = re.compile(r"(\d{1,3})\.(\d{1,3})")
_PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@cache
def labels(facet: Facet) -> Mapping[str, str]:
    """Display names of a facet's values, by value; empty where the values are their own names."""
    match facet:
        case Facet.COUNTRY:
            return {code: country.name for code, country in countries().items()}
        case Facet.DOMAIN:
            return {domain_id: domain.name for domain_id, domain in domains().items()}
        case Facet.GROUP:
            return {group_id: group.name for group_id, group in groups().items()}
        case Facet.MEMBER_OF:
            return {group_id: groups()[group_id].name for group_id in memberships()}
    return {}


def definition(facet: Facet, value: str) -> str | None:
    """What a domain covers, or a group's full name; None where the name says it all."""
    if facet is Facet.DOMAIN:
        return domains()[value].definition
    return groups()[value].long_name if facet is Facet.GROUP else None


def label(facet: Facet, value: str) -> str:
    """Display name of one value."""
    return labels(facet).get(value, value)


def resolve(facet: Facet, word: str, *, parameter: str, position: int | None = None) -> str:
    """The value that a code or name stands for: "japan" is JP.

    Raises:
        QueryError: there is no such value.
    """
    known = spellings(facet)
    value = known.get(fold(word.strip()))
    if value is None:
        options = tuple(labels(facet).values()) + tuple(labels(facet))
        raise unknown(str(facet), word, options, position, parameter=parameter)
    return value


def resolve_digest(word: str, *, parameter: str, position: int | None = None) -> tuple[str, ...]:
    """The ids that "2.7" or an id stands for.

    Raises:
        QueryError: it is neither.
    """
    if match := _VOLUME.fullmatch(word.strip()):
        return tuple(f"{p.code}-{int(match[1])}-{int(match[2])}" for p in profiles().values())
    if re.fullmatch(r"[A-Za-z0-9_-]{1,120}", word.strip()):
        return (word.strip(),)
    raise QueryError(
        f"{word!r} is no digest: write a volume and number such as 2.7, or a digest's id",
        parameter=parameter,
        position=position,
    )


def resolve_day(word: str, *, end: bool, parameter: str, position: int | None = None) -> date:
    """The first day of a year, month or day, or its last one.

    Raises:
        QueryError: it is not a valid date.
    """
    match = _PERIOD.fullmatch(word.strip())
    try:
        if match is None:
            raise ValueError(word)
        year = int(match[1])
        month = int(match[2]) if match[2] else (12 if end else 1)
        last = monthrange(year, month)[1] if 1 <= month <= 12 else 0  # noqa: PLR2004
        return date(year, month, int(match[3]) if match[3] else (last if end else 1))
    except ValueError as error:
        raise QueryError(
            f"{word!r} is not a valid date: write a year, month or day, as in 2023, 2023-04 or "
            "2023-04-15",
            parameter=parameter,
            position=position,
        ) from error


@cache
def spellings(facet: Facet) -> Mapping[str, str]:
    """Every folded code and name of a facet's values, and the value that it stands for."""
    known: dict[str, str] = {}
    for value, name in labels(facet).items():
        known.setdefault(fold(name), value)
        known[fold(value)] = value
    if facet is Facet.COUNTRY:
        for name, code in aliases().items():
            known.setdefault(fold(name), code)
    return known
