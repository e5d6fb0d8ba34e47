"""Search as one types: completions, what is unfinished, fails or takes long, what is swapped."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import new_page

pytestmark = pytest.mark.browser
Answer = Callable[[Route], None]


def options(page: Page) -> list[str]:
    listed = page.locator("#completions [role=option]")
    expect(listed.first).to_be_visible()
    return listed.all_inner_texts()


def answered_by(page: Page, answer: Answer) -> None:
    """Answer the next requests for results in place of the server; pages as ever."""

    def for_results(route: Route) -> None:
        if route.request.headers.get("hx-request"):
            answer(route)
        else:
            route.continue_()

    page.route(lambda url: "q=" in url and "completions" not in url, for_results)


def test_completions_are_chosen_by_keyboard(page: Page) -> None:
    """A combobox with a listbox: arrows move, Enter takes, the results follow."""
    page.goto("/?q=space")
    box = page.locator("#q")
    expect(box).to_have_attribute("role", "combobox")
    shown = page.locator(".hit h2").all_inner_texts()
    box.press("End")
    box.press_sequentially(" country:jap")
    assert "Japan" in options(page)[0]
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#hint")).to_be_empty()
    assert page.locator(".hit h2").all_inner_texts() == shown
    box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("space country:JP")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_be_focused()
    expect(page).to_have_url(re.compile("country%3AJP"))


def test_completions_that_are_overtaken_do_not_end_those_that_follow(page: Page) -> None:
    """The answer to fewer letters may be late."""
    held: list[Route] = []
    page.route("**/completions?*", lambda route: route.continue_() if held else held.append(route))
    page.goto("/")
    box = page.locator("#q")
    with page.expect_request("**/completions?*"):
        box.fill("domain:en")
    box.fill("domain:ene")
    assert "Energy" in options(page)[0]


def test_escape_goes_on_typing_and_the_pointer_chooses(page: Page) -> None:
    """The words stay; a click takes a completion."""
    page.goto("/")
    box = page.locator("#q")
    box.press_sequentially("domain:ene")
    assert options(page)
    box.press("Escape")
    expect(page.locator("#completions")).to_be_hidden()
    expect(box).to_have_value("domain:ene")
    box.press_sequentially("r")
    page.locator("#completions [role=option]", has_text="Energy").click()
    expect(box).to_have_value("domain:energy")
    expect(page).to_have_url(re.compile("domain%3Aenergy"))


def test_an_event_among_the_completions_leads_to_its_page(page: Page) -> None:
    """By its headline."""
    page.goto("/?q=lunar+rover")
    headline = page.locator(".hit h2").first.inner_text()
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially(headline.split()[0] + " " + headline.split()[1])
    page.locator("#completions [data-url]", has_text=headline).click()
    expect(page.locator("h1")).to_have_text(headline)


@pytest.mark.parametrize("status", [429, 500, 502])
def test_an_answer_that_is_no_page_of_ours_is_said(
    browser: Browser, site: str, status: int
) -> None:
    """Whatever stands between: the results stay, and one can try again."""
    context, page = new_page(browser, site)  # the browser itself logs such an answer as an error
    page.goto("/?q=space")
    shown = page.locator(".hit h2").all_inner_texts()
    answered_by(page, lambda route: route.fulfill(status=status, body="<h1>Bad gateway</h1>"))
    page.locator("#q").press("End")
    page.locator("#q").press_sequentially(" rover")
    said = "Too many requests" if status == 429 else "could not answer"
    expect(page.get_by_role("alert")).to_contain_text(said)
    assert page.locator(".hit h2").all_inner_texts() == shown
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"q=space\+rover$"))
    context.close()


def test_a_slow_answer_is_announced_and_still_comes(page: Page) -> None:
    """The clock is the test's own."""
    held: list[Route] = []
    page.clock.install()
    page.goto("/?q=space")
    answered_by(page, held.append)
    page.locator("#q").fill("space rover")
    with page.expect_request(re.compile("rover")):
        page.clock.run_for(1_000)
    page.clock.run_for(5_000)
    expect(page.locator("#hint [role=status]")).to_contain_text("takes its time")
    held[-1].continue_()
    page.clock.run_for(1_000)
    expect(page.locator("#hint")).to_be_empty()
    expect(page).to_have_url(re.compile(r"q=space\+rover$"))


def test_chips_and_pages_are_swapped_and_the_focus_goes_on(page: Page) -> None:
    """The document stays; the next chip, then the heading has the focus."""
    page.goto("/?domain=defense&domain=diplomacy&country=JP")
    page.evaluate("window.stays = true")
    chips = page.locator(".chips a:not(.clear)")
    expect(chips).to_have_count(3)
    following = chips.nth(1).inner_text()
    chips.first.focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_count(2)
    expect(chips.first).to_have_text(following)
    expect(chips.first).to_be_focused()
    page.get_by_role("link", name="Next ›").click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator("#results-heading")).to_be_focused()
    page.get_by_role("link", name="Clear all").click()
    expect(chips).to_have_count(0)
    expect(page.locator("#results-heading")).to_be_focused()
    assert page.evaluate("window.stays")


def test_any_and_all_are_swapped_in_place(page: Page) -> None:
    """The switch keeps the focus."""
    page.goto("/?domain=defense&domain=diplomacy")
    page.locator("#all-domain").click()
    expect(page).to_have_url(re.compile("domain_all=defense"))
    expect(page.locator("#all-domain")).to_be_focused()
    page.locator("#any-domain").click()
    expect(page).to_have_url(re.compile(r"\?domain=defense"))


def test_a_period_is_dragged_over_the_months(page: Page) -> None:
    """From and To say what was chosen; a click chooses one month."""
    page.goto("/?q=space")
    months = (page.locator("#months").get_attribute("data-months") or "").split(" ")
    chart = page.locator("#months > svg").bounding_box()
    assert chart
    step = chart["width"] / len(months)
    y = chart["y"] + 20
    page.mouse.move(chart["x"] + 3.5 * step, y)
    page.mouse.down()
    page.mouse.move(chart["x"] + 8.5 * step, y, steps=3)
    page.mouse.up()
    expect(page).to_have_url(re.compile(f"event_from={months[3]}&event_to={months[8]}"))
    expect(page.locator("#event_from")).to_have_value(months[3])
    page.mouse.click(chart["x"] + 5.5 * step, y)
    expect(page).to_have_url(re.compile(f"event_from={months[5]}&event_to={months[5]}"))


def test_a_long_list_of_values_is_searched_where_it_stands(page: Page) -> None:
    """It asks the server for nothing, and outlasts a swap."""
    page.goto("/?sort=newest")
    before = page.url
    page.locator("[data-finds=country]").fill("viet")
    rows = page.locator("[data-facet=country] li:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Vietnam")
    assert page.url == before
    rows.locator("input").check()
    expect(page).to_have_url(re.compile("country=VN"))
    expect(page.locator("[data-finds=country]")).to_have_value("viet")


def test_what_is_being_typed_outlasts_the_results_before_it(page: Page) -> None:
    """The end of a period is typed while the search for its beginning comes in."""
    page.goto("/?q=space")
    page.locator("#event_from").fill("2022")
    page.locator("#event_to").fill("2023")
    expect(page).to_have_url(re.compile("event_from=2022"))
    expect(page.locator("#event_to")).to_have_value("2023")
    expect(page.locator("#event_to")).to_be_focused()
    page.locator("#event_to").press("Tab")
    expect(page).to_have_url(re.compile("event_from=2022&event_to=2023"))


def test_escape_before_completions_have_come_keeps_the_words(page: Page) -> None:
    """They do not come any more, and Chromium does not empty the box."""
    page.route("**/completions?*", lambda _: None)  # never answered
    page.goto("/")
    with page.expect_request("**/completions?*"):
        page.locator("#q").fill("lunar rov")
    page.locator("#q").press("Escape")
    expect(page).to_have_url(re.compile(r"q=lunar\+rov$"))
    expect(page.locator("#q")).to_have_value("lunar rov")
    expect(page.locator("#completions")).to_be_hidden()


def test_what_is_typed_before_the_script_has_come_is_searched_for(page: Page) -> None:
    """On a slow line the box is there first."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/static/entente.*.js", hold)
    with page.expect_request("**/static/entente.*.js"):
        page.goto("/", wait_until="commit")
    page.locator("#q").fill("lunar rover")
    held[0].continue_()
    expect(page).to_have_url(re.compile(r"q=lunar\+rover$"))
