"""Sources of digests: given back as files of their own form, which no browser draws or runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.readers.registry import FORMATS, kept_types, suffix_of
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.databases import on_both_when_long
from web.app import create_app

database = on_both_when_long
ITEM = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")
TEXT = make_digest_text(ITEM).decode()
PAGE = (
    "<!doctype html><html><head><title>US-Japan Alliance Digest Vol 2.7</title></head><body>"
    f"<h1>US-Japan Alliance Digest Vol 2.7</h1><h2>{ITEM[0]}</h2><p>{ITEM[1]}</p>"
    "<script>alert(1)</script></body></html>"
)
MAIL = (
    "From: Digest <digest@example.org>\r\nTo: Reader <reader@example.com>\r\n"
    "Subject: US-Japan Alliance Digest Vol 2.7\r\nDate: Mon, 15 Apr 2024 09:00:00 +0000\r\n"
    "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE
)


@pytest.fixture
def client(store: EventStore, engine: TantivyEngine, tmp_path: Path) -> Iterator[TestClient]:
    """The application over an empty store of the test's own."""
    settings = Settings(data_dir=tmp_path / "var")
    with TestClient(create_app(settings, store=store, engine=engine)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("vol-2-07.txt", TEXT, "text/plain"),
        ("vol-2-07.html", PAGE, "text/html"),
        ("vol-2-07.eml", MAIL, "message/rfc822"),
    ],
)
def test_a_source_is_a_sealed_file_of_its_own_form(
    client: TestClient, store: EventStore, name: str, content: str, media_type: str
) -> None:
    """Saved under the right suffix; not sniffed, and in a sandbox if it is opened all the same."""
    Ingest(store, 1_000_000).file(content.encode(), SourceHints(name))
    answer = client.get("/api/v1/digests/usjad-2-7/source")
    assert answer.status_code == 200
    headers = answer.headers
    assert headers["content-type"].partition(";")[0] == media_type
    assert headers["content-disposition"] == (
        f'attachment; filename="usjad-2-7{Path(name).suffix}"'
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_the_source_of_a_mail_names_no_recipient(client: TestClient, store: EventStore) -> None:
    """Whoever received the digest is nobody's business."""
    assert "reader@example.com" in MAIL
    Ingest(store, 1_000_000).file(MAIL.encode(), SourceHints("vol-2-07.eml"))
    assert "reader@example.com" not in client.get("/api/v1/digests/usjad-2-7/source").text


def test_every_form_has_a_suffix_of_its_own() -> None:
    """None is a nameless file; what no form knows is."""
    assert len({suffix_of(kept) for kept in kept_types()}) == len(FORMATS)
    assert ".bin" not in map(suffix_of, kept_types())
    assert suffix_of("application/unheard-of") == ".bin"
