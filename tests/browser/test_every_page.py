"""Every page of the site in a real browser: sound, described, within the screen, accessible.

A page that is not in `samples.py` fails the first test: whoever adds one adds an address here.
The fast run visits one page of each kind, once; `make test-long` visits all, in both schemes.
"""

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser

from tests.browser.looking import (
    axe_is_content,
    fits,
    look,
    narrow,
    prints,
    says_what_it_is,
    watched,
)
from tests.browser.samples import SAMPLES, addresses, all_addresses
from web.app import page_routes
from web.contexts.editor.account import EDITOR

pytestmark = pytest.mark.browser

# What is not a page of its own: files, what programs ask for, and what only leads elsewhere.
NO_PAGES = {
    *("/static/{name}", "/robots.txt", "/sitemap.xml", "/opensearch.xml", "/favicon.ico"),
    *("/matrix.csv", "/compare.csv", "/issues", "/issues/{digest_id}", "/completions"),
}
# Made by the templates of countries; here they are read and measured, in the long run looked at.
LIKE_COUNTRIES = ("/domains", "/groups", "/actors", "/series")
WRONG = ["/?q=country:Japn", "/compare?a=x&b=country:Japn", "/countries/Atlantis", "/nothing-here"]


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


def test_every_kind_of_page_is_sound(browser: Browser, site: str) -> None:
    """One visit each: what it says it is, nothing wrong or from elsewhere, paper, the edge, axe."""
    titles: dict[str, str] = {}
    with watched(browser, site) as (page, wrong):
        for address in addresses(page):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            title = says_what_it_is(page)
            assert title not in titles, (address, titles.get(title))
            titles[title] = address
            prints(page)
            if address.startswith(LIKE_COUNTRIES):
                narrow(page)
            else:
                look(page)
            assert wrong == [], address


def test_what_went_wrong_is_a_page_too(browser: Browser, site: str) -> None:
    """With a heading, a way on and the search box; by axe and the edge like any other."""
    with watched(browser, site) as (page, wrong):
        for address in WRONG:
            page.goto(address)
            assert page.locator("h1").count() == 1, address
            assert page.locator("form[role=search]").count(), address
            look(page)
        assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_axe_finds_nothing_anywhere(browser: Browser, site: str, scheme: str, width: int) -> None:
    """Every sample whole, at every width, in either scheme."""
    size = {"width": width, "height": 800}
    with watched(browser, site, viewport=size, color_scheme=scheme) as (page, wrong):
        for address in [*all_addresses(page), *WRONG]:
            page.goto(address)
            fits(page)
            axe_is_content(page)
        assert wrong == []
