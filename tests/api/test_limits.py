"""Keys cannot be guessed by trying, and one key cannot fill the disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.access import KeyRing, Scope
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.databases import on_both_when_long
from web.app import create_app

database = on_both_when_long
SPACE = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")


@pytest.fixture
def client(store: EventStore, engine: TantivyEngine, tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(data_dir=tmp_path, upload_limit="2/hour", allowed_hosts="testserver")
    with TestClient(create_app(settings, store=store, engine=engine)) as opened:
        yield opened


def upload(client: TestClient, key: str) -> int:
    answer = client.post(
        "/api/v1/digests?dry_run=true",
        files={"file": ("vol-2-07.txt", make_digest_text(SPACE))},
        headers={"Authorization": f"Bearer {key}"},
    )
    if answer.status_code == 429:
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
    return answer.status_code


def test_whoever_guesses_keys_waits(client: TestClient, store: EventStore) -> None:
    """Ten wrong ones a minute from one address; then not even a right one is looked at."""
    _, key = KeyRing(store).create("Desk", frozenset({Scope.INGEST}))
    wrong = key[:-3] + "xyz"
    assert upload(client, key) == 200
    assert [upload(client, wrong) for _ in range(11)] == [401] * 10 + [429]
    assert upload(client, key) == 429
    assert client.get("/api/v1/digests").status_code == 200


def test_one_key_sends_so_many_digests(client: TestClient, store: EventStore) -> None:
    """Another key is not concerned."""
    keys = [KeyRing(store).create(name, frozenset({Scope.INGEST}))[1] for name in ("One", "Two")]
    assert [upload(client, keys[0]) for _ in range(3)] == [200, 200, 429]
    assert upload(client, keys[1]) == 200


def test_addresses_with_passwords_come_from_files(tmp_path: Path) -> None:
    """With a line's end or without."""
    (tmp_path / "url").write_text("postgresql://entente:secret@db/entente\n")
    settings = Settings(database_url_file=tmp_path / "url")
    assert settings.store_url == "postgresql+psycopg://entente:secret@db/entente"
