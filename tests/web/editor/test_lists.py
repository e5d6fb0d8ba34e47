"""What editors work through: keys, series, doubts, the ledger."""

from collections.abc import Callable

from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from indexer.access import KeyRing, Scope
from indexer.normalise.series import SeriesProfile
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.web.editor.forms import CHIPS, HOME, SPACE, filled, read, sign_in, store_issue
from tests.web.reading import texts


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
