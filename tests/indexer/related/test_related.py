"""Events alike and why, stories, phrases and spellings, kept up with the ledger."""

from itertools import pairwise

import pytest

from indexer import related
from indexer.errors import EntenteError
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.related import Related
from indexer.related.common import carries_no_subject
from indexer.related.measure import RULES
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.databases import on_both_when_long

database = on_both_when_long


@pytest.fixture(scope="module")
def reading(seeded: tuple[EventStore, TantivyEngine]) -> Related:
    return Related(seeded[0])


def named(store: EventStore, words: str) -> str:
    """The id of the one event whose headline has these words."""
    (found,) = [event.id for event in store.iter_events() if words in event.headline]
    return found


def take(store: EventStore, *headlines: str, volume: str = "2.7") -> None:
    """Ingest an issue with these headlines, and let the tables follow."""
    data = make_digest_text(
        *((one, f"{one} on April 3.") for one in headlines),
        title=f"US-Japan Alliance Digest Vol {volume}",
    )
    report = Ingest(store, 1_000_000, allow_shorter=True).file(data, SourceHints("digest.txt"))
    assert report.error is None
    assert related.follow(store)


class TestLikeness:
    def test_the_nearest_event_follows_up_the_matter(
        self, reading: Related, seeded: tuple[EventStore, TantivyEngine]
    ) -> None:
        """And the reason is in both, as it is written in the event asked about."""
        bid = named(seeded[0], "Nippon Steel to buy US Steel")
        nearest = reading.related(bid, limit=3)[0]
        assert nearest.entry.id == named(seeded[0], "Nippon Steel executives")
        assert nearest.tags == (("domain", "economy"),)  # every event is on JP and US
        one, other = seeded[0].events([bid, nearest.entry.id])
        for shown in nearest.words:
            assert shown in f"{one.headline} {one.text}"
            assert shown.lower() in f"{other.headline} {other.text}".lower()

    def test_events_come_in_order_of_likeness(
        self, reading: Related, seeded: tuple[EventStore, TantivyEngine]
    ) -> None:
        """No more than are listed, none of them itself, each once."""
        for event in seeded[0].iter_events():
            found = reading.related(event.id, limit=99)
            assert len({like.entry.id for like in found} - {event.id}) == len(found)
            assert len(found) <= RULES.listed
            assert all(first.score >= then.score for first, then in pairwise(found))

    def test_names_and_phrases_come_first_and_common_verbs_never(
        self, reading: Related, seeded: tuple[EventStore, TantivyEngine]
    ) -> None:
        """In every reason over the whole base."""
        reasons = [
            like.words
            for event in seeded[0].iter_events()
            for like in reading.related(event.id, limit=8)
        ]
        single = [shown for words in reasons for shown in words if " " not in shown]
        assert len(single) > 100
        assert not [shown for shown in single if carries_no_subject(shown.lower())]
        phrases = [shown for words in reasons for shown in words[:1] if " " in shown]
        assert len(phrases) > len(reasons) / 4

    def test_what_is_the_same_is_wholly_alike(self, store: EventStore) -> None:
        """And never more than that, whatever is rounded."""
        said = [
            "Japan and Norway build ferries in Osaka",
            "Thailand orders cables, ferries and drills",
            "Poland and Japan talk about cables",
            "Vietnam names a cable after Norway",
        ]
        take(store, *said)
        take(store, *said, volume="2.8")
        for event in store.iter_events():
            (first, *_) = Related(store).related(event.id, limit=3)
            assert first.entry.headline == event.headline
            assert 0.99 < first.score <= 1

    def test_what_is_not_there_is_like_nothing(self, reading: Related) -> None:
        """Nor has it a story."""
        assert reading.related("nothing", limit=5) == []
        assert reading.thread("nothing") == []
        assert reading.story("nothing") is None


class TestStories:
    def test_a_story_is_told_across_issues(
        self, reading: Related, seeded: tuple[EventStore, TantivyEngine]
    ) -> None:
        """Oldest first, the same story from each of its events, by the name of its first."""
        court = named(seeded[0], "Top court orders Okinawa")
        told = reading.thread(court)
        assert len(told) > 2
        assert [entry.day for entry in told] == sorted(entry.day for entry in told)
        assert len({entry.digest_id for entry in told}) > 1
        for entry in told:
            assert reading.thread(entry.id) == told
        story = reading.story(court)
        assert story is not None
        assert story.total == len(told)
        assert story.id == story.first.id
        assert story.title == story.first.headline
        assert {story.first, story.latest} <= set(told)

    def test_an_event_that_follows_up_nothing_has_no_story(
        self, reading: Related, seeded: tuple[EventStore, TantivyEngine]
    ) -> None:
        """An empty one, not one of itself alone."""
        assert reading.thread(named(seeded[0], "Firms to offer foreign stablecoin")) == []

    def test_former_names_go_on_leading_to_the_story(self, store: EventStore) -> None:
        """One that an earlier event joins goes by that one's name; none is lost or given anew."""
        for at in range(8):  # other matters, so that words weigh something
            take(store, f"Matter{at} settled", f"Topic{at} heard", volume=f"3.{at + 1}")
        take(store, "Zephyr lagoon dredging approved", volume="4.1")
        take(store, "Zephyr lagoon dredging begins", volume="4.2")
        reading = Related(store)
        first = named(store, "dredging approved")
        story = reading.story(first)
        assert story is not None
        assert story.id == first
        take(store, "Zephyr lagoon dredging proposed", volume="2.1")
        earlier = named(store, "dredging proposed")
        renamed = reading.story(first)
        assert renamed is not None
        assert (renamed.id, renamed.total) == (earlier, 3)
        assert related.check(store) == []


class TestCompletions:
    def test_phrases_are_those_of_several_events(self, reading: Related) -> None:
        """The most frequent first; none begins or ends with a word such as "of"."""
        found = reading.phrases("joint", limit=10)
        assert "joint statement" in dict(found)
        assert all(count > 1 for _, count in found)
        assert [count for _, count in found] == sorted((n for _, n in found), reverse=True)
        ends = {word for phrase, _ in reading.phrases("", limit=99) for word in phrase.split()[::9]}
        assert not ends & {"of", "the", "a", "and"}

    def test_words_say_how_many_events_have_them(
        self, reading: Related, seeded: tuple[EventStore, TantivyEngine]
    ) -> None:
        """As a reader would count them."""
        for word, count in reading.words("missil", limit=5):
            texts = (f" {e.headline} {e.text} ".lower() for e in seeded[0].iter_events())
            assert count == sum(f"{word} " in text.translate(_STOPS) for text in texts)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [("satalitte", "satellite"), ("okinwaa", "okinawa"), ("kishada", "kishida")],
    )
    def test_spellings_are_words_of_the_data(
        self, reading: Related, typed: str, meant: str
    ) -> None:
        """Up to two letters off, three in long words."""
        assert meant in reading.spellings(typed, limit=3)

    @pytest.mark.parametrize("typed", ["relocation", "pspace", "lection", "apan", "ockets"])
    def test_a_first_letter_is_seldom_mistaken(self, reading: Related, typed: str) -> None:
        """With another one it is another word, unless the first two changed places."""
        near = reading.spellings(typed, limit=5)
        assert all(one[0] == typed[0] or one[:2] == typed[1::-1] for one in near)
        assert "missile" in reading.spellings("imssile", limit=1)

    def test_tags_say_how_many_events_have_them(
        self, reading: Related, seeded: tuple[EventStore, TantivyEngine]
    ) -> None:
        """Those asked for, and the commonest of all."""
        events = list(seeded[0].iter_events())
        japan = sum("JP" in event.tags_of("country") for event in events)
        assert reading.tagged({"country": ["JP", "AQ"], "domain": ["none"]}) == {
            "country": {"JP": japan},
            "domain": {},
        }
        assert reading.most_tagged("country", limit=2)["JP"] == japan


class TestFollowing:
    def test_what_is_added_changed_or_taken_out_shows(self, store: EventStore) -> None:
        """Once the tables have followed."""
        reading = Related(store)
        take(store, "Lunar rover agreed", "Trade talks open")
        assert dict(reading.words("lun", limit=5, at_least=1)) == {"lunar": 1}
        take(store, "Trade talks open")
        assert reading.words("lun", limit=5, at_least=1) == []
        assert related.check(store) == []

    def test_tables_that_lag_are_named_and_following_twice_changes_nothing(
        self, store: EventStore
    ) -> None:
        """`check` says how far behind they are."""
        take(store, "Lunar rover agreed")
        data = make_digest_text(
            ("Rover shown", "Rover on May 3."), title="US-Japan Alliance Digest Vol 2.9"
        )
        Ingest(store, 1_000_000, allow_shorter=True).file(data, SourceHints("digest.txt"))
        assert "behind" in related.check(store)[0]
        assert related.follow(store)
        version = store.version()
        assert related.follow(store)
        assert store.version() == version

    def test_the_tables_do_not_depend_on_the_order_of_issues(self, tmp_path: object) -> None:
        """Two bases with the same events list the same."""
        issues = [
            (f"2.{at}", (f"Harbor {at} widened", "Rover shown", f"Rover {at} sold"))
            for at in range(1, 9)
        ]
        answers = []
        for order in (issues, issues[::-1]):
            store = EventStore(f"sqlite:///{tmp_path}/{order[0][0]}.db")
            for volume, headlines in order:
                take(store, *headlines, volume=volume)
            reading = Related(store)
            answers.append({e.id: reading.related(e.id, limit=99) for e in store.iter_events()})
            store.close()
        assert answers[0] == answers[1]

    def test_the_engine_is_not_asked(self, store: EventStore) -> None:
        """What is down cannot hinder it."""

        class Down:
            def __getattr__(self, name: str) -> object:
                raise EntenteError(f"asked for {name}")

        take(store, "Lunar rover agreed", "Lunar base agreed")
        from indexer.search import sync  # noqa: PLC0415

        with pytest.raises(EntenteError):
            sync.sync(store, Down())  # type: ignore[arg-type]
        assert related.check(store) == []


_STOPS = str.maketrans(dict.fromkeys(".,;:’'”“\"()", " "))
