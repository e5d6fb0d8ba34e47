"""An issue in: pasted, uploaded or fetched; looked at; then stored or discarded."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from indexer.access import Scope
from indexer.settings import Settings
from tests.builders import make_digest_text
from tests.site import Page, Site, open_site
from tests.web.editor.forms import (
    CHIPS,
    HOME,
    ISSUE,
    SPACE,
    filled,
    read,
    sign_in,
    store_issue,
    take,
)
from tests.web.reading import texts
from web.taking import fetching


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on this machine."""
    with open_site() as opened:
        yield opened


def _app(browser: TestClient) -> FastAPI:
    app = browser.app
    assert isinstance(app, FastAPI)
    return app


class TestTakingIn:
    @pytest.fixture(autouse=True)
    def _signed_in(self, browser: TestClient, key_for: Callable[..., str]) -> None:
        sign_in(browser, key_for(Scope.INGEST, Scope.CURATE))

    def test_a_new_issue_is_looked_at_before_it_is_stored(self, browser: TestClient) -> None:
        """Item by item, words of dates and tags marked; then it is found."""
        url = take(browser)
        page = read(browser, url)
        assert texts(page, ".parts li")[:2] == ["2 new", "0 changed"]
        assert texts(page, ".state") == ["New", "New"]
        assert "March 24" in texts(page, ".txt .q")
        assert "Tokyo" in texts(page, ".txt .d")
        assert "Japan" in " ".join(texts(page, "tr"))
        assert browser.get("/api/v1/events").json()["total"] == 0
        form = filled(page, "form.acts", action="store")
        answer = browser.post(url, data=form)
        assert answer.headers["location"] == "/editor?stored=usjad-2-7"
        assert browser.get("/api/v1/events").json()["total"] == 2
        assert "Stored:" in browser.get(answer.headers["location"]).text
        assert browser.get(url).status_code == 404

    def test_a_corrected_issue_shows_what_is_struck_out_and_added(
        self, browser: TestClient
    ) -> None:
        """Unchanged items are one line; the button says what it will do."""
        store_issue(browser)
        later = (CHIPS[0], CHIPS[1].replace("April 3", "April 5") + " South Korea joined.")
        url = take(browser, make_digest_text(SPACE, later).decode())
        page = read(browser, url)
        assert texts(page, ".state") == ["Unchanged", "Changed"]
        assert texts(page, "article.diff:not(.same) del")[0] == "3"
        assert "South Korea" in " ".join(texts(page, "article.diff td ins"))
        assert texts(page, "form.acts .go")[0] == "Store 1 changed"
        assert texts(read(browser, f"{url}?only=changes"), ".state") == ["Changed"]

    def test_a_file_is_taken_like_a_text(self, browser: TestClient) -> None:
        """Under its own name."""
        form = filled(read(browser, "/editor/new"), "form.new", text="")
        answer = browser.post(
            "/editor/new", data=form, files={"file": ("vol-2-7.txt", ISSUE.encode())}
        )
        page = read(browser, answer.headers["location"])
        assert "vol-2-7.txt" in texts(page, ".lede")[0]

    def test_an_issue_is_fetched_from_its_address(
        self, browser: TestClient, settings: Settings, site: Site
    ) -> None:
        """As `entente ingest` fetches it: what the address gives is looked at like a text."""
        site.pages["/vol-2-7.txt"] = Page(ISSUE.encode(), headers={"Content-Type": "text/plain"})
        _app(browser).state.fetch = fetching(settings, allow_private=True)
        form = filled(read(browser, "/editor/new"), "form.new", address=f"{site.url}/vol-2-7.txt")
        answer = browser.post("/editor/new", data=form)
        page = read(browser, answer.headers["location"])
        assert texts(page, ".state") == ["New", "New"]
        assert f"{site.url}/vol-2-7.txt" in texts(page, ".lede")[0]
        gone = browser.post("/editor/new", data=form | {"address": f"{site.url}/gone"})
        assert gone.status_code == 422
        assert "404" in texts(LexborHTMLParser(gone.text), "[role=alert]")[0]
        assert f'value="{site.url}/gone"' in gone.text

    @pytest.mark.parametrize(
        "address",
        [
            *("http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/"),
            *("http://10.0.0.1/", "http://169.254.169.254/latest/", "http://0x7f000001:{port}/"),
            *("file:///etc/passwd", "ftp://127.0.0.1/", "http://me:secret@127.0.0.1:{port}/"),
        ],
    )
    def test_addresses_inside_are_never_asked(
        self, browser: TestClient, site: Site, address: str
    ) -> None:
        """The limits of `entente ingest` hold: nobody reaches into the network from here."""
        asked = address.format(port=site.url.rpartition(":")[2])
        form = filled(read(browser, "/editor/new"), "form.new", address=asked)
        answer = browser.post("/editor/new", data=form)
        assert answer.status_code == 422
        assert texts(LexborHTMLParser(answer.text), "[role=alert]")
        assert site.asked == []

    def test_what_cannot_be_read_says_why_and_can_be_told_more(self, browser: TestClient) -> None:
        """Nothing has to be pasted again."""
        untitled = ISSUE.partition("\n")[2]
        url = take(browser, untitled)
        page = read(browser, url, 422)
        assert texts(page, "[role=alert]")
        form = filled(page, "form.new", action="again", series="us-japan-alliance-digest")
        answer = browser.post(url, data=form | {"volume": "2.7"})
        assert texts(read(browser, answer.headers["location"]), ".state") == ["New", "New"]

    def test_nothing_given_is_said(self, browser: TestClient) -> None:
        """On the form itself."""
        form = filled(read(browser, "/editor/new"), "form.new", volume="two")
        answer = browser.post("/editor/new", data=form)
        assert answer.status_code == 422
        assert "Paste an issue" in answer.text
        assert 'value="two"' in answer.text

    def test_a_worse_capture_needs_a_word_more(self, browser: TestClient) -> None:
        """What would be lost is named; without the word nothing is stored."""
        store_issue(browser)
        url = take(browser, make_digest_text(SPACE).decode())
        page = read(browser, url)
        assert "Chip talks" in " ".join(texts(page, ".note.bad"))
        form = filled(page, "form.acts", action="store")
        assert browser.post(url, data=form).status_code == 409
        assert browser.get("/api/v1/events").json()["total"] == 2
        assert browser.post(url, data=form | {"allow_shorter": "1"}).status_code == 303
        assert browser.get("/api/v1/events").json()["total"] == 1

    def test_a_dry_run_that_is_out_of_date_is_looked_at_again(self, browser: TestClient) -> None:
        """Somebody stored another capture meanwhile."""
        url = take(browser)
        form = filled(read(browser, url), "form.acts", action="store")
        store_issue(browser, make_digest_text(SPACE).decode())
        answer = browser.post(url, data=form)
        assert answer.status_code == 409
        assert "was changed since" in answer.text
        assert texts(LexborHTMLParser(answer.text), ".state") == ["Unchanged", "New"]

    def test_discarding_forgets_it_and_nobody_else_sees_it(
        self, browser: TestClient, key_for: Callable[..., str]
    ) -> None:
        """A draft belongs to its key."""
        url = take(browser)
        form = filled(read(browser, url), "form.acts", action="discard")
        sign_in(browser, key_for(Scope.INGEST))
        assert browser.get(url).status_code == 404
        assert browser.post(url, data=form).status_code == 403
        url = take(browser)
        form = filled(read(browser, url), "form.acts", action="discard")
        assert browser.post(url, data=form).headers["location"] == HOME
        assert browser.get(url).status_code == 404

    def test_too_large_a_file_is_refused_in_words(self, browser: TestClient) -> None:
        """Before it is read to its end."""
        form = filled(read(browser, "/editor/new"), "form.new")
        answer = browser.post("/editor/new", data=form, files={"file": ("x", b"x" * 1_200_000)})
        assert answer.status_code == 413
        assert "<h1>" in answer.text
