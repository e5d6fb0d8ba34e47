"""`make torture`, its second half: a flood of damaged inputs, which may be refused and no more.

What is read from outside – searches, and digests in every form – is damaged at random: bytes
turned, cut, doubled, spliced, parts exchanged for what is known to be odd. An input is taken, or
refused as an `InputError`; anything else, and whatever takes longer than some seconds, is printed
with the number that makes the same input again (`--only KIND --at NUMBER`). Exit status 1 where
there was any.
"""

import argparse
import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from api.knowledge.box_printing import printed
from api.knowledge.filters import FIELDS
from api.knowledge.query_language import parse
from indexer.errors import InputError
from indexer.ingest.build import build
from indexer.readers import SourceHints, parts, read
from tests.builders import make_digest_text

_ITEMS = (
    ("Lunar rover agreed", "Japan and the US agreed on a lunar rover in Tokyo on April 10-12."),
    ("Drill off Luzon", "The Philippines hosted an exercise from late March until May 3, 2023."),
)
_TITLE = "US-Japan Alliance Digest Vol 2.7"
_PDF = Path(__file__).parents[1] / "indexer" / "readers" / "vol_2_07" / "printed.pdf"
_LIMIT = 1_000_000
_SLOW_SECONDS = 5.0
_HANGS_SECONDS = 60
_BUILT_EVERY = 10  # what was read is normalised, too; that takes most of the time
_BLOCK = 500
_ODD = (
    *(
        "\x00",
        "\ufeff",
        "\u202e",
        "\u200b",
        "\ud7ff",
        "\U0010ffff",
        "\x1b[2J",
        "\r",
        "\n\n\n",
        "\t",
    ),
    *(
        "﷽",
        "İ",
        "ß",
        "ﬁ",
        "e\u0301",
        "１２",
        "٣",
        "½",
        "Ⅻ",
        "’",
        "“",
        "—",
        "…",
        "🛰️",
        "한국",
        "日本",
    ),
    *(
        "-",
        "--",
        '"',
        '""',
        "'",
        "(",
        ")",
        "((((",
        "))))",
        ":",
        ",",
        ";",
        "<",
        ">",
        "&",
        "&#0;",
        "]]>",
    ),
    *("0", "-1", "1e999", "9" * 40, "NaN", "null", "true", "[]", "{}", "[[[[", '{"a":', "\\u0000"),
    *(
        "<p>",
        "</p>",
        "<li>",
        "<table><tr><td>",
        "<!--",
        "<![CDATA[",
        "<script>",
        "<!DOCTYPE",
        "<?xml",
    ),
    *("\n- ", "\n* ", "\n1. ", "\n# ", "\n---\n", "\n> ", "```", "| a | b |", "![](x)", "[a](b)"),
    *("Feb 30, 2023", "13/13/13", "May 0", "the 32nd", "Vol 99999.99999", "from May to", "Q5 2023"),
    *(
        "\nFrom: a",
        "\nContent-Type: multipart/mixed; boundary=a",
        "=?utf-8?B?",
        "=3D",
        "--a--",
        "\n.\n",
    ),
    *(
        "/Length -1",
        "endobj",
        "stream",
        "<<",
        ">>",
        "/Kids[1 0 R]",
        "xref",
        "startxref",
        "%%EOF",
        "BT",
    ),
)
_WORDS = (
    "rover",
    "lunar",
    "japan",
    "US",
    "a",
    "I",
    "NEAR/3",
    "OR",
    "AND",
    "NOT",
    "2023",
    "F-35",
    "é",
)


class Kind(NamedTuple):
    """A kind of input.

    Attributes:
        count: how many there are when nothing else is said.
        make: one of them, at random.
        take: what is done with it.
    """

    count: int
    make: Callable[[random.Random], bytes]
    take: Callable[[bytes, bool], object]


def _html() -> bytes:
    rows = "".join(f"<h2>{escape(head)}</h2><p>{escape(text)}</p>" for head, text in _ITEMS)
    head = f"<title>{_TITLE}</title><meta name=date content=2023-04-15>"
    return f"<html><head>{head}</head><body><h1>{_TITLE}</h1>{rows}</body></html>".encode()


def _markdown() -> bytes:
    rows = "\n".join(f"## {head}\n\n{text}\n" for head, text in _ITEMS)
    return f'---\ntitle: "{_TITLE}"\nlang: en\n---\n\n{rows}'.encode()


def _mail() -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = (
        "Digest <d@a.example>",
        "r@b.example",
        _TITLE,
    )
    rows = "\n".join(f"{n}) {head}\n\n{text}\n" for n, (head, text) in enumerate(_ITEMS, 1))
    message.set_content(f"{_TITLE}\n\n{rows}", cte="quoted-printable")
    message.add_alternative(_html().decode(), subtype="html", cte="base64")
    return message.as_bytes()


def _feed() -> bytes:
    body = "".join(f"<h3>{head}</h3><p>{text}</p>" for head, text in _ITEMS)
    item = f"<item><title>{_TITLE}</title><description>{escape(body)}</description></item>"
    channel = f"<channel><title>US-Japan Alliance Digest</title>{item}</channel>"
    return f"<rss version='2.0'>{channel}</rss>".encode()


def _document() -> dict[str, Any]:
    items = [{"headline": head, "text": text} for head, text in _ITEMS]
    return {"series": "US-Japan Alliance Digest", "volume": 2, "number": 7, "items": items}


def damaged(chance: random.Random, data: bytes, others: tuple[bytes, ...] = ()) -> bytes:
    """Some bytes, damaged in one to five ways."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(found) + 1)
        to = min(len(found), at + int(chance.expovariate(1 / 30)))
        match chance.randrange(7):
            case 0 if at < len(found):
                found[at] ^= 1 << chance.randrange(8)
            case 1:
                del found[at:to]
            case 2:
                found[at:at] = found[at:to] * chance.choice((1, 2, 50))
            case 3:
                found[at:to] = chance.choice(_ODD).encode()
            case 4:
                found[at:at] = chance.choice(_ODD).encode() * chance.choice((1, 1, 1, 30))
            case 5 if chance.random() < 0.2:
                del found[at:]
            case 6 if others:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                found[at:to] = other[start : start + 200]
    return bytes(found)


def _query(chance: random.Random) -> bytes:
    fields = [f"{name}:" for name in FIELDS] + ["-", "headline:", "text:", '"', "(", ")", " ", " "]
    known = [*_WORDS, *_ODD, *fields, "JP", "space", "2023-04", "2.7", "JP,US", "usjad-2-7"]
    text = chance.choice(("", " ")).join(chance.choices(known, k=chance.randint(1, 12)))
    return text.encode("utf-8", "replace")


def _json(chance: random.Random) -> bytes:
    if chance.random() < 0.5:
        return damaged(chance, json.dumps(_document()).encode())
    odd: list[Any] = [None, True, -1, 1e300, 10**30, "", " ", [], {}, [[]], "2023-02-30", *_ODD]

    def turned(value: Any) -> Any:
        if chance.random() < 0.03:
            return chance.choice(odd)
        if isinstance(value, dict):
            return {(chance.choice(_ODD) if chance.random() < 0.01 else k): turned(v)
                    for k, v in value.items()}  # fmt: skip
        return [turned(one) for one in value] if isinstance(value, list) else value

    return json.dumps(turned(_document())).encode()


def _digest(name: str) -> Callable[[bytes, bool], object]:
    def take(data: bytes, whole: bool) -> object:
        hints = SourceHints(name, new_series=True)
        for part in parts(data, hints, max_bytes=_LIMIT):
            raw = read(part.data, part.hints, max_bytes=_LIMIT)
            if whole:
                build(raw, name)
        return None

    return take


def _search(data: bytes, _: bool) -> object:
    text = data.decode("utf-8", "replace")
    parse(text, typing=True)
    box = parse(text)
    try:
        parse(printed(box))
    except InputError as error:
        raise AssertionError(f"{printed(box)!r} is refused when it is read again") from error
    return None


_TEXT, _MARKDOWN, _HTML, _MAIL = make_digest_text(*_ITEMS), _markdown(), _html(), _mail()
_OTHERS = (_TEXT, _MARKDOWN, _HTML, _MAIL, _feed())
KINDS = {
    "query": Kind(500_000, _query, _search),
    "text": Kind(200_000, lambda c: damaged(c, _TEXT, _OTHERS), _digest("vol-2-07.txt")),
    "markdown": Kind(150_000, lambda c: damaged(c, _MARKDOWN, _OTHERS), _digest("vol-2-07.md")),
    "json": Kind(150_000, _json, _digest("vol-2-07.json")),
    "html": Kind(50_000, lambda c: damaged(c, _HTML, _OTHERS), _digest("vol-2-07.html")),
    "mail": Kind(40_000, lambda c: damaged(c, _MAIL, _OTHERS), _digest("vol-2-07.eml")),
    "feed": Kind(10_000, lambda c: damaged(c, _feed(), _OTHERS), _digest("vol-2-07.xml")),
    "pdf": Kind(10_000, lambda c: damaged(c, _PDF.read_bytes()), _digest("vol-2-07.pdf")),
}


class Found(NamedTuple):
    """What became of a block of inputs.

    Attributes:
        taken, refused: how many.
        wrong: those that did something else, in words.
        slowest: CPU seconds of the slowest, and its number.
    """

    taken: int
    refused: int
    wrong: list[str]
    slowest: tuple[float, int]


def _input(name: str, seed: int, number: int) -> bytes:
    return KINDS[name].make(random.Random(f"{seed} {name} {number}"))  # noqa: S311


def block(name: str, seed: int, numbers: range) -> Found:
    """Give a block of inputs to what takes them."""
    taken = refused = 0
    wrong: list[str] = []
    slowest = (0.0, -1)
    for number in numbers:
        data = _input(name, seed, number)
        began = time.process_time()
        signal.alarm(_HANGS_SECONDS)
        try:
            KINDS[name].take(data, number % _BUILT_EVERY == 0)
            taken += 1
        except InputError:
            refused += 1
        except Exception as error:  # noqa: BLE001  (that is what is looked for)
            wrong.append(f"{name} {number}: {type(error).__name__}: {str(error)[:200]}")
        finally:
            signal.alarm(0)
        seconds = time.process_time() - began
        slowest = max(slowest, (seconds, number))
        if seconds > _SLOW_SECONDS:
            wrong.append(f"{name} {number}: took {seconds:.1f} s")
    return Found(taken, refused, wrong, slowest)


def flood(name: str, count: int, *, seed: int, jobs: int, first: int = 0) -> Found:
    """So many inputs of a kind, over several processes."""
    blocks = [
        range(at, min(at + _BLOCK, first + count)) for at in range(first, first + count, _BLOCK)
    ]
    with ProcessPoolExecutor(jobs) as pool:
        found = list(pool.map(block, *zip(*((name, seed, one) for one in blocks), strict=True)))
    return Found(
        sum(one.taken for one in found),
        sum(one.refused for one in found),
        [line for one in found for line in one.wrong],
        max(one.slowest for one in found),
    )


def _told(name: str, count: int, found: Found) -> Iterator[str]:
    seconds, number = found.slowest
    yield (
        f"{name:9} {count:8} inputs: {found.taken} taken, {found.refused} refused, "
        f"{len(found.wrong)} wrong; slowest {seconds:.2f} s (number {number})"
    )
    kinds = Counter(line.split(": ", 1)[1][:80] for line in found.wrong)
    for kind, times in kinds.most_common(10):
        example = next(line for line in found.wrong if line.split(": ", 1)[1][:80] == kind)
        yield f"  {times} times, such as {example}"


def main() -> None:
    """Parse arguments, flood, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the whole flood")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", nargs="+", choices=KINDS)
    parser.add_argument("--at", type=int, help="write this input to standard output")
    arguments = parser.parse_args()
    if arguments.at is not None:
        sys.stdout.buffer.write(_input(arguments.only[0], arguments.seed, arguments.at))
        return
    wrong = 0
    for name in arguments.only or KINDS:
        count = max(1, round(KINDS[name].count * arguments.share))
        found = flood(name, count, seed=arguments.seed, jobs=arguments.jobs)
        print("\n".join(_told(name, count, found)), flush=True)
        wrong += len(found.wrong)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
