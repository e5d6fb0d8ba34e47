"""Entries of a chronology: the date beside an entry is its primary occurrence."""

import re
from dataclasses import replace
from datetime import date

from indexer.normalise.dates.conventions import Conventions
from indexer.normalise.dates.resolver import read_dates
from indexer.normalise.spans import DateSpan, EntryDate, Status


def entry_dates(
    text: str, entry: EntryDate, issue_date: date, conventions: Conventions
) -> tuple[tuple[DateSpan, ...], int]:
    """The occurrences of an entry, and the index of the one that its date is.

    What else the entry dates is resolved against its own day: "the next day" is the one after it,
    and a month without a year is the nearest to it, however long before the issue that was. A
    chronology tells afterwards, so that whatever is not after the issue has been reported.

    Args:
        text: the entry with its date.
        entry: the date beside it, as the reader made it out.
        issue_date: day of issue of the chronology.
        conventions: how the publication writes dates.
    """
    begin, end = entry.span
    own = DateSpan(
        start=entry.start,
        end=entry.end,
        precision=entry.precision,
        status=_status(entry.start, Status.REPORTED, issue_date),
        quote=text[begin:end],
        span=entry.span,
    )
    others = [
        replace(found, status=_status(found.start, found.status, issue_date))
        for found in read_dates(text, entry.end, conventions).spans
        if (not (found.span[0] < end and begin < found.span[1]) or _is_further(found, own))
        and (found.start, found.end) != (entry.start, entry.end)
    ]
    ordered = sorted((own, *others), key=lambda found: found.span)
    return tuple(ordered), ordered.index(own)


def _is_further(found: DateSpan, own: DateSpan) -> bool:
    """Whether a date is a further day of the list that an entry's date begins: "May 14 and 25"."""
    is_list = re.search(r"[a-z].*(?:\band\b|&)|(?:\band\b|&).*[a-z]", own.quote, re.IGNORECASE)
    return found.span == own.span and found.start > own.end and is_list is not None


def _status(start: date, found: Status, issue_date: date) -> Status:
    if start > issue_date:
        return Status.SCHEDULED if found is Status.REPORTED else found
    return Status.REPORTED if found is Status.SCHEDULED else found
