"""A few changes at a time give what filling anew gives, whatever their order.

Small bounds make every case common that is rare in a real base: words that everybody uses, full
lists, samples that move, stories that part and join.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, Table, insert

from indexer.related.events import Living
from indexer.related.features import features
from indexer.related.filling import Filling
from indexer.related.measure import Rules
from indexer.related.proof import differing
from indexer.related.rebuild import Rebuild
from indexer.related.tables import (
    ALIAS,
    EVENT,
    PAIR,
    PHRASE,
    POSTING,
    STATE,
    STORY,
    TAG,
    WORD,
)
from indexer.related.update import RebuildDue, Update
from indexer.store.database import connect
from tests.databases import BOTH

TABLES: tuple[Table, ...] = (STATE, EVENT, WORD, TAG, PHRASE, POSTING, PAIR, STORY, ALIAS)
ISSUES = tuple(date(2020, 1, 1) + timedelta(days=15 * number) for number in range(10))
COUNTRIES = ("JP", "US", "KR", "PH")
WORDS = 25


class Base:
    """A base that changes at random, and its tables."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine = engine
        self.random = random.Random(seed)  # noqa: S311  (the same every time)
        self.rules = Rules(
            near=self.random.choice([1, 2, 3, 6]),
            listed=self.random.choice([1, 2, 3, 5]),
            weak=self.random.choice([1, 500, 1_000, 2_000]),
            strong=self.random.choice([2_500, 4_000]),
            all_up_to=self.random.choice([0, 4]),
        )
        self.living: dict[str, Living] = {}
        self.named = 0
        with engine.begin() as connection:
            for table in TABLES:
                table.create(connection)
            nothing = dict.fromkeys(("rules", "watermark", "events", "sample", "boundary"), 0)
            connection.execute(insert(STATE).values(id=1, built_at=0, **nothing))

    def change(self) -> set[str]:
        """Add, change or take out an event or a few; their ids."""
        changed = set()
        for _ in range(self.random.choice([1, 1, 1, 3])):
            kind = self.random.random()
            if kind < 0.6 or not self.living:
                self.named += 1
                event_id = f"e{self.named}"
                self.living[event_id] = self._event(event_id, self.random.choice(ISSUES))
            else:
                event_id = self.random.choice(sorted(self.living))
                former = self.living.pop(event_id)
                if kind > 0.8:  # changed: its words and tags, or the day of its issue
                    issued = self.random.choice([former.issued, *ISSUES])
                    self.living[event_id] = self._event(event_id, issued)
            changed.add(event_id)
        return changed

    def follow(self, changed: set[str]) -> bool:
        """Take the change into the tables; whether that was done without filling them anew."""
        living = [self.living[one] for one in sorted(changed) if one in self.living]
        try:
            with self.engine.begin() as connection:
                Update(connection, self.rules, keep_sample=False).apply(changed, living)
        except RebuildDue:
            self.fill()
            return False
        return True

    def fill(self) -> None:
        """Fill the tables anew."""
        with closing(self._rebuild()) as built:
            Filling(self.engine.begin, built, built.draft()).fill(0)

    def differences(self) -> list[str]:
        """What stands in the tables that filling them anew would not put there."""
        with closing(self._rebuild()) as built, self.engine.connect() as connection:
            return list(differing(connection, built, built.draft()))

    def _rebuild(self) -> Rebuild:
        built = Rebuild(self.rules)
        # In any order: the tables must not depend on it.
        for event in self.random.sample(sorted(self.living.values(), key=str), len(self.living)):
            built.add(event, features(event.headline, event.text))
        return built

    def _event(self, event_id: str, issued: date) -> Living:
        tags = self.random.sample(COUNTRIES, self.random.randint(0, 2))
        return Living(
            id=event_id,
            digest_id=f"d{issued:%m%d}",
            headline=self._words(3),
            text=self._words(self.random.randint(1, 10)),
            issued=issued,
            day=issued,
            end=issued,
            precision="day",
            tags=" ".join(sorted(f"country:{tag}" for tag in tags)),
        )

    def _words(self, number: int) -> str:
        """Few words are common, many are rare."""
        ranks = (min(int(self.random.paretovariate(0.7)), WORDS) for _ in range(number))
        return " ".join(f"word{rank}" for rank in ranks)


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    url = "sqlite://"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        url = server.new_database()
    opened = connect(url)
    yield opened
    opened.dispose()


@pytest.mark.parametrize("seed", range(3))
def test_changes_one_by_one_give_what_filling_anew_gives(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Every row of every table, after every change."""
    # However much is touched, it is worked out here without filling anew, if it can be.
    monkeypatch.setattr("indexer.related.update._SHARE_WORTH_IT", 0)
    base = Base(engine, seed)
    without_filling = 0
    for _ in range(20):
        without_filling += base.follow(base.change())
        assert base.differences() == []
    assert without_filling


def test_a_row_that_is_wrong_is_named(engine: Engine) -> None:
    """Whatever table it stands in."""
    base = Base(engine, 1)
    while len(base.living) < 8:
        base.follow(base.change())
    for table, column in (
        (EVENT, EVENT.c.headline),
        (WORD, WORD.c.events),
        (TAG, TAG.c.counted),
        (POSTING, POSTING.c.weight),
        (PAIR, PAIR.c.score),
    ):
        with engine.begin() as connection:
            other = "x" if column is EVENT.c.headline else column + 1
            connection.execute(table.update().values({column.name: other}))
        assert base.differences()
        base.fill()
        assert base.differences() == []
