"""The bundle: everything that is published, the same bytes from the same store."""

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import jsonschema
import pytest

from api.answers.bundle import Bundle
from api.answers.formats import FORMATS
from indexer.ingest.series_book import SeriesBook
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from web.cli.export import bundle as command

URL = "https://entente.example.org"


@pytest.fixture(scope="module")
def bundle(seeded: tuple[EventStore, TantivyEngine]) -> zipfile.ZipFile:
    stream = io.BytesIO()
    Bundle(seeded[0], SeriesBook(seeded[0]), URL).write(stream)
    return zipfile.ZipFile(stream)


def lines(bundle: zipfile.ZipFile, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in bundle.read(name).splitlines()]


def test_the_same_store_gives_the_same_bytes(
    bundle: zipfile.ZipFile, seeded: tuple[EventStore, TantivyEngine]
) -> None:
    """Whenever it is asked."""
    again = io.BytesIO()
    Bundle(seeded[0], SeriesBook(seeded[0]), URL).write(again)
    assert bundle.fp is not None
    bundle.fp.seek(0)
    assert bundle.fp.read() == again.getvalue()


def test_it_holds_everything(
    bundle: zipfile.ZipFile, seeded: tuple[EventStore, TantivyEngine]
) -> None:
    """Every living event twice, every issue, every row of the ledger."""
    store, _ = seeded
    ids = [event.id for event in store.iter_events()]
    assert [event["id"] for event in lines(bundle, "events.ndjson")] == ids
    table = list(csv.DictReader(io.StringIO(bundle.read("events.csv").decode())))
    assert [row["id"] for row in table] == ids
    assert all(URL in str(row) for row in table)
    assert len(lines(bundle, "digests.ndjson")) == store.coverage().digests
    changes = lines(bundle, "changes.ndjson")
    assert [row["seq"] for row in changes] == list(range(1, store.head() + 1))
    manifest = json.loads(bundle.read("manifest.json"))
    end = store.ledger_end()
    assert manifest["ledger"] == {"id": end.ledger, "head": end.seq, "hash": end.hash}


def test_its_lines_are_what_its_schemas_say(bundle: zipfile.ZipFile) -> None:
    """By a validator of other hands."""
    for name, schema in (("events", "event"), ("digests", "digest")):
        validator = jsonschema.Draft202012Validator(
            json.loads(bundle.read(f"schema/{schema}.schema.json"))
        )
        for line in lines(bundle, f"{name}.ndjson")[:50]:
            validator.validate(line)


def test_its_checksums_prove_every_file(bundle: zipfile.ZipFile) -> None:
    """In the form that `sha256sum -c` reads."""
    sums = dict(
        reversed(line.split("  ")) for line in bundle.read("SHA256SUMS").decode().splitlines()
    )
    assert set(sums) == set(bundle.namelist()) - {"SHA256SUMS"}
    for name, told in sums.items():
        assert hashlib.sha256(bundle.read(name)).hexdigest() == told
    held = json.loads(bundle.read("manifest.json"))["files"]
    assert all(sums[name] == one["sha256"] for name, one in held.items())


def test_without_the_extra_it_holds_everything_but_parquet(
    seeded: tuple[EventStore, TantivyEngine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The packages of the extra `export` are not needed."""
    fewer = {suffix: one for suffix, one in FORMATS.items() if one.needs is None}
    monkeypatch.setattr("api.answers.bundle.FORMATS", fewer)
    stream = io.BytesIO()
    Bundle(seeded[0], SeriesBook(seeded[0]), URL).write(stream)
    names = zipfile.ZipFile(stream).namelist()
    assert "events.parquet" not in names
    assert {"events.ndjson", "events.csv", "manifest.json"} <= set(names)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is replaced unasked, and nothing half written stays."""
    monkeypatch.setenv("ENTENTE_DATA_DIR", str(tmp_path / "var"))
    file = tmp_path / "bundle.zip"
    command(file)
    with pytest.raises(Exception, match="exists"):
        command(file)
    command(file, overwrite=True)
    assert [path.name for path in tmp_path.glob("bundle*")] == ["bundle.zip"]
