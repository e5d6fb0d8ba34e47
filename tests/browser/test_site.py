"""The site in a real browser: with and without JavaScript, by keyboard, small and dark."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import new_page

pytestmark = pytest.mark.browser


def cards(page: Page) -> int:
    return page.locator("li.hit").count()


def test_results_follow_what_is_typed(page: Page) -> None:
    """No button pressed; the address can be shared and leads back to the same page."""
    page.goto("/?sort=newest")
    everything = page.locator("#status").inner_text()
    page.goto("/")
    page.locator("#q").press_sequentially("lunar rove")
    expect(page.locator("#status")).not_to_have_text(everything)
    expect(page).to_have_url(re.compile(r"\?q=lunar\+rove$"))
    marks = page.locator("[aria-label=Events] mark").all_inner_texts()
    assert {mark.lower() for mark in marks} <= {"lunar", "rover", "rovers"} != set()
    expect(page.locator("#q")).to_be_focused()
    shown = page.locator("li.hit h2").all_inner_texts()
    page.goto(page.url)
    assert page.locator("li.hit h2").all_inner_texts() == shown


def test_filters_apply_at_once_and_go_with_their_chip(page: Page) -> None:
    """The count on the label is what one gets."""
    page.goto("/?sort=newest")
    row = page.locator(".facet li", has_text="Technology").first
    count = row.locator("b").inner_text()
    row.locator("input").check()
    expect(page.locator("#status")).to_have_text(f"{count} events")
    expect(page).to_have_url(re.compile(r"domain=technology"))
    page.get_by_role("link", name="Remove filter: Technology").click()
    expect(page.locator(".chips")).to_have_count(0)


def test_going_back_leaves_a_search_in_one_step(page: Page) -> None:
    """Letters typed make no history; filters chosen do."""
    page.goto("/about")
    page.goto("/")
    page.locator("#q").press_sequentially("okinawa base", delay=60)
    expect(page).to_have_url(re.compile("q=okinawa"))
    page.locator("#f-domain-defense").check()
    expect(page).to_have_url(re.compile("domain=defense"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"q=okinawa\+base$"))
    page.go_back()
    expect(page).to_have_url(re.compile("/about$"))


def test_back_pressed_twice_at_once_goes_back_twice(page: Page) -> None:
    """However close the two: what the first one starts does not take the second one's place."""
    browser_ui = page.context.new_cdp_session(page)
    for _ in range(2):
        page.goto("/about")
        page.goto("/?q=okinawa+base")
        page.locator("#f-domain-defense").check()
        expect(page).to_have_url(re.compile("domain=defense"))
        history = browser_ui.send("Page.getNavigationHistory")
        for back in (1, 2):
            entry = history["entries"][history["currentIndex"] - back]
            browser_ui.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})
        expect(page).to_have_title(re.compile("^About"))
        expect(page).to_have_url(re.compile("/about$"))


def test_back_and_forward_bring_the_whole_search(page: Page) -> None:
    """Box, filters, results and feeds are those of the address that is shown."""

    def whole() -> tuple[object, ...]:
        return (
            page.locator("#q").input_value(),
            page.locator("#results input:checked").evaluate_all("all => all.map(one => one.id)"),
            page.locator("li.hit h2").all_inner_texts(),
            page.locator("link[id^=feed-]").evaluate_all("all => all.map(one => one.href)"),
        )

    page.goto("/?q=okinawa")
    steps = [whole()]
    for box in ("#f-domain-defense", "#f-country-US"):
        before = page.url
        page.locator(box).check()
        expect(page).not_to_have_url(before)
        steps.append(whole())
    with page.expect_response(re.compile("q=okinawa")):
        page.evaluate("history.go(-2)")
    expect(page.locator("#f-domain-defense")).not_to_be_checked()
    assert whole() == steps[0]
    page.evaluate("history.go(2)")
    expect(page.locator("#f-country-US")).to_be_checked()
    assert whole() == steps[2]


def test_going_back_to_a_mistake_explains_it_again(browser: Browser, site: str) -> None:
    """A refused search has its place in the history like any other."""
    context, page = new_page(browser, site)
    page.goto("/?q=country:Japn&domain=defense")
    page.get_by_role("link", name="Remove filter: Defense").click()
    expect(page).to_have_url(re.compile(r"\?q=country%3AJapn$"))
    page.locator("#q").fill("okinawa")
    expect(page.locator("li.hit").first).to_be_visible()
    page.locator("#sort").select_option("newest")
    expect(page).to_have_url(re.compile("sort=newest"))
    page.evaluate("history.go(-2)")
    expect(page.locator(".emptyhead")).to_contain_text("did you mean Japan")
    expect(page.locator("#q")).to_have_value("country:Japn")
    context.close()


def test_an_open_quotation_finds_what_is_there(page: Page) -> None:
    """Results stay while a phrase is being typed."""
    page.goto("/")
    page.locator("#q").press_sequentially('"joint stat', delay=30)
    expect(page).to_have_url(re.compile("stat$"))
    expect(page.locator(".emptyhead")).to_have_count(0)


def test_going_back_restores_the_search(page: Page) -> None:
    """The browser's own button works."""
    page.goto("/?q=okinawa")
    before = page.locator("#status").inner_text()
    page.locator("li.hit h2 a").first.click()
    expect(page.locator("article.ev")).to_be_visible()
    page.go_back()
    expect(page.locator("#status")).to_have_text(before)
    expect(page.locator("#q")).to_have_value("okinawa")


def test_an_unfinished_field_keeps_the_hits(page: Page) -> None:
    """What may come of it is offered beneath the box; nothing flashes, nothing is refused."""
    page.goto("/?q=space")
    shown = page.locator(".hit h2").all_inner_texts()
    page.locator("#q").press("End")
    page.locator("#q").press_sequentially(" country:Japn")
    expect(page.locator("#hint")).to_contain_text("did you mean Japan")
    assert page.locator(".hit h2").all_inner_texts() == shown
    page.locator("#hint a").click()
    expect(page.locator("#q")).to_have_value("space country:Japan")
    expect(page.locator("#hint")).to_be_empty()


def test_the_server_away_while_one_types(browser: Browser, site: str) -> None:
    """It is said, with what the results are of; trying again goes on where one was."""
    context, page = new_page(browser, site)
    page.goto("/?q=space")
    shown = page.locator(".hit h2").all_inner_texts()
    context.set_offline(True)
    page.locator("#q").press("End")
    page.locator("#q").press_sequentially(" rover")
    expect(page.get_by_role("alert")).to_contain_text("Could not reach the server")
    expect(page.get_by_role("alert")).to_contain_text("still the results for “space”")
    assert page.locator(".hit h2").all_inner_texts() == shown
    context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"q=space\+rover$"))
    context.close()


def test_keys_lead_to_the_box_and_through_the_results(page: Page) -> None:
    """A stroke for the box, j and k for the hits; letters in a field are letters."""
    page.goto("/?q=space")
    page.locator("h1").focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".hit h2 a").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".hit h2 a").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("#q")).to_have_value("jk")


def test_from_a_result_back_and_on_to_the_next(page: Page) -> None:
    """The event page knows the results that one came from."""
    page.goto("/?q=space")
    titles = page.locator(".hit h2").all_inner_texts()
    page.locator(".hit h2 a").first.click()
    expect(page.locator("#back")).to_contain_text(f"1 of {len(titles)}")
    page.locator("#back").get_by_role("link", name="Next result").click()
    expect(page.locator("h1")).to_have_text(titles[1])
    expect(page.locator("#back")).to_contain_text(f"2 of {len(titles)}")
    page.locator("#back a").first.click()
    expect(page).to_have_url(re.compile(r"/\?q=space$"))


def test_the_last_result_of_a_page_leads_to_more(page: Page) -> None:
    """Its number is that among all results, and what follows is the next page of them."""
    page.goto("/?domain=defense&limit=5&page=2")
    total = page.locator("#results-heading").inner_text().split()[0]
    page.locator(".hit h2 a").last.click()
    expect(page.locator("#back")).to_contain_text(f"10 of {total}")
    page.locator("#back").get_by_role("link", name="More results").click()
    expect(page).to_have_url(re.compile(r"page=3"))
    page.locator(".hit h2 a").first.click()
    expect(page.locator("#back")).to_contain_text(f"11 of {total}")


def test_from_a_near_miss_back_to_the_search(page: Page) -> None:
    """Where nothing matches, what almost does is a list that one comes back to."""
    page.goto("/?q=Okinawa+base+relocation+2022")
    near = page.locator(".near .hit h3 a")
    titles = near.all_inner_texts()
    near.first.click()
    page.locator("#back").get_by_role("link", name="Next result").click()
    expect(page.locator("h1")).to_have_text(titles[1])
    page.locator("#back a").first.click()
    expect(page).to_have_url(re.compile(r"q=Okinawa"))


def test_why_one_tag_at_a_time(page: Page) -> None:
    """Chosen by keyboard: its words are marked, the reason is told, the focus stays."""
    page.goto("/?q=lunar+rover")
    page.locator(".hit h2 a").first.click()
    expect(page.locator("#text mark")).to_have_count(0)
    choice = page.locator("#why-country-US")
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text mark").first).to_be_visible()
    expect(page.locator("#reason")).to_contain_text("United States, by")
    expect(choice).to_be_focused()


def test_without_javascript_everything_is_there(scriptless: Page) -> None:
    """Search, filter, page, open an event."""
    page = scriptless
    page.goto("/")
    page.locator("#q").fill("japan")
    page.get_by_role("button", name="Search", exact=True).click()
    assert page.url.endswith("/?q=japan")
    page.locator("#f-domain-defense").check()
    page.get_by_role("button", name="Apply filters").click()
    assert "domain=defense" in page.url
    expect(page.locator("li.hit")).to_have_count(20)
    page.get_by_role("link", name="Next ›").click()
    assert "21–" in page.locator("#status").inner_text()
    page.locator("li.hit h2 a").first.click()
    expect(page.locator("article.ev h1")).to_be_visible()


def test_by_keyboard_alone(page: Page) -> None:
    """Skip link, box, filter and hit are reached and work."""
    page.goto("/about")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=space"))
    page.locator("#f-domain-space").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("domain=space"))
    expect(page.locator("#f-domain-space")).to_be_focused()


def test_filters_unfold_on_a_small_screen(browser: Browser, site: str) -> None:
    """Hidden until asked for."""
    context, page = new_page(browser, site, viewport={"width": 360, "height": 800})
    page.goto("/?q=japan")
    expect(page.locator("#f-domain-defense")).to_be_hidden()
    page.locator("a.filt").click()
    page.locator("#f-domain-defense").check()
    expect(page).to_have_url(re.compile("domain=defense"))
    context.close()


def test_the_api_page_draws_itself(page: Page) -> None:
    """Swagger UI, from our own server, under a strict policy; a part of the API is enough."""

    def shortened(route: Route) -> None:
        described = route.fetch().json()
        events = "/api/v1/events"
        route.fulfill(json={**described, "paths": {events: described["paths"][events]}})

    page.route("**/openapi.json", shortened)
    page.goto("/docs/try")
    expect(page.locator("#swagger-ui .opblock").first).to_be_visible()
    expect(page.get_by_text("/api/v1/events", exact=True).first).to_be_visible()
