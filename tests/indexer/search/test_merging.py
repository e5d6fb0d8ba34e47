"""Merging of the embedded index's parts: nobody who writes or searches waits for it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.search.query import EventQuery, Term
from indexer.search.tantivy import merging
from indexer.search.tantivy.engine import TantivyEngine
from tests.builders import make_document

PATIENCE_S = 30


@pytest.fixture
def going_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Merging takes until this is set."""
    until = threading.Event()
    merge = merging._merge

    def slow(writer: Any, merged: Callable[[], None]) -> None:
        until.wait(PATIENCE_S)
        merge(writer, merged)

    monkeypatch.setattr(merging, "_merge", slow)
    yield until
    until.set()


def found(engine: TantivyEngine) -> set[str]:
    page = engine.search(EventQuery(terms=(Term("rover"),)))
    return {hit.id for hit in page.hits}


def write(engine: TantivyEngine, event_id: str, watermark: int) -> None:
    engine.apply([make_document(event_id, headline=f"Rover {event_id}")], [], watermark)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    opened = TantivyEngine(tmp_path)
    opened.rebuild([], 0)
    yield opened
    opened.close()


def test_what_is_written_is_found_before_anything_is_merged(
    engine: TantivyEngine, going_on: threading.Event
) -> None:
    """And stays so afterwards, in this view and in one of another process."""
    write(engine, "a", 1)
    assert not going_on.is_set()
    assert found(engine) == {"a"}
    state = engine.state()
    assert state is not None
    assert state.watermark == 1
    going_on.set()
    engine.close()
    assert found(engine) == {"a"}


@pytest.mark.parametrize("same", [True, False], ids=["this process", "another"])
def test_one_writes_behind_the_other(
    engine: TantivyEngine, tmp_path: Path, going_on: threading.Event, same: bool
) -> None:
    """The next write waits for the merging of the last, and loses nothing; searches go on."""
    write(engine, "a", 1)
    writer = engine if same else TantivyEngine(tmp_path)
    second = threading.Thread(target=write, args=(writer, "b", 2))
    second.start()
    assert found(engine) == {"a"}
    going_on.set()
    second.join(PATIENCE_S)
    assert found(engine) == found(writer) == {"a", "b"}
    writer.close()


def test_merging_that_fails_loses_nothing(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told, and what was written is found."""

    class Failing:
        def wait_merging_threads(self) -> None:
            raise OSError("the disk is gone")

    begin = merging.Merging.begin

    def failing(self: merging.Merging, writer: Any, merged: Callable[[], None]) -> None:
        writer.wait_merging_threads()
        begin(self, Failing(), merged)

    monkeypatch.setattr(merging.Merging, "begin", failing)
    write(engine, "a", 1)
    write(engine, "b", 2)
    assert found(engine) == {"a", "b"}
    assert "the disk is gone" in caplog.text
