"""Groupings in text: by name, by their officers, and the trilaterals by three acting together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from indexer.normalise.spans import Evidence, Field, TagFinding, TagKind
from indexer.normalise.tags.mentions import Mention
from indexer.normalise.tags.officers import group_of, officer_names
from indexer.normalise.tags.trilaterals import find_together, is_place
from indexer.normalise.tokens import PhraseIndex, words_of_item
from indexer.normalise.vocabulary import load_yaml

# Who makes up another four beside three of the Quad ("a quad with the Philippines").
_RIVALS = frozenset({"PH", "KR", "GB", "NZ"})


@dataclass(frozen=True, slots=True)
class Group:
    """A grouping of states."""

    id: str
    name: str
    long_name: str
    trio: frozenset[str]
    foursome: frozenset[str]


@dataclass(frozen=True, slots=True)
class Membership:
    """A state's time in a group; ``until`` is its last day, None while it belongs."""

    country: str
    start: date
    until: date | None


@cache
def groups() -> Mapping[str, Group]:
    """Every group by its id."""
    return {
        group_id: Group(
            group_id,
            entry["name"],
            entry["long_name"],
            trio=_members(entry, 3),
            foursome=_members(entry, 4),
        )
        for group_id, entry in load_yaml("groups.yaml").items()
    }


def _members(entry: Mapping[str, Any], size: int) -> frozenset[str]:
    listed = frozenset(entry.get("members", ()))
    return listed if len(listed) == size else frozenset()


@cache
def memberships() -> Mapping[str, tuple[Membership, ...]]:
    """Who belonged to which group, and when."""
    return {
        group_id: tuple(_membership(entry) for entry in entries)
        for group_id, entries in load_yaml("memberships.yaml").items()
    }


def _membership(entry: dict[str, str]) -> Membership:
    until = entry.get("until")
    return Membership(
        entry["country"],
        date.fromisoformat(entry["from"]),
        None if until is None else date.fromisoformat(until),
    )


def members(group_id: str, day: date) -> frozenset[str]:
    """The states that belonged to a group on a day.

    Raises:
        KeyError: there is no such group.
    """
    return frozenset(
        membership.country
        for membership in memberships()[group_id]
        if membership.start <= day and (membership.until is None or day <= membership.until)
    )


def belonged(countries: Sequence[str], first: date, last: date) -> tuple[str, ...]:
    """The groups that any of these states belonged to on any day of a closed period."""
    return tuple(
        group_id
        for group_id, entries in memberships().items()
        if any(
            entry.country in countries
            and entry.start <= last
            and (entry.until is None or first <= entry.until)
            for entry in entries
        )
    )


def find_groups(
    headline: str, text: str, mentions: Sequence[Mention], issue_date: date
) -> tuple[TagFinding, ...]:
    """The groups of an item, in reading order; ``mentions`` are its states."""
    evidence: dict[str, list[Evidence]] = {}
    named = frozenset(mention.code for mention in mentions)
    for field, content in ((Field.HEADLINE, headline), (Field.TEXT, text)):
        for group_id, start, end, rule in _named(content, issue_date):
            if groups()[group_id].foursome and _other_four(group_id, named):
                continue
            span = Evidence(field, start, end, content[start:end], rule)
            evidence.setdefault(group_id, []).append(span)
    trios = {group.id: group.trio for group in groups().values() if group.trio}
    fours = {group.id: group.foursome for group in groups().values() if group.foursome}
    for group_id, span in find_together(headline, text, mentions, trios, fours):
        evidence.setdefault(group_id, []).append(span)
    return tuple(
        TagFinding(TagKind.GROUP, group_id, tuple(spans)) for group_id, spans in evidence.items()
    )


def _named(text: str, issue_date: date) -> Iterator[tuple[str, int, int, str]]:
    """Groups by name and by whoever speaks for them, with the place and the rule."""
    words = words_of_item(text)
    for match in _cues().find(text, words):
        if match.payload is not None:
            yield match.payload, match.start, match.end, "name"
    for officer in officer_names().find(text, words):
        group_id = group_of(officer.payload, issue_date)
        if group_id is not None:
            yield group_id, officer.start, officer.end, "officer"
    if not any(name in text for name in _metonym_names()):
        return  # few texts have any: there is no need to look at each word
    for place in _metonyms().find(text, words):
        if not is_place(text, place.start):
            yield place.payload, place.start, place.end, "metonym"


def _other_four(group_id: str, named: frozenset[str]) -> bool:
    """Whether four states are named of which one is no member: some call those a quad, too."""
    own = groups()[group_id].foursome
    return len(named & own) == len(own) - 1 and bool(named & _RIVALS)


@cache
def _cues() -> PhraseIndex[str | None]:
    """The words that name groups; None for names of other bodies that hold such words."""
    return PhraseIndex(
        [
            (phrase, group_id if listed == "cues" else None)
            for group_id, entry in load_yaml("groups.yaml").items()
            for listed in ("cues", "unless")
            for phrase in entry.get(listed, ())
        ]
    )


@cache
def _metonym_names() -> tuple[str, ...]:
    return tuple(
        place for entry in load_yaml("groups.yaml").values() for place in entry.get("metonyms", ())
    )


@cache
def _metonyms() -> PhraseIndex[str]:
    """Places that stand for a group where nothing is said to happen there."""
    return PhraseIndex(
        [
            (place, group_id)
            for group_id, entry in load_yaml("groups.yaml").items()
            for place in entry.get("metonyms", ())
        ]
    )
