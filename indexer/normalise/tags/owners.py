"""Whose body is meant where several states have one of that name: "the Estonian navy".

It is that of the states named right beside it ("Australian and New Zealand air force planes", "the
Parliament of Canada"); a body in small letters without a state beside it is that of the only state
that its sentence has named so far ("India buys thirty, fifteen of them for the navy").
"""

import re
from collections.abc import Sequence

from indexer.normalise.spans import Field
from indexer.normalise.tags.mentions import Mention
from indexer.normalise.tags.said import Said

_STATES = frozenset({"name", "demonym", "contextual", "capital"})
_PEOPLE = frozenset({"person", "surname"})
_POSSESSIVES = ("’s ", "'s ")
_JOINED = (" and ", ", ", " or ", ", and ")
_BEHIND = (" of ", " of the ")
# What may stand before a body whose state was named further back.
_ARTICLE = re.compile(r"\b(?:the|its|their|for|and|own) $")
_LONGEST_ARTICLE = 8
_STOPS = (". ", "? ", "! ", ": ", "; ", "\n")
# A state named further back is not of this sentence, or of one nobody reads.
_REACH = 300


def owners_beside(found: Said, field: Field, text: str, start: int, end: int) -> Sequence[str]:
    """The states named right before a body that stands from start to end, or else behind it."""
    before = _before(found, field, text, start)
    if before is not None:
        codes = [before.code]
        while (joined := _joined(found, field, text, before)) is not None:
            codes.append(joined.code)
            before = joined
        return codes[::-1]
    for of in _BEHIND:
        if text.startswith(of, end):
            behind = found.starting_at(field, end + len(of))
            if behind is not None and behind.rule in _STATES:
                return (behind.code,)
    return ()


def only_owner(found: Said, field: Field, text: str, start: int) -> str | None:
    """The state of a body with none beside it: the only one that its sentence named before."""
    if not _ARTICLE.search(text, max(0, start - _LONGEST_ARTICLE), start):
        return None
    reach = max(0, start - _REACH)
    stops = [text.rfind(stop, reach, start) for stop in _STOPS]
    begin = max(reach, *stops)
    codes = {
        mention.code for mention in found.between(field, begin, start) if mention.rule in _STATES
    }
    return codes.pop() if len(codes) == 1 else None


def told_off(found: Said, field: Field, text: str, start: int, end: int) -> bool:
    """Whether a name from start to end is joined to that of an office holder."""
    for gap in _JOINED:
        if text.endswith(gap, 0, start):
            beside = found.ending_at(field, start - len(gap))
            if beside is not None and beside.rule in _PEOPLE:
                return True
        if text.startswith(gap, end):
            beside = found.starting_at(field, end + len(gap))
            if beside is not None and beside.rule in _PEOPLE:
                return True
    return False


def _before(found: Said, field: Field, text: str, start: int) -> Mention | None:
    for possessive in _POSSESSIVES:
        if text.endswith(possessive, 0, start):
            owner = found.ending_at(field, start - len(possessive))
            return owner if owner is not None and owner.rule in _STATES else None
    owner = found.ending_at(field, start - 1) if text[start - 1 : start] == " " else None
    # "In Seoul National Assembly members met": a capital names a place there.
    return owner if owner is not None and owner.rule in _STATES - {"capital"} else None


def _joined(found: Said, field: Field, text: str, mention: Mention) -> Mention | None:
    for gap in _JOINED:
        if text.endswith(gap, 0, mention.start):
            joined = found.ending_at(field, mention.start - len(gap))
            if joined is not None and joined.rule in _STATES - {"capital"}:
                return joined
    return None
