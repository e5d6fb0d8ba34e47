"""The promises of the SearchEngine port, each on every engine."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from indexer.errors import IndexMissing
from indexer.normalise.spans import Precision
from indexer.search.buckets import Interval
from indexer.search.conditions import (
    Condition,
    Either,
    Every,
    Not,
    OneOf,
    Period,
    Selection,
)
from indexer.search.document import (
    DIGEST,
    HEADLINE_WORDS,
    MEMBER_OF,
    PRECISION,
    SCHEMA_VERSION,
    SERIES,
    STATUS,
    YEAR,
    EventDocument,
    Facet,
)
from indexer.search.port import IndexState, SearchEngine
from indexer.search.query import EventQuery, FacetCount, Sort, Term
from tests.builders import DAY, make_document, phrase, words

_JAPAN = OneOf("countries", ("JP",))
_ENERGY = OneOf("domains", ("energy",))


def chosen(facet: Facet, **values: tuple[str, ...]) -> EventQuery:
    """The search for values of one facet."""
    return EventQuery(filters={facet: Selection(**values)})


def fill(engine: SearchEngine, *documents: EventDocument) -> None:
    engine.rebuild(documents, watermark=1)


def ids(engine: SearchEngine, query: EventQuery) -> list[str]:
    return [hit.id for hit in engine.search(query).hits]


def found(engine: SearchEngine, text: str, **kwargs: bool) -> set[str]:
    return set(ids(engine, EventQuery(terms=words(text, **kwargs), limit=1000)))


class TestText:
    def test_every_word_must_match_in_any_field(self, engine: SearchEngine) -> None:
        """One word in the headline and one in the text is a match; one word alone is not."""
        fill(
            engine,
            make_document("both", headline="Lunar rover", text="Toyota builds it."),
            make_document("one", headline="Lunar gateway", text="A station."),
        )
        assert found(engine, "lunar toyota") == {"both"}

    def test_names_of_tags_are_searched(self, engine: SearchEngine) -> None:
        """An item about Tokyo is found by the name of the country it was tagged with."""
        fill(engine, make_document("tagged", names=("Japan", "Space")), make_document("other"))
        assert found(engine, "japan") == {"tagged"}

    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("satelite", "satellite"),
            ("semicondutcor", "semiconductor"),
            ("missle", "missile"),
            ("okinwa", "Okinawa"),
        ],
    )
    def test_one_typo_is_forgiven_from_five_letters(
        self, engine: SearchEngine, typed: str, written: str
    ) -> None:
        """A letter left out, doubled or swapped still finds the word."""
        fill(engine, make_document("right", text=f"The {written} is here."), make_document("no"))
        assert found(engine, typed) == {"right"}

    def test_short_words_are_matched_exactly(self, engine: SearchEngine) -> None:
        """Four letters forgive no typo: "Quad" is not "Quid"."""
        fill(engine, make_document("quad", text="The Quad met."))
        assert found(engine, "quid") == set()

    def test_two_typos_are_forgiven_from_nine_letters(self, engine: SearchEngine) -> None:
        """Eight letters forgive one typo, nine forgive two."""
        fill(
            engine,
            make_document("long", text="deterrence"),
            make_document("short", text="maritime"),
        )
        assert found(engine, "deterance") == {"long"}
        assert found(engine, "maretimo") == set()

    def test_numbers_are_matched_exactly(self, engine: SearchEngine) -> None:
        """A figure is never taken for a similar one."""
        fill(engine, make_document("a", text="12345 tons"))
        assert found(engine, "12346") == set()
        assert found(engine, "12345") == {"a"}

    def test_a_typo_in_the_first_letter_counts_twice(self, engine: SearchEngine) -> None:
        """It is the letter people get right."""
        fill(engine, make_document("a", text="space"), make_document("b", text="semiconductor"))
        assert found(engine, "bpace") == set()
        assert found(engine, "demiconductor") == {"b"}

    def test_only_the_last_word_may_be_unfinished(self, engine: SearchEngine) -> None:
        """As one types, "lunar ro" finds the rover; "lun rover" does not."""
        fill(engine, make_document("a", headline="Lunar rover"))
        assert found(engine, "lunar ro", unfinished=True) == {"a"}
        assert found(engine, "lun rover", unfinished=True) == set()
        assert found(engine, "lunar ro") == set()

    def test_a_phrase_is_exact_and_in_order(self, engine: SearchEngine) -> None:
        """No typo, no other order, nothing between."""
        fill(
            engine,
            make_document("a", text="They issued a joint statement in Tokyo."),
            make_document("b", text="A statement on joint work."),
            make_document("c", text="The joint press statement."),
        )
        assert set(ids(engine, EventQuery(terms=phrase("joint statement")))) == {"a"}
        assert ids(engine, EventQuery(terms=phrase("joint statment"))) == []

    def test_headlines_are_found_apart(self, engine: SearchEngine) -> None:
        """All words in the headline: without typos first, then the newest; as many as are asked."""
        fill(
            engine,
            make_document("late", headline="Lunar rover agreed", day=date(2024, 5, 2)),
            make_document("early", headline="Rovers on lunar ground", day=date(2023, 5, 2)),
            make_document("typo", headline="Lunra rover", day=date(2024, 6, 2)),
            make_document("text", headline="Moon", text="A lunar rover."),
            make_document("other", headline="Lunar rover for Mars", text="Not ours."),
        )
        asked = EventQuery(
            terms=(*words("lunar rove", unfinished=True), Term("mars", excluded=True))
        )
        assert engine.in_headline(asked) == ["late", "early", "typo"]
        assert engine.in_headline(replace(asked, limit=2)) == ["late", "early"]
        assert engine.in_headline(EventQuery(terms=(Term("mars", excluded=True),))) == []
        assert engine.in_headline(EventQuery(terms=words("zebra"))) == []

    @pytest.mark.parametrize("field", ["", "text"])
    def test_a_phrase_of_several_words_stands_in_one_place(
        self, engine: SearchEngine, field: str
    ) -> None:
        """Not each two of its words somewhere; also where it is left out, or is a tag's name."""
        apart = "A lunar rover program. Rover agreement, lunar surface agreement."
        fill(
            engine,
            make_document("a", text="The lunar rover agreement was signed."),
            make_document("b", text=apart, headline=apart),
            make_document("c", text="Something else."),
        )
        asked = Term("lunar rover agreement", phrase=True, field=field)
        assert ids(engine, EventQuery(terms=(asked,))) == ["a"]
        left_out = EventQuery(terms=(replace(asked, excluded=True),))
        assert set(ids(engine, left_out)) == {"b", "c"}

    def test_words_and_phrases_can_be_excluded(self, engine: SearchEngine) -> None:
        """What is excluded is spelt exactly: -launch leaves "launches" in."""
        fill(
            engine,
            make_document("a", text="A missile launch."),
            make_document("b", text="Missile launches go on."),
            make_document("c", text="A missile test in the East China Sea."),
        )
        missile = Term("missile")
        without_word = EventQuery(terms=(missile, Term("launch", excluded=True)))
        assert set(ids(engine, without_word)) == {"b", "c"}
        without_phrase = EventQuery(
            terms=(missile, Term("East China Sea", phrase=True, excluded=True))
        )
        assert set(ids(engine, without_phrase)) == {"a", "b"}
        assert set(ids(engine, EventQuery(terms=(Term("launch", excluded=True),)))) == {"b", "c"}

    def test_accents_and_case_do_not_matter(self, engine: SearchEngine) -> None:
        """Both ways round."""
        fill(engine, make_document("a", text="Côte d'Ivoire and Türkiye"))
        for typed in ("cote", "CÔTE", "türkiye", "Turkiye"):
            assert found(engine, typed) == {"a"}, typed

    @pytest.mark.parametrize("apostrophe", ["'", "’"])
    def test_an_apostrophe_s_does_not_hide_a_word(
        self, engine: SearchEngine, apostrophe: str
    ) -> None:
        """ "Japan’s" is found by "Japan" and finds "Japan"."""
        fill(engine, make_document("a", text=f"Japan{apostrophe}s Diet"))
        assert found(engine, "japan") == {"a"}
        assert found(engine, "japan’s diet") == {"a"}

    @pytest.mark.parametrize(
        ("typed", "decoy"),
        [
            ("Indo-Pacific", "The Pacific, and Indo food."),
            ("F-35", "Formula F of 35 parts."),
            ("2+2", "On July 22, 2 of 12."),
            ("R&D", "R is before D."),
            ("AN/TPY-2", "An unit of 2 TPY."),
        ],
    )
    def test_compounds_are_one_word(self, engine: SearchEngine, typed: str, decoy: str) -> None:
        """Hyphens, plus signs and the like hold together what they join."""
        fill(
            engine, make_document("a", text=f"About {typed} today."), make_document("b", text=decoy)
        )
        assert found(engine, typed) == {"a"}
        assert found(engine, typed, unfinished=True) == {"a"}
        assert set(ids(engine, EventQuery(terms=phrase(f"about {typed}")))) == {"a"}

    def test_compounds_are_found_however_they_are_joined(self, engine: SearchEngine) -> None:
        """F35 finds F-35, and the parts of a compound find it too."""
        fill(engine, make_document("a", text="Four F-35 jets over the Indo-Pacific"))
        for typed in ("F35", "indopacific", "pacific", "indo pacific", "35"):
            assert found(engine, typed) == {"a"}, typed

    def test_acronyms_with_and_without_stops_are_the_same(self, engine: SearchEngine) -> None:
        """ "U.S." is "US"."""
        fill(engine, make_document("a", text="U.S. forces"), make_document("b", text="US forces"))
        assert found(engine, "US") == {"a", "b"}
        assert found(engine, "U.S.") == {"a", "b"}

    def test_rare_words_are_found_as_they_are(self, engine: SearchEngine) -> None:
        """Names that no dictionary knows."""
        fill(engine, make_document("a", headline="JUMPP action plan"), make_document("b"))
        assert found(engine, "JUMPP") == {"a"}

    def test_two_words_written_together_are_found_apart(self, engine: SearchEngine) -> None:
        """ "spacecraft" finds "space craft"."""
        fill(engine, make_document("a", text="a space craft"), make_document("b", text="craft"))
        assert found(engine, "spacecraft") == {"a"}

    def test_neighbours_are_not_glued_together(self, engine: SearchEngine) -> None:
        """ "over view" does not find "overview"."""
        fill(engine, make_document("a", text="an overview"))
        assert found(engine, "over view") == set()

    def test_a_long_query_is_read_to_its_end(self, engine: SearchEngine) -> None:
        """A whole sentence pasted into the box: the thirteenth word counts as much as the first."""
        sentence = "one two three four five six seven eight nine ten eleven twelve thirteen"
        fill(
            engine,
            make_document("all", text=sentence),
            make_document("no-last", text=sentence.removesuffix(" thirteen")),
            make_document("no-first", text=sentence.removeprefix("one ")),
        )
        assert found(engine, sentence) == {"all"}

    def test_very_many_words_are_answered(self, engine: SearchEngine) -> None:
        """A paragraph of them, each of which may have typos."""
        text = " ".join(f"deterrence{i} cooperation{i} semiconductor{i}" for i in range(40))
        fill(engine, make_document("a", text=text), make_document("b", text="deterrence1"))
        assert found(engine, text) == {"a"}
        assert found(engine, text.replace("cooperation7 ", "coopration7 ")) == {"a"}

    def test_an_empty_query_finds_everything(self, engine: SearchEngine) -> None:
        """Also when its words hold no letter or digit."""
        fill(engine, make_document("a"), make_document("b"))
        assert set(ids(engine, EventQuery())) == {"a", "b"}
        assert found(engine, "— … !") == {"a", "b"}

    @pytest.mark.parametrize("hostile", ['"', "\\", "a'b\"c", "(", "*", "a:b", "\x00", "x" * 400])
    def test_signs_are_no_syntax(self, engine: SearchEngine, hostile: str) -> None:
        """Whatever is typed, the engine answers."""
        fill(engine, make_document("a"))
        assert found(engine, hostile) <= {"a"}


class TestFilters:
    def test_india_is_a_country_and_not_an_operator(self, engine: SearchEngine) -> None:
        """Its code is a word of one engine's filter language."""
        fill(engine, make_document("a", countries=("IN",)), make_document("b", countries=("JP",)))
        assert ids(engine, chosen("country", any_of=("IN",))) == ["a"]

    @pytest.mark.parametrize("kind", ["country", "domain", "group"])
    def test_any_all_and_none(self, engine: SearchEngine, kind: str) -> None:
        """Any-of widens, all-of and none-of narrow, together they all hold."""
        plural = {"country": "countries", "domain": "domains", "group": "groups"}[kind]
        values = {"a": ("x",), "b": ("x", "y"), "c": ("y", "z"), "d": ()}
        fill(engine, *(make_document(i, **{plural: v}) for i, v in values.items()))

        def hits(tags: Selection) -> set[str]:
            return set(ids(engine, EventQuery(filters={kind: tags})))

        assert hits(Selection(any_of=("x", "z"))) == {"a", "b", "c"}
        assert hits(Selection(all_of=("x", "y"))) == {"b"}
        assert hits(Selection(none_of=("x",))) == {"c", "d"}
        assert hits(Selection(any_of=("y",), none_of=("z",))) == {"b"}
        assert hits(Selection(any_of=("nothing",))) == set()

    def test_values_are_not_taken_apart(self, engine: SearchEngine) -> None:
        """A hyphenated group is one value."""
        fill(engine, make_document("a", groups=("trilateral-us-jp-kr",)))
        assert ids(engine, chosen("group", any_of=("trilateral-us-jp-kr",))) == ["a"]
        assert ids(engine, chosen("group", any_of=("trilateral-us-jp-ph",))) == []

    def test_a_period_matches_any_occurrence_that_overlaps_it(self, engine: SearchEngine) -> None:
        """Both ends belong to it; either end may be open."""
        fill(engine, make_document("a", occurrences=((date(2023, 5, 10), date(2023, 5, 20)),)))

        def matches(first: date | None, last: date | None) -> bool:
            return ids(engine, EventQuery().during(Period(first, last))) == ["a"]

        assert matches(date(2023, 5, 20), date(2023, 6, 1))
        assert matches(date(2023, 5, 1), date(2023, 5, 10))
        assert matches(date(2023, 5, 14), date(2023, 5, 14))
        assert matches(date(2023, 5, 20), None)
        assert matches(None, date(2023, 5, 10))
        assert not matches(date(2023, 5, 21), None)
        assert not matches(None, date(2023, 5, 9))

    def test_a_period_between_two_occurrences_matches_neither(self, engine: SearchEngine) -> None:
        """One occurrence before and another after do not make one that lies within."""
        early, late = date(2023, 1, 5), date(2023, 12, 5)
        fill(engine, make_document("a", occurrences=((early, early), (late, late))))
        between = EventQuery().during(Period(date(2023, 6, 1), date(2023, 6, 30)))
        assert ids(engine, between) == []

    def test_digests_and_precisions(self, engine: SearchEngine) -> None:
        """Any of the values given."""
        fill(
            engine,
            make_document("a", digest="d1", precisions=("day",)),
            make_document("b", digest="d2", precisions=("month", "range")),
        )
        assert ids(engine, chosen(DIGEST, any_of=("d2", "d9"))) == ["b"]
        assert ids(engine, chosen(PRECISION, any_of=(Precision.RANGE,))) == ["b"]

    def test_filters_and_text_hold_together(self, engine: SearchEngine) -> None:
        """A hit satisfies everything."""
        fill(
            engine,
            make_document("a", text="lunar", domains=("space",), countries=("JP",)),
            make_document("b", text="lunar", domains=("space",), countries=("IN",)),
            make_document("c", text="solar", domains=("space",), countries=("JP",)),
        )
        query = EventQuery(
            terms=words("lunar"),
            filters={
                "domain": Selection(any_of=("space",)),
                "country": Selection(any_of=("JP",)),
            },
        )
        assert ids(engine, query) == ["a"]

    def test_series_and_statuses(self, engine: SearchEngine) -> None:
        """Of which series an event is, and whether any of its dates is announced."""
        fill(
            engine,
            make_document("a", series="one"),
            make_document("b", series="two", statuses=("reported", "scheduled")),
        )
        assert ids(engine, chosen(SERIES, any_of=("two",))) == ["b"]
        assert ids(engine, chosen(STATUS, any_of=("scheduled",))) == ["b"]
        assert ids(engine, chosen(STATUS, none_of=("scheduled",))) == ["a"]

    @pytest.mark.parametrize(
        ("asked", "hits"),
        [
            (Either((_JAPAN, _ENERGY)), {"a", "c"}),
            (Every((Not(_JAPAN), Not(_ENERGY))), {"b"}),
            (Not(Either((_JAPAN, _ENERGY))), {"b"}),
            (Either((Every((_JAPAN, _ENERGY)), Not(_JAPAN))), {"b", "c"}),
            (Every(()), {"a", "b", "c"}),
            (Either(()), set()),
        ],
    )
    def test_conditions_are_joined(
        self, engine: SearchEngine, asked: Condition, hits: set[str]
    ) -> None:
        """Either, every and not, one inside the other."""
        fill(
            engine,
            make_document("a", countries=("JP",), domains=("space",)),
            make_document("b", countries=("IN",), domains=("space",)),
            make_document("c", countries=("IN",), domains=("energy",)),
        )
        assert set(ids(engine, EventQuery(filters={"asked": asked}))) == hits


class TestFacets:
    def counts(
        self,
        engine: SearchEngine,
        facet: Facet,
        terms: tuple[Term, ...] = (),
        **filters: Selection,
    ) -> dict[str, int]:
        page = engine.search(EventQuery(terms=terms, filters=filters, facets=(facet,)))
        return {item.value: item.count for item in page.facets[facet]}

    def test_counts_are_of_the_hits(self, engine: SearchEngine) -> None:
        """Each event counts once for each of its values."""
        fill(
            engine,
            make_document("a", text="lunar", countries=("JP", "US")),
            make_document("b", text="lunar", countries=("JP",)),
            make_document("c", text="solar", countries=("IN",)),
        )
        assert self.counts(engine, "country", terms=words("lunar")) == {"JP": 2, "US": 1}

    def test_a_facet_ignores_its_own_choice_only(self, engine: SearchEngine) -> None:
        """Choosing Japan leaves the other countries to choose from; other facets narrow."""
        fill(
            engine,
            make_document("a", countries=("JP",), domains=("space",)),
            make_document("b", countries=("IN",), domains=("space",)),
            make_document("c", countries=("IN",), domains=("energy",)),
        )
        japan = Selection(any_of=("JP",))
        assert self.counts(engine, "country", country=japan) == {"IN": 2, "JP": 1}
        assert self.counts(engine, "domain", country=japan) == {"space": 1}
        space = Selection(any_of=("space",))
        assert self.counts(engine, "country", country=japan, domain=space) == {
            "IN": 1,
            "JP": 1,
        }

    def test_a_facet_respects_its_own_all_and_none(self, engine: SearchEngine) -> None:
        """Only the any-of selection is ignored."""
        fill(
            engine,
            make_document("a", countries=("JP", "US")),
            make_document("b", countries=("JP", "CN")),
            make_document("c", countries=("IN",)),
        )
        tags = Selection(any_of=("US",), all_of=("JP",), none_of=("CN",))
        assert self.counts(engine, "country", country=tags) == {"JP": 1, "US": 1}

    def test_more_than_a_hundred_values_are_counted(self, engine: SearchEngine) -> None:
        """No value beyond some limit vanishes."""
        fill(engine, *(make_document(f"e{i}", groups=(f"g{i:03}",)) for i in range(150)))
        counts = self.counts(engine, "group")
        assert counts == {f"g{i:03}": 1 for i in range(150)}

    def test_years_precisions_and_digests(self, engine: SearchEngine) -> None:
        """An event counts for every year that an occurrence touches."""
        turn = (date(2022, 12, 30), date(2023, 1, 2))
        fill(engine, make_document("a", digest="d1", occurrences=(turn,), precisions=("range",)))
        assert self.counts(engine, YEAR) == {"2022": 1, "2023": 1}
        assert self.counts(engine, PRECISION) == {"range": 1}
        assert self.counts(engine, DIGEST) == {"d1": 1}

    def test_the_largest_comes_first(self, engine: SearchEngine) -> None:
        """Equal counts in order of value."""
        fill(
            engine,
            make_document("a", countries=("US", "KR")),
            make_document("b", countries=("US", "JP")),
        )
        page = engine.search(EventQuery(facets=("country",)))
        assert [item.value for item in page.facets["country"]] == ["US", "JP", "KR"]


class TestOrder:
    def days(self, count: int) -> Sequence[date]:
        return [DAY + timedelta(days=index) for index in range(count)]

    def test_newest_and_oldest(self, engine: SearchEngine) -> None:
        """By the day of the primary occurrence."""
        documents = [make_document(f"e{i}", on=day) for i, day in enumerate(self.days(5))]
        fill(engine, *documents)
        assert ids(engine, EventQuery(sort=Sort.OLDEST)) == ["e0", "e1", "e2", "e3", "e4"]
        assert ids(engine, EventQuery(sort=Sort.NEWEST)) == ["e4", "e3", "e2", "e1", "e0"]

    @pytest.mark.parametrize("sort", list(Sort))
    def test_ties_break_by_id(self, engine: SearchEngine, sort: Sort) -> None:
        """Whatever order they were indexed in."""
        fill(engine, *(make_document(name) for name in ("c", "a", "e", "b", "d")))
        query = EventQuery(terms=words("headline"), sort=sort)
        assert ids(engine, query) == ["a", "b", "c", "d", "e"]

    def test_relevance_puts_exact_before_typo_then_headline_before_text(
        self, engine: SearchEngine
    ) -> None:
        """A typo in the headline comes after an exact match in the text, newer or not."""
        old, new = self.days(2)
        fill(
            engine,
            make_document("typo-text", text="the sattelite", on=new),
            make_document("typo-headline", headline="A sattelite", on=new),
            make_document("exact-text", text="the satellite", on=new),
            make_document("exact-headline", headline="A satellite", on=old),
        )
        assert ids(engine, EventQuery(terms=words("satellite"))) == [
            "exact-headline",
            "exact-text",
            "typo-headline",
            "typo-text",
        ]

    def test_relevance_puts_words_of_the_text_before_names_of_tags(
        self, engine: SearchEngine
    ) -> None:
        """An old event that says it comes before a new one that is tagged so."""
        old, new = self.days(2)
        fill(
            engine,
            make_document("tagged", text="a missile", names=("Defense",), on=new),
            make_document("both-said", text="missile, then defense", on=old),
            make_document("misspelt", text="missile defence", on=new),
        )
        query = EventQuery(terms=words("missile defense"))
        assert ids(engine, query) == ["both-said", "tagged", "misspelt"]

    def test_preferences_order_a_search_without_words(self, engine: SearchEngine) -> None:
        """Two words in the headline, one, none; in each the newest first; pages and ids follow."""
        one, two, three, four, five = self.days(5)
        fill(
            engine,
            make_document("none", headline="A harbor", on=five),
            make_document("one-new", headline="The moon", on=four),
            make_document("one-old", headline="A rover", on=three),
            make_document("both", headline="A rover on the moon", on=two),
            make_document("elsewhere", headline="The moon", text="Japan", on=one),
        )
        moon, rover = (OneOf(HEADLINE_WORDS, (word,)) for word in ("moon", "rover"))
        query = EventQuery(prefer=(Every((moon, rover)), Either((moon, rover))))
        order = ["both", "one-new", "one-old", "elsewhere", "none"]
        assert ids(engine, query) == list(engine.ids(query)) == order
        assert ids(engine, replace(query, limit=2, offset=1)) == order[1:3]
        assert engine.search(query).total == len(order)
        without = query.with_condition("text", Not(OneOf("words", ("japan",))))
        assert ids(engine, without) == [one for one in order if one != "elsewhere"]

    def test_among_equals_the_newest_comes_first(self, engine: SearchEngine) -> None:
        """Wherever in the field the word stands, and however often."""
        old, middle, new = self.days(3)
        fill(
            engine,
            make_document("old", headline="Rover rover rover", on=old),
            make_document("middle", headline="A rover", on=middle),
            make_document("new", headline="Far down in a headline stands the rover", on=new),
        )
        assert ids(engine, EventQuery(terms=words("rover"))) == ["new", "middle", "old"]

    def test_all_words_must_stand_in_the_headline_to_rank_there(self, engine: SearchEngine) -> None:
        """One of two in the headline ranks as text."""
        old, new = self.days(2)
        fill(
            engine,
            make_document("half", headline="Lunar news", text="a rover", on=new),
            make_document("whole", headline="Lunar rover", on=old),
        )
        assert ids(engine, EventQuery(terms=words("lunar rover"))) == ["whole", "half"]

    def test_excluded_words_do_not_disturb_the_order(self, engine: SearchEngine) -> None:
        """Headline before text, with an exclusion beside the word."""
        old, new = self.days(2)
        fill(
            engine,
            make_document("text", text="a rover", on=new),
            make_document("headline", headline="Rover", on=old),
            make_document("out", headline="Rover", text="china", on=new),
        )
        terms = (Term("rover"), Term("china", excluded=True))
        assert ids(engine, EventQuery(terms=terms)) == ["headline", "text"]


class TestPages:
    def test_more_than_a_thousand_hits_are_paged_to_the_end(self, engine: SearchEngine) -> None:
        """Each exactly once, and the total is exact on every page."""
        count = 1203
        documents = [
            make_document(f"e{i:04}", headline="Rover" if i % 3 else "Moon rover", on=DAY)
            for i in range(count)
        ]
        fill(engine, *documents)
        for sort in (Sort.RELEVANCE, Sort.NEWEST):
            seen: list[str] = []
            while len(seen) < count:
                query = EventQuery(terms=words("rover"), sort=sort, limit=400, offset=len(seen))
                page = engine.search(query)
                assert page.total == count
                assert page.hits, f"{sort}: a page before the end is empty"
                seen += [hit.id for hit in page.hits]
            assert sorted(seen) == sorted(document.id for document in documents)

    def test_pages_are_pieces_of_one_order(self, engine: SearchEngine) -> None:
        """However they are cut."""
        texts = ["satellite", "sattelite", "moon"]
        fill(
            engine,
            *(
                make_document(
                    f"e{i:02}",
                    headline=texts[i % 3],
                    text=texts[(i + 1) % 3],
                    on=DAY + timedelta(days=i % 7),
                )
                for i in range(40)
            ),
        )
        whole = ids(engine, EventQuery(terms=words("satellite"), limit=100))
        for size in (1, 7, 13):
            pieces: list[str] = []
            for offset in range(0, len(whole), size):
                query = EventQuery(terms=words("satellite"), limit=size, offset=offset)
                pieces += ids(engine, query)
            assert pieces == whole

    def test_beyond_the_end_and_counting_only(self, engine: SearchEngine) -> None:
        """An empty page with the right total."""
        fill(engine, make_document("a"), make_document("b"))
        for query in (EventQuery(offset=50), EventQuery(limit=0)):
            page = engine.search(query)
            assert page.hits == ()
            assert page.total == 2


class TestHighlights:
    def marked(self, engine: SearchEngine, terms: tuple[Term, ...], text: str) -> list[str]:
        fill(engine, make_document("a", text=text))
        (hit,) = engine.search(EventQuery(terms=terms)).hits
        return [text[span.start : span.end] for span in hit.text]

    def test_spans_point_at_the_words_as_written(self, engine: SearchEngine) -> None:
        """In characters of the original text, whatever stands before them."""
        text = "“Türkiye’s” 🚀 Satellite met the satellites."
        assert self.marked(engine, words("turkiye satellite"), text) == [
            "Türkiye",
            "Satellite",
            "satellites",
        ]

    def test_typos_compounds_and_phrases_are_marked(self, engine: SearchEngine) -> None:
        """What matched is marked, however it was typed."""
        text = "The Indo-Pacific joint statement names a sattelite."
        terms = (*phrase("joint statement"), *words("indopacific satellite"))
        assert self.marked(engine, terms, text) == [
            "Indo-Pacific",
            "joint statement",
            "sattelite",
        ]

    def test_excluded_words_mark_nothing(self, engine: SearchEngine) -> None:
        """There is nothing to see of what is not there."""
        fill(engine, make_document("a", text="rover"))
        (hit,) = engine.search(EventQuery(terms=(Term("china", excluded=True),))).hits
        assert hit.text == ()

    def test_the_headline_is_marked_too(self, engine: SearchEngine) -> None:
        """With spans of its own."""
        fill(engine, make_document("a", headline="A rover", text="A text"))
        (hit,) = engine.search(EventQuery(terms=words("rover"))).hits
        assert [(span.start, span.end) for span in hit.headline] == [(2, 7)]


class TestIndex:
    def test_before_the_first_build_there_is_nothing(self, engine: SearchEngine) -> None:
        """And that is said, not answered with an empty page."""
        assert engine.state() is None
        with pytest.raises(IndexMissing):
            engine.search(EventQuery())
        with pytest.raises(IndexMissing):
            engine.fingerprints()
        with pytest.raises(IndexMissing):
            engine.apply([make_document()], [], watermark=1)

    def test_an_empty_index_answers(self, engine: SearchEngine) -> None:
        """No event is an answer, with text and without."""
        fill(engine)
        page = engine.search(EventQuery(terms=words("rover"), facets=("country",)))
        assert (page.total, page.hits, page.facets["country"]) == (0, (), ())

    def test_the_state_is_what_was_applied_last(self, engine: SearchEngine) -> None:
        """Schema version and watermark."""
        fill(engine, make_document("a"))
        assert engine.state() == IndexState(SCHEMA_VERSION, 1)
        engine.apply([], [], watermark=7)
        assert engine.state() == IndexState(SCHEMA_VERSION, 7)

    def test_apply_adds_replaces_and_deletes(self, engine: SearchEngine) -> None:
        """Visible to the next search, and twice is as good as once."""
        fill(engine, make_document("a", text="old"), make_document("b"))
        for _ in range(2):
            engine.apply(
                [make_document("a", text="fresh"), make_document("c")], ["b", "never"], watermark=2
            )
            assert set(ids(engine, EventQuery())) == {"a", "c"}
            assert found(engine, "fresh") == {"a"}
            assert found(engine, "old") == set()

    def test_rebuild_replaces_everything(self, engine: SearchEngine) -> None:
        """What is not given is gone."""
        fill(engine, make_document("a"), make_document("b"))
        engine.rebuild([make_document("c")], watermark=9)
        assert ids(engine, EventQuery()) == ["c"]
        assert engine.state() == IndexState(SCHEMA_VERSION, 9)

    def test_answers_never_run_empty_while_rebuilding(self, engine: SearchEngine) -> None:
        """Until the new index is whole, the old one answers."""
        fill(engine, make_document("a"))
        seen: list[int] = []

        def documents() -> list[EventDocument]:
            seen.append(engine.search(EventQuery()).total)
            return [make_document("b"), make_document("c")]

        engine.rebuild((document for document in documents()), watermark=2)
        assert seen == [1]
        assert engine.search(EventQuery()).total == 2

    def test_a_failed_rebuild_leaves_the_old_index(self, engine: SearchEngine) -> None:
        """Half an index is never shown."""
        fill(engine, make_document("a"))

        def broken() -> list[EventDocument]:
            raise RuntimeError("the store went away")

        with pytest.raises(RuntimeError):
            engine.rebuild((document for document in broken()), watermark=2)
        assert ids(engine, EventQuery()) == ["a"]
        assert engine.state() == IndexState(SCHEMA_VERSION, 1)

    def test_fingerprints_tell_documents_apart(self, engine: SearchEngine) -> None:
        """One for each document, and each its own."""
        documents = [make_document(f"e{i}", text=f"text {i}") for i in range(3)]
        fill(engine, *documents)
        assert engine.fingerprints() == {doc.id: doc.fingerprint for doc in documents}

    def test_ping_is_silent_when_all_is_well(self, engine: SearchEngine) -> None:
        """Before and after the first build."""
        engine.ping()
        fill(engine)
        engine.ping()


class TestMembership:
    def test_member_of_asks_what_the_countries_belonged_to(self, engine: SearchEngine) -> None:
        """Any, all and none, like every other filter; and countable."""
        fill(
            engine,
            make_document("both", member_of=("quad", "aukus")),
            make_document("one", member_of=("quad",)),
            make_document("none"),
        )
        assert set(ids(engine, chosen(MEMBER_OF, any_of=("quad",)))) == {
            "both",
            "one",
        }
        assert ids(engine, chosen(MEMBER_OF, all_of=("quad", "aukus"))) == ["both"]
        assert ids(engine, chosen(MEMBER_OF, none_of=("quad",))) == ["none"]
        page = engine.search(
            EventQuery(filters={MEMBER_OF: Selection(any_of=("aukus",))}, facets=(MEMBER_OF,))
        )
        assert page.total == 1
        assert page.facets[MEMBER_OF] == (FacetCount("quad", 2), FacetCount("aukus", 1))


class TestTimeline:
    def fill(self, engine: SearchEngine) -> None:
        june = (date(2023, 6, 1), date(2023, 6, 30))
        turn = (date(2023, 5, 31), date(2023, 6, 2))
        fill(
            engine,
            make_document("turn", occurrences=(turn,), headline="Talks"),
            make_document("june", occurrences=(june,), certain=(), headline="Talks"),
            make_document("late", on=date(2024, 1, 5)),
        )

    def test_hits_are_counted_in_every_bucket_they_touch(self, engine: SearchEngine) -> None:
        """Once in each, certain ones apart."""
        self.fill(engine)
        months = engine.histogram(EventQuery(), Interval.MONTH)
        assert months.all == {"2023-05": 1, "2023-06": 2, "2024-01": 1}
        assert months.certain == {"2023-05": 1, "2023-06": 1, "2024-01": 1}
        quarters = engine.histogram(EventQuery(), Interval.QUARTER)
        assert quarters.all == {"2023-Q2": 2, "2024-Q1": 1}
        assert engine.histogram(EventQuery(), Interval.YEAR).all == {"2023": 2, "2024": 1}

    def test_the_histogram_is_that_of_the_search(self, engine: SearchEngine) -> None:
        """Words and filters hold."""
        self.fill(engine)
        talks = EventQuery(terms=words("talks"))
        assert engine.histogram(talks, Interval.YEAR).all == {"2023": 2}
        assert engine.histogram(EventQuery(terms=words("nothing")), Interval.YEAR).all == {}

    def test_a_period_may_count_certain_dates_only(self, engine: SearchEngine) -> None:
        """An event dated to the month is then not in any part of it."""
        self.fill(engine)
        period = EventQuery().during(Period(date(2023, 6, 1), date(2023, 6, 30)))
        assert set(ids(engine, period)) == {"turn", "june"}
        assert ids(engine, period.during(replace(period.period, certain=True))) == ["turn"]
        assert set(ids(engine, EventQuery().during(Period(certain=True)))) == {
            "turn",
            "late",
        }


class TestThreads:
    def test_many_threads_may_ask_at_once(self, engine: SearchEngine) -> None:
        """A server answers from a pool of them; none disturbs another."""
        fill(engine, *(make_document(f"e{n}", text=f"w{n % 3}") for n in range(30)))

        def ask(n: int) -> tuple[int, IndexState | None]:
            found = engine.search(EventQuery(terms=words(f"w{n % 3}")))
            return found.total, engine.state()

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(ask, range(200)))
        assert answers == [(10, IndexState(SCHEMA_VERSION, 1))] * 200


class TestAllIds:
    @pytest.mark.parametrize("sort", list(Sort))
    def test_all_ids_come_in_the_order_of_the_pages(self, engine: SearchEngine, sort: Sort) -> None:
        """Whatever page the query asks for."""
        fill(
            engine,
            *(
                make_document(f"e{n}", headline="Talk" if n % 3 else "Walk", text="talk")
                for n in range(25)
            ),
        )
        query = EventQuery(terms=words("talk"), sort=sort, limit=7)
        paged = [
            event_id
            for offset in range(0, 28, 7)
            for event_id in ids(engine, replace(query, offset=offset))
        ]
        assert list(engine.ids(replace(query, offset=7))) == paged

    def test_nothing_found_is_no_ids(self, engine: SearchEngine) -> None:
        """In an empty index, too."""
        fill(engine)
        assert list(engine.ids(EventQuery(terms=words("talk")))) == []
