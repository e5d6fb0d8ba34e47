"""E-mail: one message, or a mailbox of several; read by its text or its HTML part."""

import email.message
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesRegistry
from indexer.readers import html_parsing
from indexer.readers.encoding import clean
from indexer.readers.format import Format, Part
from indexer.readers.html import html_issue
from indexer.readers.mail_forwarded import Forwarded, unwrapped
from indexer.readers.mail_kept import attached, without_recipients
from indexer.readers.mail_links import without_links
from indexer.readers.mail_parsed import parsed, stated, text_of
from indexer.readers.opening import Context, Given
from indexer.readers.raw import RawDigest, SourceHints
from indexer.readers.report import Report
from indexer.readers.text import text_issue

_MAX_PARTS = 200
_MAX_MESSAGES = 2_000
# Possessive: a line ends in one way only, else a long header would be tried in every way.
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}+:[^\n]*+\n(?:[ \t][^\n]*+\n)*+)")
_KNOWN = re.compile(
    rb"(?im)^(?:from|to|subject|date|message-id|received|return-path|mime-version|delivered-to):"
)
_MBOX = re.compile(rb"(?:\A|(?<=\n))From [^\r\n]{1,200}\r?\n(?=[A-Za-z][A-Za-z0-9-]{0,60}:)")
# A text part with less than this share of the HTML part's words only points to it.
_STUB = 0.4
# What mail programs and lists set before a subject.
_PREFIXES = re.compile(
    r"^(?:\[[^\]]{1,40}\]\s*|(?:fwd?|re|aw|wg|tr|sv)\s*:\s*){1,9}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Bodies:
    """The readable parts of a message."""

    text: str | None
    html: str | None


def read_mail(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> RawDigest:
    """Read an issue that came as a mail.

    Raises:
        UnreadableSource: it holds several messages, or no digest can be made out in it.
    """
    messages = _messages(data)
    if len(messages) > 1:
        raise UnreadableSource(
            f"{hints.origin}: this is a mailbox of {len(messages)} messages; send them one by one"
        )
    message = parsed(messages[0])
    message = attached(message) or message
    report = Report(hints.origin)
    bodies = _bodies(message, report)
    forwarded = unwrapped(bodies.text or "")
    if forwarded is not None and bodies.text is not None:
        bodies = replace(bodies, text=forwarded.text)
    if bodies.text is not None:
        bodies = replace(bodies, text=without_links(bodies.text))
    context = Context(hints, registry, report, _given(message, forwarded))
    return _likeliest(bodies, context)


def _likeliest(bodies: _Bodies, context: Context) -> RawDigest:
    """The issue by the part that tells most: the HTML part where the text part is a stub."""
    text, html, origin = bodies.text, bodies.html, context.hints.origin
    if html is not None and (text is None or len(text.split()) < _STUB * _words(html, origin)):
        return html_issue(html, context, metadata=False)
    if text is None:
        raise UnreadableSource(f"{origin}: this is an e-mail without any text or HTML part to read")
    if html is None:
        return text_issue(text, context)
    try:
        own = replace(context, report=Report(origin))
        digest = text_issue(text, own)
    except UnreadableSource:
        return html_issue(html, context, metadata=False)
    if not any(remark.code in {"count-mismatch", "headline-missing"} for remark in digest.remarks):
        return digest
    try:
        other = html_issue(html, context, metadata=False)
    except UnreadableSource:
        return digest
    return other if len(other.remarks) < len(digest.remarks) else digest


def _words(html: str, origin: str) -> int:
    """The words of a page; none where it is too large to be read."""
    try:
        body = html_parsing.parsed(html, origin).body
    except UnreadableSource:
        return 0
    if body is None:
        return 0
    for node in reversed(body.css("style,script")):
        node.decompose()
    return len(body.text(separator=" ").split())


def _bodies(message: EmailMessage, report: Report) -> _Bodies:
    """The first text part and the first HTML part that are no attachments."""
    found: dict[str, str] = {}
    for count, part in enumerate(message.walk()):
        if count > _MAX_PARTS:
            raise UnreadableSource(f"{report.file}: a mail of more than {_MAX_PARTS} parts")
        kind = part.get_content_type()
        if kind not in {"text/plain", "text/html"} or kind in found:
            continue
        if part.get_content_disposition() == "attachment":
            continue
        found[kind] = clean(_decoded(part, report), report)
    return _Bodies(found.get("text/plain"), found.get("text/html"))


def _decoded(part: email.message.Message, report: Report) -> str:
    found = text_of(part)
    if found is None:
        raise UnreadableSource(f"{report.file}: a part of the mail is in no encoding that fits")
    text, name = found
    said = stated(part)
    if name != said:
        report.warn("encoding", f"a part says that it is {said[:40]}, and was read as {name}")
    return text


def _given(message: EmailMessage, forwarded: Forwarded | None) -> Given:
    subject = _header(message, "subject")
    sender, _ = parseaddr(_header(message, "from"))
    listed = re.sub(r"<[^>]*>", "", _header(message, "list-id")).strip(' "')
    day = _day(_header(message, "date"))
    if forwarded is not None:
        subject = forwarded.subject or subject
        sender = forwarded.sender or sender
        day = forwarded.day or day
    subject = _PREFIXES.sub("", subject, count=1) or subject
    return Given(
        titles=(subject[:300],) if subject else (),
        names=tuple(name[:300] for name in (sender, listed) if name),
        day=day,
        day_from="mail header",
    )


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name) or "").split())


def _day(value: str) -> date | None:
    """The day of a Date header, in the sender's own time zone."""
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _messages(data: bytes) -> list[bytes]:
    """The messages of a mailbox; one that is no mailbox is a message."""
    starts = list(_MBOX.finditer(data))
    if not starts or starts[0].start() != 0:
        return [data]
    ends = [match.start() for match in starts[1:]] + [len(data)]
    return [
        re.sub(rb"(?m)^>(>*From )", rb"\1", data[match.end() : end])
        for match, end in zip(starts, ends, strict=True)
    ]


def mail_parts(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> Sequence[Part]:
    """The messages of a mailbox, each as a source of its own without its recipients.

    Raises:
        UnreadableSource: there are more than a mailbox of digests has.
    """
    del registry
    messages = _messages(data)
    if len(messages) > _MAX_MESSAGES:
        raise UnreadableSource(
            f"{hints.origin}: a mailbox of {len(messages):,} messages; at most {_MAX_MESSAGES:,} "
            "are read at once"
        )
    if len(messages) == 1:
        return (Part(without_recipients(messages[0]), hints),)
    return [
        Part(without_recipients(each), replace(hints, origin=f"{hints.origin}#{number}"))
        for number, each in enumerate(messages, 1)
    ]


def _kept(data: bytes) -> bytes:
    messages = _messages(data)
    return without_recipients(messages[0]) if len(messages) == 1 else data


def _sniff(head: bytes, origin: str) -> bool:
    if _MBOX.match(head):
        return True
    del origin
    match = re.match(rb"(?:%b){2,}" % _HEADER.pattern, head.lstrip(b"\xef\xbb\xbf\r\n"))
    return match is not None and len(set(_KNOWN.findall(match[0].lower()))) >= 2  # noqa: PLR2004


FORMAT = Format(
    name="mail",
    title="e-mail",
    media_types=("message/rfc822", "application/mbox"),
    suffixes=(".eml", ".mbox"),
    sniff=_sniff,
    read=read_mail,
    parts=mail_parts,
    kept=_kept,
)
