"""What tests read in a page."""

from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser


def page(client: TestClient, url: str, status: int = 200, **params: str) -> LexborHTMLParser:
    """The page at an address itself, wherever a redirect would lead."""
    answer = client.get(url, params=params or None, follow_redirects=False)
    assert answer.status_code == status, answer.text[:500]
    return LexborHTMLParser(answer.text)


def links(html: LexborHTMLParser, selector: str = "a") -> list[str]:
    """Where the links lead."""
    return [node.attributes["href"] or "" for node in html.css(selector)]


def texts(html: LexborHTMLParser, selector: str) -> list[str]:
    """What is written in each, its blanks made one."""
    return [" ".join(node.text().split()) for node in html.css(selector)]
