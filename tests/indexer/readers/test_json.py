"""The JSON reader: every field kept, every fault named by its place."""

import json
from datetime import date
from typing import Any

import pytest

from indexer.errors import SourceTooLarge, UnknownFormat, UnreadableSource
from indexer.ingest.build import build
from indexer.readers import RawDigest, SourceHints, media_type, read

ITEM = {"headline": "Space dialogue held", "text": "The US and Japan met in Tokyo on March 24."}


def document(**changes: object) -> dict[str, Any]:
    fields = {"series": "US-Japan Alliance Digest", "volume": 2, "number": 7, "items": [ITEM]}
    return {name: value for name, value in (fields | changes).items() if value is not ...}


def parsed(data: bytes, **hints: Any) -> RawDigest:
    return read(data, SourceHints("x.json", **hints), max_bytes=1_000_000)


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        parsed(data)
    return str(caught.value)


def encoded(**changes: object) -> bytes:
    return json.dumps(document(**changes)).encode()


def test_all_that_is_given_is_kept() -> None:
    """White space as single spaces, the title as it stands."""
    raw = parsed(
        encoded(
            title="A special issue",
            issue_date="2023-04-16",
            image_credit="U.S. Navy",
            items=[ITEM, {"headline": "Two\n  lines", "text": ""}],
        )
    )
    assert (raw.series, raw.volume, raw.number) == ("us-japan-alliance-digest", 2, 7)
    assert (raw.stated_date, raw.image_credit) == (date(2023, 4, 16), "U.S. Navy")
    assert [(item.headline, item.truncated) for item in raw.items] == [
        ("Space dialogue held", False),
        ("Two lines", True),
    ]
    assert [(remark.code, remark.words) for remark in raw.remarks] == [
        ("paragraph-missing", "Two lines")
    ]
    draft = build(raw, "x.json")
    assert (draft.title, draft.issue_date_basis) == ("A special issue", "stated")


@pytest.mark.parametrize("series", ["us-japan-alliance-digest", "U.S.-Japan Alliance Digest"])
def test_the_series_is_its_title_or_its_id(series: str) -> None:
    """And the digest gets the same id as from a page."""
    draft = build(parsed(b"\xef\xbb\xbf \n" + encoded(series=series)), "x.json")
    assert (draft.id, draft.title) == ("usjad-2-7", "US-Japan Alliance Digest Vol 2.7")


def test_what_the_caller_says_comes_first() -> None:
    """As with every reader."""
    raw = parsed(encoded(volume=..., number=...), volume=(3, 1))
    assert (raw.volume, raw.number) == (3, 1)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"itms": []}, "itms: there is no such field (known: series, title, volume"),
        ({"items": [ITEM, ITEM | {"body": "x"}]}, "items[1].body: there is no such field"),
        ({"items": [{"headline": "x"}]}, "items[0].text: is missing"),
        ({"items": [ITEM | {"headline": " \n"}]}, "items[0].headline: is empty"),
        ({"items": [ITEM | {"text": "a\x00b"}]}, "items[0].text: holds a NUL character"),
        ({"items": []}, "items is empty"),
        ({"items": [ITEM] * 201}, "items: takes at most 200 values"),
        (
            {"items": [ITEM | {"text": "x" * 10_001}]},
            "items[0].text: takes at most 10000",
        ),
        ({"items": ...}, "items: is missing"),
        ({"series": "Nobody's Digest"}, "unknown series"),
        ({"volume": "2"}, "volume: must be a whole number"),
        ({"number": ...}, "volume and number go together"),
        ({"volume": ..., "number": ...}, "cannot be dated"),
        ({"issue_date": "2023-02-30"}, "issue_date:"),
        ({"issue_date": "0001-01-01"}, "issue_date:"),
    ],
)
def test_faults_are_named_by_their_place(changes: dict[str, object], words: str) -> None:
    """And the file they are in."""
    told = refused(encoded(**changes))
    assert told.startswith("x.json: ")
    assert words in told


@pytest.mark.parametrize(
    "data",
    [
        b'{"series": ',
        b'{"series": "\xff"}',
        b'{"series": "\\ud800"}',
        b'[{"series": 1}]',
        b"{}",
        b'{"a":' * 5_000,
    ],
)
def test_damaged_json_is_refused(data: bytes) -> None:
    """Whatever is wrong with it."""
    assert media_type(data) == "application/json"
    assert refused(data).startswith("x.json: ")


def test_many_faults_are_told_in_short() -> None:
    """Five of them, and how many more."""
    assert refused(encoded(items=[{}] * 4)).endswith("; and 3 more")


def test_a_bracket_does_not_make_a_text_json() -> None:
    """A page may begin with one; other formats are still refused by name."""
    page = b"[US-Japan Alliance Digest Vol 2.7]\n\n- One in Japan\n\n\n- Tokyo did one.\n"
    assert media_type(page) == "text/plain"
    assert parsed(page).number == 7
    with pytest.raises(UnknownFormat, match="ZIP"):
        parsed(b"PK\x03\x04")
    with pytest.raises(SourceTooLarge, match="ENTENTE_MAX_SOURCE_MB"):
        read(encoded(), SourceHints("x.json"), max_bytes=10)
