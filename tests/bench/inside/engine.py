"""The embedded engine in process beside plain Tantivy; runs with a checkout's own Python.

    engine.py ISSUES EVENTS QUERIES FOLDER

Both are asked the same in turn: the same words with the same typos forgiven, the same filters, 20
hits, three facets, and what to mark in headline and text. Prints JSON: the times of each in ms.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from indexer.search import open_engine
from indexer.settings import Settings

try:
    from api.knowledge.params import EventParams
except ImportError:  # before the rooms were cut
    from api.params import EventParams  # type: ignore[no-redef]

_FACETS = ("country", "domain", "group")
_HITS = 20
_EVENTS_AN_ISSUE = 5
_ONE_TYPO_FROM, _TWO_TYPOS_FROM, _PREFIX_FROM = 5, 9, 1
_HEADLINE_BOOST = 3.0


def main() -> None:
    issues, events, queries, folder = sys.argv[1:5]
    raw = _Raw(Path(folder), Path(issues), int(events))
    engine = open_engine(Settings())
    asked = json.loads(Path(queries).read_text(encoding="utf-8"))
    ours, plain = [], []
    for query in asked:
        params = EventParams(**query["parameters"], facets=_FACETS)
        ours.append(_timed(lambda: engine.search(params.to_query())))  # noqa: B023
        plain.append(_timed(lambda: raw.search(query)))  # noqa: B023
    print(json.dumps({"engine": ours, "raw": plain}))


def _timed(work: Any) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1_000, (time.process_time() - cpu) * 1_000


class _Raw:
    """Plain Tantivy over the same events."""

    def __init__(self, folder: Path, issues: Path, events: int) -> None:
        builder = tantivy.SchemaBuilder()
        for name in ("headline", "text"):
            builder.add_text_field(name, stored=True, tokenizer_name="default")
        for name in _FACETS:
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        builder.add_integer_field("year", indexed=True, fast=True)
        builder.add_integer_field("day", indexed=True, fast=True)
        self._schema = builder.build()
        built = (folder / "built").exists()
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(folder))
        if not built:
            writer = self._index.writer(100_000_000, 1)
            for document in _documents(issues, events):
                writer.add_document(tantivy.Document.from_dict(document, self._schema))
            writer.commit()
            writer.wait_merging_threads()
            (folder / "built").touch()
        self._index.reload()

    def search(self, query: dict[str, Any]) -> None:
        searcher = self._index.searcher()
        asked = self._compiled(query)
        found = searcher.search(asked, limit=_HITS, count=True)
        wanted = {name: {"terms": {"field": name, "size": 1_000}} for name in _FACETS}
        searcher.aggregate(asked, wanted)
        marks = [
            tantivy.SnippetGenerator.create(searcher, asked, self._schema, name)
            for name in ("headline", "text")
        ]
        for _, address in found.hits:
            document = searcher.doc(address)
            for generator in marks:
                generator.snippet_from_doc(document).highlighted()

    def _compiled(self, query: dict[str, Any]) -> Query:
        words = query["words"]
        parts = [
            (Occur.Must, self._word(word, unfinished=at == len(words) - 1))
            for at, word in enumerate(words)
        ]
        if query["phrase"]:
            phrases = [
                (Occur.Should, Query.phrase_query(self._schema, name, query["phrase"]))
                for name in ("headline", "text")
            ]
            parts.append((Occur.Must, Query.boolean_query(phrases)))
        for name in ("country", "domain"):
            if query[name]:
                term = Query.term_query(self._schema, name, query[name])
                parts.append((Occur.Must, term))
        if query["year"]:
            parts.append((Occur.Must, Query.term_query(self._schema, "year", query["year"])))
        return Query.boolean_query(parts)

    def _word(self, word: str, *, unfinished: bool) -> Query:
        typos = (len(word) >= _ONE_TYPO_FROM) + (len(word) >= _TWO_TYPOS_FROM)
        ways = []
        for name, boost in (("headline", _HEADLINE_BOOST), ("text", 1.0)):
            exact = Query.term_query(self._schema, name, word)
            ways.append((Occur.Should, Query.boost_query(exact, boost)))
            if typos or unfinished:
                near = Query.fuzzy_term_query(
                    self._schema, name, word, typos, prefix=unfinished and len(word) > _PREFIX_FROM
                )
                ways.append((Occur.Should, near))
        return Query.boolean_query(ways)


def _documents(issues: Path, events: int) -> Iterator[dict[str, Any]]:
    with issues.open(encoding="utf-8") as lines:
        for issue in map(json.loads, islice(lines, -(-events // _EVENTS_AN_ISSUE))):
            for event in issue["events"]:
                day = date.fromisoformat(event["dates"][0]["start"])
                yield {
                    "headline": event["headline"],
                    "text": event["text"],
                    "year": day.year,
                    "day": day.toordinal(),
                    **{
                        kind: [tag["value"] for tag in event["tags"] if tag["kind"] == kind]
                        for kind in _FACETS
                    },
                }


if __name__ == "__main__":
    main()
