"""The trilaterals of the United States and Japan with a third state, by three acting together.

Recognised by an enumeration of exactly the three members ("US, South Korean and Japanese forces"),
by words of threesome ("three-way talks", "the three nations") in an item that names all members, or
by a sentence in which the three and nobody else do something together ("Iwaya and Cho condemned the
launch with Blinken").
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from indexer.normalise.spans import Evidence, Field
from indexer.normalise.tags.mentions import Mention

# Between the parts of one enumeration stand only connectors, titles and capitalised words. These
# give nothing back: "A.A.A.A." is one word, and no end of ways to cut it in several.
_JOINED = re.compile(
    r"(?:['’]s)?(?:[\s,/&–‐-]|\b(?:and|the|of|its|plus|or|with|foreign|defense|defence|vice|prime"
    r"|minister|ministers|counterpart|counterparts|president|secretary|deputy)\b"
    r"|\b[A-Z][\w.'’]*+)*"
)
_ADJACENT = re.compile(r"(?:['’]s)?(?:[\s-]|\b[A-Z][\w.'’]*+|\b(?:foreign|defense|minister)\b)*")
_THREESOME = re.compile(
    r"\b(?:trilateral\w*|trilat|three[- ]way|three[- ]nation|three[- ]country|tripartite|trio"
    r"|(?:the|all) three (?:\w+ )?(?:nations?|countries|states|allies|governments|sides|partners"
    r"|navies|fleets|forces|militaries|leaders|ministers|chiefs|officials|envoys|capitals)"
    r"|the three|as three|among the three|by three)\b|\bthe three[’']s?\b",
    re.IGNORECASE,
)
_WITH_THEIR = re.compile(
    r"\b(?:the two|the pair|both|they)\b[^.;]{0,80}?\b(?:with|by) their ", re.IGNORECASE
)
# Without one of these, in any letters, nothing of it stands in a text.
_OF_THREE = ("three", "tri")
_WITH_GROUP = re.compile(r"\b(?:EU|European Union|NATO|ASEAN|UN|G7)\b")
_MAX_GAP = 60
_THREE = 3
# Words of threesome looked at in a field; each is weighed against every state that it names.
_MOST = 50
_ANAPHORIC = re.compile(r"(?:the|all) three|as three|among the three", re.IGNORECASE)
# A semicolon ends what is done together as a full stop does.
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"]?\s+(?=[“‘\"A-Z0-9])|;\s")
# What is done together. "With" and "and" alone also join three who have nothing in common.
_TOGETHER = re.compile(
    r"\b(?:joint(?:ly)?|common|together|alongside|met|meets?|meeting|summit|talks?|dialogue"
    r"|calls?(?! (?:it|for|this|that|them|him|her)\b)"
    r"|condemn\w*|flew|sail\w*|exercises?|drill\w*|train(?:ed|s|ing)?|practi[cs]e\w*|rehears\w*"
    r"|presented|signed|sign|agreed?|statement|consult\w*|counterparts?|coordinat\w*|shar(?:e|ed|ing)"
    r"|pledged?|launch(?:ed|es)?|held|hold|received|welcomed|hosted|paid by|between|among)\b",
    re.IGNORECASE,
)
# A state named as the place or the way is not one that acts.
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|from|to|near|off|via|through|across|around|after|before|visit(?:ed|s|ing)?|toured"
    r"|leaving|over)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_LIST = re.compile(r",\s(?:and\s)?|\sand\s")
_PLACES = frozenset({"capital", "place"})
# "The US-Philippine exercise" names the two of an exercise, whoever does something now.
_HYPHENS = frozenset("-–‐")
# Whom the three speak of, and who therefore does not make them more.
_SPOKEN_OF = frozenset({"KP", "CN", "RU", "TW"})


def find_together(
    headline: str,
    text: str,
    mentions: Sequence[Mention],
    trios: Mapping[str, frozenset[str]],
    fours: Mapping[str, frozenset[str]],
) -> Iterator[tuple[str, Evidence]]:
    """The groups whose members act together in an item, with what shows it.

    Args:
        headline: the item's headline.
        text: its paragraph.
        mentions: the states that it names.
        trios: the members of the trilaterals, by group.
        fours: those of groups of four, which an enumeration alone can show.
    """
    for field, content in ((Field.HEADLINE, headline), (Field.TEXT, text)):
        here = [mention for mention in mentions if mention.field == field]
        for rule, runs in (("enumeration", _enumerations), ("together", _acting_together)):
            for run in runs(content, here):
                codes = set() if _are_ships(run) else {mention.code for mention in run}
                sets = trios if rule == "together" else {**trios, **fours}
                acting = [group_id for group_id, them in sets.items() if codes == them]
                if acting and _is_theirs(content, field, run, rule):
                    span = _evidence(field, content, run, rule)
                    yield from ((group_id, span) for group_id in acting)
        for group_id, start, end in _joined_by(content, here, mentions, trios):
            yield group_id, Evidence(field, start, end, content[start:end], "joined")
        for match in islice(_threesomes(content), _MOST):
            span = Evidence(field, match.start(), match.end(), match[0], "threesome")
            so_far = mentions
            if _ANAPHORIC.match(match[0]):
                end = _end_of_sentence(content, match.start())
                so_far = [m for m in mentions if m.field == Field.HEADLINE or m.end <= end]
            for meant in _meant(content, match.start(), here, so_far, trios):
                yield meant, span


def _threesomes(text: str) -> Iterator[re.Match[str]]:
    """Words of threesome, which few texts have."""
    lowered = text.lower()
    return _THREESOME.finditer(text) if any(w in lowered for w in _OF_THREE) else iter(())


def _joined_by(
    text: str,
    here: Sequence[Mention],
    mentions: Sequence[Mention],
    trios: Mapping[str, frozenset[str]],
) -> Iterator[tuple[str, int, int]]:
    """Two who have been named and a third: "the two met with their Korean counterpart"."""
    if " their " not in text:
        return
    starts = {mention.start: mention for mention in here}
    field = here[0].field if here else None
    for match in islice(_WITH_THEIR.finditer(text), _MOST):
        third = starts.get(match.end())
        if third is None:
            continue
        before = {m.code for m in mentions if m.field != field or m.end <= match.start()}
        for group_id, trio in trios.items():
            if third.code in trio and trio - {third.code} <= before:
                yield group_id, match.start(), third.end


def _is_theirs(text: str, field: Field, run: Sequence[Mention], rule: str) -> bool:
    """Whether what is told is of those in a run alone: not of "Japan, Australia and the EU"."""
    if _WITH_GROUP.search(text, run[0].start, run[-1].end):
        return False
    return rule != "enumeration" or _tells_of_together(text, field, run)


def _tells_of_together(text: str, field: Field, run: Sequence[Mention]) -> bool:
    """Whether three who are told off do anything together: not "Japan, Australia and the US pay".

    A headline has no room to say so, and a name has no need: "US-Japan-ROK ties".
    """
    if all(text[a.end : b.start] in _HYPHENS for a, b in pairwise(run)):
        return True
    begin = text.rfind(". ", 0, run[0].start) + 1
    end = _end_of_sentence(text, run[-1].end)
    return field is Field.HEADLINE or _TOGETHER.search(text, begin, end) is not None


def _are_ships(run: Sequence[Mention]) -> bool:
    """Whether ships are told off by name: there are often more of them than one sentence has."""
    return sum(mention.rule == "ship" for mention in run) > 1


def _evidence(field: Field, text: str, run: Sequence[Mention], rule: str) -> Evidence:
    start, end = run[0].start, run[-1].end
    return Evidence(field, start, end, text[start:end], rule)


def _end_of_sentence(text: str, at: int) -> int:
    ends = _sentence_ends(text)
    following = bisect_left(ends, at)
    return ends[following] if following < len(ends) else len(text)


@lru_cache(maxsize=8)
def _sentence_ends(text: str) -> Sequence[int]:
    """Where the sentences of a text end, but for the last."""
    return [stop.start() for stop in _SENTENCE_END.finditer(text)]


def _acting_together(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """The states of each sentence that tells of something done together, but for places."""
    ordered = sorted((mention.start, at) for at, mention in enumerate(mentions))
    start = 0
    while start < len(text):
        end = _end_of_sentence(text, start + 1)
        first, behind = bisect_left(ordered, (start, 0)), bisect_left(ordered, (end, 0))
        inside = [mentions[at] for at in sorted(at for _, at in ordered[first:behind])]
        acting: list[Mention] = []
        for mention in inside:
            if mention.code not in _SPOKEN_OF and (
                not _is_place(text, mention) or _is_government(text, start, mention, acting)
            ):
                acting.append(mention)
        if len({mention.code for mention in inside} - _SPOKEN_OF) == _THREE and (
            len(acting) >= _THREE and _TOGETHER.search(text, start, end)
        ):
            yield acting
        start = end


def _is_government(text: str, start: int, mention: Mention, acting: Sequence[Mention]) -> bool:
    """Whether a capital stands for who governs there: "Seoul and Tokyo agreed with Washington".

    That is so at the head of a sentence, behind "with", and in a list that goes on from another
    state that acts.
    """
    if mention.rule != "capital":
        return False
    before = text[start : mention.start].lstrip(' ”’"“‘')
    if not before or before.endswith(" with "):
        return True
    return bool(acting) and _LIST.fullmatch(text, acting[-1].end, mention.start) is not None


def is_place(text: str, start: int) -> bool:
    """Whether what begins at a place in the text is where something happens, or the way there."""
    return _PLACE_BEFORE.search(text, max(0, start - 20), start) is not None


def _is_place(text: str, mention: Mention) -> bool:
    if mention.rule in _PLACES and not text.startswith(("’s", "'s"), mention.end):
        return True
    beside = (text[max(0, mention.start - 1) : mention.start], text[mention.end : mention.end + 1])
    return bool(set(beside) & _HYPHENS) or is_place(text, mention.start)


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
    trios: Mapping[str, frozenset[str]],
) -> Sequence[str]:
    """The trilaterals that words of threesome mean: all members named, the odd one out nearest.

    Partners named in one breath are all meant: "met trilaterally with Australian and South Korean
    counterparts" tells of two threesomes.
    """
    named = {mention.code for mention in mentions}
    fitting = {group_id: trio for group_id, trio in trios.items() if trio <= named}
    if len(fitting) <= 1:
        return list(fitting)
    common = frozenset.intersection(*fitting.values())
    odd = [m for m in here if any(m.code in trio - common for trio in fitting.values())]
    if not odd:
        return ()
    nearest = min(odd, key=lambda mention: abs(mention.start - at))
    beside = {
        mention.code
        for run in _enumerations(text, odd)
        if nearest in run and not common & _between(run, here)
        for mention in run
    }
    return [g for g, trio in fitting.items() if trio & (beside | {nearest.code}) - common]


def _between(run: Sequence[Mention], here: Sequence[Mention]) -> frozenset[str]:
    """The states named inside an enumeration."""
    return frozenset(m.code for m in here if run[0].start <= m.start <= run[-1].start)
