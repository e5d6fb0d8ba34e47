"""Bytes to a message: by the standard library, past what it cannot bear."""

import email
import email.message
import email.policy
import re
from email.message import EmailMessage
from typing import Any

from indexer.errors import UnreadableSource
from indexer.readers.encoding import NO_CHARSETS, charset

# What the library raises over damaged headers and odd encodings.
FAILURES = (ValueError, LookupError, AttributeError, TypeError, RecursionError)
# Where encodings are named: "=?NAME?q?...?=", "parameter*=NAME'...", "charset=NAME".
_NAMES = b"|".join(name.replace("_", "[-_ ]").encode() for name in sorted(NO_CHARSETS))
_STATED = re.compile(
    rb"(=\?\s{0,9}|(?:\*|\bcharset\s{0,9})=\s{0,9}\"?\s{0,9})(?:" + _NAMES + rb")\b", re.IGNORECASE
)


RECIPIENTS = (
    *("to", "cc", "bcc", "resent-to", "resent-cc", "delivered-to", "x-original-to"),
    *("envelope-to", "x-envelope-to", "x-forwarded-to", "x-rcpt-to", "apparently-to"),
)
# The library reads a header in the square of its length, and anew each time it is looked at: what
# is longer says nothing that a digest needs. Of recipients all count; it does not read them.
_LONGEST = 1_000
# Each would become an object of a kilobyte.
_MOST_BOUNDARIES = 5_000
_MOST_ENCODED = 20_000
_DEEPEST = 50
_TOO_DEEP = f"a mail whose parts lie more than {_DEEPEST} deep in each other is no digest"


class _Forgiving(email.policy.EmailPolicy):
    """Headers that cannot be read say nothing, and none costs more than another."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """A header's name and value, as they stand in the file."""
        name, value = super().header_source_parse(sourcelines)
        return name, value if name.lower() in RECIPIENTS else value[:_LONGEST]

    def header_fetch_parse(self, name: str, value: str) -> Any:
        """A header's value."""
        if name.lower() in RECIPIENTS:
            return " ".join(value.encode("utf-8", "replace").decode().split())
        try:
            return super().header_fetch_parse(name, value)
        except FAILURES:
            return ""


_POLICY = _Forgiving()


def parsed(data: bytes) -> EmailMessage:
    """A message; names of encodings that no text is in are taken for UTF-8.

    Raises:
        UnreadableSource: it has more parts or encoded words than any digest, or deeper parts.
    """
    if data.count(b"\n--") > _MOST_BOUNDARIES:
        raise UnreadableSource(f"a mail of more than {_MOST_BOUNDARIES:,} parts is no digest")
    # The library makes several objects of each encoded word of a header.
    if data.count(b"=?") > _MOST_ENCODED:
        raise UnreadableSource(f"a mail of more than {_MOST_ENCODED:,} encoded words is no digest")
    plain = _STATED.sub(rb"\1utf-8", data)
    try:
        try:
            message = email.message_from_bytes(plain, policy=_POLICY)
        except ValueError:  # NUL in what says where its parts begin
            message = email.message_from_bytes(plain.replace(b"\x00", b" "), policy=_POLICY)
    except RecursionError as error:
        raise UnreadableSource(_TOO_DEEP) from error
    assert isinstance(message, EmailMessage)  # noqa: S101  (such policies make these)
    _require_shallow(message)
    return message


def _require_shallow(message: email.message.Message) -> None:
    """Who walks through parts within parts, goes as deep as they do."""
    level = [message]
    for _ in range(_DEEPEST):
        level = [inner for part in level if part.is_multipart() for inner in part.get_payload()]  # type: ignore[misc]
        if not level:
            return
    raise UnreadableSource(_TOO_DEEP)


def stated(part: email.message.Message) -> str:
    """The encoding that a part says it is in."""
    try:
        return part.get_content_charset() or "utf-8"
    except FAILURES:
        return "utf-8"


def text_of(part: email.message.Message) -> tuple[str, str] | None:
    """The text of a part and its encoding; None where it has none, or fits none."""
    said, data = stated(part), payload(part)
    if data is None:
        return "", said
    for name in (charset(said) or "utf-8", "utf-8", "cp1252"):
        try:
            return data.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def payload(part: email.message.Message) -> bytes | None:
    """The bytes of a part; None where it has parts itself, or they cannot be had."""
    try:
        data = part.get_payload(decode=True)
    except FAILURES:
        return None
    return data if isinstance(data, bytes) else None
