"""Whole journeys, as people make them: a researcher, an analyst, an editor."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.access import KeyRing, Scope
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.store import EventStore
from tests.browser.conftest import desktop, new_page, served
from tests.browser.looking import look
from tests.builders import make_digest_text

pytestmark = pytest.mark.browser
SPACE = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")
CHIPS = ("Chip talks", "METI and the Commerce Department talked about semiconductors on April 3.")


@pytest.fixture(
    params=[
        "tantivy",
        pytest.param("meilisearch", marks=[pytest.mark.long, pytest.mark.meilisearch]),
    ]
)
def anywhere(
    request: pytest.FixtureRequest,
    browser: Browser,
    seeded: tuple[EventStore, TantivyEngine],
    tmp_path: Path,
) -> Iterator[Page]:
    """A desktop page of the site over the seed data, on each engine."""
    if request.param == "tantivy":
        with desktop(browser, request.getfixturevalue("site")) as page:
            yield page
        return
    engine = request.getfixturevalue("seeded_server")
    with served(seeded[0], engine, tmp_path) as site, desktop(browser, site) as page:
        yield page


def test_the_researcher(anywhere: Page) -> None:
    """Finds the lunar rover, reads why a tag was given, cites three items in APA."""
    page = anywhere
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.locator("#q").press_sequentially("lunar rov")
    expect(page).to_have_url(re.compile(r"q=lunar\+rov$"))
    page.locator("#q").press("Escape")  # the completions lie over the results
    page.locator(".hit h2 a").first.click()
    page.locator("#why-domain-space").click()
    expect(page.locator("#reason")).to_contain_text("Space, by")
    expect(page.locator("#text mark").first).to_be_visible()
    page.locator("#style").select_option("apa")
    expect(page.locator("#citation")).to_contain_text("Retrieved")
    page.locator("#back a").first.click()
    page.locator("#q").fill("space")
    expect(page).to_have_url(re.compile("q=space$"))
    page.locator("#q").press("Escape")
    page.get_by_role("button", name="Cite").click()
    boxes = page.get_by_role("checkbox", name=re.compile("^Cite: "))
    expect(boxes.first).to_be_focused()
    for at in range(3):
        boxes.nth(at).check()
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator(".picked")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()").strip().splitlines()
    assert len(copied) == 3
    page.locator("#sort").select_option("oldest")
    expect(page).to_have_url(re.compile("sort=oldest"))
    expect(page.locator(".picked strong")).to_have_text("3 events picked")
    page.get_by_role("link", name="Bibliography", exact=True).click()
    expect(page.locator("#bibliography li")).to_have_count(3)
    assert page.locator("#bibliography li").all_inner_texts() == copied


def test_the_analyst(anywhere: Page) -> None:
    """Space and energy by country 2022 to 2024, two countries compared, into a spreadsheet."""
    page = anywhere
    page.goto("/?sort=newest")
    for domain in ("space", "energy"):
        page.locator("[data-finds=domain]").fill(domain)
        page.locator(f"#f-domain-{domain}").check()
        expect(page).to_have_url(re.compile(f"domain={domain}"))
    page.locator("#event_from").fill("2022")
    page.locator("#event_to").fill("2024")
    page.locator("#event_to").press("Tab")
    expect(page).to_have_url(re.compile("event_from=2022&event_to=2024"))
    total = int(page.locator("#results-heading").inner_text().split()[0])
    page.locator("summary", has_text="Export").click()
    href = page.get_by_role("link", name="CSV for spreadsheets").get_attribute("href")
    assert href
    answer = page.request.get(href)
    assert len(answer.text().splitlines()) - 1 == total
    period = "event_from=2022&event_to=2024"
    page.goto(f"/matrix?domain=space&domain=energy&{period}")
    expect(page.locator(".lede")).to_contain_text(f"{total} event")
    row = page.get_by_role("row", name="South Korea").first
    counted = row.locator(".tot a").inner_text()
    row.locator(".tot a").click()
    expect(page.locator("h1")).to_have_text(re.compile(f"^{counted} event"))
    expect(page.locator(".chips")).to_contain_text("South Korea")
    page.goto("/compare?a=country:PH&b=country:KR")
    told = page.get_by_role("list", name="Parts").inner_text()
    only, both, other = (int(found or 0) for found in re.findall(r"(?:(\d+)|no) event", told))
    for one, name in ((only + both, "PH"), (other + both, "KR")):
        answer = page.request.get(f"/api/v1/events?country={name}&limit=1")
        assert one == answer.json()["total"]


@pytest.fixture
def desk(tmp_path: Path, store: EventStore) -> Iterator[tuple[str, str]]:
    """A site over an empty store of the test's own, and a key for it."""
    engine = TantivyEngine(None)
    sync.sync(store, engine)
    key = KeyRing(store).create("News desk", frozenset({Scope.INGEST, Scope.CURATE, Scope.ADMIN}))[
        1
    ]
    with served(store, engine, tmp_path / "desk") as address:
        yield address, key
    engine.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_editor(browser: Browser, desk: tuple[str, str], scripts: bool) -> None:
    """Signs in, takes an issue in, corrects a wrong tag and a date, and undoes the tag."""
    site, key = desk
    context, page = new_page(browser, site, java_script_enabled=scripts)
    page.goto("/editor")
    page.get_by_label("Key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="New issue").click()
    page.get_by_role("textbox", name="Text").fill(make_digest_text(SPACE, CHIPS).decode())
    page.get_by_role("button", name="See what it changes").click()
    expect(page.locator(".state")).to_have_text(["New", "New"])
    page.get_by_role("button", name="Store 2 new").first.click()
    page.get_by_role("status").get_by_role("link").click()
    page.get_by_role("link", name="Space dialogue held").click()
    page.get_by_role("link", name="Correct this event").click()

    page.get_by_role("link", name="Add a country").click()
    page.get_by_role("combobox", name="Country").fill("Peru")
    page.get_by_label("Why").fill("It was there.")
    page.get_by_role("button", name="Add").click()
    saved = page.locator("main").get_by_role("status")
    expect(saved).to_contain_text("Saved: country Peru added.")

    page.get_by_role("link", name="24 March 2023: Change").click()
    page.get_by_label("From").fill("2023-03-23")
    page.get_by_label("To", exact=True).fill("2023-03-24")
    page.get_by_label("How exact").select_option("range")
    page.get_by_label("Why").fill("Two days.")
    page.get_by_role("button", name="Save").click()
    expect(saved).to_contain_text("changed to 23–24 Mar 2023")

    page.get_by_role("link", name="country Peru added: Undo").click()
    page.get_by_label("Why").fill("It was not.")
    page.get_by_role("button", name="Undo").click()
    expect(saved).to_contain_text("Undone: country Peru added.")
    page.get_by_role("link", name="Done").click()
    expect(page.locator(".lede")).to_contain_text("23–24 March 2023")
    expect(page.locator(".lede")).not_to_contain_text("Peru")
    context.close()


@pytest.mark.long
def test_axe_is_content_with_the_pages_of_editors(browser: Browser, desk: tuple[str, str]) -> None:
    """Before and after an issue is stored; forms of a correction opened."""
    site, key = desk
    context, page = new_page(browser, site)
    page.goto("/editor")
    look(page)
    page.reload()
    page.get_by_label("Key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/editor/new")
    page.get_by_role("textbox", name="Text").fill(make_digest_text(SPACE, CHIPS).decode())
    page.get_by_role("button", name="See what it changes").click()
    draft = page.url
    look(page)
    page.goto(draft)
    page.get_by_role("button", name="Store 2 new").first.click()
    page.get_by_role("status").get_by_role("link").click()
    page.get_by_role("link", name="Space dialogue held").click()
    page.get_by_role("link", name="Correct this event").click()
    page.get_by_role("link", name="Add a country").click()
    look(page)
    parts = ("", "/new", "/doubts", "/ledger", "/keys", "/series")
    for part in (*parts, "/series/us-japan-alliance-digest"):
        page.goto(f"/editor{part}")
        look(page)
    context.close()


def test_axe_is_content_with_what_opens_over_the_results(page: Page) -> None:
    """Picking what to cite, completions and a menu, all open."""
    page.goto("/?q=space")
    page.get_by_role("button", name="Cite").click()
    page.get_by_role("checkbox", name=re.compile("^Cite: ")).first.check()
    page.locator("#q").press("End")
    page.locator("#q").press_sequentially(" country:jap")
    expect(page.locator("#completions [role=option]").first).to_be_visible()
    page.locator("details.drop").first.evaluate("menu => { menu.open = true }")
    look(page)


def test_by_keyboard_alone_and_on_a_phone(browser: Browser, site: str) -> None:
    """Typed, a completion taken, filters opened and closed, a result opened: no pointer."""
    context, page = new_page(browser, site, viewport={"width": 360, "height": 740})
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("domain:ene")
    expect(page.locator("#completions [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("domain%3Aenergy"))
    page.locator("a.filt").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filters")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("a.filt")).to_be_focused()
    title = page.locator(".hit h2 a").first.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    context.close()
