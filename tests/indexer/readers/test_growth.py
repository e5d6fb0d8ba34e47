"""Every reader is linear: twice the input takes at most 2.3 times our own steps."""

import json
from collections.abc import Callable
from contextlib import suppress

import pytest

from indexer.errors import InputError
from indexer.readers import SourceHints, parts, read
from indexer.readers.registry import format_of
from tests.steps import steps


def steps_for(data: bytes) -> int:
    """Steps over some bytes, refused or not."""

    def reading() -> None:
        with suppress(InputError):
            read(data, SourceHints("vol-2-07.txt", new_series=True), max_bytes=10**9)

    return steps(reading)


def _page(body: str) -> bytes:
    return f"<html><body><h1>Harbour Letter 12 May 2024</h1>{body}</body></html>".encode()


INPUTS: dict[str, Callable[[int], bytes]] = {
    "bullets": lambda n: ("Headlines\n" + "- Ministers meet in Oslo\n" * n).encode(),
    "loose lines": lambda n: ("- One here\n- Two.\n" + "\nloose words\n" * n).encode(),
    "blanks": lambda n: ("- One here\n" + "\n" * n + "- Two.\n").encode(),
    "credit blanks": lambda n: ("Image Source: " + "a " * n + "\n- One here\n- Two.\n").encode(),
    "dates": lambda n: ("- One here\n\n\n- On " + "May 3, 2024, " * n + "it met.\n").encode(),
    "numbers": lambda n: " ".join(f"{i}. Word" for i in range(1, n)).encode(),
    "sections": lambda n: ("Ministers meet in Oslo\n" + "They met. " * 15 + "\n\n").encode() * n,
    "entries": lambda n: (
        ("May 3, 2024: " + "Ministers met here in Oslo. " * 2 + "\n\n").encode() * n
    ),
    "elements": lambda n: _page("<p>They met in Oslo today.</p>" * n),
    "nesting": lambda n: _page("<div>" * n + "They met in Oslo today." + "</div>" * n),
    "headings": lambda n: _page("<h2>Ministers meet in Oslo</h2><p>They met there.</p>" * n),
    "markdown": lambda n: (
        "# Harbour Letter\n\n" + "## They meet here\n\nThey met.\n\n" * n
    ).encode(),
    "unknown keys": lambda n: json.dumps({f"k{i}": 1 for i in range(n)}).encode(),
    "mail": lambda n: b"From: a@b.c\nTo: d@e.f\nSubject: x\n\n" + b"- They met in Oslo.\n" * n,
    "feed": lambda n: (
        b"<rss><channel>" + b"<item><title>a</title></item>" * n + b"</channel></rss>"
    ),
}


@pytest.mark.parametrize("name", INPUTS)
def test_twice_the_input_takes_twice_the_steps(name: str) -> None:
    """Up to a little for what is done once a source."""
    make = INPUTS[name]
    small = steps_for(make(400))
    assert small > 0
    assert steps_for(make(800)) <= 2.3 * small


_HEAD = (
    b"From: a@b.c\nTo: d@e.f\n%sSubject: Harbour Letter 12 May 2024\n\n- They meet\n\n- They met.\n"
)
MAILS: dict[str, Callable[[int], bytes]] = {
    "a subject": lambda n: _HEAD.replace(b"2024", b"2024 " + b"word " * n) % b"",
    "encoded words": lambda n: _HEAD % (b"List-Id: =?idna?q?xn--" + b"a" * 5 * n + b"?=\n"),
    "parameters": lambda n: _HEAD % (b"Content-Type: text/plain" + b"; c=d" * n + b"\n"),
    "a comment": lambda n: _HEAD % (b"Cc: " + b"(" * 5 * n + b"\n"),
    "recipients": lambda n: (
        (_HEAD % (b"Cc: " + b"".join(b"r%d@b.c, " % i for i in range(n)) + b"\n")) + b"r@b.c " * n
    ),
    "many headers": lambda n: _HEAD % (b"Cc: r@b.c\n" * n),
}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_costs_what_its_length_costs(name: str) -> None:
    """The standard library's steps among ours: it reads a header in the square of its length."""

    def taken(data: bytes) -> int:
        def taking() -> None:
            hints = SourceHints("letter.eml", new_series=True)
            with suppress(InputError):
                for part in parts(data, hints, max_bytes=10**9):
                    read(part.data, part.hints, max_bytes=10**9)

        return steps(taking, of=("indexer", "email"))

    small = taken(MAILS[name](400))
    assert small > 0
    assert taken(MAILS[name](800)) <= 2.3 * small


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"Type: x;\r\n" + b' boundary="==";\r\n' * 3000 + b"!", "text"),
        (b"---\n" + b" # a\r\n" * 3000 + b"!", "text"),
        (b"From x\r\n" + b"A:\r\n " * 3000, "mail"),
    ],
)
def test_what_a_file_is_is_seen_at_once(data: bytes, name: str) -> None:
    """A line ends in one way only: were there two, thousands of lines would never be through."""
    assert format_of(data, "x.dat").name == name
