"""The targets: each a figure that one run gives, and whether it is met."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.bench.doors import DOORS, PLAIN_SEARCH

Figures = dict[str, Any]
_NEAR_A_SEARCH = ("event page", "event JSON", "suggest", "nothing found", "first page")
_MILLION, _LARGE, _SMALL = "1000000", "100000", "10000"


@dataclass(frozen=True, slots=True)
class Target:
    """One line of the table of targets.

    Attributes:
        what: the line's name.
        wanted: in words.
        measure: from the figures of a run and a checkout's label to the figure, or None where the
            run did not measure it.
        bound: the figure may be at most this; at least, where ``at_least``.
        unit: behind the figure.
    """

    what: str
    wanted: str
    measure: Callable[[Figures, str], float | None]
    bound: float
    at_least: bool = False
    unit: str = "x"

    def figure(self, figures: Figures, label: str) -> float | None:
        """What the run found; None where it did not measure it, or the section failed."""
        try:
            return self.measure(figures, label)
        except KeyError:
            return None

    def met(self, figure: float) -> bool:
        """Whether the figure is good enough."""
        return figure >= self.bound if self.at_least else figure <= self.bound


def _at(figures: Figures, size: str) -> Figures:
    found: Figures = figures["at"].get(size, {})
    return found


def _largest(figures: Figures) -> str:
    """The size that targets are held to: 100,000 events where the run had them."""
    sizes = figures["at"]
    return _LARGE if _LARGE in sizes else max(sizes, key=int)


def _p50(figures: Figures, size: str, door: str, system: str) -> float | None:
    measured = _at(figures, size).get("doors", {}).get(door, {}).get(system)
    return measured["p50"] if measured else None


def _ratio(above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else above / below


def _engine(figures: Figures, label: str) -> float | None:
    found = figures["at"][_largest(figures)]["checkouts"][label]["engine"]
    return _ratio(found["engine"]["p50"], found["raw"]["p50"])


def _noops(size: str | None = None) -> Callable[[Figures, str], float | None]:
    def measure(figures: Figures, label: str) -> float | None:
        at = size or _largest(figures)
        return _ratio(
            _p50(figures, at, PLAIN_SEARCH, f"{label}, embedded"),
            _p50(figures, at, PLAIN_SEARCH, "no-op"),
        )

    return measure


def _datasette(figures: Figures, label: str) -> float | None:
    at = _largest(figures)
    return _ratio(
        _p50(figures, at, PLAIN_SEARCH, "Datasette"),
        _p50(figures, at, PLAIN_SEARCH, f"{label}, embedded"),
    )


def _doors_ratio(above: str, below: str) -> Callable[[Figures, str], float | None]:
    def measure(figures: Figures, label: str) -> float | None:
        at, system = _largest(figures), f"{label}, embedded"
        return _ratio(_p50(figures, at, above, system), _p50(figures, at, below, system))

    return measure


def _growth(small: str, large: str) -> Callable[[Figures, str], float | None]:
    """The door that grew most."""

    def measure(figures: Figures, label: str) -> float | None:
        system = f"{label}, embedded"
        grown = [
            _ratio(_p50(figures, large, door, system), _p50(figures, small, door, system))
            for door in DOORS
        ]
        return max((one for one in grown if one is not None), default=None)

    return measure


def _raw_meilisearch(figures: Figures, label: str) -> float | None:
    at = _largest(figures)
    return _ratio(
        _p50(figures, at, PLAIN_SEARCH, f"{label}, Meilisearch"),
        _p50(figures, at, PLAIN_SEARCH, f"{label}, raw Meilisearch"),
    )


def _checkout(*path: str) -> Callable[[Figures, str], float | None]:
    def measure(figures: Figures, label: str) -> float | None:
        found: Any = figures["at"][_largest(figures)]["checkouts"][label]
        for name in path:
            found = found.get(name) if found else None
        return None if found is None else float(found)

    return measure


def _top(*path: str) -> Callable[[Figures, str], float | None]:
    def measure(figures: Figures, label: str) -> float | None:
        found: Any = figures[path[0]].get(label, {})
        for name in path[1:]:
            found = found.get(name) if found else None
        return None if found is None else float(found)

    return measure


def _meilisearch_rebuild(figures: Figures, label: str) -> float | None:
    found = figures["at"][_largest(figures)]["checkouts"][label]["meilisearch"]
    return _ratio(found["entente"]["wall"], found["raw"]["wall"]) if found else None


def _workers(figures: Figures, label: str) -> float | None:
    found = figures["at"][_largest(figures)]["workers"]
    one, two = found.get(f"{label}, 1 worker"), found.get(f"{label}, 2 workers")
    return _ratio(two["rate"], one["rate"]) if one and two else None


def _errors(figures: Figures, label: str) -> float:
    """Answers that were errors, of every try."""
    return float(sum(measured["errors"] for measured in _tries(figures, label)))


def _tries(figures: Figures, label: str) -> Iterator[Figures]:
    for at in figures["at"].values():
        for by_system in (*at["doors"].values(), at["clients"], at["workers"]):
            yield from (found for name, found in by_system.items() if name.startswith(f"{label},"))


def _memory(figures: Figures, label: str) -> float | None:
    found = figures["at"][_largest(figures)]["memory"].get(f"{label}, embedded")
    return found["own"] if found else None


def _after_a_write(figures: Figures, label: str) -> float | None:
    found = figures["at"][_largest(figures)]["checkouts"][label]["after a write"]
    return _ratio(found["first answer"], found["usual"])


# Ratios are of one run; where a run had no 100,000 events, of the largest size that it had.
TARGETS = (
    Target("engine in process, p50", "at most 2 x plain Tantivy", _engine, 2),
    Target("API page with 3 facets, p50", "at most 12 no-op routes", _noops(), 12),
    Target("the same at 10,000 events", "at most 6 no-op routes", _noops(_SMALL), 6),
    Target(
        "Datasette beside the API page", "at least 100 x slower", _datasette, 100, at_least=True
    ),
    Target("HTML page", "at most 2 x the JSON", _doors_ratio("HTML", PLAIN_SEARCH), 2),
    Target("growth of any door, 10k to 100k", "at most 1.5 x", _growth(_SMALL, _LARGE), 1.5),
    Target("growth of any door, 10k to 1M", "at most 4 x", _growth(_SMALL, _MILLION), 4),
    *(
        Target(door, "at most 3 x a search", _doors_ratio(door, PLAIN_SEARCH), 3)
        for door in _NEAR_A_SEARCH
    ),
    Target("API on Meilisearch, p50", "at most 1.5 x the raw request", _raw_meilisearch, 1.5),
    Target("rebuild, embedded: CPU", "at most 60 s", _checkout("rebuild", "cpu"), 60, unit=" s"),
    Target(
        "rebuild, embedded: private memory",
        "at most 400 MiB",
        _checkout("rebuild", "memory"),
        400,
        unit=" MiB",
    ),
    Target("rebuild, Meilisearch", "at most 1.15 x posting raw", _meilisearch_rebuild, 1.15),
    Target(
        "read and normalise",
        "at least 400 items/s a core",
        _top("reading", "items a second"),
        400,
        at_least=True,
        unit="/s",
    ),
    Target(
        "store, ledger and index",
        "at least 2,000 events/s",
        _top("storing", "events a second"),
        2_000,
        at_least=True,
        unit="/s",
    ),
    *(
        Target(
            f"export as {suffix}",
            "at least 10,000 rows/s",
            _checkout("export", suffix, "rows a second"),
            10_000,
            at_least=True,
            unit="/s",
        )
        for suffix in ("csv", "ndjson")
    ),
    Target("8 clients, 2 workers", "at least 1.6 x one", _workers, 1.6, at_least=True),
    Target("errors in all of it", "none", _errors, 0, unit=""),
    Target("private memory, everything used", "at most 300 MiB", _memory, 300, unit=" MiB"),
    Target("first answer after a write", "at most 2 x the usual", _after_a_write, 2),
    Target("`entente --help`", "at most 0.3 s", _top("starting", "help"), 0.3, unit=" s"),
    Target(
        "seeded base to first answer",
        "at most 2 s",
        _top("starting", "first answer"),
        2,
        unit=" s",
    ),
)
