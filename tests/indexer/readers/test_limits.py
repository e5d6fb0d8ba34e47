"""Limits that no real issue comes near: what is beyond is refused at once, with its figure."""

import json
from dataclasses import replace
from datetime import date

import pytest

from indexer.errors import UnreadableSource
from indexer.ingest.build import build
from indexer.readers import SourceHints, read
from indexer.readers.raw import MAX_DATES, MAX_ISSUE, MAX_ITEMS, MAX_LINES
from tests.indexer.readers.growing import ITEM, TEXT, document, feed, letter, mail, markdown, page
from tests.indexer.readers.hostile_limits import forms, references

HINTS = SourceHints("issue", series="Harbour Letter", new_series=True)
WIDE = " ".join(f"a{n}" for n in range(501))
LONG_ITEM = {"headline": ITEM, "text": f"{TEXT} " * (9_000 // len(TEXT))}


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        build(read(data, HINTS, max_bytes=20_000_000), HINTS.origin)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (letter("\n" * MAX_LINES), "20,005 lines; an issue has at most 20,000"),
        (letter(f"{'word ' * 1_000}\n" * 101), "504,924 characters; an issue has at most 500,000"),
        (markdown("- a\n" * MAX_LINES), "lines; an issue has at most 20,000"),
        (
            page("<p>a</p>" * (MAX_LINES + 2)),
            "20,001 headings and paragraphs; an issue has at most 20,000",
        ),
        (page("<p>" + "word " * (MAX_ISSUE // 5)), "characters; an issue has at most 500,000"),
        (page("<div>" * 501), "nests elements over 500 deep"),
        (page(f"<p {WIDE}>a</p>"), "a tag <p has over 500 attributes"),
        (page(f"<p {'/'.join(WIDE.split())}>a</p>"), "a tag <p has over 500 attributes"),
        (page("<p " + "a='b'" * 501 + ">a</p>"), "a tag <p has over 500 attributes"),
        (page(f"<p a=b'c {WIDE}>a</p>"), "a tag <p has over 500 attributes"),
        (page(f"<p =' {WIDE}'>a</p>"), "a tag <p has over 500 attributes"),
        (page(f"<title><p a='</title><p {WIDE}>a</p>"), "a tag <p has over 500 attributes"),
        (page(f"<p {'a ' * 400}>" * 2_600), "more attributes than any digest"),
        (page("<p" * 4_000), "tags in tags"),
        (mail("", "\n--x" * 5_001), "more than 5,000 parts"),
        (feed("<item/>" * 400_000), "over 400,000 tags"),
        (feed("<item " + "a='b' " * 501 + "/>"), "a tag <item has over 500 attributes"),
        (feed("<item>" * 100), "this feed nests elements over 100 deep"),
        (document(items=[LONG_ITEM] * 60), "characters; an issue has at most 500,000"),
        (
            document(items=[{"headline": ITEM, "text": TEXT}] * (MAX_ITEMS + 1)),
            "items: takes at most 200 values; there are 201",
        ),
        (
            document(**{f"k{i}": 1 for i in range(2_000)}),
            "an object has 2,002 fields ('series', 'issue_date', 'k0', ...); there are only series",
        ),
        (
            document(items=[{"headline": ITEM, "text": "May 3 " * (MAX_DATES + 1)}]),
            "the item 1 has 201 dates; an item has at most 200",
        ),
        (references(30), "refers to other values (*name); write them out"),
        (forms(4), "drawing this PDF takes more than"),
    ],
)
def test_what_no_issue_has_is_refused_with_its_figure(data: bytes, words: str) -> None:
    """And with a way out where there is one."""
    assert words in refused(data)


def test_whoever_sends_several_issues_in_one_is_told_what_to_do() -> None:
    """A year's issues in one file are the likeliest reason."""
    assert refused(letter("\n" * MAX_LINES)).endswith("send them one by one")


def test_an_issue_as_full_as_it_may_be_is_read() -> None:
    """As many items as there may be, together nearly as long as they may be."""
    text = f"{TEXT} " * (MAX_ISSUE // MAX_ITEMS // (len(TEXT) + 1) - 1)
    items = [{"headline": f"{ITEM} {n}", "text": text.strip()} for n in range(MAX_ITEMS)]
    assert len(read(document(items=items), HINTS, max_bytes=1_000_000).items) == MAX_ITEMS
    written = "".join(f"{item['headline']}\n\n{item['text']}\n\n\n" for item in items)
    assert len(read(letter(written), HINTS, max_bytes=1_000_000).items) == MAX_ITEMS


def test_values_that_are_written_out_are_read() -> None:
    """An ampersand or a star in a title is no reference."""
    text = f'---\ntitle: "Harbour & *Letter*"\ndate: 2024-05-12\n---\n\n## {ITEM}\n\n{TEXT}\n'
    assert read(text.encode(), HINTS, max_bytes=10_000).items[0].text == TEXT


def test_words_in_a_value_are_no_attributes() -> None:
    """A description of a picture may be long, and hold marks of every kind."""
    picture = f'<img alt="{WIDE} it\'s <b>bold</b> / 5" data-a=\'{{"a": "{WIDE}"}}\'>'
    data = page(f"{picture}<h2>{ITEM}</h2><p>{TEXT}</p><h2>{ITEM}</h2><p>{TEXT}</p>")
    assert [item.text for item in read(data, HINTS, max_bytes=100_000).items] == [TEXT, TEXT]


@pytest.mark.parametrize(
    "part", [f"<!-- <a {WIDE}> -->", f"<![CDATA[<a {WIDE}='b'>]]>", f"<?a {WIDE}?>"]
)
def test_what_is_no_tag_of_a_feed_is_not_measured_as_one(part: str) -> None:
    """Comments, quoted sections and instructions may hold anything."""
    body = f"<description><h2>{ITEM}</h2><p>{TEXT}</p></description>"
    data = feed(f"<item>{part}<title>{ITEM}</title>{body}</item>")
    hints = replace(HINTS, issue_date=date(2024, 5, 12))
    assert [item.text for item in read(data, hints, max_bytes=100_000).items] == [TEXT]


def test_a_few_unknown_fields_are_named_one_by_one() -> None:
    """With the fields that there are."""
    data = json.loads(document(itms=[]))
    assert "itms: there is no such field (known: series" in refused(json.dumps(data).encode())
