"""Settings: the only reader of the environment.

Read once at the composition root and passed down; never imported as a global.
"""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from indexer.errors import SearchUnavailable, StoreError

_RATE = re.compile(r"[1-9][0-9]{0,8}/(second|minute|hour|day)")
_ADDRESS = re.compile(r"https?://[^/\s]\S*")


def _rate(value: str) -> str:
    if value and not _RATE.fullmatch(value):
        raise ValueError("must be so many in a second, minute, hour or day, such as 600/minute")
    return value


def _address(value: str | None) -> str | None:
    if value and not _ADDRESS.fullmatch(value):
        raise ValueError("must be an address such as https://entente.example.org")
    return value


class LogForm(StrEnum):
    """How `entente serve` logs."""

    CONSOLE = "console"
    JSON = "json"
    OFF = "off"


class Settings(BaseSettings):
    """What an operator may set, each as the environment variable ``ENTENTE_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="ENTENTE_", frozen=True, extra="ignore")

    data_dir: Annotated[
        Path, Field(description="Folder of the SQLite file and the embedded index.")
    ] = Path("var")
    database_url: Annotated[
        str | None,
        Field(description="SQLAlchemy address of the store; without it a SQLite file in data_dir."),
    ] = None
    database_url_file: Annotated[
        Path | None,
        Field(description="File that holds that address, since a password stands in it."),
    ] = None
    meili_url: Annotated[
        str | None,
        Field(description="Address of a Meilisearch server; without it the embedded engine."),
    ] = None
    meili_urls: Annotated[
        str,
        Field(
            description="Addresses of several servers, with commas between; each holds the whole "
            "index, and all have one master key."
        ),
    ] = ""
    meili_key: Annotated[
        SecretStr | None,
        Field(description="Key for that server: search-only for `serve`, writing for the indexer."),
    ] = None
    meili_key_file: Annotated[
        Path | None,
        Field(description="File that holds the key, where it is not in meili_key."),
    ] = None
    meili_timeout: Annotated[
        float,
        Field(gt=0, le=60, description="Seconds that Meilisearch may take for a search."),
    ] = 3.0
    meili_index: Annotated[
        str,
        Field(
            description="Name of the index on that server.",
            pattern=r"^[A-Za-z0-9_-]+$",
            max_length=200,
        ),
    ] = "entente"
    series: Annotated[
        Path | None,
        Field(description="YAML file, or folder of them, with profiles of more series."),
    ] = None
    host: Annotated[str, Field(description="Address that `entente serve` listens on.")] = (
        "127.0.0.1"
    )
    port: Annotated[
        int, Field(description="Port that `entente serve` listens on.", ge=0, le=65535)
    ] = 8000
    public_url: Annotated[
        str | None,
        AfterValidator(_address),
        Field(description="Address readers know the site by, for links in citations and feeds."),
    ] = None
    allowed_hosts: Annotated[
        str,
        Field(
            description="Host names, with commas between, that links may be made of where "
            "public_url is not set; those of this machine are."
        ),
    ] = ""
    contact: Annotated[
        str | None,
        Field(description="Where readers report mistakes: an e-mail address, or a page."),
    ] = None
    max_source_mb: Annotated[
        int, Field(description="Largest digest file accepted, in MiB.", ge=1, le=512)
    ] = 20
    trusted_proxies: Annotated[
        str,
        Field(description="Proxies, with commas between, whose X-Forwarded headers are trusted."),
    ] = "127.0.0.1"
    rate_limit: Annotated[
        str,
        AfterValidator(_rate),
        Field(description="Requests that one address may make, such as 600/minute; empty for any."),
    ] = "1200/minute"

    upload_limit: Annotated[
        str,
        AfterValidator(_rate),
        Field(description="Digests that one key may send, such as 600/hour; empty for any."),
    ] = "600/hour"

    log: Annotated[
        LogForm, Field(description="One line a request: `console`, `json`, or `off`.")
    ] = LogForm.CONSOLE
    log_queries: Annotated[
        bool, Field(description="Whether those lines hold what was searched for.")
    ] = False
    metrics: Annotated[bool, Field(description="Whether `/metrics` answers.")] = True

    shared_cache_seconds: Annotated[
        int,
        Field(
            description="How long a proxy or CDN may answer without asking again; 0: not at all.",
            ge=0,
            le=86_400,
        ),
    ] = 10

    @property
    def store_url(self) -> str:
        """The SQLAlchemy address of the store.

        ``postgres://`` and ``postgresql://`` addresses get the psycopg driver that we ship.

        Raises:
            StoreError: the file that should hold it cannot be read.
        """
        url = self.database_url
        if url is None and self.database_url_file is not None:
            try:
                url = _read_secret(self.database_url_file)
            except OSError as error:
                raise StoreError(
                    f"the file {self.database_url_file} with the store's address cannot be read: "
                    f"{error.strerror}"
                ) from error
        if url is None:
            return f"sqlite:///{self.store_file}"
        for prefix in ("postgres://", "postgresql://"):
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        return url

    @property
    def store_file(self) -> Path:
        """The SQLite file of the store, where no database is named."""
        return self.data_dir.resolve() / "entente.db"

    @property
    def max_source_bytes(self) -> int:
        """Largest digest file accepted, in bytes."""
        return self.max_source_mb * 1024 * 1024

    @property
    def meili_addresses(self) -> tuple[str, ...]:
        """The Meilisearch servers; none for the embedded engine."""
        named = f"{self.meili_url or ''},{self.meili_urls}".split(",")
        return tuple(dict.fromkeys(url.strip().rstrip("/") for url in named if url.strip()))

    @property
    def meili_secret(self) -> str | None:
        """The key for the Meilisearch server.

        Raises:
            SearchUnavailable: the file that should hold it cannot be read.
        """
        if self.meili_key is not None:
            return self.meili_key.get_secret_value()
        if self.meili_key_file is None:
            return None
        try:
            return _read_secret(self.meili_key_file)
        except OSError as error:
            raise SearchUnavailable(
                f"the key file {self.meili_key_file} cannot be read: {error.strerror}"
            ) from error

    @property
    def index_dir(self) -> Path:
        """Folder of the embedded search index."""
        return self.data_dir.resolve() / "index"


def _read_secret(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
