"""Markdown, with front matter in YAML, TOML or JSON."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from indexer.normalise.series import DateOrder, SeriesProfile, SeriesRegistry
from indexer.readers.blocks import Block
from indexer.readers.encoding import decode
from indexer.readers.format import Format
from indexer.readers.front_matter import TITLES, front_matter, json_front
from indexer.readers.issue import issue, opening_of
from indexer.readers.markdown_blocks import blocks_of_markdown
from indexer.readers.numbering import IssueNumber
from indexer.readers.opening import Context, Given
from indexer.readers.raw import RawDigest, SourceHints
from indexer.readers.report import Report
from indexer.readers.stated import iso_day
from indexer.readers.text import lines_of

_ATX = re.compile(rb"(?m)^#{1,6} \S")
_SNIFFED_FRONT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:---(?:yaml)?[ \t]*\r?\n(?:[ \t]*+#.*+\n)*+[A-Za-z_][\w -]*:"
    rb"|\+\+\+[ \t]*\r?\n|---toml[ \t]*\r?\n|(?:---(?:json)?|;;;(?:json)?)[ \t]*\r?\n\s*\{)"
)
# In this order: when a file was made counts only where nothing else is said.
_DATES = (
    *("issue_date", "date", "published", "publication_date", "publish_date", "publishdate"),
    *("date_published", "datepublished", "pubdate", "pub_date", "published_at", "published_on"),
    *("issued", "released", "release_date", "posted", "day", "created", "date_created"),
)
_SERIES = ("series", "publication", "journal", "newsletter")
_NUMBERS = ("number", "issue", "no", "issue_number", "nr")
_VOLUMES = ("volume", "vol")


def read_markdown(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> RawDigest:
    """Read an issue in Markdown.

    Raises:
        UnreadableSource: its front matter is damaged, or no digest can be made out in it.
    """
    context = Context(hints, registry, Report(hints.origin))
    text = decode(data, context.report)
    values, end = front_matter(text, hints.origin)
    body = text
    if end:
        context = replace(context, given=_given(values))
        # The lines keep their numbers.
        body = "\n" * text.count("\n", 0, end) + text[end:]
    lines_of(body, hints.origin)
    found = blocks_of_markdown(body, hints.origin)

    def cut(_: SeriesProfile | None) -> Sequence[Block]:
        return found

    return issue(opening_of(found), cut, context)


def _given(values: Mapping[str, Any]) -> Given:
    title = next((str(values[key]) for key in TITLES if _is_text(values.get(key))), None)
    series = next((str(values[key]) for key in _SERIES if _is_text(values.get(key))), None)
    day = next((day for key in _DATES if key in values and (day := _day(values[key]))), None)
    return Given(
        titles=(title.strip()[:300],) if title else (),
        series=series.strip()[:300] if series else None,
        day=day,
        day_from="front matter",
        number=_number(values),
    )


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, list):
        return next((day for one in value if (day := _day(one))), None)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # 20240524
    return iso_day(value, DateOrder.MONTH_DAY) if isinstance(value, str) else None


def _number(values: Mapping[str, Any]) -> IssueNumber | None:
    number = _whole(next((values[key] for key in _NUMBERS if key in values), None))
    volume = _whole(next((values[key] for key in _VOLUMES if key in values), None))
    if number is None and volume is None:
        combined = next((values[key] for key in (*_VOLUMES, *_NUMBERS) if key in values), None)
        match = re.fullmatch(r"\s*(\d{1,3})\.(\d{1,4})\s*", str(combined))
        return (int(match[1]), int(match[2])) if match else None
    return None if number is None else (volume, number)


def _whole(value: Any) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    match = re.fullmatch(r"\s*(?:no\.?|vol\.?|#)?\s*(\d{1,4})\s*", str(value), re.IGNORECASE)
    return int(match[1]) if match else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _sniff(head: bytes, origin: str) -> bool:
    if _SNIFFED_FRONT.match(head) or json_front(head.decode("utf-8", "replace")):
        return True
    name = origin.lower()
    if name.endswith((".md", ".markdown", ".mdown")):
        return True
    return len(_ATX.findall(head)) > 1


FORMAT = Format(
    name="markdown",
    title="Markdown",
    media_types=("text/markdown", "text/x-markdown"),
    suffixes=(".md", ".markdown"),
    sniff=_sniff,
    read=read_markdown,
)
