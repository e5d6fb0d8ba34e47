"""Forms as a browser fills and sends them: signing in, an issue in."""

from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from tests.builders import make_digest_text

SPACE = ("Space dialogue held", "The US and Japan held a dialogue on space in Tokyo on March 24.")
CHIPS = ("Chip talks", "METI and the Commerce Department talked about semiconductors on April 3.")
ISSUE = make_digest_text(SPACE, CHIPS).decode()
HOME = "/editor"


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
