"""States and actors in text: by name, people, capital, place, institution or office holder.

Strong names come before weak ones and the longest match before the shorter; phrases of the refusal
list give nothing. What a shared name means ("MOFA", "Foreign Minister Park") is read from the
states named around it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.normalise.spans import Evidence, Field, TagFinding, TagKind
from indexer.normalise.tags import gazetteer
from indexer.normalise.tags.around import (
    acting,
    capital_follows,
    covers,
    follows,
    names_ship,
    names_treaty,
    office_in,
    titled,
    words_before,
)
from indexer.normalise.tags.gazetteer import Meaning
from indexer.normalise.tags.holders import Person
from indexer.normalise.tags.mentions import ActorMention, Mention, Names, reading_order
from indexer.normalise.tags.officers import officer_meant, serves_a_body
from indexer.normalise.tags.owners import only_owner, owners_beside, told_off
from indexer.normalise.tags.said import Said
from indexer.normalise.tokens import Match, Token, words_of_item

# Rules of names in small letters.
_SMALL = frozenset({"said", "joint"})
_PLACES = frozenset({"name", "capital", "place"})
_REGION = re.compile(r",\s([A-Z]\w+(?:\s[A-Z]\w+)?)")
# "US$" and "A$" count money.
_CURRENCY = tuple("$€¥£")
# How far before a family name its office may stand: "Foreign Affairs and Trade Minister Park".
_TITLE = 45
# Words that stand before a name, and are nobody's given name.
_OPENER_WORDS = """
A After All Also Although And As At Because Before Both But By Even For From How If In It Later Like
Meanwhile Not Of On Once Only Or Since So That The Then Though Through To Today Under Unlike Until
Were What When Where While Who Why Will With Without Yet Yesterday Now Here There Earlier Still
Instead Afterwards Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu
Thur Thurs Fri Sat Sun January February March April May June July August September October November
December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
"""
_OPENERS = frozenset(_OPENER_WORDS.split())
# Family names that are also a word at the head of a sentence: they need a title.
_PRONOUNS = frozenset({"He", "An", "You", "So"})


@dataclass(frozen=True, slots=True)
class _Pending:
    """A match whose state is still open."""

    meaning: Meaning
    field: Field
    match: Match[Meaning]
    quote: str
    titled: bool = False
    acting: bool = False


def find_names(headline: str, text: str, issue_date: date) -> Names:
    """Every place of an item where a state or an actor is named."""
    return _Item(headline, text, issue_date).names()


def country_tags(mentions: Sequence[Mention]) -> tuple[TagFinding, ...]:
    """One tag a state, in the order in which the item first names them."""
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for mention in mentions:
        evidence[mention.code].append(
            Evidence(mention.field, mention.start, mention.end, mention.quote, mention.rule)
        )
    return tuple(
        TagFinding(TagKind.COUNTRY, code, tuple(spans)) for code, spans in evidence.items()
    )


class _Item:
    """Resolves the matches of one item: first what is plain, then what depends on it."""

    def __init__(self, headline: str, text: str, issue_date: date) -> None:
        self.texts = {Field.HEADLINE: headline, Field.TEXT: text}
        self.whole = f"{headline}\n{text}"
        self._before: dict[str, frozenset[str]] = {}  # what stands before a name
        self.issue_date = issue_date
        self.found = Said()
        self._standing: dict[str, bool] = {}
        self.actors: list[ActorMention] = []
        self.officers: set[tuple[Field, int]] = set()  # where their names end

    def names(self) -> Names:
        pending: list[_Pending] = []
        for field, text in self.texts.items():
            words = words_of_item(text)
            self._name_bodies(field, text, words)
            for match in gazetteer.phrases().find(text, words):
                if self._refused(match, text, words) or self._is_officer(field, match):
                    continue
                if self._plain(match.payload):
                    self._accept(match.payload, field, match, text)
                else:
                    surname = match.payload.rule == "surname"
                    pending.append(
                        _Pending(
                            match.payload,
                            field,
                            match,
                            text[match.start : match.end],
                            titled=surname and titled(words, match.first, text),
                            acting=surname and acting(words, match, text),
                        )
                    )
        # Family names first: they are evidence for what "MOFA" or "the North" means.
        surnames = [item for item in pending if item.meaning.rule == "surname"]
        open_still = [item for item in surnames if not self._resolve(item)]
        for item in open_still:
            self._name_beside_others(item)
        for item in pending:
            if item.meaning.rule != "surname":
                self._resolve(item)
        return Names(
            tuple(sorted(self.found, key=reading_order)),
            tuple(sorted(self.actors, key=reading_order)),
        )

    def _name_bodies(self, field: Field, text: str, words: Sequence[Token]) -> None:
        for match in gazetteer.bodies().find(text, words):
            if not self._refused(match, text, words):
                quote = text[match.start : match.end]
                named = match.payload
                actor, rule = named.actor, "name"
                if named.rule == "officer":
                    actor, rule = officer_meant(quote, self.issue_date), named.rule
                    if actor is not None:
                        self.officers.add((field, match.end))
                self._name_actor(actor, rule, field, match, quote)

    def _plain(self, meaning: Meaning) -> bool:
        return (
            meaning.code is not None
            and not meaning.weak
            and not meaning.when
            and not meaning.candidates
        )

    def _refused(self, match: Match[Meaning], text: str, words: Sequence[Token]) -> bool:
        meaning = match.payload
        return (
            meaning.rule == "refusal"
            or (
                bool(meaning.people)
                and serves_a_body(text[match.start : match.end], self.issue_date)
            )
            or text[match.end : match.end + 1] in _CURRENCY
            or (
                meaning.rule in _PLACES
                and (
                    names_ship(match, text, words)
                    or names_treaty(match, text, words)
                    or self._of_region(match, text)
                )
            )
            or (bool(meaning.before) and not text.startswith(meaning.before, match.end + 1))
            or (bool(meaning.behind) and not follows(meaning.behind, match, text))
            or (bool(meaning.near) and not any(map(self._stands, meaning.near)))
            or any(covers(phrase, match, text) for phrase in meaning.unless)
            or (meaning.bare and capital_follows(match, text, words))
            or (meaning.leads and not capital_follows(match, text, words))
        )

    def _is_officer(self, field: Field, match: Match[Meaning]) -> bool:
        """Whether a family name ends that of an officer of a body: "Margaret Chan"."""
        return match.payload.rule == "surname" and (field, match.end) in self.officers

    def _of_region(self, match: Match[Meaning], text: str) -> bool:
        """Whether a region of another state follows: "Moscow, Idaho", "London, Ontario"."""
        after = _REGION.match(text, match.end)
        region = gazetteer.regions().get(after[1]) if after else None
        return region is not None and region != match.payload.code

    def _accept(self, meaning: Meaning, field: Field, match: Match[Meaning], text: str) -> None:
        quote = text[match.start : match.end]
        for code in (meaning.code, *meaning.besides):
            if code is not None:
                self.found.append(Mention(code, field, match.start, match.end, quote, meaning.rule))
        actor = self._in_office(meaning.people) if meaning.people else meaning.actor
        self._name_actor(actor, meaning.rule, field, match, quote)

    def _name_actor(
        self, actor: str | None, rule: str, field: Field, match: Match[Meaning], quote: str
    ) -> None:
        if actor is not None:
            self.actors.append(ActorMention(actor, field, match.start, match.end, quote, rule))

    def _family_name(self, item: _Pending, code: str | None) -> str | None:
        """The office holder of a state meant by a family name; none where a namesake stands by."""
        people = [person for person in item.meaning.people if person.code == code]
        if not item.titled and self._namesake(item.quote, _given(people, code)):
            return None
        at = item.match.start
        return self._in_office(people, self.texts[item.field][max(0, at - _TITLE) : at])

    def _in_office(self, people: Sequence[Person], before: str = "") -> str | None:
        """The one of these people who holds office, as an actor; None where none or several do.

        Of several the one is meant whose office stands in the words before the name: "Foreign
        Minister Hayashi".
        """
        serving = [person for person in people if person.in_office_on(self.issue_date)]
        if len(serving) > 1:
            serving = [person for person in serving if office_in(before, person)]
        return serving[0].actor if len(serving) == 1 else None

    def _resolve(self, item: _Pending) -> bool:
        """Name what a match means; gives whether it means anything."""
        meaning = item.meaning
        if meaning.candidates:
            return self._name_shared(item)
        actor = meaning.actor
        if meaning.rule == "surname":
            code = self._holder(item)
            actor = self._family_name(item, code)
        elif meaning.when:
            code = meaning.code if self.found.has(meaning.when) else None
        else:
            code = meaning.code if self.found.has((meaning.code or "",)) else None
        if code is not None:
            match = item.match
            self.found.append(
                Mention(code, item.field, match.start, match.end, item.quote, meaning.rule)
            )
            self._name_actor(actor, meaning.rule, item.field, match, item.quote)
        return code is not None

    def _name_beside_others(self, item: _Pending) -> None:
        """A family name beside another office holder: "Healey and Marles"."""
        match = item.match
        if not told_off(self.found, item.field, self.texts[item.field], match.start, match.end):
            return
        serving = [p for p in item.meaning.people if p.in_office_on(self.issue_date)]
        code = self._nearest(item, sorted({person.code for person in serving}))
        if code is None or self._namesake(item.quote, _given(serving, code)):
            return
        self.found.append(
            Mention(code, item.field, match.start, match.end, item.quote, item.meaning.rule)
        )
        actor = self._in_office([person for person in serving if person.code == code])
        self._name_actor(actor, item.meaning.rule, item.field, match, item.quote)

    def _name_shared(self, item: _Pending) -> bool:
        """What a name that several states share means: a body of the states beside it, if any."""
        meaning, match, text = item.meaning, item.match, self.texts[item.field]
        codes = owners_beside(self.found, item.field, text, match.start, match.end)
        if meaning.rule == "joint":
            codes = codes if len(codes) > 1 else ()
        elif not codes:
            codes = self._owner_further_back(item, text)
        meant = [code for code in codes if code in meaning.candidates or code == meaning.code]
        for code in meant:
            actor = meaning.actors.get(code)
            self._name_actor(actor, meaning.rule, item.field, match, item.quote)
        # Small letters name the state no more than the words beside them have done.
        if meant and meaning.rule not in _SMALL:
            mention = Mention(
                meant[-1], item.field, match.start, match.end, item.quote, meaning.rule
            )
            self.found.append(mention)
        return bool(meant)

    def _owner_further_back(self, item: _Pending, text: str) -> Sequence[str]:
        if item.meaning.rule == "said":
            code = only_owner(self.found, item.field, text, item.match.start)
        else:
            code = self._nearest(item, item.meaning.candidates) or item.meaning.code
        return () if code is None else (code,)

    def _nearest(self, item: _Pending, candidates: Sequence[str]) -> str | None:
        return self.found.nearest(item.field, item.match.start, candidates)

    def _stands(self, words: str) -> bool:
        """Whether words stand anywhere in the item; looked for once."""
        if words not in self._standing:
            self._standing[words] = words in self.whole
        return self._standing[words]

    def _holder(self, item: _Pending) -> str | None:
        """The state of the office holder that a family name means."""
        known = {p.code for p in item.meaning.people if p.alone and p.known_on(self.issue_date)}
        if known and not item.titled:
            return known.pop()
        holders = item.meaning.people
        if item.titled:
            meant = [person for person in holders if person.serving_on(self.issue_date)]
        elif item.acting and item.quote not in _PRONOUNS and not self._namesake(item.quote):
            meant = [person for person in holders if person.in_office_on(self.issue_date)]
        else:
            return None
        codes = {person.code for person in meant} or known
        if len(codes) == 1:
            return codes.pop()
        return (self._nearest(item, sorted(codes)) if codes else None) or next(iter(known), None)

    def _namesake(self, name: str, own: Collection[str] = ()) -> bool:
        """Whether somebody else of that name stands in the item: "Tom Brown, an analyst".

        The given names of whoever is meant, and words such as "When" and "On Monday", are nobody
        else's.
        """
        if name not in self._before:
            found = frozenset(words_before(name, self.whole))
            self._before[name] = found - gazetteer.titles() - _OPENERS
        return not self._before[name] <= frozenset(own)


def _given(people: Sequence[Person], code: str | None) -> Collection[str]:
    """All names of the people of a state."""
    return {name for person in people if person.code == code for name in person.name.split()}
