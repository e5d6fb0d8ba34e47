"""The figures that `/metrics` tells, in the text format of Prometheus.

Several worker processes write theirs to files of one folder (`PROMETHEUS_MULTIPROC_DIR`, which
`entente serve --workers` sets), and whichever is asked tells the sum.
"""

import os
from collections.abc import Iterator
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from indexer.errors import EntenteError
from indexer.search import sync
from indexer.search.port import SearchEngine
from indexer.store import EventStore

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# From a page out of the cache to a search that is given up.
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Figures of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "entente_requests",
            "Requests answered, by route template.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "entente_request_seconds",
            "Seconds until an answer began, by route template.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._engine_seconds = Histogram(
            "entente_engine_seconds",
            "Seconds that the search engine took, by operation.",
            ("operation",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._engine_failures = Counter(
            "entente_engine_failures",
            "Calls that the search engine did not answer, by operation.",
            ("operation",),
            registry=self._registry,
        )
        self._ingested = Counter(
            "entente_ingested",
            "Digests taken through the API, by outcome.",
            ("outcome",),
            registry=self._registry,
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def engine(self, operation: str, seconds: float, *, failed: bool) -> None:
        """Count a call of the engine."""
        self._engine_seconds.labels(operation).observe(seconds)
        if failed:
            self._engine_failures.labels(operation).inc()

    def ingested(self, outcome: str) -> None:
        """Count a digest that came through the API."""
        self._ingested.labels(outcome).inc()

    def exposition(self, store: EventStore, engine: SearchEngine) -> bytes:
        """Every figure, as text."""
        now = CollectorRegistry()
        now.register(_State(store, engine))
        if os.environ.get(FOLDER):
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        else:
            counted = self._registry
            ProcessCollector(registry=now)
            PlatformCollector(registry=now)
        return generate_latest(counted) + generate_latest(now)


class _State(Collector):
    """What store and index say of themselves when they are asked."""

    def __init__(self, store: EventStore, engine: SearchEngine) -> None:
        self._store = store
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        """The gauges; those of a part that does not answer are left out."""
        build = GaugeMetricFamily(
            "entente_build_info", "Version and search engine.", labels=("version", "engine")
        )
        build.add_metric((version("entente"), self._engine.name), 1)
        yield build
        yield from self._of_store()
        yield from self._of_index()

    def _of_store(self) -> Iterator[Metric]:
        try:
            held, head = self._store.coverage(), self._store.head()
            doubts = self._store.doubts()
        except EntenteError:
            yield GaugeMetricFamily("entente_store_up", "Whether the store answers.", value=0)
            return
        yield GaugeMetricFamily("entente_store_up", "Whether the store answers.", value=1)
        yield GaugeMetricFamily("entente_events", "Living events.", value=held.events)
        yield GaugeMetricFamily("entente_digests", "Digests.", value=held.digests)
        yield GaugeMetricFamily("entente_ledger_row", "Last row of the ledger.", value=head)
        kinds = GaugeMetricFamily(
            "entente_doubts", "Doubts of the stored digests, by kind.", labels=("kind",)
        )
        for kind, number in sorted(doubts.items()):
            kinds.add_metric((kind,), number)
        yield kinds

    def _of_index(self) -> Iterator[Metric]:
        up = GaugeMetricFamily(
            "entente_engine_up", "Whether the search engine answers.", labels=("server",)
        )
        lags = GaugeMetricFamily(
            "entente_index_lag_rows",
            "Rows of the ledger that the index has not applied.",
            labels=("server",),
        )
        for part in self._engine.parts():
            try:
                lags.add_metric((part.label,), sync.lag(self._store, part.state()))
                up.add_metric((part.label,), 1)
            except EntenteError:
                up.add_metric((part.label,), 0)
        yield up
        yield lags
