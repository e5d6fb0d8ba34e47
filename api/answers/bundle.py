"""The bundle: everything that is published of a store, in one file for whoever keeps a copy."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import IO, NamedTuple

from pydantic import BaseModel, TypeAdapter

from api.answers.digest import DigestOut
from api.answers.feed import change_json
from api.answers.formats import FORMATS, ExportContext
from api.knowledge.shown import ShownStore
from indexer.ingest.series_book import SeriesBook
from indexer.models import Change, LedgerHead
from indexer.projection import FullEventOut
from indexer.store import EventStore

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier moment; the same store, the same bytes
_BATCH = 500
_README = """Entente: everything that is published of one installation.

events.ndjson         one event a line, by id, with the evidence for its tags
events.csv            the same events for spreadsheets, without the evidence
events.parquet        the same in typed columns, where the extra `export` is installed
digests.ndjson        one issue a line, newest first
changes.ndjson        the ledger: what was created, changed and deleted, in order, with hashes
schema/*.json         JSON Schemas of the lines of events.ndjson and digests.ndjson
manifest.json         where the ledger ends, and the SHA-256 of every other file

The same store gives the same bytes. `sha256sum -c SHA256SUMS` proves the files.
"""


class Held(NamedTuple):
    """What a bundle holds of one file: its size in bytes and its hash."""

    bytes: int
    sha256: str


class Bundle:
    """Writes the bundle of a store.

    Args:
        store: of which; nobody may write to it meanwhile, see `entente export bundle`.
        book: knows what may be shown of each series.
        public_url: what addresses of events begin with, without a slash at its end.
    """

    def __init__(self, store: EventStore, book: SeriesBook, public_url: str) -> None:
        self._store = store
        self._shown = ShownStore(store, book)
        self._public_url = public_url

    def write(self, stream: IO[bytes]) -> LedgerHead:
        """Write it as a ZIP; where its ledger ends."""
        end = self._store.ledger_end()
        held: dict[str, Held] = {}
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, pieces in self._members(end):
                held[name] = _member(archive, name, pieces)
            manifest = json.dumps(_manifest(end, held), indent=2, sort_keys=True) + "\n"
            held["manifest.json"] = _member(archive, "manifest.json", [manifest])
            sums = "".join(f"{one.sha256}  {name}\n" for name, one in sorted(held.items()))
            _member(archive, "SHA256SUMS", [sums])
        return end

    def _members(self, end: LedgerHead) -> Iterator[tuple[str, Iterable[str] | Iterable[bytes]]]:
        context = ExportContext(
            title="All events",
            search_url=f"{self._public_url}/",
            self_url=f"{self._public_url}/api/v1/events.csv",
            public_url=self._public_url,
            updated=self._store.changed_at(),
            total=self._store.count_events(),
            query={},
        )
        yield "README.txt", [_README]
        yield "events.ndjson", (f"{one.full}\n" for one in self._shown.iter_projections())
        yield "events.csv", FORMATS["csv"].write(self._shown.iter_projections(), context)
        if "parquet" in FORMATS:  # it is written with a package of the extra `export`
            yield (
                "events.parquet",
                FORMATS["parquet"].write(self._shown.iter_projections(), context),
            )
        yield "digests.ndjson", self._digests()
        yield "changes.ndjson", (f"{change_json(row)}\n" for row in self._changes(end.seq))
        yield "schema/event.schema.json", [_schema(FullEventOut)]
        yield "schema/digest.schema.json", [_schema(DigestOut)]

    def _digests(self) -> Iterator[str]:
        offset = 0
        while rows := self._shown.digests(limit=_BATCH, offset=offset)[0]:
            yield from (f"{DigestOut.row(one, count).model_dump_json()}\n" for one, count in rows)
            offset += len(rows)

    def _changes(self, until: int) -> Iterator[Change]:
        since = 0
        while rows := self._shown.changes(since=since, limit=_BATCH, until=until):
            yield from rows
            since = rows[-1].seq


def _member(archive: zipfile.ZipFile, name: str, pieces: Iterable[str] | Iterable[bytes]) -> Held:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as stream:
        for piece in pieces:
            data = piece.encode() if isinstance(piece, str) else piece
            stream.write(data)
            digest.update(data)
            size += len(data)
    return Held(size, digest.hexdigest())


def _manifest(end: LedgerHead, held: dict[str, Held]) -> dict[str, object]:
    return {
        "format": "entente-bundle",
        "version": 1,
        "program": version("entente"),
        "ledger": {"id": end.ledger, "head": end.seq, "hash": end.hash},
        "files": {name: one._asdict() for name, one in held.items()},
    }


def _schema(model: type[BaseModel]) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= TypeAdapter(model).json_schema(mode="serialization")
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
