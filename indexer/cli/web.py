"""The web as the commands use it: opened when the first address is asked for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from indexer.fetching.memory import Memory
from indexer.ingest.intake import Web
from indexer.settings import Settings

_MEMORY = "fetched.json"


@contextmanager
def web(settings: Settings, *, allow_private: bool) -> Iterator[Callable[[], Web]]:
    """Gives a way to the web; nothing is loaded or opened before it is taken."""
    with ExitStack() as stack:
        opened: list[Web] = []

        def open_web() -> Web:
            if not opened:
                from indexer.fetching.client import (  # noqa: PLC0415  (a quarter of a second)
                    Fetcher,
                    Limits,
                )

                limits = Limits(settings.max_source_bytes)
                fetcher = Fetcher(
                    limits, allow_private=allow_private,
                    contact=settings.public_url or settings.contact,
                )  # fmt: skip
                memory = Memory(settings.data_dir.resolve() / _MEMORY)
                opened.append(Web(stack.enter_context(fetcher), memory))
            return opened[0]

        yield open_web
