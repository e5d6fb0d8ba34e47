"""Every page of the site in a real browser: sound, described, within the screen, accessible.

A page that is not in `samples.py` fails the first test: whoever adds one adds an address here.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from tests.browser.conftest import new_page
from tests.browser.samples import SAMPLES, addresses
from web.app import page_routes
from web.contexts.editor.account import EDITOR

pytestmark = pytest.mark.browser

# What is not a page of its own: files, what programs ask for, and what only leads elsewhere.
NO_PAGES = {
    *("/static/{name}", "/robots.txt", "/sitemap.xml", "/opensearch.xml", "/favicon.ico"),
    *("/matrix.csv", "/compare.csv", "/issues", "/issues/{digest_id}", "/completions"),
}
WRONG = ["/nothing-here", "/countries/Atlantis", "/?q=country:Japn", "/compare?a=x&b=country:Japn"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def test_every_page_is_looked_at() -> None:
    """What is not listed would be seen by nobody; forms that are sent have no page."""
    paths = {
        route.path
        for route in page_routes()
        if isinstance(route, APIRoute)
        and "GET" in route.methods
        and not route.path.startswith(EDITOR)
    }
    assert paths - NO_PAGES == set(SAMPLES)


@pytest.fixture
def watched(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """A page and what goes wrong in it: errors, refused resources, requests to elsewhere."""
    context, page = new_page(browser, site, viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            None if urlsplit(asked.url).netloc == urlsplit(site).netloc else wrong.append(asked.url)
        ),
    )
    yield page, wrong
    context.close()


def test_every_page_says_what_it_is_and_keeps_within_the_screen(
    watched: tuple[Page, list[str]],
) -> None:
    """One h1; a title and a description of its own; no error, nothing from elsewhere."""
    page, wrong = watched
    titles: dict[str, str] = {}
    for address in list(addresses(page)):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        assert page.locator("h1").count() == 1, address
        told = page.evaluate(
            """() => ({
              title: document.title,
              description: document.querySelector("meta[name=description]").content,
              canonical: document.querySelector("link[rel=canonical]").href,
              social: [...document.querySelectorAll("meta[property^='og:']")].map(
                one => one.getAttribute("property")),
              feeds: document.querySelectorAll("link[type='application/atom+xml']").length,
              ids: [...document.querySelectorAll("[id]")].map(one => one.id),
            })"""
        )
        assert told["title"] not in titles, (address, titles.get(told["title"]))
        titles[told["title"]] = address
        assert len(told["description"]) > 20, address
        assert told["canonical"].startswith(f"http://{urlsplit(page.url).netloc}/"), address
        expected = ["og:site_name", "og:type", "og:title", "og:description", "og:url"]
        assert sorted(told["social"]) == sorted(expected), address
        assert told["feeds"], address
        assert len(told["ids"]) == len(set(told["ids"])), address
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{address} is {over} px too wide at {width}"
        page.set_viewport_size({"width": 1280, "height": 900})
        assert wrong == [], address


def test_what_went_wrong_is_a_page_too(watched: tuple[Page, list[str]]) -> None:
    """With a heading and a way on; the browser itself tells of the status, nothing else."""
    page, wrong = watched
    for address in WRONG:
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        assert page.locator("main a, main input").count(), address
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, address
    assert [one for one in wrong if "the server responded with a status of 4" not in one] == []


@pytest.mark.parametrize(
    ("scheme", "width"),
    [("light", 1280), pytest.param("dark", 1280, marks=pytest.mark.long), ("dark", 360)],
)
def test_axe_finds_nothing(browser: Browser, site: str, scheme: str, width: int) -> None:
    """On any page, in either scheme; what is folded away is unfolded first."""
    context, page = new_page(
        browser, site, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    for address in [*addresses(page), *WRONG]:
        page.goto(address)
        page.evaluate(
            "document.querySelectorAll('main details').forEach(one => { one.open = true })"
        )
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
    context.close()
