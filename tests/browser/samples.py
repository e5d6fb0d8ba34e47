"""An address or more for every kind of page of the site, over the seed data; the last is shown."""

from collections.abc import Iterator

from playwright.sync_api import Page

SAMPLES = {
    "/": ["/?q=xyzzy", "/?q=space&domain=space", "/"],
    "/events/{event_id}": ["/events/usjad-3-7-f12b3cbf"],
    "/cite": ["/cite?ids=usjad-3-7-f12b3cbf"],
    "/digests": ["/digests"],
    "/digests/{digest_id}": ["/digests/usjad-3-10"],
    "/countries": ["/countries"],
    "/countries/{value}": ["/countries/JP"],
    "/domains": ["/domains"],
    "/domains/{value}": ["/domains/space"],
    "/groups": ["/groups"],
    "/groups/{value}": ["/groups/quad"],
    "/actors": ["/actors"],
    "/actors/{value}": ["/actors/nasa"],
    "/series": ["/series"],
    "/series/{value}": ["/series/us-japan-alliance-digest"],
    "/stories": ["/stories"],
    "/stories/{story_id}": ["/stories/{story}"],
    "/timeline": ["/timeline"],
    "/matrix": ["/matrix?rows=domain&cols=month", "/matrix?rows=country&cols=country", "/matrix"],
    "/compare": [
        *("/compare", "/compare?a=country:JP&b=country:KR&part=a"),
        *("/compare?a=missile&b=satellite", "/compare?a=domain:space&b=domain:energy"),
    ],
    "/upcoming": ["/upcoming?as_of=2023-01-01"],
    "/due": ["/due"],
    "/about": ["/about"],
    "/quality": ["/quality"],
    "/docs": ["/docs"],
    "/docs/{section}": ["/docs/correcting", "/docs/events"],
    "/problems": ["/problems"],
    "/problems/{problem_type}": ["/problems/not-found"],
}


def addresses(page: Page) -> Iterator[str]:
    """One of each kind of page, and those that differ most."""
    yield from _of(page, [samples[-1] for samples in SAMPLES.values()])


def all_addresses(page: Page) -> Iterator[str]:
    """All of them."""
    yield from _of(page, [address for samples in SAMPLES.values() for address in samples])


def _of(page: Page, found: list[str]) -> Iterator[str]:
    """Of stories, whose names follow from the data, the first of the list."""
    page.goto("/stories")
    story = page.locator("tbody a").first.get_attribute("href") or ""
    for address in found:
        yield address.replace("/stories/{story}", story)
