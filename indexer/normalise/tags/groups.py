"""Groupings in text: by name, and the trilaterals by three states acting together.

A trilateral is recognised by an enumeration of exactly its three members ("US, South Korean and
Japanese forces"), or by words of threesome ("three-way talks", "the three nations") in an item that
names all members.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from indexer.normalise.spans import Evidence, Field, TagFinding, TagKind
from indexer.normalise.tags.mentions import Mention
from indexer.normalise.tokens import PhraseIndex, tokens
from indexer.normalise.vocabulary import load_yaml

# Between the parts of one enumeration stand only connectors, titles and capitalised words.
_JOINED = re.compile(
    r"(?:['’]s)?(?:[\s,/&-]|\b(?:and|the|of|its|plus|or|with|foreign|defense|defence|vice|prime"
    r"|minister|ministers|counterpart|counterparts|president|secretary|deputy)\b"
    r"|\b[A-Z][\w.'’]*)*"
)
_ADJACENT = re.compile(r"(?:['’]s)?(?:[\s-]|\b[A-Z][\w.'’]*|\b(?:foreign|defense|minister)\b)*")
_THREESOME = re.compile(
    r"\b(?:trilateral\w*|trilat|three[- ]way|three[- ]nation|three[- ]country|tripartite|trio"
    r"|(?:the|all) three (?:\w+ )?(?:nations?|countries|states|allies|governments|sides|partners"
    r"|navies|fleets|forces|militaries|leaders|ministers|chiefs|officials|envoys|capitals)"
    r"|the three|as three|among the three)\b|\bthe three[’']s?\b",
    re.IGNORECASE,
)
_MAX_GAP = 60


@dataclass(frozen=True, slots=True)
class Group:
    """A grouping of states."""

    id: str
    name: str
    long_name: str
    trio: frozenset[str]


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
            group_id, entry["name"], entry["long_name"], frozenset(entry.get("members", ()))
        )
        for group_id, entry in load_yaml("groups.yaml").items()
    }


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


def find_groups(headline: str, text: str, mentions: Sequence[Mention]) -> tuple[TagFinding, ...]:
    """The groups of an item, in reading order; ``mentions`` are its states."""
    evidence: dict[str, list[Evidence]] = {}
    for field, content in ((Field.HEADLINE, headline), (Field.TEXT, text)):
        for match in _cues().find(content, tokens(content)):
            if match.payload is None:
                continue
            span = Evidence(field, match.start, match.end, content[match.start : match.end], "name")
            evidence.setdefault(match.payload, []).append(span)
    for group_id, span in _trilaterals(headline, text, mentions):
        evidence.setdefault(group_id, []).append(span)
    return tuple(
        TagFinding(TagKind.GROUP, group_id, tuple(spans)) for group_id, spans in evidence.items()
    )


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


def _trilaterals(
    headline: str, text: str, mentions: Sequence[Mention]
) -> Iterator[tuple[str, Evidence]]:
    trios = [group for group in groups().values() if group.trio]
    for field, content in ((Field.HEADLINE, headline), (Field.TEXT, text)):
        here = [mention for mention in mentions if mention.field == field]
        for run in _enumerations(content, here):
            codes = {mention.code for mention in run}
            for group in trios:
                if codes == group.trio:
                    start, end = run[0].start, run[-1].end
                    yield (
                        group.id,
                        Evidence(field, start, end, content[start:end], "enumeration"),
                    )
        for match in _THREESOME.finditer(content):
            span = Evidence(field, match.start(), match.end(), match[0], "threesome")
            for meant in _meant(content, match.start(), here, mentions, trios):
                yield meant.id, span


def _enumerations(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Runs of states with nothing but connectors, titles and names between them."""
    run: list[Mention] = []
    for mention in mentions:
        gap = text[run[-1].end : mention.start] if run else ""
        if run and len(gap) <= _MAX_GAP and _JOINED.fullmatch(gap) and ". " not in gap[2:]:
            run.append(mention)
            continue
        if len(run) > 1:
            yield run
        run = [mention]
    if len(run) > 1:
        yield run


def _meant(
    text: str,
    at: int,
    here: Sequence[Mention],
    mentions: Sequence[Mention],
    trios: Sequence[Group],
) -> Sequence[Group]:
    """The trilaterals that words of threesome mean: all members named, the odd one out nearest.

    Partners named in one breath are all meant: "met trilaterally with Australian and South Korean
    counterparts" tells of two threesomes.
    """
    named = {mention.code for mention in mentions}
    fitting = [group for group in trios if group.trio <= named]
    if len(fitting) <= 1:
        return fitting
    common = frozenset.intersection(*(group.trio for group in fitting))
    odd = [mention for mention in here if any(mention.code in g.trio - common for g in fitting)]
    if not odd:
        return ()
    nearest = min(odd, key=lambda mention: abs(mention.start - at))
    beside = {
        mention.code
        for run in _enumerations(text, odd)
        if nearest in run and not common & _between(run, here)
        for mention in run
    }
    return [group for group in fitting if group.trio & (beside | {nearest.code}) - common]


def _between(run: Sequence[Mention], here: Sequence[Mention]) -> frozenset[str]:
    """The states named inside an enumeration."""
    return frozenset(m.code for m in here if run[0].start <= m.start <= run[-1].start)
