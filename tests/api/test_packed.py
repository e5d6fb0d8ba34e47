"""What is packed small and becomes large: refused before it is unpacked, in one sentence."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from indexer.access import KeyRing, Scope
from indexer.errors import InputError
from indexer.readers import SourceHints, read
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from web.app import create_app

ZEROS = bytes(40_000_000)
DIGESTS = "/api/v1/digests"
EVENT = "/api/v1/events/usjad-2-7-0a1b2c3d"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site with one key, which may everything."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("packed"), rate_limit="")
    store, engine = EventStore(settings.store_url), TantivyEngine(None)
    _, key = KeyRing(store).create("Desk", frozenset({Scope.ADMIN}))
    with TestClient(create_app(settings, store=store, engine=engine)) as opened:
        opened.headers["Authorization"] = f"Bearer {key}"
        yield opened
    engine.close()
    store.close()


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x-gzip"])
@pytest.mark.parametrize("path", [DIGESTS, f"{EVENT}/corrections", "/api/v1/series"])
def test_a_packed_body_is_not_unpacked(client: TestClient, path: str, encoding: str) -> None:
    """Whatever it is packed with, wherever it is sent; the answer says how to send it."""
    body = gzip.compress(ZEROS[:1_000_000])
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    answer = client.post(path, content=body, headers=headers)
    assert answer.status_code == 415
    assert "uncompressed" in answer.json()["detail"]
    assert answer.headers["accept-encoding"] == "identity"
    plain = client.post(path, content=b"{}", headers=headers | {"Content-Encoding": "identity"})
    assert plain.status_code == 422 or "Content-Encoding" not in plain.text


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", ZEROS)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "told"),
    [
        ("vol-2-07.txt.gz", lambda: gzip.compress(ZEROS), "gzip file"),
        ("vol-2-07.xlsx", zipped, "ZIP or office file"),
    ],
)
def test_a_packed_file_is_not_opened(
    client: TestClient, name: str, make: Callable[[], bytes], told: str
) -> None:
    """Its first bytes say what it is."""
    answer = client.post(DIGESTS, files={"file": (name, make())})
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


def pdf(content: bytes, packed_by: str) -> bytes:
    """A page whose drawing instructions are these bytes, by what they were packed."""
    stream = b"<</Length %d/Filter[%b]>>stream\n%b\nendstream"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>",
        stream % (len(content), packed_by.encode(), content),
    )
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (n, each) for n, each in enumerate(objects, 1))
    start = len(b"%PDF-1.4\n" + body)
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 5/Root 1 0 R>>\n"
    return b"%%PDF-1.4\n%b%bstartxref\n%d\n%%%%EOF" % (body, table, start)


@pytest.mark.parametrize("times", [1, 2])
def test_a_page_that_grows_is_given_up(times: int) -> None:
    """As soon as it is larger than any page, also where the small form was packed again."""
    content = ZEROS
    for _ in range(times):
        content = zlib.compress(content, 9)
    bomb = pdf(content, "/FlateDecode" * times)
    with pytest.raises(InputError, match="Limit reached while decompressing"):
        read(bomb, SourceHints("vol-2-07.pdf"), max_bytes=20_000_000)
