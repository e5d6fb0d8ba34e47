"""The corpus: events alike, stories, phrases and spellings, kept up with the ledger."""

import pytest

from indexer.corpus import Corpus
from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.builders import make_digest_text


@pytest.fixture(scope="module")
def corpus(seeded: tuple[EventStore, TantivyEngine]) -> Corpus:
    return Corpus(seeded[0])


def named(store: EventStore, words: str) -> str:
    """The id of the one event whose headline has these words."""
    (found,) = [event.id for event in store.iter_events() if words in event.headline]
    return found


def take(store: EventStore, *headlines: str) -> None:
    """Ingest an issue with these headlines."""
    data = make_digest_text(*((one, f"{one} on April 3.") for one in headlines))
    report = Ingest(store, 1_000_000).file(data, SourceHints("digest.txt"))
    assert report.error is None


def test_the_follow_up_of_an_event_is_its_nearest_relation(
    corpus: Corpus, seeded: tuple[EventStore, TantivyEngine]
) -> None:
    """With the words and tags that both share; a country of every event says nothing."""
    bid = named(seeded[0], "Nippon Steel to buy US Steel")
    nearest = corpus.related(bid, limit=3)[0]
    assert nearest.entry.id == named(seeded[0], "Nippon Steel executives")
    assert {"Nippon", "Steel"} <= set(nearest.words)
    assert nearest.tags == (("domain", "economy"),)


def test_related_events_come_in_order_of_likeness(
    corpus: Corpus, seeded: tuple[EventStore, TantivyEngine]
) -> None:
    """Never the event itself; the score is the same from either side."""
    for event in seeded[0].iter_events():
        found = corpus.related(event.id, limit=5)
        scores = [like.score for like in found]
        assert scores == sorted(scores, reverse=True)
        assert event.id not in {like.entry.id for like in found}
        if not found:
            continue
        back = {like.entry.id: like.score for like in corpus.related(found[0].entry.id, limit=999)}
        assert back[event.id] == found[0].score


def test_a_story_is_told_across_issues(
    corpus: Corpus, seeded: tuple[EventStore, TantivyEngine]
) -> None:
    """Oldest first, the same story from each of its events."""
    court = named(seeded[0], "Top court orders Okinawa")
    story = corpus.thread(court)
    assert len(story) > 2
    assert [entry.day for entry in story] == sorted(entry.day for entry in story)
    for entry in story:
        assert corpus.thread(entry.id) == story


def test_an_event_that_follows_up_nothing_has_no_story(
    corpus: Corpus, seeded: tuple[EventStore, TantivyEngine]
) -> None:
    """Nor has one that does not exist."""
    alone = named(seeded[0], "Firms to offer foreign stablecoin")
    assert corpus.thread(alone) == []
    assert corpus.thread("nothing") == []
    assert corpus.related("nothing", limit=5) == []


def test_phrases_are_those_of_several_events(
    corpus: Corpus, seeded: tuple[EventStore, TantivyEngine]
) -> None:
    """With how many have them; never across a comma, never ending in "of the"."""
    found = dict(corpus.phrases("joint st", limit=10))
    having = [e for e in seeded[0].iter_events() if "joint statement" in e.text.lower()]
    assert found["joint statement"] == len(having)
    assert not any(
        phrase.endswith((" of", " the", " a")) for phrase, _ in corpus.phrases("", limit=99)
    )


@pytest.mark.parametrize(
    ("typed", "meant"), [("satalitte", "satellite"), ("okinwaa", "okinawa"), ("kishada", "kishida")]
)
def test_spellings_are_words_of_the_data(corpus: Corpus, typed: str, meant: str) -> None:
    """Up to two letters off, three in long words."""
    assert meant in corpus.spellings(typed, limit=3)


def test_it_keeps_up_with_the_ledger(store: EventStore) -> None:
    """What is added, changed or taken out shows at the next question."""
    corpus = Corpus(store)
    assert corpus.headlines(["lunar"], limit=5) == []
    take(store, "Lunar rover agreed", "Trade talks open")
    (found,) = corpus.headlines(["lunar"], limit=5)
    assert found.headline == "Lunar rover agreed"
    take(store, "Trade talks open")
    assert corpus.headlines(["lunar"], limit=5) == []
    assert corpus.spellings("lunarr", limit=5) == []
