"""Watching: figures for Prometheus, reasons of readiness, one line a request without secrets."""

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
import yaml
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.watching import logs
from indexer.errors import SearchUnavailable
from indexer.search.port import SearchEngine
from indexer.search.query import EventPage, EventQuery
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import LogForm, Settings
from indexer.store import EventStore
from web.app import create_app

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations"
Seeded = tuple[EventStore, TantivyEngine]


@pytest.fixture
def watched(seeded: Seeded, tmp_path: Path) -> Iterator[TestClient]:
    """An application whose figures begin at nothing."""
    store, engine = seeded
    with TestClient(create_app(Settings(data_dir=tmp_path), store=store, engine=engine)) as client:
        yield client


def figures(client: TestClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by its name and labels, as a parser of other hands reads them."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def count(client: TestClient, name: str, **labels: str) -> float:
    return figures(client).get((name, tuple(sorted(labels.items()))), 0.0)


def test_requests_are_counted_by_route_template(watched: TestClient) -> None:
    """Not by address, which would be a new series a question; also those kept ready and HEAD."""
    for address in ("/api/v1/events?q=space", "/api/v1/events?q=space", "/api/v1/events?q=rover"):
        watched.get(address)
    watched.get("/api/v1/events/none")
    watched.get("/none/of/this")
    watched.head("/api/v1/events?q=space")
    named = {"method": "GET", "route": "/api/v1/events", "status": "200"}
    assert count(watched, "entente_requests_total", **named) == 3
    assert count(watched, "entente_requests_total", **named | {"method": "HEAD"}) == 1
    missing = {"method": "GET", "route": "/api/v1/events/{event_id}", "status": "404"}
    assert count(watched, "entente_requests_total", **missing) == 1
    routes = {dict(labels).get("route", "") for name, labels in figures(watched)}
    assert "unmatched" in routes
    assert not [route for route in routes if "none" in route or "space" in route]


def test_store_and_index_are_told(watched: TestClient, seeded: Seeded) -> None:
    """How much there is, whether it answers, how far the index is behind."""
    store, _ = seeded
    watched.get("/api/v1/events?q=space")
    held = store.coverage()
    assert count(watched, "entente_events") == held.events
    assert count(watched, "entente_digests") == held.digests
    assert count(watched, "entente_ledger_row") == store.head()
    assert count(watched, "entente_index_lag_rows", server="tantivy") == 0
    assert count(watched, "entente_engine_up", server="tantivy") == 1
    assert count(watched, "entente_store_up") == 1
    assert count(watched, "entente_engine_seconds_count", operation="search") > 0
    told = figures(watched)
    doubts = sum(value for (name, _), value in told.items() if name == "entente_doubts")
    assert doubts == sum(store.doubts().values())
    assert any(name == "entente_build_info" for name, _ in told)


def test_an_engine_that_is_away_is_a_figure_too(seeded: Seeded, tmp_path: Path) -> None:
    """The store's figures are there all the same."""
    settings = Settings(data_dir=tmp_path, meili_url="http://127.0.0.1:9")
    with TestClient(create_app(settings, store=seeded[0])) as client:
        client.get("/api/v1/events?q=space")
        assert count(client, "entente_engine_up", server="http://127.0.0.1:9") == 0
        failures = [n for (name, _), n in figures(client).items() if "failures_total" in name]
        assert sum(failures) > 0
        assert count(client, "entente_events") == seeded[0].count_events()


def test_figures_can_be_switched_off(seeded: Seeded, tmp_path: Path) -> None:
    """For sites without a proxy before them."""
    store, engine = seeded
    settings = Settings(data_dir=tmp_path, metrics=False)
    with TestClient(create_app(settings, store=store, engine=engine)) as client:
        assert client.get("/metrics").status_code == 404


class _WithoutSettings:
    """An index that answers plain questions and cannot sort: its settings were lost."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def search(self, query: EventQuery) -> EventPage:
        if query.facets:
            raise SearchUnavailable("the index has no facets: run `entente sync`")
        return self._engine.search(query)


def test_readiness_gives_reasons(seeded: Seeded, tmp_path: Path) -> None:
    """The probe sorts and counts, as people's questions do."""
    store, engine = seeded
    broken: Any = _WithoutSettings(engine)
    with TestClient(create_app(Settings(data_dir=tmp_path), store=store, engine=broken)) as client:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["errors"] == [
            {"part": "search", "message": "the index has no facets: run `entente sync`"}
        ]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the process logs, as a server does; it is as before afterwards."""
    root, level = logging.getLogger(), logging.getLogger().level
    handlers = list(root.handlers)
    stream = io.StringIO()
    logs.configure(LogForm.JSON, stream)
    yield stream
    root.handlers, logs._configured = handlers, False
    root.setLevel(level)
    logging.getLogger("entente").setLevel(logging.NOTSET)
    structlog.reset_defaults()


@pytest.mark.parametrize("asked", [False, True])
def test_one_line_a_request(
    seeded: Seeded, tmp_path: Path, written: io.StringIO, asked: bool
) -> None:
    """Id, template, status and times; never a key, and the words only where the operator asks."""
    store, engine = seeded
    settings = Settings(data_dir=tmp_path, log_queries=asked)
    with TestClient(create_app(settings, store=store, engine=engine)) as client:
        client.get(
            "/api/v1/events?q=lunar+secret",
            headers={"Authorization": "Bearer entente_0_key", "X-Request-ID": "mine"},
        )
    said = written.getvalue()
    lines = [json.loads(line) for line in said.splitlines()]
    line = next(line for line in lines if line["event"] == "request")
    assert {key: line[key] for key in ("id", "method", "route", "status", "level")} == {
        "id": "mine",
        "method": "GET",
        "route": "/api/v1/events",
        "status": 200,
        "level": "info",
    }
    assert line["ms"] >= line["engine_ms"] > 0
    assert "entente_0_key" not in said
    assert ("lunar secret" in said) is asked


def test_no_line_tells_what_was_asked_or_sent(
    seeded: Seeded, tmp_path: Path, written: io.StringIO
) -> None:
    """Wherever it stands: parameter, address, header, cookie, body; whatever the answer is."""
    store, engine = seeded
    said = "whisper7"
    broken: Any = _WithoutSettings(engine)
    headers = {
        "Authorization": f"Bearer entente_{said}",
        "Cookie": f"entente={said}",
        "Referer": f"https://entente.example/?q={said}",
    }
    addresses = (
        f"/?q={said}",
        f"/api/v1/events?q={said}",
        f"/api/v1/events?{said}=1",
        f"/api/v1/events?q=country:{said}",
        f"/api/v1/events?q={said}&facets=country",  # refused by the engine here
        f"/api/v1/suggest?q={said}",
        f"/api/v1/events/{said}",
        f"/nowhere/{said}",
    )
    settings = Settings(data_dir=tmp_path, allowed_hosts="testserver")
    with TestClient(create_app(settings, store=store, engine=broken)) as client:
        statuses = {client.get(address, headers=headers).status_code for address in addresses}
        body = {"headline": said}
        statuses.add(client.post("/api/v1/digests", json=body, headers=headers).status_code)
        statuses.add(client.post("/editor", data={"key": said}, headers=headers).status_code)
    assert statuses >= {200, 401, 404, 422, 503}
    lines = written.getvalue()
    assert lines.count('"event": "request"') == len(addresses) + 2
    assert said not in lines


def test_rules_say_who_is_woken_and_why() -> None:
    """With a severity, a while to wait, a sentence; the dashboard's panels stand side by side."""
    rules = yaml.safe_load((OPERATIONS / "alerts.yaml").read_text(encoding="utf-8"))
    for rule in (rule for group in rules["groups"] for rule in group["rules"]):
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}, rule
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert re.fullmatch(r"\d+[smh]", rule["for"])
        assert rule["annotations"]["summary"].endswith((".", "?"))
        assert rule["expr"].count("(") == rule["expr"].count(")")
    dashboard = json.loads((OPERATIONS / "grafana.json").read_text(encoding="utf-8"))
    assert len({panel["title"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in dashboard["panels"])
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24  # columns of Grafana


def test_dashboard_and_alerts_ask_for_figures_that_exist(watched: TestClient) -> None:
    """A renamed figure is noticed here."""
    watched.get("/api/v1/events?q=space")
    known = {
        name
        for family in text_string_to_metric_families(watched.get("/metrics").text)
        for name in (family.name, f"{family.name}_total", f"{family.name}_bucket")
    }
    dashboard = json.loads((OPERATIONS / "grafana.json").read_text(encoding="utf-8"))
    asked = [t["expr"] for panel in dashboard["panels"] for t in panel["targets"]]
    rules = yaml.safe_load((OPERATIONS / "alerts.yaml").read_text(encoding="utf-8"))
    asked += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    assert len(asked) > 10
    used = {name for one in asked for name in re.findall(r"entente_\w+", one)}
    assert used - known == set()
