"""An event corrected in place: tags, dates, headline; undone; never over another's change."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from indexer.access import Scope
from tests.web.editor.forms import HOME, event_with, filled, read, sign_in, store_issue
from tests.web.reading import texts


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
