"""How well searches put first what answers them: `python -m tests.judging`, part of `make quality`.

What counts is the list that a reader sees: the exact hits, then those of the second tier. Of the
half that is held out only the mean is ever told.
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from api.knowledge.params import EventParams
from api.knowledge.service import EventService
from indexer.quality.judged import DEPTH, Judged, agreement, load_judged, ndcg
from indexer.quality.paths import JUDGED, RANKING
from indexer.search import sync
from indexer.search.meilisearch.engine import MeiliEngine
from indexer.search.port import SearchEngine
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.seeds import ingest_everything
from tests.servers import PATIENT, Meilisearch


@dataclass(frozen=True, slots=True)
class Ranked:
    """The figures of some searches.

    Attributes:
        searches: how many.
        ndcg: mean over them.
        unjudged: events among those shown that nobody graded; they count as no answer.
    """

    searches: int
    ndcg: float
    unjudged: int


def shown(service: EventService, query: str) -> list[str]:
    """The ids that a reader sees first."""
    result = service.search(EventParams(q=query, limit=DEPTH))
    ids = [one.event.id for one in result.items]
    if result.near is not None:
        ids += [one.found.event.id for one in result.near.items]
    return ids[:DEPTH]


def measured(service: EventService, judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures by half."""
    answered = [one for one in judged if one.answered]
    halves = {
        "held_out": [one for one in answered if one.held_out],
        "open": [one for one in answered if not one.held_out],
    }
    return {name: asdict(_ranked(service, half)) for name, half in halves.items()}


def record(service: EventService, judged: Sequence[Judged]) -> dict[str, Any]:
    """All that is recorded of a version; it is the same on every engine."""
    return {
        "searches": len(judged),
        "grades": sum(len(one.grades) for one in judged),
        "agreement": round(agreement(judged), 4),
        **measured(service, judged),
    }


def _ranked(service: EventService, judged: Sequence[Judged]) -> Ranked:
    lists = [shown(service, one.query) for one in judged]
    figures = [ndcg(ids, one.settled) for ids, one in zip(lists, judged, strict=True)]
    unjudged = sum(
        event_id not in one.grades
        for ids, one in zip(lists, judged, strict=True)
        for event_id in ids
    )
    return Ranked(len(judged), round(sum(figures) / len(figures), 4), unjudged)


@contextmanager
def _engines(folder: Path, store: EventStore) -> Iterator[dict[str, SearchEngine]]:
    """Every engine that can be had here, with all events."""
    engines: dict[str, SearchEngine] = {"tantivy": TantivyEngine(None)}
    binary = Meilisearch.binary()
    if binary is None:
        sync.sync(store, engines["tantivy"])
        yield engines
        return
    data = folder / "meilisearch"
    data.mkdir()
    with Meilisearch(binary, data) as server:
        engines["meilisearch"] = MeiliEngine(server.url, server.master_key, "judged", PATIENT)
        for engine in engines.values():
            sync.sync(store, engine)
        yield engines


def main() -> None:
    """Print the figures on every engine; record them where asked."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--write", action="store_true", help=f"replace {RANKING.name}")
    parser.add_argument("--list", action="store_true", help="each search of the open half")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="entente-judging-"))
    try:
        _measure(folder, write=arguments.write, listed=arguments.list)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path, *, write: bool, listed: bool) -> None:
    judged = load_judged(JUDGED)
    store = EventStore(f"sqlite:///{folder / 'entente.db'}")
    ingest_everything(store)
    with _engines(folder, store) as engines:
        for name, engine in engines.items():
            service = EventService(store, engine)
            found = record(service, judged)
            for half in ("held_out", "open"):
                figures = found[half]
                print(
                    f"nDCG@{DEPTH} {name:12} {half:9} {figures['ndcg']:.3f} of "
                    f"{figures['searches']} searches, {figures['unjudged']} shown unjudged"
                )
            if write:
                RANKING.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        if listed:
            _list(EventService(store, engines["tantivy"]), judged)
    store.close()


def _list(service: EventService, judged: Sequence[Judged]) -> None:
    for one in judged:
        if one.answered and not one.held_out:
            ids = shown(service, one.query)
            grades = "".join(str(one.settled.get(event_id, "-")) for event_id in ids)
            print(f"{ndcg(ids, one.settled):.3f} {grades:10} {one.query}")


if __name__ == "__main__":
    main()
