"""What is asked: a mix of searches over the synthetic events, the same in every run.

A run never asks the same twice, so that no cache of answers is measured for an engine.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from tests.bench.synthetic import vocabulary, weights

_LEAST_FREQUENT = 20_000  # words that are asked for are among the more frequent half
FACETS = ("country", "domain", "group")


@dataclass(frozen=True, slots=True)
class Query:
    """One search, in the parts that every system can be asked for.

    Attributes:
        kind: which part of the mix it is.
        words: each must match; the last one may be unfinished.
        phrase: these stand side by side.
        country, domain: filters.
        year: filter on the event's date.
    """

    kind: str
    words: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    country: str | None = None
    domain: str | None = None
    year: int | None = None

    @property
    def box(self) -> str:
        """As it is written into the search box."""
        quoted = f'"{" ".join(self.phrase)}"' if self.phrase else ""
        return " ".join(part for part in (*self.words, quoted) if part)

    def pairs(self) -> dict[str, str]:
        """As parameters of an Entente address."""
        year = str(self.year) if self.year else ""
        pairs = {
            "q": self.box,
            "country": self.country or "",
            "domain": self.domain or "",
            "event_from": year,
            "event_to": year,
        }
        return {name: value for name, value in pairs.items() if value}

    def parameters(self) -> str:
        """The same, encoded."""
        return urlencode(self.pairs())

    def as_json(self) -> dict[str, Any]:
        """For `inside/engine.py`."""
        return asdict(self) | {"parameters": self.pairs()}


def mix(count: int, *, seed: int = 3) -> list[Query]:
    """So many different searches, the kinds of the mix in turn."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return list(islice(_mix(rng), count))


def unknown_words(count: int) -> list[Query]:
    """Searches that nothing matches."""
    rng = random.Random(4)  # noqa: S311 - repeatable, not secret
    known = _word_chooser(rng)
    return [Query("nothing", (known(), f"qqxy{at:05d}qq")) for at in range(count)]


def beginnings(count: int) -> list[str]:
    """What somebody has typed so far: a word, and the beginning of the next."""
    rng = random.Random(5)  # noqa: S311 - repeatable, not secret
    known = _word_chooser(rng)
    return [f"{known()} {known()[:3]}" if at % 2 else known()[:4] for at in range(count)]


def _mix(rng: random.Random) -> Iterator[Query]:
    known = _word_chooser(rng)

    def often() -> str:
        return known(frequent=True)

    def dated(country: str | None, domain: str | None) -> Query:
        year = rng.randint(2000, 2024)
        return Query("filters", (often(),), country=country, domain=domain, year=year)

    makers: tuple[Callable[[], Query], ...] = (
        lambda: Query("one word", (known(),)),
        lambda: Query("two words", (known(), often())),
        lambda: Query("three words", (known(), often(), often())),
        lambda: Query("prefix", (often(), known()[:4])),
        lambda: Query("typo", (_mistyped(rng, known(long=True)),)),
        lambda: Query("phrase", phrase=(often(), often())),
        lambda: dated("JP", None),
        lambda: dated(None, rng.choice(("space", "energy"))),
        lambda: Query("filters", (known(),), country="US", domain="defense"),
    )
    seen: set[str] = set()
    while True:
        for make in makers:
            query = make()
            while query.parameters() in seen:
                query = make()
            seen.add(query.parameters())
            yield query


def _word_chooser(rng: random.Random) -> Callable[..., str]:
    words, cumulated = vocabulary(), weights()

    def choose(*, frequent: bool = False, long: bool = False) -> str:
        while True:
            limit = 500 if frequent else _LEAST_FREQUENT
            word = rng.choices(words[:limit], cum_weights=cumulated[:limit])[0]
            if not long or len(word) > 5:
                return word

    return choose


def _mistyped(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + rng.choice("aeioubdkmnst") + word[at + 1 :]
