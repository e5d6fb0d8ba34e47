"""A page looked at: described, within the screen, accessible, and nothing went wrong in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import AxeResults
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.conftest import new_page

DESK = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 800}
_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
_CONTRAST = {"type": "rule", "values": ["color-contrast"]}
_SOCIAL = ["og:description", "og:site_name", "og:title", "og:type", "og:url"]
_TOLD = """() => ({
  title: document.title,
  headings: document.querySelectorAll("h1").length,
  description: document.querySelector("meta[name=description]").content,
  canonical: document.querySelector("link[rel=canonical]").href,
  social: [...document.querySelectorAll("meta[property^='og:']")].map(
    one => one.getAttribute("property")).sort(),
  feeds: document.querySelectorAll("link[type='application/atom+xml']").length,
  ids: [...document.querySelectorAll("[id]")].map(one => one.id),
})"""
_UNFOLD = "document.querySelectorAll('main details').forEach(one => { one.open = true })"
# Rows of a list or table that are drawn alike say the same to axe: two of each kind are kept.
_THIN_OUT = """() => {
  const drawn = one => [one.tagName, one.getAttribute("class"), ...one.getAttributeNames(),
    ...[...one.children].map(drawn)].join(" ");
  for (const list of document.querySelectorAll("ul, ol:not(.slots ol), tbody, svg")) {
    const seen = {};
    for (const row of [...list.children]) {
      const kind = drawn(row);
      seen[kind] = (seen[kind] || 0) + 1;
      if (seen[kind] > 2) row.remove();
    }
  }
}"""


@contextmanager
def watched(browser: Browser, site: str, **options: object) -> Iterator[tuple[Page, list[str]]]:
    """A page and what goes wrong in it: errors, refused resources, requests to elsewhere."""
    context, page = new_page(browser, site, **{"viewport": DESK, **options})
    wrong: list[str] = []
    own = urlsplit(site).netloc
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if _is_wrong(said) else None)
    page.on(
        "request",
        lambda asked: None if urlsplit(asked.url).netloc == own else wrong.append(asked.url),
    )
    yield page, wrong
    context.close()


_PRINTED = """() => ({
  head: document.querySelector(".printhead").innerText,
  cut: [...document.querySelectorAll(".scroll")]
    .filter((one) => getComputedStyle(one).overflowX !== "visible").length,
  lost: [...document.querySelectorAll(".k4, .k5, .slots a")]
    .filter((one) => getComputedStyle(one).printColorAdjust !== "exact").length,
})"""


def _is_wrong(said: ConsoleMessage) -> bool:
    """Of a page that is an error by its status the browser itself tells."""
    return said.type == "error" and "the server responded with a status of 4" not in said.text


def says_what_it_is(page: Page) -> str:
    """One h1, a description, an address to share, feeds, no id twice; the title is returned."""
    told = page.evaluate(_TOLD)
    assert told["headings"] == 1, page.url
    assert len(told["description"]) > 20, page.url
    assert told["canonical"].startswith(f"http://{urlsplit(page.url).netloc}/"), page.url
    assert told["social"] == _SOCIAL, page.url
    assert told["feeds"], page.url
    assert len(told["ids"]) == len(set(told["ids"])), page.url
    return str(told["title"])


def fits(page: Page) -> None:
    """Nothing runs over the edge of the screen."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, f"{page.url} is {over} px too wide at {page.viewport_size}"


def narrow(page: Page) -> None:
    """The same on a narrow screen, and wide again."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  (its own kind of dictionary)
    fits(page)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]


def prints(page: Page) -> None:
    """On paper it says what it is, of which day and from where; nothing is cut off or lost.

    A figure on a dark cell is white: without the cell's ground, which browsers leave out unless
    they are told, it would not be seen.
    """
    page.emulate_media(media="print")
    told = page.evaluate(_PRINTED)
    page.emulate_media(media="screen")
    assert "Printed" in told["head"], page.url
    assert urlsplit(page.url).netloc in told["head"], page.url
    assert told["cut"] == 0, page.url
    assert told["lost"] == 0, page.url


def axe_is_content(page: Page) -> None:
    """By every rule of WCAG 2.2 AA; what is folded away is unfolded first."""
    page.evaluate(_UNFOLD)
    page.evaluate(f"{AXE_SCRIPT};0")
    _axe(page, _RULES)


def look(page: Page) -> None:
    """Both schemes, wide and narrow, without another visit.

    Rows that are drawn alike say the same to axe, so two of each kind are looked at. Colours
    are all that changes in the dark.
    """
    narrow(page)
    page.evaluate(_THIN_OUT)
    axe_is_content(page)
    page.emulate_media(color_scheme="dark")
    _axe(page, _CONTRAST)
    page.emulate_media(color_scheme="light")


def _axe(page: Page, rules: dict[str, object]) -> None:
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"], "preload": False})
    found = AxeResults(
        page.evaluate(f"axe.run({options}).then(all => ({{violations: all.violations}}))")
    )
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
