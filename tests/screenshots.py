"""Pictures of every kind of page for the documentation: `make screenshots`.

Each as a desk shows it, in the light; those that the README shows in the dark and on a phone, too.
They are scaled down, so that all of them together stay small.
"""

import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.browser.conftest import ARGUMENTS, chromium, served
from tests.browser.samples import addresses
from tests.seeds import ingest_seeds

FOLDER = Path(__file__).parent.parent / "docs" / "images"
_DESK = {"width": 1280, "height": 800}
_PHONE = {"width": 360, "height": 740}
_SHRUNK = 0.6
_SHOWN = {"search": "/?q=space&domain=space", "matrix": "/matrix"}


def main() -> None:
    """Render the pages over the seed data."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        store = EventStore(f"sqlite:///{folder}/entente.db")
        ingest_seeds(store)
        engine = TantivyEngine(None)
        sync.sync(store, engine)
        with served(store, engine, Path(folder)) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
            _render(browser, site)
            browser.close()
        engine.close()
        store.close()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")


def _render(browser: Browser, site: str) -> None:
    desk = _page(browser, site, _DESK, "light")
    for address in {urlsplit(one).path: one for one in addresses(desk)}.values():
        if address not in _SHOWN.values():
            _picture(desk, address, _name(address))
    for name, address in _SHOWN.items():
        _picture(desk, address, name)
        _picture(_page(browser, site, _DESK, "dark"), address, f"{name}-dark")
        _picture(_page(browser, site, _PHONE, "light"), address, f"{name}-phone")


def _page(browser: Browser, site: str, size: dict[str, int], scheme: str) -> Page:
    context = browser.new_context(
        base_url=site,
        viewport=size,  # type: ignore[arg-type]  (its own kind of dictionary)
        color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=_SHRUNK,
    )
    return context.new_page()


def _picture(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.screenshot(path=FOLDER / f"{name}.png")


def _name(address: str) -> str:
    """A file's name for a page: its path."""
    plain = re.sub(r"[^a-z0-9]+", "-", urlsplit(address).path.lower()).strip("-")
    return plain or "front"


if __name__ == "__main__":
    main()
