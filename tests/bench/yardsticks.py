"""What Entente is measured against: the same question, put to others plainly."""

import json
import sqlite3
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench import synthetic
from tests.bench.plan import CACHE, ROOT
from tests.bench.queries import FACETS, Query
from tests.bench.systems import SearchServer
from tests.bench.wrk import Request
from tests.environments import environment

_HITS = 20
_BATCH = 5_000


# -- Datasette ---------------------------------------------------------------------------------


def datasette_program() -> str:
    """Datasette in an environment of its own, so that the project's stays as it is locked."""
    python = environment(CACHE / "datasette", ROOT / "requirements" / "bench.txt")
    return str(Path(python).with_name("datasette"))


def database(events: int) -> Path:
    """The synthetic events in one table, its words in FTS5, its tags as JSON lists."""
    path = CACHE / f"datasette-{events}.db"
    if not path.exists():
        beside = path.with_suffix(".part")
        beside.unlink(missing_ok=True)
        with sqlite3.connect(beside) as connection:
            connection.execute(
                "CREATE TABLE events (id INTEGER PRIMARY KEY, headline TEXT, text TEXT, day TEXT, "
                "year INTEGER, country TEXT, domain TEXT, groups TEXT)"
            )
            connection.executemany(
                "INSERT INTO events (headline, text, day, year, country, domain, groups) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                map(_row, _events(events)),
            )
            connection.execute("CREATE INDEX by_year ON events (year)")
            connection.execute(
                "CREATE VIRTUAL TABLE events_fts USING fts5(headline, text, content=events, "
                "content_rowid=id)"
            )
            connection.execute("INSERT INTO events_fts (events_fts) VALUES ('rebuild')")
            connection.execute("ANALYZE")
        connection.close()
        beside.rename(path)
    return path


def datasette_request(name: str, query: Query) -> Request:
    """The same search; SQLite's words know beginnings, not typos."""
    words = [*query.words[:-1], *(f"{word}*" for word in query.words[-1:])]
    phrase = [f'"{" ".join(query.phrase)}"'] if query.phrase else []
    pairs: list[tuple[str, str | int]] = [("_size", _HITS), ("_shape", "objects")]
    if words or phrase:
        pairs += [("_search", " ".join([*words, *phrase])), ("_searchmode", "raw")]
    for column in ("country", "domain"):
        value = getattr(query, column)
        if value:
            pairs.append((f"{column}__arraycontains", value))
    if query.year:
        pairs.append(("year", query.year))
    pairs += [("_facet_array", column) for column in ("country", "domain", "groups")]
    return Request(f"/{name}/events.json?{urlencode(pairs)}")


# -- Meilisearch -------------------------------------------------------------------------------


def meilisearch_requests(server: SearchServer, index: str, queries: list[Query]) -> list[Request]:
    """The same search as one multi-search request to the checkout's own index."""
    fields = _fields(server.ask("GET", f"/indexes/{index}/settings"))
    headers = f"Authorization: Bearer {server.key};Content-Type: application/json;"
    return [
        Request(
            "/multi-search",
            "POST",
            json.dumps({"queries": [_meilisearch_query(index, fields, query)]}),
            headers,
        )
        for query in queries
    ]


def post_raw(server: SearchServer, index: str) -> dict[str, float]:
    """Post the documents of an index to another one with the same settings, and wait for it."""
    documents = list(_documents(server, index))
    settings = server.ask("GET", f"/indexes/{index}/settings")
    server.ask("POST", "/indexes", {"uid": "raw", "primaryKey": "id"})
    _await(server, server.ask("PATCH", "/indexes/raw/settings", settings))
    before, start = server.process.cpu(), time.perf_counter()
    tasks = [
        server.ask("POST", "/indexes/raw/documents", documents[at : at + _BATCH])
        for at in range(0, len(documents), _BATCH)
    ]
    for task in tasks:
        _await(server, task)
    figures = {"wall": time.perf_counter() - start, "cpu": server.process.cpu() - before}
    _await(server, server.ask("DELETE", "/indexes/raw"))
    return figures


def _meilisearch_query(index: str, fields: dict[str, str], query: Query) -> dict[str, Any]:
    conditions = [
        f"{fields[name]} = '{value}'"
        for name, value in (("country", query.country), ("domain", query.domain))
        if value
    ]
    if query.year:
        first, last = (date(query.year, *day).toordinal() for day in ((1, 1), (12, 31)))
        conditions.append(f"{fields['day']} {first} TO {last}")
    return {
        "indexUid": index,
        "q": query.box,
        "matchingStrategy": "all",
        "hitsPerPage": _HITS,
        "page": 1,
        "facets": [fields[name] for name in FACETS],
        "filter": conditions,
        "attributesToHighlight": ["*"],
    }


def _fields(settings: dict[str, Any]) -> dict[str, str]:
    """What the checkout calls the fields of tags and of days."""
    names = [one for one in settings["filterableAttributes"] if isinstance(one, str)]
    found = {}
    for kind, plural in (("country", "countries"), ("domain", "domains"), ("group", "groups")):
        found[kind] = plural if plural in names else kind
    found["day"] = next((name for name in names if "day" in name), names[0])
    return found


def _documents(server: SearchServer, index: str) -> Iterator[dict[str, Any]]:
    """Every document whole: displayed fields are not all that were posted."""
    shown = server.ask("GET", f"/indexes/{index}/settings/displayed-attributes")
    _await(server, server.ask("PUT", f"/indexes/{index}/settings/displayed-attributes", ["*"]))
    offset = 0
    while page := server.ask("GET", f"/indexes/{index}/documents?limit=1000&offset={offset}")[
        "results"
    ]:
        yield from page
        offset += len(page)
    _await(server, server.ask("PUT", f"/indexes/{index}/settings/displayed-attributes", shown))


def _await(server: SearchServer, task: dict[str, Any]) -> None:
    while True:
        told = server.ask("GET", f"/tasks/{task['taskUid']}")
        if told["status"] == "succeeded":
            return
        if told["status"] in {"failed", "canceled"}:
            raise RuntimeError(f"Meilisearch: {told['error']}")
        time.sleep(0.02)


def _events(events: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    with synthetic.issues(events).open(encoding="utf-8") as lines:
        for issue in map(json.loads, islice(lines, events)):
            for event in issue["events"]:
                yield issue, event


def _row(item: tuple[dict[str, Any], dict[str, Any]]) -> tuple[Any, ...]:
    event = item[1]
    day = event["dates"][0]["start"]
    tags = (
        json.dumps([tag["value"] for tag in event["tags"] if tag["kind"] == kind])
        for kind in FACETS
    )
    return (event["headline"], event["text"], day, int(day[:4]), *tags)
