"""States and actors in text: by name, people, capital, place, institution or office holder.

Strong names come before weak ones and the longest match before the shorter; phrases of the refusal
list give nothing. What a shared name means ("MOFA", "Foreign Minister Park") is read from the
states named around it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.normalise.spans import Evidence, Field, TagFinding, TagKind
from indexer.normalise.tags import gazetteer
from indexer.normalise.tags.gazetteer import Meaning, Person
from indexer.normalise.tags.mentions import ActorMention, Mention, Names, reading_order
from indexer.normalise.tags.officers import serves_a_body
from indexer.normalise.tags.said import Said
from indexer.normalise.tokens import Match, Token, words_of_item

_LOOK_BACK = 7
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
_CAPITALISED = re.compile(r"\b([A-Z][\w’'-]*)\.?$")
_LONGEST_NAME = 40
# What a full stop may end before a name: "Gen. Park", not "the President. Park".
_LONGEST_ABBREVIATION = 4
_CONNECTORS = frozenset({"and", "of", "for", "to", "the", "in", "on", "at", "de", "&"})


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
        self.fields = ((Field.HEADLINE, headline), (Field.TEXT, text))
        self.whole = f"{headline}\n{text}"
        self._before: dict[str, frozenset[str]] = {}  # what stands before a name
        self.issue_date = issue_date
        self.found = Said()
        self._standing: dict[str, bool] = {}
        self.actors: list[ActorMention] = []

    def names(self) -> Names:
        pending: list[_Pending] = []
        for field, text in self.fields:
            words = words_of_item(text)
            for match in gazetteer.phrases().find(text, words):
                if self._refused(match, text, words):
                    continue
                if self._plain(match.payload):
                    self._accept(match.payload, field, match, text)
                else:
                    pending.append(
                        _Pending(
                            match.payload,
                            field,
                            match,
                            text[match.start : match.end],
                            titled=_titled(words, match.first, text),
                            acting=_acting(words, match, text),
                        )
                    )
            self._name_bodies(field, text, words)
        # Family names first: they are evidence for what "MOFA" or "the North" means.
        for item in sorted(pending, key=lambda p: p.meaning.rule != "surname"):
            self._resolve(item)
        return Names(
            tuple(sorted(self.found, key=reading_order)),
            tuple(sorted(self.actors, key=reading_order)),
        )

    def _name_bodies(self, field: Field, text: str, words: Sequence[Token]) -> None:
        for match in gazetteer.bodies().find(text, words):
            if not self._refused(match, text, words):
                quote = text[match.start : match.end]
                self._name_actor(match.payload.actor, "name", field, match, quote)

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
                and (_names_ship(match, text, words) or self._of_region(match, text))
            )
            or (bool(meaning.before) and not text.startswith(meaning.before, match.end + 1))
            or (bool(meaning.near) and not any(map(self._stands, meaning.near)))
            or any(_covers(phrase, match, text) for phrase in meaning.unless)
            or (meaning.bare and _capital_follows(match, text, words))
            or (meaning.leads and not _capital_follows(match, text, words))
        )

    def _of_region(self, match: Match[Meaning], text: str) -> bool:
        """Whether a region of another state follows: "Moscow, Idaho", "London, Ontario"."""
        after = _REGION.match(text, match.end)
        region = gazetteer.regions().get(after[1]) if after else None
        return region is not None and region != match.payload.code

    def _accept(self, meaning: Meaning, field: Field, match: Match[Meaning], text: str) -> None:
        quote = text[match.start : match.end]
        if meaning.code is not None:
            self.found.append(
                Mention(meaning.code, field, match.start, match.end, quote, meaning.rule)
            )
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
        given = {name for person in people for name in person.name.split()}
        if not item.titled and self._namesake(item.quote, given):
            return None
        at = item.match.start
        return self._in_office(people, dict(self.fields)[item.field][max(0, at - _TITLE) : at])

    def _in_office(self, people: Sequence[Person], before: str = "") -> str | None:
        """The one of these people who holds office, as an actor; None where none or several do.

        Of several the one is meant whose office stands in the words before the name: "Foreign
        Minister Hayashi".
        """
        serving = [person for person in people if person.in_office_on(self.issue_date)]
        if len(serving) > 1:
            serving = [person for person in serving if _office_in(before, person)]
        return serving[0].actor if len(serving) == 1 else None

    def _resolve(self, item: _Pending) -> None:
        meaning = item.meaning
        actor = meaning.actor
        if meaning.rule == "surname":
            code = self._holder(item)
            actor = self._family_name(item, code)
        elif meaning.candidates:
            code = self._nearest(item, meaning.candidates) or meaning.code
        elif meaning.when:
            code = meaning.code if self.found.has(meaning.when) else None
        else:
            code = meaning.code if self.found.has((meaning.code or "",)) else None
        if code is not None:
            match = item.match
            self.found.append(
                Mention(code, item.field, match.start, match.end, item.quote, meaning.rule)
            )
            actor = meaning.actors.get(code, actor)
            self._name_actor(actor, meaning.rule, item.field, match, item.quote)

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
            found = frozenset(_words_before(name, self.whole))
            self._before[name] = found - gazetteer.titles() - _OPENERS
        return not self._before[name] <= frozenset(own)


def _words_before(name: str, text: str) -> Iterator[str]:
    """The capitalised word right before each place of a name, without its full stop."""
    at = text.find(f" {name}")
    while at != -1:
        end = at + 1 + len(name)
        whole_word = not (text[end : end + 1].isalnum() or text[end : end + 1] == "_")
        before = _CAPITALISED.search(text, max(0, at - _LONGEST_NAME), at) if whole_word else None
        if before is not None:
            yield before[1]
        at = text.find(f" {name}", end)


def _office_in(words: str, person: Person) -> bool:
    """Whether an office of a person stands in words."""
    return any(office.title in words.lower() for office in person.offices)


def _covers(phrase: str, match: Match[Meaning], text: str) -> bool:
    """Whether a phrase stands in the text such that the match lies inside it."""
    at = text.find(phrase, max(0, match.start - len(phrase)), match.start + len(phrase))
    return at != -1 and at <= match.start < at + len(phrase)


def _capital_follows(match: Match[Meaning], text: str, words: Sequence[Token]) -> bool:
    if match.last >= len(words):
        return False
    follower = words[match.last]
    gap = text[match.end : follower.start]
    return gap[:1].isspace() and not gap.strip(" “‘\"'") and follower.form[:1].isupper()


def _names_ship(match: Match[Meaning], text: str, words: Sequence[Token]) -> bool:
    """Whether the words are a ship's name: "HMAS Canberra", "the MV Taipei Bridge"."""
    if match.first == 0:
        return False
    before = words[match.first - 1]
    return (
        before.form in gazetteer.ship_prefixes()
        and text[before.end : match.start].strip(" “\"'") == ""
    )


def _shortened(word: str) -> bool:
    """Whether a title is an abbreviation: "Gen", "Sec"."""
    return word in gazetteer.titles() and len(word) <= _LONGEST_ABBREVIATION and word != "King"


def _acting(words: Sequence[Token], match: Match[Meaning], text: str) -> bool:
    """Whether a verb of what people do follows at once: "Moon met", "Brown said"."""
    if match.last >= len(words):
        return False
    verb = words[match.last]
    return verb.form in gazetteer.acts() and text[match.end : verb.start].isspace()


def _titled(words: Sequence[Token], at: int, text: str) -> bool:
    """Whether a title stands before the word, with nothing but names and connectors between."""
    titles = gazetteer.titles()
    for index in range(at - 1, max(-1, at - 1 - _LOOK_BACK), -1):
        word = words[index]
        gap = text[word.end : words[index + 1].start]
        if any(stop in gap for stop in ";:()") or (". " in gap and not _shortened(word.form)):
            return False
        if word.form in titles:
            return True
        if not (word.form[:1].isupper() or word.form in _CONNECTORS):
            return False
    return False
