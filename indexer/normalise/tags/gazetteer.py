"""The tables of ``data/*.yaml`` that name states, compiled once into one phrase index."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from indexer.normalise.tags.actor_names import listed_actor, own_bodies, shared_names
from indexer.normalise.tags.holders import Person, people
from indexer.normalise.tags.officers import officers
from indexer.normalise.tokens import PhraseIndex
from indexer.normalise.vocabulary import load_yaml


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means.

    Attributes:
        rule: the kind of name, as evidence names it: name, demonym, capital, place, institution,
            company, ship, person, surname, context, said, joint, contextual, body, officer or
            refusal.
        code: the state; None where it depends (``candidates``, ``people``) or is refused.
        near: words of which one must stand in the item.
        unless: phrases that must not cover the match.
        candidates: states that share the name; the one named nearest before it is meant.
        when: states of which one must be named by other words.
        before: words of which some must follow at once.
        behind: words of which one must stand right before.
        besides: further states that the same words name.
        bare: refused where a capitalised word follows.
        leads: refused where none follows.
        weak: counts only beside stronger words for the same state.
        people: office holders with this family name.
        actor: id of the actor that is named; None where it is none, or depends on the state.
        actors: the actors meant, by the state.
    """

    rule: str
    code: str | None = None
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    bare: bool = False
    leads: bool = False
    weak: bool = False
    people: tuple[Person, ...] = ()
    actor: str | None = None
    actors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory that events are tagged with."""

    code: str
    name: str


@cache
def countries() -> Mapping[str, Country]:
    """Every state by its ISO 3166-1 alpha-2 code."""
    return {
        code: Country(code, entry["name"])
        for code, entry in sorted(load_yaml("countries.yaml").items())
    }


@cache
def phrases() -> PhraseIndex[Meaning]:
    """Every phrase of the vocabulary; where two lists hold the same words the first one wins."""
    return PhraseIndex(
        [
            *((entry["phrase"], Meaning("refusal")) for entry in load_yaml("refusals.yaml")),
            *_names(),
            *_contextual(),
            *_listed("places.yaml", "place"),
            *_listed("institutions.yaml", "institution"),
            *_listed("companies.yaml", "company"),
            *_ships(),
            *_people(),
            *_said(),
        ]
    )


@cache
def bodies() -> PhraseIndex[Meaning]:
    """Actors of several states or of none. Apart from the states, which their names may hold."""
    return PhraseIndex([*_bodies(), *_officers()])


@cache
def titles() -> frozenset[str]:
    """Words that make a family name an office holder."""
    return frozenset(load_yaml("titles.yaml"))


@cache
def acts() -> frozenset[str]:
    """Verbs of what people do in office; see ``data/acts.yaml``."""
    return frozenset(load_yaml("acts.yaml"))


@cache
def ship_prefixes() -> Mapping[str, str | None]:
    """What stands before a ship's name, with the state it sails for; None for merchant ships."""
    prefixes: Mapping[str, str | None] = load_yaml("ship_prefixes.yaml")
    return prefixes


@cache
def aliases() -> Mapping[str, str]:
    """Other names of states (UK, ROK, Burma, Korea) with the state that each means."""
    found = {
        name: code
        for code, entry in load_yaml("countries.yaml").items()
        for name in entry.get("names", ())
    }
    always = [
        entry
        for entry in load_yaml("contextual.yaml")
        if not entry.get("bare") and not entry.get("before")
    ]
    return found | {entry["phrase"]: entry["code"] for entry in always}


@cache
def demonyms() -> Mapping[str, str]:
    """Adjectives and peoples with the state that each means: Japanese, JP."""
    return {
        name: code
        for code, entry in load_yaml("countries.yaml").items()
        for name in entry.get("demonyms", ())
    }


@cache
def regions() -> Mapping[str, str]:
    """States and provinces that may follow a city's name, with the state they belong to."""
    return {
        name: code
        for code, entries in load_yaml("places.yaml").items()
        for entry in entries
        if entry["kind"] == "region"
        for name in (entry["name"], *entry.get("also", ()))
    }


def _names() -> Iterator[tuple[str, Meaning]]:
    for code, entry in load_yaml("countries.yaml").items():
        strong = entry.get("strong_name", True)
        for name in (entry["name"], *entry.get("names", ())):
            own = name == entry["name"]
            bare = own and entry.get("first_name", False)
            yield name, Meaning("name", code, weak=not strong and own, bare=bare)
        for name in entry.get("demonyms", ()):
            yield name, Meaning("demonym", code)
        for name in entry.get("capitals", ()):
            yield name, Meaning("capital", code)
        for name in entry.get("weak", ()):
            yield name, Meaning("name", code, weak=True)


def _contextual() -> Iterator[tuple[str, Meaning]]:
    for entry in load_yaml("contextual.yaml"):
        yield (
            entry["phrase"],
            Meaning(
                "contextual",
                entry["code"],
                when=tuple(entry.get("when", ())),
                before=tuple(entry.get("before", ())),
                behind=tuple(entry.get("behind", ())),
                bare=entry.get("bare", False),
            ),
        )


def _listed(file: str, rule: str) -> Iterator[tuple[str, Meaning]]:
    offices = _offices() if rule == "place" else {}
    for code, entries in load_yaml(file).items():
        for entry in entries:
            shared = code == "CONTEXT"
            meaning = Meaning(
                "context" if shared else rule,
                entry.get("default") if shared else code,
                near=tuple(entry.get("near", ())),
                unless=tuple(entry.get("unless", ())),
                weak=entry.get("weak", False),
                besides=tuple(entry.get("besides", ())),
                candidates=tuple(entry.get("candidates", ())),
                actor=None if shared or rule == "place" else listed_actor(entry),
            )
            for name in (entry["name"], *entry.get("also", ())):
                if shared:
                    yield name, _as_shared(meaning, entry["name"], name)
                else:
                    yield name, replace(meaning, actor=offices.get((code, name), meaning.actor))


def _offices() -> Mapping[tuple[str, str], str | None]:
    """The actors that bear the name of a place, by state and name: "the Kremlin"."""
    return {
        (code, name): listed_actor(entry)
        for code, entries in load_yaml("institutions.yaml").items()
        for entry in entries
        if code != "CONTEXT"
        for name in (entry["name"], *entry.get("also", ()))
    }


def _ships() -> Iterator[tuple[str, Meaning]]:
    for prefix, code in ship_prefixes().items():
        if code is not None:
            yield prefix, Meaning("ship", code, leads=True)


def _as_shared(meaning: Meaning, listed: str, form: str) -> Meaning:
    """With the actors that a spelling of a shared name means, where it names a body."""
    shared = shared_names().get(listed)
    if shared is None or (shared.forms and form not in shared.forms):
        return meaning
    return replace(meaning, actors=shared.actors)


def _bodies() -> Iterator[tuple[str, Meaning]]:
    for actor, _, entry in own_bodies():
        meaning = Meaning(
            "body",
            near=tuple(entry.get("near", ())),
            unless=tuple(entry.get("unless", ())),
            actor=actor,
        )
        for name in (entry["name"], *entry.get("also", ())):
            yield name, meaning


def _officers() -> Iterator[tuple[str, Meaning]]:
    for officer in officers():
        for name in officer.names:
            yield name, Meaning("officer")
        for name in officer.short:
            yield name, Meaning("officer", near=officer.near)


def _said() -> Iterator[tuple[str, Meaning]]:
    """Shared names in small letters; they mean a body only where their state is told."""
    for shared in shared_names().values():
        for rule, names in (("said", shared.said), ("joint", shared.joint)):
            meaning = Meaning(rule, candidates=tuple(shared.actors), actors=shared.actors)
            yield from ((name, meaning) for name in names)


def _people() -> Iterator[tuple[str, Meaning]]:
    by_key: dict[str, list[Person]] = {}
    for person, entry in people():
        for name in (person.name, *entry.get("also", ())):
            yield name, Meaning("person", person.code, people=(person,))
        for key in (entry["key"], *entry.get("keys_also", ())):
            by_key.setdefault(key, []).append(person)
    for key, holders in by_key.items():
        yield key, Meaning("surname", people=tuple(holders))
