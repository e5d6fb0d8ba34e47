"""The plain text reader: publication page, plain capture and blog page, faults included."""

import re
from dataclasses import dataclass, field
from datetime import date

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesProfile, profiles, series_named, untitled_series
from indexer.readers.layout import (
    Bullet,
    Line,
    bullets,
    loose_lines,
    split_sections,
    with_continuations,
)
from indexer.readers.numbering import believed, named_number, stated_number
from indexer.readers.raw import (
    FIRST_DAY,
    LAST_DAY,
    MAX_ITEMS,
    MAX_TEXT,
    RawDigest,
    RawItem,
    SourceHints,
)
from indexer.remarks import Remark, Severity

_MAX_LINE = 100_000
_CREDIT = re.compile(r"\s*\w?Image (?:Source|Credit)s?\s*:\s*(?P<who>.+?)\s*", re.IGNORECASE)
_STATED = re.compile(
    r"\s*(?:(?:Published|Date|Issued)(?: on)?:?\s+)?(?P<date>\d{4}-\d{2}-\d{2})\s*", re.IGNORECASE
)
# A page that retells a publication says so in a line of its own before its items.
_RETOLD = re.compile(r"\s*Retold\b.*\bown words\b.*", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][\"'”’)\]]*$")
_QUOTED_WORDS = 60
_LEAST_HEADLINES = 2


@dataclass
class _Report:
    """Collects what is doubtful in one file."""

    file: str
    remarks: list[Remark] = field(default_factory=list)

    def add(
        self,
        severity: Severity,
        code: str,
        message: str,
        *,
        line: int | None = None,
        words: str | None = None,
    ) -> None:
        shown = words if words is None or len(words) <= _QUOTED_WORDS else words[:59] + "…"
        self.remarks.append(Remark(severity, code, message, self.file, line, shown))


def read_text(data: bytes, hints: SourceHints) -> RawDigest:
    """Read one of the three text layouts.

    Raises:
        UnreadableSource: it is not text, or no digest can be made out in it.
    """
    report = _Report(hints.origin)
    lines = _lines(_decode(data, report), hints.origin)
    header = _header(lines)
    profile, title = _series(header, hints, report)
    stated = stated_number((title or "", *(line.text for line in header)))
    named = named_number(hints.origin)
    volume, number = believed(stated, named, hints)
    if hints.volume is None and stated and named and stated != named:
        report.add(
            Severity.WARNING,
            "volume-conflict",
            f"the page says volume {stated[0]}.{stated[1]}, its name {named[0]}.{named[1]}; the "
            "page was believed",
        )
    furniture = profile.boilerplate if profile else ()
    found = bullets(lines, furniture)
    headlines, paragraphs = split_sections(lines, found)
    paragraphs = _continued(paragraphs, loose_lines(lines, found, furniture), report)
    if not headlines or (not paragraphs and len(headlines) < _LEAST_HEADLINES):
        raise UnreadableSource(
            f"{hints.origin}: no digest can be made out: it needs a list of bulleted headlines "
            "and a list of bulleted paragraphs"
        )
    if profile is None:
        raise UnreadableSource(
            f"{hints.origin}: no known series is named in the title or the file name "
            f"(known: {', '.join(p.title for p in profiles().values())})"
        )
    items = _within_bounds(_items(headlines, paragraphs, report), hints.origin)
    return RawDigest(
        series=profile.slug,
        title=title or profile.title,
        volume=volume,
        number=number,
        stated_date=_stated_date(header),
        image_credit=_credit(lines),
        items=items,
        remarks=tuple(report.remarks),
        retold=any(_RETOLD.fullmatch(line.text) for line in header),
    )


def _decode(data: bytes, report: _Report) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp1252":
            report.add(
                Severity.WARNING,
                "encoding",
                "the file is not UTF-8; it was read as Windows-1252",
            )
        break
    else:
        raise UnreadableSource(f"{report.file}: the file is not text in UTF-8 or UTF-16")
    if "\x00" in text:
        raise UnreadableSource(f"{report.file}: the file holds NUL bytes, so it is not text")
    return text


def _lines(text: str, origin: str) -> list[Line]:
    lines = [
        Line(number, raw.replace("\u00a0", " ").rstrip())
        for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    ]
    for line in lines:
        if len(line.text) > _MAX_LINE:
            raise UnreadableSource(
                f"{origin}: line {line.number} is {len(line.text):,} characters long; "
                "a paragraph of a digest is not, so the file is damaged"
            )
    return lines


def _header(lines: list[Line]) -> list[Line]:
    """The lines before the first bullet, blank ones left out."""
    first = next((line.number for line in lines if line.bullet is not None), len(lines) + 1)
    return [line for line in lines if line.number < first and line.text.strip()]


def _series(
    header: list[Line], hints: SourceHints, report: _Report
) -> tuple[SeriesProfile | None, str | None]:
    titled = [(series_named(line.text), line.text.strip()) for line in header]
    # The page repeats its title in download links; the shortest mention is the title itself.
    title = min((text for profile, text in titled if profile), key=len, default=None)
    if hints.series is not None:
        if hints.series not in profiles():
            raise UnreadableSource(
                f"{hints.origin}: unknown series {hints.series!r} "
                f"(known: {', '.join(sorted(profiles()))})"
            )
        return profiles()[hints.series], title
    if title is not None:
        return series_named(title), title
    named = series_named(hints.origin)
    if named is None and (named := untitled_series()) is not None:
        report.add(
            Severity.WARNING,
            "series-assumed",
            f"the capture has no title; taken for {named.title}, whose plain captures have none",
        )
    return named, None


def _stated_date(header: list[Line]) -> date | None:
    for line in header:
        if match := _STATED.fullmatch(line.text):
            try:
                stated = date.fromisoformat(match["date"])
            except ValueError:
                continue
            if FIRST_DAY <= stated <= LAST_DAY:
                return stated
    return None


def _credit(lines: list[Line]) -> str | None:
    for line in lines:
        if match := _CREDIT.fullmatch(line.text):
            return match["who"]
    return None


def _continued(paragraphs: list[Bullet], loose: list[Line], report: _Report) -> list[Bullet]:
    """Nothing is dropped in silence: loose lines join the item before them, or are named."""
    joined, left = with_continuations(paragraphs, loose)
    for line in loose:
        if line in left:
            report.add(
                Severity.INFO,
                "left-out",
                "this line belongs to no item and was left out",
                line=line.number,
                words=line.text.strip(),
            )
        else:
            report.add(
                Severity.WARNING,
                "continued",
                "this line stands apart; it was taken as part of the item before it",
                line=line.number,
                words=line.text.strip(),
            )
    return joined


def _within_bounds(items: tuple[RawItem, ...], origin: str) -> tuple[RawItem, ...]:
    if len(items) > MAX_ITEMS:
        raise UnreadableSource(f"{origin}: {len(items):,} items; an issue has at most {MAX_ITEMS}")
    for item in items:
        longest = max(len(item.headline), len(item.text))
        if longest > MAX_TEXT:
            raise UnreadableSource(
                f"{origin}: the item at line {item.headline_line} is {longest:,} characters long; "
                f"an item has at most {MAX_TEXT:,}"
            )
    return items


def _items(
    headlines: list[Bullet], paragraphs: list[Bullet], report: _Report
) -> tuple[RawItem, ...]:
    if len(headlines) != len(paragraphs):
        report.add(
            Severity.WARNING,
            "count-mismatch",
            f"{len(headlines)} headlines but {len(paragraphs)} paragraphs; paired in order",
        )
    items = [
        _item(headline, paragraph, report, last=paragraph is paragraphs[-1])
        for headline, paragraph in zip(headlines, paragraphs, strict=False)
    ]
    for headline in headlines[len(paragraphs) :]:
        report.add(
            Severity.WARNING,
            "paragraph-missing",
            "this headline's paragraph is missing; the event has its headline only",
            line=headline.line,
            words=headline.text,
        )
        items.append(RawItem(headline.text, "", headline.line, None, truncated=True))
    for paragraph in paragraphs[len(headlines) :]:
        report.add(
            Severity.WARNING,
            "headline-missing",
            "this paragraph has no headline; its first sentence stands in",
            line=paragraph.line,
            words=paragraph.text,
        )
        first = re.split(r"(?<=[a-z0-9)”’]{2}[.!?])\s", paragraph.text)[0]
        items.append(RawItem(first, paragraph.text, paragraph.line, paragraph.line))
    return tuple(items)


def _item(headline: Bullet, paragraph: Bullet, report: _Report, *, last: bool) -> RawItem:
    ended = _ENDED.search(paragraph.text) is not None
    if not ended:
        report.add(
            Severity.WARNING if last else Severity.INFO,
            "cut-off" if last else "stop-missing",
            "the paragraph ends without a stop" + ("; the capture cut it off" if last else ""),
            line=paragraph.line,
            words=paragraph.text[-40:],
        )
    return RawItem(
        headline.text,
        paragraph.text,
        headline.line,
        paragraph.line,
        truncated=last and not ended,
    )
