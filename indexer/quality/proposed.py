"""Actors that an analyst would tag and that the vocabulary did not have when they were labelled.

They count, so that recall is that of what a text names and not of what the vocabulary knows. An
issue's labels describe them under ``actors_proposed``: name, type and states by id. Should the
vocabulary take one up under another id, it is known by its name.
"""

from collections.abc import Mapping
from typing import Any

from indexer.normalise.tags.actors import ActorType, actors

Proposals = Mapping[str, Mapping[str, Any]]


def resolved(proposals: Proposals) -> dict[str, str]:
    """The id of the vocabulary for each proposed one; the proposed one where there is none."""
    if not proposals:
        return {}
    by_name: dict[tuple[str, str], set[str]] = {}
    for actor in actors().values():
        for name in {actor.name.casefold(), *map(str.casefold, actor.names)}:
            by_name.setdefault((str(actor.type), name), set()).add(actor.id)
    return {given: _known(given, entry, by_name) for given, entry in proposals.items()}


def problem(proposals: Proposals) -> str:
    """What is wrong with a proposal, in words; empty where all are sound."""
    for given, entry in proposals.items():
        if set(entry) != {"name", "type", "states"} or not entry["name"]:
            return f"{given}: a proposed actor has a name, a type and states"
        if entry["type"] not in set(ActorType):
            return f"{given}: its type is one of {', '.join(ActorType)}"
    return ""


def _known(
    given: str, entry: Mapping[str, Any], by_name: Mapping[tuple[str, str], set[str]]
) -> str:
    if given in actors():
        return given
    candidates = by_name.get((entry["type"], entry["name"].casefold()), set())
    states = set(entry["states"])
    fitting = [one for one in candidates if not states or states & set(actors()[one].states)]
    return fitting[0] if len(fitting) == 1 else given
