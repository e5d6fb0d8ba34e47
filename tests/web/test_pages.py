"""The pages: complete without JavaScript, safe, linked."""

import gzip
import hashlib
import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.ingest.pipeline import Ingest
from indexer.readers import SourceHints
from indexer.search import sync
from indexer.search.tantivy.engine import TantivyEngine
from indexer.settings import Settings
from indexer.store import EventStore
from tests.builders import make_digest_text
from tests.web.reading import links, texts
from web.app import create_app


def page(client: TestClient, url: str, status: int = 200, **headers: str) -> LexborHTMLParser:
    answer = client.get(url, headers=headers, follow_redirects=False)
    assert answer.status_code == status, answer.text[:500]
    return LexborHTMLParser(answer.text)


def texts_of(node: LexborNode) -> list[str]:
    return [" ".join(cell.text().split()) for cell in node.css("th, td")]


def bars(client: TestClient) -> list[dict[str, Any]]:
    return list(client.get("/api/v1/timeline?interval=month").json()["items"])


class TestSearchPage:
    def test_hits_counts_and_facets(self, client: TestClient) -> None:
        """As the API counts them."""
        html = page(client, "/?q=space&domain=space")
        total = client.get("/api/v1/events?q=space&domain=space").json()["total"]
        assert texts(html, "#status") == [f"{total} events"]
        assert len(html.css("li.hit")) == total
        assert html.css_first("input[name=q]").attributes["value"] == "space"
        checked = html.css("input[type=checkbox][checked]")
        assert [(c.attributes["name"], c.attributes["value"]) for c in checked] == [
            ("domain", "space")
        ]
        assert any("space" in mark.lower() for mark in texts(html, "mark"))

    def test_a_chip_takes_its_filter_away(self, client: TestClient) -> None:
        """And leaves the rest."""
        html = page(client, "/?q=space&domain=space&country_not=CN&event_from=2023")
        assert set(links(html, ".chips a")[:3]) == {
            "/?q=space&country_not=CN&event_from=2023",
            "/?q=space&domain=space&event_from=2023",
            "/?q=space&country_not=CN&domain=space",
        }

    def test_pages_lead_forth_and_back(self, client: TestClient) -> None:
        """By plain links."""
        first = page(client, "/?q=japan")
        (following,) = links(first, "a[rel=next]")
        second = page(client, following)
        assert "showing 21–40" in texts(second, "#status")[0]
        (back,) = links(second, "a[rel=prev]")
        assert texts(page(client, back), "#status") == texts(first, "#status")

    def test_the_fragment_is_its_part_of_the_page(self, client: TestClient) -> None:
        """Same file, same words; caches are told that they differ."""
        url = "/?q=space&domain=space"
        answer = client.get(url, headers={"HX-Request": "true"})
        whole = page(client, url)
        results = LexborHTMLParser(answer.text)
        assert texts(results, "li.hit") == texts(whole, "#results li.hit")
        assert "HX-Request" in answer.headers["vary"]
        assert answer.headers["hx-push-url"] == url
        typed = client.get(
            url, headers={"HX-Request": "true", "HX-Current-URL": "http://x/?q=sp&domain=space"}
        )
        assert typed.headers["hx-replace-url"] == url
        assert "<html" not in answer.text
        restored = client.get(
            url, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
        )
        assert "<html" in restored.text

    def test_empty_form_fields_do_not_stay_in_the_address(self, client: TestClient) -> None:
        """A plain form sends them; the shareable address has none."""
        answer = client.get("/?q=space&event_from=&event_to=&sort=", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/?q=space")

    @pytest.mark.parametrize(
        ("url", "words", "way_out"),
        [
            ("/?q=country:Japn", "did you mean Japan", "/?q=country%3AJapan"),
            ("/?q=domian:space", "did you mean domain", "/?q=domain%3Aspace"),
            ("/?q=a+NEAR%2F5+b", "NEAR", None),
            ("/?event_from=someday", "not a valid date", None),
        ],
    )
    def test_what_cannot_be_understood_is_explained(
        self, client: TestClient, url: str, words: str, way_out: str | None
    ) -> None:
        """On the page, with the corrected search as a link."""
        html = page(client, url, 422)
        assert texts(html, "h1") == ["This search is not understood"]
        assert words in texts(html, ".emptyhead .lede")[0]
        assert links(html, ".emptyhead a") == ([way_out] if way_out else [])

    def test_what_others_add_to_a_link_does_no_harm(self, client: TestClient) -> None:
        """A newsletter's marks fall away, the search stays."""
        answer = client.get("/?q=space&utm_source=news&fbclid=1", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/?q=space")

    def test_a_filter_in_the_words_is_a_choice_like_the_boxes(self, client: TestClient) -> None:
        """Its box is ticked, and ticking another gives as many as that one says."""
        html = page(client, "/?q=domain:space")
        ticked = html.css_first("#f-domain-space")
        assert "checked" in ticked.attributes
        assert "disabled" in ticked.attributes
        other = client.get("/api/v1/events?q=domain:space&facets=domain").json()["facets"]["domain"]
        energy = next(value["count"] for value in other if value["value"] == "energy")
        both = client.get("/api/v1/events?domain=space,energy").json()["total"]
        space = client.get("/api/v1/events?domain=space").json()["total"]
        added = client.get("/api/v1/events?q=domain:space&domain=energy").json()["total"]
        assert space < added == both <= space + energy

    def test_several_choices_can_be_asked_for_together(self, client: TestClient) -> None:
        """Any of them by default, which is said; all of them by a link."""
        html = page(client, "/?country=CN&country=PH")
        assert texts(html, ".anyall [aria-current]") == ["any"]
        url = links(html, ".anyall a")[0]
        every = client.get("/api/v1/events?country_all=CN,PH").json()["total"]
        assert texts(page(client, url), "#status")[0].startswith(f"{every} event")

    def test_every_page_says_what_there_is(self, client: TestClient) -> None:
        """How much, from when to when, and how much is not held."""
        (told,) = texts(page(client, "/about"), ".foot p")
        held = "28 issues, 139 events, January 2022 to June 2024"
        assert told == f"{held}. 32 of 60 half-months are not held."

    def test_nothing_found_says_what_to_do(self, client: TestClient) -> None:
        """Not an empty page."""
        html = page(client, "/?q=satalitte&country=JP")
        assert texts(html, "h1") == ["No event matches this search"]
        ways = dict(zip(texts(html, ".ways a"), links(html, ".ways a"), strict=True))
        promised = texts(html, ".ways b")
        for url, total in zip(ways.values(), promised, strict=True):
            assert texts(page(client, url), "#status")[0].startswith(f"{total} event")
        assert list(ways) == ["“satellite” for “satalitte”", "without satalitte Japan"]


class TestFrontPage:
    def test_what_is_held_and_where_to_begin(self, client: TestClient) -> None:
        """Coverage, months with their gaps, the latest issue, domains and countries as counted."""
        html = page(client, "/")
        assert texts(html, ".front .lede b") == [
            "28 issues, 139 events, January 2022 to June 2024."
        ]
        months = {one["label"]: one["total"] for one in bars(client)}
        rows = [texts_of(row) for row in html.css("#months-table tbody tr")]
        assert len(rows) == 30
        assert rows[0][:2] == ["January 2022", str(months["2022-01"])]
        assert "none held" in {row[-1] for row in rows}
        facets = client.get("/api/v1/events?facets=domain,country").json()["facets"]
        told = texts(html, "[aria-labelledby=domains] li b")
        assert told == [str(one["count"]) for one in facets["domain"]]
        countries = texts(html, "[aria-labelledby=countries] .under")[0]
        assert countries.startswith("Japan and United States: every event.")
        assert countries.endswith(f"All {len(facets['country'])} countries")

    def test_what_programs_ask_a_site_for(self, client: TestClient) -> None:
        """Robots, a map of every issue, how to search, the icon under its old name."""
        for url, media_type in (
            ("/robots.txt", "text/plain"),
            ("/sitemap.xml", "application/xml"),
            ("/opensearch.xml", "application/opensearchdescription+xml"),
            ("/favicon.ico", "image/svg+xml"),
        ):
            answer = client.get(url)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(media_type), url
        assert client.get("/sitemap.xml").text.count("/digests/") == 28

    def test_a_first_visit_is_small(self, client: TestClient) -> None:
        """The page with style, scripts, icon and both fonts, packed: under 120 KB."""
        home = client.get("/").text
        found = set(re.findall(r'"(/static/[^"]+)"', home))
        style = next(url for url in found if url.endswith(".css"))
        found |= set(re.findall(r"/static/[\w.-]+\.woff2", client.get(style).text))
        assert {url.rpartition(".")[2] for url in found} == {"css", "js", "svg", "woff2"}
        packed = [len(gzip.compress(client.get(url).content)) for url in ("/", *found)]
        assert sum(packed) < 120_000

    @pytest.mark.parametrize(
        "url",
        [
            *("/", "/countries", "/countries/JP", "/domains/space", "/groups/quad", "/actors/nasa"),
            *("/series/us-japan-alliance-digest", "/stories", "/timeline", "/matrix"),
            *("/compare?a=space&b=energy", "/upcoming", "/due", "/quality", "/about", "/docs"),
            "/editor",
        ],
    )
    def test_every_address_is_a_page_without_a_script(self, client: TestClient, url: str) -> None:
        """With its content in the page itself, and a way to print it."""
        html = page(client, url, accept="text/html")
        assert len(html.css("h1")) == 1
        assert len(texts(html, "main")[0]) > 100
        assert " from http" in texts(html, ".printhead")[0]


class TestOtherPages:
    def test_the_event_page_shows_its_evidence(self, client: TestClient) -> None:
        """One tag's words at a time, marked in the text and told in a sentence; none at first."""
        url = links(page(client, "/?q=lunar+rover"), "li.hit h2 a")[0]
        html = page(client, url)
        event = client.get(f"/api/v1{url}").json()
        assert texts(html, "#text") == [event["text"]]
        assert texts(html, "#text mark") == []
        country = event["tags"]["countries"][0]
        quotes = [span["quote"] for span in country["evidence"] if span["field"] == "text"]
        (choice,) = [link for link in links(html, ".why a") if link.endswith(country["value"])]
        marked = page(client, choice)
        assert texts(marked, "#text mark") == quotes
        (chosen,) = texts(marked, ".why [aria-current]")
        assert chosen == f"{country['label']} {len(country['evidence'])}"
        (reason,) = texts(marked, "#reason")
        assert reason.startswith(f"{country['label']}, by ")
        assert all(f"“{quote}”" in reason for quote in quotes)
        assert event["digest"]["title"] in texts(html, ".cite")[0]

    def test_the_event_page_leads_to_its_story(self, client: TestClient) -> None:
        """The events of its thread, oldest first, and related ones with what they share."""
        url = links(page(client, "/?q=henoko+supreme+court"), "li.hit h2 a")[0]
        html = page(client, url)
        event = client.get(f"/api/v1{url}").json()
        told = [one["headline"] for one in event["thread"]]
        assert event["headline"] in told
        assert texts(html, "[aria-labelledby=story] li a") == told
        assert texts(html, "[aria-labelledby=story] [aria-current] a") == [event["headline"]]
        others = [one for one in event["related"] if one["headline"] not in told]
        related = "[aria-labelledby=related]"
        assert texts(html, f"{related} li a") == [one["headline"] for one in others[:5]]
        assert others[0]["shared_words"][0] in texts(html, f"{related} div small")[0]

    def test_what_was_retold_is_not_put_into_the_publishers_mouth(self, client: TestClient) -> None:
        """On its page, in its citation, and for machines."""
        assert "Retold in our own words" in texts(page(client, "/digests/usjad-2-7"), ".note")[0]
        url = links(page(client, "/digests/usjad-2-7"), "li.hit h2 a")[0]
        html = page(client, url)
        assert "Retold in Entente from US-Japan Alliance Digest Vol 2.7" in texts(html, ".cite")[0]
        meta = {
            node.attributes["name"]: node.attributes["content"]
            for node in html.css("meta[name^=citation_]")
        }
        assert meta["citation_publisher"] == meta["citation_journal_title"] == "Entente"
        assert meta["citation_publication_date"] == "2023/04"
        told = json.loads(html.css_first("script[type='application/ld+json']").text())
        assert told["isBasedOn"]["name"] == "US-Japan Alliance Digest Vol 2.7"
        assert (told["headline"], told["@type"]) == (meta["citation_title"], "Article")

    def test_dates_are_as_vague_as_they_are_known(self, client: TestClient) -> None:
        """On the event's page, where others link to it, and for machines."""
        (undated,) = client.get("/api/v1/events?digest=3.7&precision=issue").json()["items"]
        html = page(client, f"/events/{undated['id']}")
        assert "undated" in texts(html, ".ev .lede")[0]
        told = json.loads(html.css_first("script[type='application/ld+json']").text())
        assert "about" not in told

    def test_the_digest_page_lists_its_events_in_order(self, client: TestClient) -> None:
        """With where it was read from."""
        html = page(client, "/digests/usjad-2-7")
        api = client.get("/api/v1/digests/usjad-2-7").json()
        assert texts(html, "li.hit h2") == [event["headline"] for event in api["events"]]
        assert api["source"]["sha256"] in html.text()

    def test_every_link_of_every_page_works(self, client: TestClient) -> None:
        """Followed once each, from the front page on."""
        seen: set[str] = set()
        waiting = ["/", "/?q=space", "/digests", "/about", "/digests/usjad-1-1"]
        while waiting and len(seen) < 120:
            url = waiting.pop(0)
            if url in seen:
                continue
            seen.add(url)
            answer = client.get(url)
            assert answer.status_code == 200, url
            if "text/html" in answer.headers["content-type"]:
                found = links(LexborHTMLParser(answer.text), "a[href]")
                waiting += [link for link in found if link.startswith("/")]
        assert len(seen) > 60

    @pytest.mark.parametrize(
        ("url", "status"), [("/nothing", 404), ("/events/none", 404), ("/?limit=many", 422)]
    )
    def test_errors_are_pages_with_a_way_out(
        self, client: TestClient, url: str, status: int
    ) -> None:
        """In words, not JSON."""
        html = page(client, url, status)
        assert texts(html, "h1")
        assert "/" in links(html, ".under a")
        assert html.css_first("main input[name=q]") is not None


class TestSafety:
    def test_the_policy_allows_our_own_files_only(self, client: TestClient) -> None:
        """And the pages obey it: no inline script or style, nothing from elsewhere."""
        for url in ("/", "/?q=space", "/digests/usjad-2-7", "/about", "/nothing"):
            answer = client.get(url)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            html = LexborHTMLParser(answer.text)
            assert not html.css("style, [style], [onclick]")
            code = [node for node in html.css("script") if "type" not in node.attributes]
            used = [node.attributes.get("src") or node.attributes.get("href") or ""
                    for node in (*code, *html.css("link:not([rel=canonical])"))]  # fmt: skip
            assert all(address.startswith("/") for address in used)
            for address in used:
                assert client.get(address).status_code == 200, address

    def test_files_are_kept_for_a_year_under_a_name_of_their_content(
        self, client: TestClient
    ) -> None:
        """Other content has another address; an old one is gone, and is not kept."""
        html = page(client, "/about")
        addresses = [
            *(node.attributes["src"] or "" for node in html.css("script[src]")),
            *(node.attributes["href"] or "" for node in html.css("link[rel=stylesheet]")),
        ]
        assert len(addresses) == 3
        for address in addresses:
            answer = client.get(address)
            assert "immutable" in answer.headers["cache-control"], address
            assert hashlib.sha256(answer.content).hexdigest()[:10] in address
        missing = client.get("/static/entente.0123456789.css")
        assert missing.status_code == 404
        assert "immutable" not in missing.headers.get("cache-control", "")

    def test_digest_text_is_never_markup(
        self, store: EventStore, engine: TantivyEngine, settings: Settings
    ) -> None:
        """Escaped on every page, marked or not, and in attributes."""
        evil = '<script>alert(1)</script> "><img src=x onerror=alert(2)> &amp; Japan'
        data = make_digest_text((evil, f"{evil} on April 6 in Tokyo."), title=(
            "US-Japan Alliance Digest Vol 2.7"))  # fmt: skip
        report = Ingest(store, 10_000).file(data, SourceHints("evil.txt"))
        sync.sync(store, engine)
        with TestClient(create_app(settings, store=store, engine=engine)) as client:
            for url in ("/?q=script+japan", f"/events/{report.created[0]}", "/digests/usjad-2-7"):
                html = LexborHTMLParser(client.get(url).text)
                assert not html.css("img, script:not([src], [type='application/ld+json'])")
                assert any("<script>alert(1)</script>" in text for text in texts(html, "h1, h2"))

    def test_the_query_is_escaped_too(self, client: TestClient) -> None:
        """In the box, the title and the links."""
        answer = client.get('/?q="><script>alert(1)</script>')
        assert not re.search(r"<script>alert", answer.text)
