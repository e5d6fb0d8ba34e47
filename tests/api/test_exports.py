"""Exports: what each writer prints is read back by a parser of somebody else's."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import StringIO
from typing import Any
from xml.etree import ElementTree as ET

import bibtexparser
import feedparser
import icalendar
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.answers.formats import FORMATS, ExportContext
from api.answers.formats.bibliography import bib
from api.answers.formats.citation import Citation
from api.answers.formats.ics import fold
from api.answers.formats.text import readable
from api.rest.streaming import blocks
from indexer.models import Precision, Status
from indexer.projection import FullEventOut, Projected
from tests.builders import MOMENT, make_digest, make_event, make_occurrence, told
from tests.tables import tabled

SITE = "https://entente.example"
URL = f"{SITE}/events/usjad-2-7-0a1b2c3d"
CONTEXT = ExportContext(
    title="space & “Japan”, 2023",
    search_url=f"{SITE}/?q=space&country=JP",
    self_url=f"{SITE}/api/v1/events.x?q=space&country=JP",
    public_url=SITE,
    updated=MOMENT,
    total=1,
    query={"q": "space", "country": ("JP",), "event_from": date(2023, 1, 1)},
)
HOSTILE = {
    "formula": "=cmd|' /C calc'!A0",
    "quotes": "He said \"no\", 'yes' and “perhaps”; then; left,",
    "cdata": "<b>&amp;]]> <!-- & -- > </title>",
    "braces": r"} { {{ \} \{ \\ % $ & # _ ~ ^ @misc{x, y = {z}}",
    "emoji": "👩‍🚀 🇯🇵 日本 é \u0301 \U0001f680" * 9,
    "long word": "w" * 200,
    "long wide word": "漢" * 200,
    "tags": "TY  - GEN",
    "calendar": "END:VEVENT\\nBEGIN:VEVENT \\, \\; \\n",
    "commands": r"\input{secret} \textbackslash{} \n \N",
}


def written(suffix: str, *events: FullEventOut, context: ExportContext = CONTEXT) -> str:
    """The file as text; of one that is no text, its table as CSV."""
    data = b"".join(blocks(FORMATS[suffix].write(map(told, events), context)))
    return as_text(suffix, data)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def feed(text: str) -> Any:
    read = feedparser.parse(text.encode(), sanitize_html=False)
    assert read.bozo is False
    return read


def entries(text: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def bibtex(text: str) -> list[dict[str, str]]:
    parser = bibtexparser.bparser.BibTexParser(ignore_nonstandard_types=False)
    return list(bibtexparser.loads(text, parser).entries)


def untexed(value: str) -> str:
    """What TeX prints for the commands and signs that can follow a backslash."""
    words = {"backslash": "\\", "braceleft": "{", "braceright": "}"} | {
        "asciitilde": "~",
        "asciicircum": "^",
    }
    inner = value.removeprefix("{").removesuffix("}")
    return re.sub(r"\\text([a-z]+)\{\}|\\([%$&#_])", lambda m: words[m[1]] if m[1] else m[2], inner)


def quoted(line: str) -> str:
    """The headline of a printed entry; quotation marks inside of others are single there."""
    title = line.partition("” US-Japan Alliance Digest 2")[0].removeprefix("“").removesuffix(".")
    return title.replace("‘", "“").replace("’", "”")


def plain(text: str) -> str:
    return " ".join(text.split())


def as_text(suffix: str, data: bytes) -> str:
    return tabled(suffix, data) if FORMATS[suffix].needs else data.decode()


READ: Mapping[str, Callable[[str], list[Any]]] = {
    "csv": rows,
    "xlsx": rows,
    "parquet": rows,
    "ndjson": lambda text: [
        json.loads(line) for line in text.removesuffix("\n").split("\n") if line
    ],
    "json": lambda text: list(json.loads(text)["items"]),
    "atom": lambda text: list(feed(text).entries),
    "feed.json": lambda text: list(json.loads(text)["items"]),
    "ics": entries,
    "bib": bibtex,
    "biblatex.bib": bibtex,
    "txt": lambda text: [{"id": line, "title": quoted(line)} for line in text.split("\n")[:-1]],
    "ris": lambda text: rispy.loads(text, newline="\r\n"),
    "csl.json": lambda text: list(json.loads(text)),
}
ID = dict.fromkeys(FORMATS, "id") | {
    "ics": "UID",
    "bib": "ID",
    "biblatex.bib": "ID",
    "atom": "link",
    "feed.json": "url",  # their ids are opaque
}
HEADLINE = dict.fromkeys(FORMATS, "title") | {
    **dict.fromkeys(("csv", "xlsx", "parquet", "ndjson", "json"), "headline"),
    "ics": "SUMMARY",
}


def headline_in(suffix: str, text: str) -> str:
    """The only event's headline, as a parser of that format reads it."""
    (item,) = READ[suffix](text)
    found = str(item[HEADLINE[suffix]])
    return untexed(found) if suffix.endswith("bib") else found


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_headline_arrives_as_it_is(suffix: str, name: str) -> None:
    """Whatever it holds that the format could take for its own signs; the text likewise."""
    headline = HOSTILE[name]
    found = headline_in(suffix, written(suffix, make_event(headline=headline, text=headline)))
    if suffix == "csv":
        found = found.removeprefix("'")
    assert plain(found) == plain(headline)


@pytest.mark.parametrize("suffix", [s for s in FORMATS if s not in {"json", "ndjson"}])
def test_control_characters_are_left_out(suffix: str) -> None:
    """NUL, escape, bell and non-characters; odd line ends are line ends."""
    unreadable = "a\x00b\x1bc\x07de\uffffg\x85h\u2028i\rj\x0bk\x9f"
    text = written(suffix, make_event(headline=unreadable, text=unreadable))
    assert plain(headline_in(suffix, text)) == "abcdeg h i j k"
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\uffff]", text)


def test_json_escapes_control_characters() -> None:
    """JSON and NDJSON print what the API prints."""
    event = make_event(headline="a\x00b")
    for suffix in ("json", "ndjson"):
        assert "\x00" not in written(suffix, event)
        assert headline_in(suffix, written(suffix, event)) == "a\x00b"


@pytest.mark.parametrize("suffix", [s for s, one in FORMATS.items() if one.needs is None])
def test_writers_take_one_event_at_a_time(suffix: str) -> None:
    """An event is printed before the next one is asked for, so that memory stays bounded."""
    asked = 0

    def source() -> Iterator[Projected]:
        nonlocal asked
        for asked in range(1, 101):
            yield told(make_event(f"usjad-2-7-{asked:08d}"))

    pieces = FORMATS[suffix].write(source(), CONTEXT)
    assert asked == 0
    for piece in pieces:
        assert piece.count("usjad-2-7-00000002") == 0 or asked == 2
        if asked == 2:
            break
    assert asked == 2
    last = next(piece for piece in pieces if "00000100" in piece)
    assert "00000099" not in last


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_events_is_an_answer(suffix: str) -> None:
    """A valid document that is empty."""
    assert READ[suffix](written(suffix)) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_two_events_are_two(suffix: str) -> None:
    """Separators stand between, and each id once where it identifies."""
    text = written(suffix, make_event("usjad-2-7-aaaaaaaa"), make_event("usjad-2-7-bbbbbbbb"))
    found = [re.search(r"usjad-2-7-\w{8}", item[ID[suffix]]) for item in READ[suffix](text)]
    assert [match and match[0] for match in found] == ["usjad-2-7-aaaaaaaa", "usjad-2-7-bbbbbbbb"]


# Control characters, line and paragraph separators are told elsewhere to be left out.
_WORDS = st.one_of(
    st.sampled_from([*HOSTILE.values(), "\ufeff", "\t", "\n", "\r\n", "-1", "+1", "@a", "＝1"]),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))),
)


@settings(deadline=None)
@given(words=st.lists(_WORDS, min_size=1, max_size=6).filter(lambda w: plain("".join(w)) != ""))
@pytest.mark.parametrize("suffix", ["csv", "ndjson", "ics", "bib", "ris"])
def test_every_headline_is_read_back(suffix: str, words: list[str]) -> None:
    """Up to white space, and the apostrophe that csv puts before a formula."""
    headline = "".join(words)
    found = headline_in(suffix, written(suffix, make_event(headline=headline)))
    if suffix == "csv" and found != readable(headline):
        found = found.removeprefix("'")
    kept = headline.replace("\ufffe", "").replace("\uffff", "")
    assert plain(found) == plain(kept if suffix != "ndjson" else headline)


@given(headline=_WORDS)
def test_atom_is_well_formed(headline: str) -> None:
    """For a strict parser, too: the feed reader forgives, and repairs what looks misread."""
    tree = ET.fromstring(written("atom", make_event(headline=headline)))  # noqa: S314
    (found,) = tree.iterfind("{*}entry/{*}title")
    kept = headline.replace("\ufffe", "").replace("\uffff", "")
    assert plain(found.text or "") == plain(kept)


# -- tables and JSON -----------------------------------------------------------------------


NAMES = ["United States", "Japan", "Space", "Defense", "Quad", "US-Japan Alliance Digest"]


def two_dates() -> FullEventOut:
    """An event of two days in April, with something announced for June."""
    return make_event(
        headline="Japan, US to fly; see [1]",
        text="First line.\nSecond line.",
        occurrences=[
            make_occurrence(date(2023, 4, 6), date(2023, 4, 7), Precision.RANGE),
            make_occurrence(date(2023, 6, 30), status=Status.SCHEDULED, primary=False),
        ],
        countries=("US", "JP"),
        domains=("space", "defense"),
        groups=("quad",),
    )


def test_csv_columns() -> None:
    """The primary occurrence has columns of its own; lists keep their order."""
    assert rows(written("csv", two_dates())) == [
        {
            "id": "usjad-2-7-0a1b2c3d",
            "headline": "Japan, US to fly; see [1]",
            "text": "First line.\nSecond line.",
            "start": "2023-04-06",
            "end": "2023-04-07",
            "precision": "range",
            "status": "reported",
            "basis": "stated",
            "occurrences": "2023-04-06/2023-04-07 range reported; "
            "2023-06-30/2023-06-30 day scheduled",
            "countries": "US;JP",
            "country_names": "United States;Japan",
            "domains": "space;defense",
            "domain_names": "Space;Defense",
            "groups": "quad",
            "group_names": "Quad",
            "actors": "",
            "actor_names": "",
            "digest": "usjad-2-7",
            "series": "us-japan-alliance-digest",
            "volume": "2",
            "number": "7",
            "issue_date": "2023-04-15",
            "url": URL,
            "updated_at": "2023-04-16T12:30:00Z",
        }
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\x00=", "＝"])
def test_csv_disarms_formulas(sign: str) -> None:
    """An apostrophe in front, in headline and text alike; elsewhere nothing is touched."""
    row = rows(written("csv", make_event(headline=f"{sign}1+1", text=f"{sign}1+1")))[0]
    assert row["headline"].startswith("'")
    assert row["text"].startswith("'")
    assert row["id"] == "usjad-2-7-0a1b2c3d"


def test_csv_lines() -> None:
    """CRLF after every row, quotes around cells with line ends, a mark for Excel on request."""
    text = written("csv", make_event(text="a\nb"))
    assert text.count("\r\n") == 2
    assert text.endswith("\r\n")
    assert '"a\nb"' in text
    excel = ExportContext(**{**_fields(CONTEXT), "excel": True})
    assert written("csv", make_event(text="a\nb"), context=excel) == f"\ufeff{text}"


def _fields(context: ExportContext) -> dict[str, Any]:
    return {name: getattr(context, name) for name in ExportContext.__dataclass_fields__}


def test_json_is_what_the_api_shows() -> None:
    """The same object in a list, an export and a line of NDJSON, and the query in front."""
    shown = json.loads(told(two_dates()).lean)
    assert json.loads(written("ndjson", two_dates())) == shown
    assert json.loads(written("json", two_dates())) == {
        "query": {"q": "space", "country": ["JP"], "event_from": "2023-01-01"},
        "total": 1,
        "items": [shown],
    }


# -- feeds ---------------------------------------------------------------------------------


def test_atom() -> None:
    """Feed and entry have id, title, moments and links; categories name their list."""
    read = feed(written("atom", two_dates()))
    assert read.version == "atom10"
    assert read.feed.id == CONTEXT.urn("/?q=space&country=JP")
    assert read.feed.title == CONTEXT.title
    assert read.feed.updated == "2023-04-16T12:30:00Z"
    assert read.feed.author == "Entente"
    assert {link.rel: link.href for link in read.feed.links} == {
        "self": CONTEXT.self_url,
        "alternate": CONTEXT.search_url,
    }
    entry = read.entries[0]
    assert (entry.id, entry.link) == (CONTEXT.urn("usjad-2-7-0a1b2c3d"), URL)
    assert entry.summary == "Event of 6–7 April 2023."
    assert (entry.published, entry.updated) == ("2023-04-16T12:30:00Z", "2023-04-16T12:30:00Z")
    assert entry.content[0].type == "text/plain"
    assert entry.content[0].value == "First line.\nSecond line."
    assert [(tag.scheme, tag.term, tag.label) for tag in entry.tags] == [
        (f"{SITE}/api/v1/countries", "US", "United States"),
        (f"{SITE}/api/v1/countries", "JP", "Japan"),
        (f"{SITE}/api/v1/domains", "space", "Space"),
        (f"{SITE}/api/v1/domains", "defense", "Defense"),
        (f"{SITE}/api/v1/groups", "quad", "Quad"),
        (f"{SITE}/api/v1/series", "us-japan-alliance-digest", "US-Japan Alliance Digest"),
    ]


def test_json_feed() -> None:
    """Version 1.1, with occurrences and tags in an extension of our own."""
    read = json.loads(written("feed.json", two_dates()))
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert (read["feed_url"], read["home_page_url"]) == (CONTEXT.self_url, CONTEXT.search_url)
    item = read["items"][0]
    assert (item["id"], item["url"]) == (CONTEXT.urn("usjad-2-7-0a1b2c3d"), URL)
    assert item["content_text"] == "First line.\nSecond line."
    assert item["tags"] == NAMES
    own = item["_entente"]
    assert [found["end"] for found in own["occurrences"]] == ["2023-04-07", "2023-06-30"]
    assert (own["countries"], own["domains"]) == (["US", "JP"], ["space", "defense"])
    assert own["digest"]["url"] == f"{SITE}/digests/usjad-2-7"


# -- calendar ------------------------------------------------------------------------------


def test_every_occurrence_is_an_entry() -> None:
    """All day, its end exclusive; tentative where it is only announced."""
    calendar = icalendar.Calendar.from_ical(written("ics", two_dates()))
    for name in ("NAME", "X-WR-CALNAME"):
        assert calendar[name] == CONTEXT.title.replace(",", r"\,"), "the parser leaves escapes in"
    first, second = calendar.walk("VEVENT")
    assert (first["UID"], second["UID"]) == (
        "usjad-2-7-0a1b2c3d-0@entente",
        "usjad-2-7-0a1b2c3d-1@entente",
    )
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2023, 4, 6), date(2023, 4, 8))
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (date(2023, 6, 30), date(2023, 7, 1))
    assert (first["STATUS"], second["STATUS"]) == ("CONFIRMED", "TENTATIVE")
    assert (first["X-ENTENTE-PRECISION"], second["X-ENTENTE-PRECISION"]) == ("range", "day")
    assert first["DTSTAMP"].dt == MOMENT
    assert first["TRANSP"] == "TRANSPARENT"
    assert first["URL"] == URL
    assert first["DESCRIPTION"] == "First line.\nSecond line."
    assert first["CATEGORIES"].cats == NAMES


@pytest.mark.parametrize("precision", Precision)
def test_vague_dates_say_so(precision: Precision) -> None:
    """The whole interval, and how exact it is."""
    event = make_event(
        occurrences=[make_occurrence(date(2023, 4, 1), date(2023, 4, 30), precision)]
    )
    entry = entries(written("ics", event))[0]
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2023, 4, 1), date(2023, 5, 1))
    assert entry["X-ENTENTE-PRECISION"] == precision


def test_the_last_day_of_all_has_no_day_after() -> None:
    """An entry without an end is one day long."""
    entry = entries(written("ics", make_event(occurrences=[make_occurrence(date.max)])))[0]
    assert entry["DTSTART"].dt == date.max
    assert "DTEND" not in entry


@example(text="w" * 75)
@example(text="w" * 76)
@example(text="w" * 400)
@example(text="a" + "漢" * 400)
@example(text="\U0001f680" * 400)
@given(text=st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=400))
def test_lines_are_folded_between_characters(text: str) -> None:
    """At most 75 octets each, every one valid UTF-8, and the whole can be put together again."""
    folded = fold(text)
    lines = folded.encode().removesuffix(b"\r\n").split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines]
    assert folded.removesuffix("\r\n").replace("\r\n ", "") == text


# -- citations -----------------------------------------------------------------------------


def test_bibtex() -> None:
    """The issue's date; the note says when it happened; one event alone is enough."""
    (entry,) = bibtex("".join(bib([told(two_dates())], CONTEXT)))
    assert entry == {
        "ENTRYTYPE": "misc",
        "ID": "usjad-2-7-0a1b2c3d",
        "title": "{Japan, US to fly; see [1]}",
        "year": "2023",
        "month": "April",
        "howpublished": "US-Japan Alliance Digest Vol 2.7, item 3",
        "volume": "2",
        "number": "7",
        "url": URL,
        "note": "Event of 6–7 April 2023. The issue’s date is inferred from its number.",
        "keywords": "United States, Japan, Space, Defense, Quad",
    }


def test_bibtex_braces_are_balanced() -> None:
    """BibTeX counts braces even where they are escaped."""
    text = written("bib", make_event(headline=r"} \} { {{"))
    assert text.count("{") == text.count("}")
    assert bibtex(text)[0]["year"] == "2023"


def test_ris() -> None:
    """Type first, end last, CRLF; one keyword a line."""
    text = written("ris", two_dates())
    assert text.startswith("TY  - MGZN\r\n")
    assert text.endswith("ER  - \r\n\r\n")
    assert text.count("\n") == text.count("\r\n")
    (entry,) = rispy.loads(text)
    assert entry == {
        "type_of_reference": "MGZN",
        "id": "usjad-2-7-0a1b2c3d",
        "title": "Japan, US to fly; see [1]",
        "abstract": "First line. Second line.",
        "date": "2023/04//",
        "year": "2023",
        "secondary_title": "US-Japan Alliance Digest",
        "volume": "2",
        "number": "7",
        "section": "item 3",
        "publisher": "Sasakawa USA",
        "urls": [URL],
        "language": "en",
        "keywords": ["United States", "Japan", "Space", "Defense", "Quad"],
        "notes": ["Event of 6–7 April 2023. The issue’s date is inferred from its number."],
    }


def test_csl() -> None:
    """A citation processor takes it."""
    text = written("csl.json", two_dates())
    (item,) = json.loads(text)
    assert item == {
        "id": "usjad-2-7-0a1b2c3d",
        "type": "article-magazine",
        "title": "Japan, US to fly; see [1]",
        "abstract": "First line. Second line.",
        "container-title": "US-Japan Alliance Digest",
        "publisher": "Sasakawa USA",
        "volume": 2,
        "issue": 7,
        "section": "item 3",
        "issued": {"date-parts": [[2023, 4]]},
        "event-date": {"date-parts": [[2023, 4, 6], [2023, 4, 7]]},
        "URL": URL,
        "keyword": "United States, Japan, Space, Defense, Quad",
        "language": "en",
    }
    reference = CiteProcJSON(json.loads(text))["usjad-2-7-0a1b2c3d"]
    assert reference.type == "article-magazine"
    assert "".join(map(str, reference.title)) == "Japan, US to fly; see [1]"
    assert (reference.issued.year, reference.issued.month) == (2023, 4)
    assert (reference.event_date.begin.day, reference.event_date.end.day) == (6, 7)


@pytest.mark.parametrize("precision", Precision)
def test_csl_keeps_the_rules_of_its_schema(precision: Precision) -> None:
    """Id and type are there, no field is unknown, dates are one or two lists of whole numbers."""
    occurrence = make_occurrence(date(2023, 4, 1), date(2023, 5, 30), precision)
    event = make_event(headline=HOSTILE["braces"], text="", occurrences=[occurrence])
    (item,) = json.loads(written("csl.json", event))
    dates = {"issued", "event-date"}
    words = {"id", "type", "title", "container-title", "publisher", "URL", "language", "section"}
    assert words <= item.keys() <= words | dates | {"abstract", "keyword", "volume", "issue"}
    assert item["type"] == "article-magazine"
    assert all(isinstance(item[name], str) for name in words)
    for name in dates & item.keys():
        assert item[name].keys() <= {"date-parts", "circa"}
        assert 1 <= len(item[name]["date-parts"]) <= 2
        for parts in item[name]["date-parts"]:
            assert 1 <= len(parts) <= 3
            assert all(type(part) is int for part in parts)


@pytest.mark.parametrize(
    ("precision", "status", "words", "event_date"),
    [
        (
            Precision.RANGE,
            Status.REPORTED,
            "Event of 1–30 April 2023.",
            {"date-parts": [[2023, 4, 1], [2023, 4, 30]]},
        ),
        (
            Precision.MONTH,
            Status.SCHEDULED,
            "Event scheduled for April 2023.",
            {"date-parts": [[2023, 4]]},
        ),
        (
            Precision.APPROXIMATE,
            Status.REPORTED,
            "Event of about 1–30 April 2023.",
            {"date-parts": [[2023, 4, 1], [2023, 4, 30]], "circa": True},
        ),
        (
            Precision.ISSUE,
            Status.REPORTED,
            "Undated event, in the issue’s period 1–30 April 2023.",
            None,
        ),
    ],
)
def test_citations_are_no_more_exact_than_the_date(
    precision: Precision, status: Status, words: str, event_date: object
) -> None:
    """A month has no day, an approximate date says so, an undated event has none."""
    occurrence = make_occurrence(date(2023, 4, 1), date(2023, 4, 30), precision, status)
    event = make_event(occurrences=[occurrence], digest=make_digest(issue_date_basis="stated"))
    assert Citation.of(event, CONTEXT).note() == words
    assert json.loads(written("csl.json", event))[0].get("event-date") == event_date


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2023, 4, 6), date(2023, 4, 6), "6 April 2023"),
        (date(2023, 5, 31), date(2023, 6, 2), "31 May – 2 June 2023"),
        (date(2023, 12, 31), date(2024, 1, 2), "31 December 2023 – 2 January 2024"),
    ],
)
def test_periods_are_said_shortly(start: date, end: date, words: str) -> None:
    """Month and year once where they are the same."""
    event = make_event(occurrences=[make_occurrence(start, end, Precision.RANGE)])
    assert Citation.of(event, CONTEXT).happened.words() == f"Event of {words}."


def test_a_citation_in_words() -> None:
    """One line; without a publisher or a doubt where there is none."""
    event = make_event(headline="Japan and US\nfly.")
    assert Citation.of(event, CONTEXT).plain() == (
        "“Japan and US fly.” US-Japan Alliance Digest Vol 2.7, item 3. "
        f"Sasakawa USA, April 2023, date inferred. {URL}"
    )
    other = make_event(digest=make_digest(series="other", issue_date_basis="stated"))
    assert Citation.of(other, CONTEXT).plain() == (
        f"“A headline.” US-Japan Alliance Digest Vol 2.7, item 3. April 2023. {URL}"
    )


def test_an_issue_without_numbers_has_none() -> None:
    """No empty field, no "None"."""
    event = make_event(digest=make_digest(volume=None, number=None))
    for suffix in ("bib", "ris", "csl.json", "csv"):
        assert "None" not in written(suffix, event)
    assert not {"volume", "number"} & set(bibtex(written("bib", event))[0])
    assert not {"volume", "number"} & set(rispy.loads(written("ris", event))[0])
    assert not {"volume", "issue"} & set(json.loads(written("csl.json", event))[0])


def test_formats_are_found_by_their_suffix() -> None:
    """Each with its media type."""
    assert {suffix: one.media_type for suffix, one in FORMATS.items()} == {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "parquet": "application/vnd.apache.parquet",
        "ndjson": "application/x-ndjson",
        "json": "application/json",
        "atom": "application/atom+xml",
        "feed.json": "application/feed+json",
        "ics": "text/calendar",
        "bib": "application/x-bibtex",
        "biblatex.bib": "application/x-biblatex",
        "ris": "application/x-research-info-systems",
        "csl.json": "application/vnd.citationstyles.csl+json",
        "txt": "text/plain; charset=utf-8",
    }
    assert all(one.suffix == suffix and one.label for suffix, one in FORMATS.items())
