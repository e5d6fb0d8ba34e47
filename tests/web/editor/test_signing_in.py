"""Who is signed in, and what a form may do."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import update

from indexer.access import KeyRing, Scope
from indexer.models import SignIn, now
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.web.editor.forms import HOME, ISSUE, filled, read, sign_in
from tests.web.reading import texts
from web.app import create_app


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
