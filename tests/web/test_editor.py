"""The editor's corner: who is signed in, what a form may do, an issue in, an event corrected."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import update

from indexer.access import KeyRing, Scope
from indexer.models import SignIn, now
from indexer.normalise.series import SeriesProfile
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.databases import on_both_when_long
from tests.site import Page, Site, open_site
from tests.web.reading import texts
from web.app import create_app
from web.taking import fetching

database = on_both_when_long
SPACE = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")
CHIPS = ("Chip talks", "METI and the Commerce Department talked about semiconductors on April 3.")
ISSUE = make_digest_text(SPACE, CHIPS).decode()
HOME = "/editor"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", max_source_mb=1, rate_limit="")


@pytest.fixture
def browser(store: EventStore, engine: TantivyEngine, settings: Settings) -> Iterator[TestClient]:
    """A browser before the application over an empty store of the test's own."""
    sync.sync(store, engine)
    app = create_app(settings, store=store, engine=engine)
    with TestClient(app, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on this machine."""
    with open_site() as opened:
        yield opened


@pytest.fixture
def key_for(store: EventStore) -> Callable[..., str]:
    """Makes keys with some scopes."""
    ring = KeyRing(store)
    return lambda *scopes: ring.create("News desk", frozenset(scopes))[1]


def sign_in(browser: TestClient, key: str) -> None:
    answer = browser.post(HOME, data={"key": key})
    assert answer.status_code == 303, answer.text


def read(browser: TestClient, url: str, status: int = 200) -> LexborHTMLParser:
    answer = browser.get(url)
    assert answer.status_code == status, answer.text[:2000]
    return LexborHTMLParser(answer.text)


def filled(html: LexborHTMLParser, selector: str, **fields: str) -> dict[str, str]:
    """A form as a browser sends it: what its fields hold, and what was typed."""
    form = html.css_first(selector)
    assert form is not None, html.html
    found: dict[str, str] = {}
    for field in form.css("input[name], textarea[name]"):
        if field.attributes.get("type") not in ("checkbox", "file"):
            found[field.attributes["name"] or ""] = field.attributes.get("value") or field.text()
    for field in form.css("select[name]"):
        chosen = field.css_first("option[selected]") or field.css_first("option")
        found[field.attributes["name"] or ""] = chosen.attributes["value"] or ""
    return found | fields


def _app(browser: TestClient) -> FastAPI:
    app = browser.app
    assert isinstance(app, FastAPI)
    return app


def take(browser: TestClient, text: str = ISSUE) -> str:
    """Paste an issue; the address of what it would change."""
    form = filled(read(browser, f"{HOME}/new"), "form.new", text=text)
    answer = browser.post(f"{HOME}/new", data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def store_issue(browser: TestClient, text: str = ISSUE) -> None:
    url = take(browser, text)
    answer = browser.post(url, data=filled(read(browser, url), "form.acts", action="store"))
    assert answer.status_code == 303, answer.text


def event_with(browser: TestClient, word: str) -> str:
    return str(browser.get("/api/v1/events", params={"q": word}).json()["items"][0]["id"])


class TestSigningIn:
    def test_a_key_becomes_a_cookie_that_scripts_and_other_sites_cannot_use(
        self, browser: TestClient, key_for: Callable[..., str]
    ) -> None:
        """HttpOnly, SameSite, for some hours; the key itself is in no answer."""
        key = key_for(Scope.INGEST)
        answer = browser.post(HOME, data={"key": key, "next": "/editor/doubts"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/editor/doubts")
        cookie = answer.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
        assert "Secure" not in cookie
        assert key not in answer.text + str(answer.headers)
        page = browser.get(HOME)
        assert "Signed in as News desk" in page.text
        assert key not in page.text
        assert page.headers["cache-control"] == "private, no-store"

    def test_over_https_the_cookie_never_travels_in_the_open(
        self, store: EventStore, engine: TantivyEngine, tmp_path: Path, key_for: Callable[..., str]
    ) -> None:
        """Secure, and of a name that browsers take from this host alone."""
        settings = Settings(data_dir=tmp_path / "tls", public_url="https://entente.example")
        with TestClient(create_app(settings, store=store, engine=engine)) as browser:
            key = key_for(Scope.READ)
            answer = browser.post(HOME, data={"key": key}, follow_redirects=False)
        assert "__Host-entente=" in answer.headers["set-cookie"]
        assert "Secure" in answer.headers["set-cookie"]

    @pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil", "x"])
    def test_signing_in_leads_to_pages_of_this_site_alone(
        self, browser: TestClient, key_for: Callable[..., str], target: str
    ) -> None:
        """Whatever an address made elsewhere asks for."""
        answer = browser.post(HOME, data={"key": key_for(Scope.READ), "next": target})
        assert answer.headers["location"] == HOME

    def test_a_wrong_key_is_said_and_opens_nothing(self, browser: TestClient) -> None:
        """The form is there again."""
        answer = browser.post(HOME, data={"key": "entente_00000000_secret"})
        assert answer.status_code == 401
        assert texts(LexborHTMLParser(answer.text), "[role=alert]") == [
            "This key is not known here."
        ]
        assert "set-cookie" not in answer.headers

    def test_every_page_sends_strangers_to_sign_in_and_back(self, browser: TestClient) -> None:
        """A form that a stranger sends does nothing."""
        answer = browser.get("/editor/doubts?code=x")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/editor?next=/editor/doubts%3Fcode%3Dx"
        assert browser.post("/editor/new", data={"text": ISSUE}).headers["location"] == HOME

    def test_each_sign_in_has_a_cookie_of_its_own_and_ends_the_one_before(
        self, browser: TestClient, key_for: Callable[..., str]
    ) -> None:
        """What somebody saw of the old one is worth nothing."""
        key = key_for(Scope.READ)
        sign_in(browser, key)
        first = browser.cookies["entente"]
        sign_in(browser, key)
        assert browser.cookies["entente"] != first
        browser.cookies.clear()
        browser.cookies.set("entente", first)
        assert browser.get("/editor/ledger").status_code == 303

    def test_a_cookie_that_somebody_else_planted_is_never_signed_in(
        self, browser: TestClient, key_for: Callable[..., str]
    ) -> None:
        """Whoever knows what it held before knows nothing of what it holds afterwards."""
        planted = "x" * 43
        browser.cookies.set("entente", planted)
        answer = browser.post(HOME, data={"key": key_for(Scope.READ)})
        assert answer.status_code == 303
        assert planted not in answer.headers["set-cookie"]
        browser.cookies.clear()
        browser.cookies.set("entente", planted)
        assert browser.get("/editor/ledger").status_code == 303

    def test_signing_out_ends_it_everywhere(
        self, browser: TestClient, key_for: Callable[..., str]
    ) -> None:
        """The cookie that somebody kept is worth nothing."""
        sign_in(browser, key_for(Scope.READ))
        kept = browser.cookies["entente"]
        form = filled(read(browser, HOME), "form[action='/editor/sign-out']")
        browser.post("/editor/sign-out", data=form)
        browser.cookies.set("entente", kept)
        assert browser.get("/editor/ledger").status_code == 303

    def test_a_revoked_key_signs_out_and_a_sign_in_ends_by_itself(
        self, browser: TestClient, store: EventStore, key_for: Callable[..., str]
    ) -> None:
        """Nobody stays signed in by a key that is gone, or for longer than a working day."""
        key = key_for(Scope.READ)
        sign_in(browser, key)
        KeyRing(store).revoke(key.split("_")[1])
        assert browser.get("/editor/ledger").status_code == 303
        sign_in(browser, key_for(Scope.READ))
        with store._beside() as session:
            past = update(SignIn.__table__).values(ends_at=now() - timedelta(minutes=1))
            session.connection().execute(past)
        assert browser.get("/editor/ledger").status_code == 303

    def test_another_process_knows_who_is_signed_in(
        self,
        browser: TestClient,
        settings: Settings,
        store_url: str,
        key_for: Callable[..., str],
    ) -> None:
        """The store does, so that any worker answers."""
        sign_in(browser, key_for(Scope.READ))
        theirs = settings.model_copy(update={"database_url": store_url})
        with TestClient(create_app(theirs), follow_redirects=False) as other:
            other.cookies.set("entente", browser.cookies["entente"])
            assert other.get("/editor/ledger").status_code == 200

    def test_a_backup_holds_no_sign_in(
        self, browser: TestClient, store: EventStore, key_for: Callable[..., str]
    ) -> None:
        """And the store keeps the hash of the cookie alone."""
        sign_in(browser, key_for(Scope.READ))
        with store.tables() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM sign_in").all()
        assert len(rows) == 1
        assert browser.cookies["entente"] not in str(rows)


class TestForms:
    def test_a_form_without_its_token_does_nothing(
        self, browser: TestClient, key_for: Callable[..., str]
    ) -> None:
        """Nor with another's."""
        sign_in(browser, key_for(Scope.INGEST))
        for token in ("", "0" * 64):
            answer = browser.post("/editor/new", data={"text": ISSUE, "token": token})
            assert answer.status_code == 403
            assert "out of date" in answer.text

    @pytest.mark.parametrize(
        "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
    )
    def test_a_form_from_another_site_does_nothing(
        self, browser: TestClient, key_for: Callable[..., str], headers: dict[str, str]
    ) -> None:
        """Not even signing in, which would put somebody into another's account."""
        key = key_for(Scope.ADMIN)
        assert browser.post(HOME, data={"key": key}, headers=headers).status_code == 403
        sign_in(browser, key)
        form = filled(read(browser, "/editor/keys"), "form.new", name="Mallory")
        form["scope-admin"] = "1"
        assert browser.post("/editor/keys", data=form, headers=headers).status_code == 403

    @pytest.mark.parametrize(
        ("scope", "allowed"),
        [
            (Scope.READ, {"/editor/doubts", "/editor/ledger"}),
            (Scope.INGEST, {"/editor/doubts", "/editor/ledger", "/editor/new"}),
            (Scope.CURATE, {"/editor/doubts", "/editor/ledger"}),
            (
                Scope.ADMIN,
                {
                    *("/editor/doubts", "/editor/ledger", "/editor/new"),
                    *("/editor/keys", "/editor/series"),
                },
            ),
        ],
    )
    def test_a_scope_opens_its_pages_and_no_others(
        self, browser: TestClient, key_for: Callable[..., str], scope: Scope, allowed: set[str]
    ) -> None:
        """The first page offers what may be done, and nothing else."""
        sign_in(browser, key_for(scope))
        every = ("/editor/doubts", "/editor/ledger", "/editor/new", "/editor/keys")
        for url in (*every, "/editor/series"):
            assert browser.get(url).status_code == (200 if url in allowed else 403), url
        offered = {link.attributes["href"] for link in read(browser, HOME).css(".tasks a")}
        assert offered == allowed


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


class TestCorrecting:
    @pytest.fixture(autouse=True)
    def _stored(self, browser: TestClient, key_for: Callable[..., str]) -> None:
        sign_in(browser, key_for(Scope.INGEST, Scope.CURATE))
        store_issue(browser)

    @pytest.fixture
    def event(self, browser: TestClient) -> str:
        return event_with(browser, "dialogue")

    def send(self, browser: TestClient, event: str, edit: str, **fields: str) -> LexborHTMLParser:
        """Open a form, fill it in, send it, and read where it leads."""
        url = f"{HOME}/events/{event}"
        form = filled(read(browser, f"{url}?edit={edit}"), "form#edit", **fields)
        answer = browser.post(url, data=form)
        assert answer.status_code == 303, texts(LexborHTMLParser(answer.text), "[role=alert]")
        return read(browser, answer.headers["location"])

    def told(self, browser: TestClient, event: str) -> dict[str, object]:
        found: dict[str, object] = browser.get(f"/api/v1/events/{event}").json()
        return found

    def test_a_tag_is_added_by_name_and_undone(self, browser: TestClient, event: str) -> None:
        """The page says what was done, and the event has it at once."""
        page = self.send(
            browser, event, "add:country", value="North Korea", reason="It was on the table."
        )
        assert texts(page, "[role=status] b") == ["Saved: country North Korea added."]
        assert "KP" in self.told(browser, event)["countries"]  # type: ignore[operator]
        assert browser.get("/api/v1/events?country=KP").json()["total"] == 1
        number = re.search(r"edit=undo:(\d+)", page.html or "")
        assert number
        page = self.send(browser, event, f"undo:{number[1]}", reason="A mistake.")
        assert texts(page, "[role=status] b") == ["Undone: country North Korea added."]
        assert "KP" not in self.told(browser, event)["countries"]  # type: ignore[operator]
        assert "undone by News desk: A mistake." in texts(page, "td small")

    def test_a_tag_is_taken_away(self, browser: TestClient, event: str) -> None:
        """The words behind it are marked while one decides."""
        page = read(browser, f"{HOME}/events/{event}?edit=remove:country:JP")
        assert "Tokyo" in texts(page, ".txt .d")
        self.send(browser, event, "remove:country:JP", reason="A test.")
        assert "JP" not in self.told(browser, event)["countries"]  # type: ignore[operator]

    def test_a_date_is_changed_added_made_primary_and_taken_away(
        self, browser: TestClient, event: str
    ) -> None:
        """With how exact it is known, and its status."""
        was = browser.get(f"/api/v1/events/{event}").json()["occurrences"][0]
        days = f"{was['start']}/{was['end']}"
        fields = {"start": "2023-03-20", "end": "2023-03-25", "precision": "range"}
        self.send(
            *(browser, event, f"date:{days}"),
            **fields, action="change", status="scheduled", reason="It lasted.",
        )  # fmt: skip
        self.send(
            *(browser, event, "new-date"),
            start="2023-05-01", end="", action="add", reason="A second day.",
        )  # fmt: skip
        self.send(
            *(browser, event, "date:2023-05-01/2023-05-01"),
            action="primary", reason="It is the news.",
        )  # fmt: skip
        found = browser.get(f"/api/v1/events/{event}").json()["occurrences"]
        assert [
            (one["start"], one["end"], one["precision"], one["status"], one["primary"])
            for one in found
        ] == [
            ("2023-03-20", "2023-03-25", "range", "scheduled", False),
            ("2023-05-01", "2023-05-01", "day", "reported", True),
        ]
        self.send(
            *(browser, event, "date:2023-05-01/2023-05-01"),
            action="remove",
            reason="No, it is not.",
        )
        assert len(browser.get(f"/api/v1/events/{event}").json()["occurrences"]) == 1

    def test_the_headline_is_changed(self, browser: TestClient, event: str) -> None:
        """The address stays; the public page tells of it."""
        self.send(browser, event, "headline", value="Space dialogue in Tokyo", reason="Clearer.")
        page = read(browser, f"/events/{event}")
        assert texts(page, "h1") == ["Space dialogue in Tokyo"]
        assert "Clearer." in page.body.text() if page.body else False

    @pytest.mark.parametrize(
        ("edit", "fields", "said"),
        [
            ("add:country", {"value": "Atlantis", "reason": "x"}, "Atlantis"),
            ("add:country", {"value": "Japan", "reason": "x"}, "already has"),
            ("add:country", {"value": "Peru", "reason": " "}, "Say why"),
            ("new-date", {"start": "soon", "action": "add", "reason": "x"}, "first day"),
            ("new-date", {"start": "", "action": "add", "reason": "x"}, "first day"),
        ],
    )
    def test_what_cannot_be_is_said_in_the_form_that_keeps_what_was_typed(
        self, browser: TestClient, event: str, edit: str, fields: dict[str, str], said: str
    ) -> None:
        """Nothing is changed."""
        before = browser.get(f"/api/v1/events/{event}").json()
        url = f"{HOME}/events/{event}"
        form = filled(read(browser, f"{url}?edit={edit}"), "form#edit", **fields)
        answer = browser.post(url, data=form)
        assert answer.status_code in (409, 422)
        page = LexborHTMLParser(answer.text)
        assert said in texts(page, "[role=alert]")[0]
        if fields.get("value"):
            assert fields["value"] in filled(page, "form#edit").values()
        assert browser.get(f"/api/v1/events/{event}").json() == before

    def test_another_editors_change_is_not_overwritten(
        self, browser: TestClient, event: str
    ) -> None:
        """The form says so, shows the event as it is, and saves when it is sent again."""
        url = f"{HOME}/events/{event}"
        mine = filled(
            read(browser, f"{url}?edit=add:country"), "form#edit", value="Peru", reason="Mine."
        )
        self.send(browser, event, "add:country", value="Chile", reason="Theirs.")
        answer = browser.post(url, data=mine)
        assert answer.status_code == 409
        page = LexborHTMLParser(answer.text)
        assert "Somebody changed this event" in texts(page, "[role=alert]")[0]
        assert "Chile" in " ".join(texts(page, ".tagrow"))
        assert browser.post(url, data=filled(page, "form#edit")).status_code == 303
        countries = self.told(browser, event)["countries"]
        assert {"PE", "CL"} <= set(countries)  # type: ignore[call-overload]

    def test_the_public_page_leads_curators_to_it(self, browser: TestClient, event: str) -> None:
        """And nobody else."""
        link = f"/editor/events/{event}"
        assert link in browser.get(f"/events/{event}").text
        browser.cookies.clear()
        assert link not in browser.get(f"/events/{event}").text


class TestLists:
    def test_an_admin_makes_and_revokes_keys(
        self, browser: TestClient, store: EventStore, key_for: Callable[..., str]
    ) -> None:
        """A new key is shown once, and works."""
        sign_in(browser, key_for(Scope.ADMIN))
        form = filled(read(browser, "/editor/keys"), "form.new", name="Curator")
        assert browser.post("/editor/keys", data=form).status_code == 422
        answer = browser.post("/editor/keys", data=form | {"scope-curate": "1"})
        made = texts(LexborHTMLParser(answer.text), "#made")[0]
        assert made not in browser.get("/editor/keys").text
        key = KeyRing(store).check(made)
        assert key.scopes == ["curate"]
        page = read(browser, "/editor/keys")
        url = f"/editor/keys/{key.id}/revoke"
        browser.post(url, data=filled(page, f"form[action='{url}']"))
        assert "revoked" in texts(read(browser, "/editor/keys"), "tr")[-1]

    def test_an_admin_adds_changes_and_removes_a_series(
        self, browser: TestClient, key_for: Callable[..., str]
    ) -> None:
        """With a reason that the ledger keeps; what the form does not show stays as it is."""
        sign_in(browser, key_for(Scope.ADMIN))
        listed = read(browser, "/editor/series")
        form = filled(listed, "form.new", title="Harbour Letter", numbering="number")
        unsaid = browser.post("/editor/series", data=form)
        assert unsaid.status_code == 422
        assert 'value="Harbour Letter"' in unsaid.text
        answer = browser.post("/editor/series", data=form | {"reason": "We take it in now."})
        assert answer.headers["location"] == "/editor/series?done=harbour-letter"
        assert "Saved: Harbour Letter." in browser.get(answer.headers["location"]).text
        assert browser.post("/editor/series", data=form | {"reason": "Twice."}).status_code == 422

        url = "/editor/series/harbour-letter"
        changed = filled(read(browser, url), "form.new", publisher="Harbour Institute")
        assert changed["numbering"] == "number"
        answer = browser.post(url, data=changed | {"reason": "Its publisher was missing."})
        assert answer.status_code == 303, answer.text
        known = browser.get("/api/v1/series/harbour-letter").json()
        assert (known["publisher"], known["numbering"]) == ("Harbour Institute", "number")

        gone = changed | {"action": "remove", "reason": "It was a mistake."}
        assert browser.post(url, data=gone).headers["location"] == "/editor/series"
        assert browser.get(url).status_code == 404
        told = " ".join(texts(read(browser, "/editor/ledger"), "tbody tr"))
        assert "It was a mistake." in told
        assert "News desk" in told

    def test_a_shipped_series_is_changed_over_not_in_the_package(
        self, browser: TestClient, key_for: Callable[..., str]
    ) -> None:
        """Removing the change brings the shipped profile back; that one cannot be removed."""
        sign_in(browser, key_for(Scope.ADMIN))
        url = "/editor/series/us-japan-alliance-digest"
        page = read(browser, url)
        assert not page.css("button[value=remove]")
        before = filled(page, "form.new", reason="Ours.")
        refused = browser.post(url, data=before | {"action": "remove"})
        assert refused.status_code == 409
        assert "package" in texts(LexborHTMLParser(refused.text), "[role=alert]")[0]
        browser.post(url, data=before | {"publisher": "Somebody"})
        assert filled(read(browser, url), "form.new")["publisher"] == "Somebody"
        assert browser.get("/api/v1/series/us-japan-alliance-digest").json()["per_volume"] == 24
        browser.post(url, data=before | {"action": "remove"})
        assert filled(read(browser, url), "form.new", reason="Ours.") == before

    def test_doubts_and_ledger_tell_what_the_api_tells(
        self, browser: TestClient, key_for: Callable[..., str]
    ) -> None:
        """Each doubt under its issue, each change with who and why."""
        sign_in(browser, key_for(Scope.INGEST))
        cut = (CHIPS[0], CHIPS[1].removesuffix("on April 3."))
        store_issue(browser, make_digest_text(SPACE, cut).decode())
        issues = browser.get("/api/v1/digests/usjad-2-7").json()["issues"]
        assert issues
        page = read(browser, "/editor/doubts")
        assert len(page.css(".work li")) == len(issues)
        code = issues[0]["code"]
        chosen = read(browser, f"/editor/doubts?code={code}")
        assert len(chosen.css(".work li")) == sum(one["code"] == code for one in issues)
        head = browser.get("/api/v1/changes").json()["head"]
        ledger = read(browser, "/editor/ledger")
        assert texts(ledger, "tbody tr td:last-child")[0] == str(head)
        assert texts(read(browser, "/editor/ledger?before=2"), "tbody tr td:last-child") == ["1"]


def test_series_of_the_installation_are_offered(
    browser: TestClient, store: EventStore, key_for: Callable[..., str]
) -> None:
    """What was added here stands in the list and in the form for an issue."""
    with store.writing() as writer:
        profile = SeriesProfile(id="harbour-letter", code="hl", title="Harbour Letter")
        writer.put_series(profile, reason="ours")
    sign_in(browser, key_for(Scope.ADMIN))
    assert "Harbour Letter" in texts(read(browser, f"{HOME}/series"), "th")
    offered = read(browser, f"{HOME}/new").css("option, datalist option")
    assert "harbour-letter" in {one.attributes.get("value") for one in offered}
