"""Forwarded mails: the headers that a mail program sets above the message that counts."""

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr, parsedate_to_datetime

from indexer.normalise.series import DateOrder
from indexer.readers.stated import find_days

_MARK = re.compile(
    r"^[> ]*(?:-{2,}\s*(?:forwarded message|original message|weitergeleitete nachricht)\s*-{2,}"
    r"|begin forwarded message:)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(
    r"^[> ]*\*?(?P<name>from|date|sent|subject|to|cc|reply-to)\*?\s*:\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_MOST_HEADERS = 12


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was forwarded: its text without the headers above it, and what these say."""

    text: str
    subject: str = ""
    sender: str = ""
    day: date | None = None


def unwrapped(text: str) -> Forwarded | None:
    """The message that a mail forwards in its text; None where it forwards none."""
    marks = list(_MARK.finditer(text))
    if not marks:
        return None
    lines = text[marks[-1].end() :].lstrip("\r\n").splitlines()
    fields: dict[str, str] = {}
    at = 0
    for at, line in enumerate(lines):
        match = _FIELD.match(line)
        if match is None and line.strip(" >") and fields and line[:1] in " \t":
            continue  # a header that goes on
        if match is None or at > _MOST_HEADERS:
            break
        fields.setdefault(match["name"].lower(), match["value"].strip())
    if not fields:
        return None
    body = "\n".join(lines[at:])
    quoted = [line for line in lines[at:] if line.strip()]
    if quoted and all(line.startswith(">") for line in quoted):
        body = re.sub(r"(?m)^> ?", "", body)
    return Forwarded(
        text=body,
        subject=fields.get("subject", ""),
        sender=parseaddr(fields.get("from", ""))[0],
        day=_day(fields.get("date") or fields.get("sent") or ""),
    )


def _day(value: str) -> date | None:
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError):
        return next((found.day for found in find_days(value[:200], DateOrder.MONTH_DAY)), None)
