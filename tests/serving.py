"""`entente serve` as a process of its own over the seed data, for clients of other hands."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from indexer.access import KeyRing, Scope
from indexer.settings import Settings
from indexer.store import EventStore
from tests.seeds import ingest_seeds
from tests.servers import answers, free_port, wait_until

_ENTENTE = str(Path(sys.executable).parent / "entente")
_PATIENCE_S = 20


class Served(NamedTuple):
    """A site that runs: its address, and a key that may do everything."""

    url: str
    key: str


@contextmanager
def serving(environment: Mapping[str, str], folder: Path) -> Iterator[Served]:
    """Serve a store with the seed data, without a rate limit.

    Args:
        environment: settings as environment variables, which win over those given here.
        folder: where its data and its log may live.
    """
    settings = Settings(data_dir=folder / "var")
    store = EventStore(settings.store_url)
    ingest_seeds(store)
    key = KeyRing(store).create("test", [Scope.ADMIN])[1]
    store.close()
    port = free_port()
    given = {
        "PATH": os.environ["PATH"],
        "ENTENTE_DATA_DIR": str(settings.data_dir),
        "ENTENTE_RATE_LIMIT": "",
        **environment,
    }
    subprocess.run([_ENTENTE, "sync"], env=given, check=True, capture_output=True)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [_ENTENTE, "serve", "--port", str(port)], env=given, stdout=log, stderr=log
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until(lambda: answers(f"{url}/readyz"), "entente serve", process)
            yield Served(url, key)
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE_S)
