"""Actors: office holders, institutions, forces, companies, programmes and exercises by name.

They are found with the states (`countries.py`): the words that name a ministry or a minister name
its state, too. A person is tagged while in office on the day of the issue, or shortly after;
whoever is only remembered is no actor of the item.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from indexer.normalise.spans import Evidence, TagFinding, TagKind
from indexer.normalise.tags import gazetteer
from indexer.normalise.tags.actor_names import actor_id, acts, own_bodies, shared_names
from indexer.normalise.tags.holders import people
from indexer.normalise.tags.mentions import ActorMention
from indexer.normalise.tags.officers import officers
from indexer.normalise.vocabulary import load_yaml


class ActorType(StrEnum):
    """What an actor is."""

    PERSON = "person"
    INSTITUTION = "institution"
    FORCE = "force"
    COMPANY = "company"
    PROGRAMME = "programme"
    EXERCISE = "exercise"


_TYPES = {
    "force": ActorType.FORCE,
    "command": ActorType.FORCE,
    "programme": ActorType.PROGRAMME,
    "bodies": ActorType.INSTITUTION,
    "exercises": ActorType.EXERCISE,
    "programmes": ActorType.PROGRAMME,
    "companies": ActorType.COMPANY,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts under a name of its own.

    Attributes:
        id: its id in filters and addresses; never changes.
        name: the name to show.
        type: what it is.
        states: the states it belongs to, ISO 3166-1 alpha-2; empty for bodies of many.
        names: every spelling that the vocabulary knows.
        offices: what a person holds or held, with the years; empty for all others.
    """

    id: str
    name: str
    type: ActorType
    states: tuple[str, ...]
    names: tuple[str, ...]
    offices: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """One line that tells it apart: "Person, Japan: prime minister (2021-2024)"."""
        countries = gazetteer.countries()
        states = ", ".join(countries[code].name for code in self.states)
        head = f"{self.type.capitalize()}, {states}" if states else self.type.capitalize()
        return f"{head}: {'; '.join(self.offices)}" if self.offices else head


def actor_tags(mentions: Sequence[ActorMention]) -> tuple[TagFinding, ...]:
    """One tag an actor, in the order in which the item first names them."""
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for mention in mentions:
        evidence[mention.actor].append(
            Evidence(mention.field, mention.start, mention.end, mention.quote, mention.rule)
        )
    return tuple(
        TagFinding(TagKind.ACTOR, actor, tuple(spans)) for actor, spans in evidence.items()
    )


@cache
def actors() -> Mapping[str, Actor]:
    """Every actor that the vocabulary knows, by its id.

    Raises:
        ValueError: two different actors would have one id.
    """
    found: dict[str, Actor] = {}
    for actor in (*_institutions(), *_companies(), *_bodies(), *_people()):
        rival = found.setdefault(actor.id, actor)
        if rival is not actor:
            raise ValueError(
                f"two actors would have the id {actor.id}: {rival.description} and "
                f"{actor.description}; give one of them another `name` in its list"
            )
    for shared in _shared():
        known = found.setdefault(shared.id, shared)
        found[shared.id] = replace(known, names=_together(known.names, shared.names))
    for officer in _officers():
        known = found.setdefault(officer.id, officer)
        if known is not officer:
            names = _together(known.names, officer.names)
            offices = _together(known.offices, officer.offices)
            found[officer.id] = replace(known, names=names, offices=offices)
    return found


@cache
def actor_aliases() -> Mapping[str, str]:
    """Other spellings and former ids, with the actor that each means; shared ones mean none."""
    named: dict[str, set[str]] = defaultdict(set)
    for actor in actors().values():
        for name in actor.names:
            named[name].add(actor.id)
    return {
        **former_ids(),
        **{name: next(iter(ids)) for name, ids in named.items() if len(ids) == 1},
    }


@cache
def former_ids() -> Mapping[str, str]:
    """Ids that are no longer those of an actor, with the id that took their place."""
    former: dict[str, str] = {}
    for shared in shared_names().values():
        former |= {old: new for old, new in shared.former.items() if old not in actors()}
    return former


def _institutions() -> Iterator[Actor]:
    for code, entries in load_yaml("institutions.yaml").items():
        if code != "CONTEXT":
            yield from (_listed(entry, (code,)) for entry in entries if acts(entry))


def _companies() -> Iterator[Actor]:
    for code, entries in load_yaml("companies.yaml").items():
        for entry in entries:
            yield _listed({"kind": "company", **entry}, (code,))


def _bodies() -> Iterator[Actor]:
    for _, kind, entry in own_bodies():
        yield _listed({"kind": kind, **entry}, tuple(entry.get("states", ())))


def _listed(entry: Mapping[str, Any], states: tuple[str, ...]) -> Actor:
    kind = entry["kind"]
    fallback = ActorType.COMPANY if kind == "company" else ActorType.INSTITUTION
    name = entry.get("full", entry["name"])
    return Actor(
        actor_id(entry["name"]),
        name,
        _TYPES.get(kind, fallback),
        states,
        (entry["name"], *entry.get("also", ())),
    )


def _people() -> Iterator[Actor]:
    for person, entry in people():
        offices = tuple(
            f"{office.title} ({office.since[:4]}-{(office.until or '')[:4]})"
            for office in person.offices
        )
        keys = (entry["key"], *entry.get("keys_also", ()))
        names = (person.name, *entry.get("also", ()), *keys)
        yield Actor(person.actor, person.name, ActorType.PERSON, (person.code,), names, offices)


def _shared() -> Iterator[Actor]:
    """What shared names mean in each state: "Foreign Ministry of Japan"."""
    countries = gazetteer.countries()
    entries = {entry["name"]: entry for entry in load_yaml("institutions.yaml")["CONTEXT"]}
    for name, shared in shared_names().items():
        kind = _TYPES.get(entries[name]["kind"], ActorType.INSTITUTION)
        for code, actor in shared.actors.items():
            title = f"{shared.title} of {countries[code].name}"
            yield Actor(actor, title, kind, (code,), (title, f"{countries[code].name} {name}"))


def _officers() -> Iterator[Actor]:
    for officer in officers():
        names = (officer.name, *officer.names)
        yield Actor(officer.actor, officer.name, ActorType.PERSON, (), names, (officer.office,))


def _together(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(first + second))
