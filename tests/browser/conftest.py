"""A real Chromium before a real server over the seed data."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from indexer.search.port import SearchEngine
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.servers import free_port, missing
from web.app import create_app

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

# Milliseconds until what is waited for is given up. A condition that holds ends the wait at once,
# so only a failure takes this long; on a busy machine the usual five seconds were too few.
_PATIENCE = 30_000
expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="package")
def site(
    seeded: tuple[EventStore, TantivyEngine], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the running site."""
    with served(*seeded, tmp_path_factory.mktemp("site")) as address:
        yield address


@contextmanager
def served(store: EventStore, engine: SearchEngine, folder: Path) -> Iterator[str]:
    """The site over a store and its index, for as long as the context lasts: its address."""
    app = create_app(Settings(data_dir=folder, rate_limit=""), store=store, engine=engine)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    started = threading.Event()
    while not server.started:
        assert thread.is_alive(), "the site did not start"
        started.wait(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


def chromium() -> str:
    """The program; where it is missing the test is skipped with how to get it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        missing("Chromium is not installed: the browser tests need Debian's package chromium")
    return program


def new_page(browser: Browser, site: str, **options: object) -> tuple[BrowserContext, Page]:
    """A page in a context of its own that fails the test on any error of the page."""
    context = browser.new_context(base_url=site, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    return context, page


def is_error(message: ConsoleMessage) -> bool:
    """Whether a message tells of an error; htmx tells of a search that the next one replaced."""
    overtaken = message.text in {"htmx:afterRequest", "htmx:sendAbort"}
    return message.type == "error" and not overtaken


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A desktop page; script errors and refused resources fail the test."""
    with desktop(browser, site) as opened:
        yield opened


@contextmanager
def desktop(browser: Browser, site: str) -> Iterator[Page]:
    """A desktop page of a site; script errors and refused resources fail the test."""
    context, opened = new_page(browser, site, viewport={"width": 1280, "height": 900})
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda m: errors.append(m.text) if is_error(m) else None)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def scriptless(browser: Browser, site: str) -> Iterator[Page]:
    """A page with JavaScript off."""
    context, opened = new_page(browser, site, java_script_enabled=False)
    yield opened
    context.close()
