"""What the lists of names say of actors: their ids, and who shared names mean.

An actor's id is the slug of the name that its list gives it, and so never changes while that name
stands; what people read is its `full` name. Lists: ``data/institutions.yaml``,
``data/companies.yaml``, ``data/actors.yaml`` and ``data/people/``.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from indexer.normalise.vocabulary import load_yaml

# Laws and titles are named like institutions and act no more than a paper does.
_NO_ACTORS = frozenset({"law", "title"})
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name that several states share, and the actor that it means in each.

    Attributes:
        title: what the body is called.
        actors: actor ids by the state's ISO 3166-1 alpha-2 code.
        forms: the spellings that name the body; empty where all do.
        said: how it is called in small letters: "foreign ministry".
        joint: how several of them are called together: "navies".
        former: ids that led to it and no longer do, with the one that does.
    """

    title: str
    actors: Mapping[str, str]
    forms: frozenset[str]
    said: tuple[str, ...]
    joint: tuple[str, ...]
    former: Mapping[str, str]


@lru_cache(maxsize=20_000)  # more than the vocabulary has
def actor_id(name: str) -> str:
    """The id of an actor of that name: "Élysée Palace" is `elysee-palace`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_A_LETTER.sub("-", plain.replace(".", "").replace("'", "")).strip("-")


def acts(entry: Mapping[str, Any]) -> bool:
    """Whether an entry of a list of names is an actor."""
    return bool(entry.get("actor", True)) and entry.get("kind") not in _NO_ACTORS


def listed_actor(entry: Mapping[str, Any]) -> str | None:
    """The id of the actor that an entry names; None where it names none."""
    return actor_id(entry["name"]) if acts(entry) else None


@cache
def shared_names() -> Mapping[str, SharedName]:
    """Shared names by their name in ``data/institutions.yaml``, list CONTEXT."""
    shared = load_yaml("actors.yaml")["shared"]
    return {
        entry["name"]: _shared(entry, shared[entry["name"]])
        for entry in load_yaml("institutions.yaml")["CONTEXT"]
        if entry["name"] in shared
    }


def _shared(entry: Mapping[str, Any], told: Mapping[str, Any]) -> SharedName:
    own = {code: actor_id(name) for code, name in told.get("own", {}).items()}
    stem = actor_id(told["title"])
    plain = {code: f"{stem}-{code.lower()}" for code in entry["candidates"]}
    return SharedName(
        told["title"],
        {code: own.get(code, plain[code]) for code in plain},
        frozenset(told.get("forms", ())),
        tuple(told.get("said", ())),
        tuple(told.get("joint", ())),
        {plain[code]: own[code] for code in own if code in plain and own[code] != plain[code]},
    )


def own_bodies() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Id, list and entry of the actors that stand in ``data/actors.yaml``."""
    lists = load_yaml("actors.yaml")
    for name in ("bodies", "exercises", "programmes", "companies"):
        for entry in lists[name]:
            yield actor_id(entry["name"]), name, entry
