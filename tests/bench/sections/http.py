"""Every door, eight clients, several workers: load from wrk, each system in turn."""

import json
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from tests.bench import bases, systems, yardsticks
from tests.bench.bases import Base
from tests.bench.doors import DOORS, PLAIN_SEARCH, Ids
from tests.bench.plan import CACHE, Plan
from tests.bench.queries import mix
from tests.bench.sections.commands import meilisearch_rebuild
from tests.bench.systems import System
from tests.bench.wrk import Measure, Request, first_answers, load

Figures = dict[str, Any]
Say = Callable[[str], None]
_COLD = 5


def doors(plan: Plan, events: int, built: Mapping[str, Base], say: Say) -> Figures:
    """Every door of every checkout and engine, and the yardsticks, in turn.

    One client. Memory is read at the end, when every door was used.
    """
    found: dict[str, dict[str, list[Measure]]] = defaultdict(lambda: defaultdict(list))
    with ExitStack() as running:
        asked = _systems(plan, events, built, running, say)
        cold = _cold(asked, say)
        begun: dict[tuple[str, str], int] = defaultdict(int)
        for attempt in range(plan.rounds):
            for door in _names(asked):
                say(f"{events} events, round {attempt + 1} of {plan.rounds}: {door}")
                for system, requests in asked:
                    if door in requests:
                        at = begun[system.name, door]
                        measure = load(
                            system.url,
                            requests[door],
                            system.process,
                            seconds=plan.seconds,
                            begin=at,
                        )
                        begun[system.name, door] = at + measure.requests + 1
                        found[door][system.name].append(measure)
        memory = {system.name: asdict(system.process.memory()) for system, _ in asked}
        clients = _clients(plan, asked, say)
    return {
        "doors": {
            door: {name: _middle(tries) for name, tries in by_system.items()}
            for door, by_system in found.items()
        },
        "cold": cold,
        "memory": memory,
        "clients": clients,
    }


def workers(plan: Plan, built: Mapping[str, Base], say: Say) -> Figures:
    """Eight clients against one worker and two, in turn."""
    requests = _requests(DOORS[PLAIN_SEARCH](Ids((), ())))
    found: dict[str, list[Measure]] = defaultdict(list)
    for checkout in plan.checkouts:
        with ExitStack() as running:
            several = {
                number: running.enter_context(
                    systems.entente(
                        f"{checkout.label} {number}w",
                        checkout,
                        built[checkout.label].env,
                        workers=number,
                    )
                )
                for number in (1, 2)
            }
            begin = 0
            for attempt in range(plan.rounds):
                say(f"workers of {checkout.label}, round {attempt + 1} of {plan.rounds}")
                for number, system in several.items():
                    measure = load(
                        system.url,
                        requests,
                        system.process,
                        seconds=plan.seconds * 2,
                        clients=8,
                        begin=begin,
                    )
                    begin += measure.requests + 1
                    found[f"{checkout.label}, {number} worker{'s' * (number > 1)}"].append(measure)
    return {name: _middle(tries) for name, tries in found.items()}


def _systems(
    plan: Plan, events: int, built: Mapping[str, Base], running: ExitStack, say: Say
) -> list[tuple[System, dict[str, list[Request]]]]:
    """Everything that is asked, started, with what each is asked behind every door."""
    found: list[tuple[System, dict[str, list[Request]]]] = []
    known = bases.ids(events)
    everything = {door: _requests(paths(known)) for door, paths in DOORS.items()}
    server = running.enter_context(systems.meilisearch()) if "meilisearch" in plan.engines else None
    queries = mix(1_000, seed=11)
    for checkout in plan.checkouts:
        base = built[checkout.label]
        if "tantivy" in plan.engines:
            name = f"{checkout.label}, embedded"
            say(f"starting {name}")
            started = running.enter_context(systems.entente(name, checkout, base.env))
            found.append((started, everything))
        if server is not None:
            index = f"bench-{checkout.label}"
            name = f"{checkout.label}, Meilisearch"
            say(f"starting {name}")
            rebuilt = meilisearch_rebuild(checkout, base, server, index)
            (CACHE / f"meilisearch-{checkout.label}-{events}.json").write_text(json.dumps(rebuilt))
            started = running.enter_context(
                systems.entente(name, checkout, base.env | server.env(index))
            )
            found.append((started, everything))
            raw = System(f"{checkout.label}, raw Meilisearch", server.url, server.process)
            asked = yardsticks.meilisearch_requests(server, server.index_of(index), queries)
            found.append((raw, {PLAIN_SEARCH: asked}))
    last = plan.checkouts[-1]
    nothing = running.enter_context(systems.noop("no-op", last, built[last.label]))
    found.append((nothing, {PLAIN_SEARCH: [Request("/noop")]}))
    path = yardsticks.database(events)
    other = running.enter_context(systems.datasette(path, yardsticks.datasette_program()))
    asked = [yardsticks.datasette_request(path.stem, query) for query in queries]
    found.append((other, {PLAIN_SEARCH: asked}))
    return found


def _cold(asked: Iterable[tuple[System, dict[str, list[Request]]]], say: Say) -> Figures:
    """The slowest of the first five answers behind every door, in ms; what follows is warm."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for system, requests in asked:
        say(f"first answers of {system.name}")
        for door, paths in requests.items():
            found[door][system.name] = max(first_answers(system.url, paths[-_COLD:])) * 1_000
    return found


def _clients(
    plan: Plan, asked: Iterable[tuple[System, dict[str, list[Request]]]], say: Say
) -> Figures:
    """Eight clients at the plain search, each system in turn."""
    found: dict[str, list[Measure]] = defaultdict(list)
    for attempt in range(plan.rounds):
        say(f"eight clients, round {attempt + 1} of {plan.rounds}")
        for system, requests in asked:
            measure = load(
                system.url,
                requests[PLAIN_SEARCH],
                system.process,
                seconds=plan.seconds,
                clients=8,
                begin=1_500 + attempt * 300,
            )
            found[system.name].append(measure)
    return {name: _middle(tries) for name, tries in found.items()}


def _names(asked: Iterable[tuple[System, dict[str, list[Request]]]]) -> list[str]:
    return list(dict.fromkeys(door for _, requests in asked for door in requests))


def _requests(paths: Sequence[str]) -> list[Request]:
    return [Request(path) for path in paths]


def _middle(tries: Sequence[Measure]) -> dict[str, float]:
    """The median of every figure; requests and errors are summed."""
    middle = {
        name: statistics.median(getattr(one, name) for one in tries)
        for name in ("p50", "p95", "p99", "rate", "cpu")
    }
    counts = {name: sum(getattr(one, name) for one in tries) for name in ("requests", "errors")}
    return middle | counts
