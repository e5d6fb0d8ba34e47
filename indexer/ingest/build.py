"""RawDigest to drafts of a digest and its events: where the normalisers meet. Stores nothing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from indexer.drafts import DigestDraft, EventDraft
from indexer.errors import UnreadableSource
from indexer.normalise.dates.conventions import DEFAULT, Conventions, Weeks
from indexer.normalise.issue_ids import issue_id
from indexer.normalise.item import read_item
from indexer.normalise.series import DateOrder, LastWeek, SeriesProfile
from indexer.readers.raw import FIRST_DAY, LAST_DAY, MAX_DATES, RawDigest, RawItem
from indexer.remarks import Remark, Severity

# An issue that is out later than its number implies is late; this much later is a mistake.
_TIME_APART = timedelta(days=92)


def build(raw: RawDigest, origin: str) -> DigestDraft:
    """Normalise a digest.

    Raises:
        UnreadableSource: the issue cannot be dated, so nothing in it could be; or an item has more
            dates than any real one.
    """
    profile = raw.profile
    issue_date, basis = _issue_date(raw, profile, origin)
    period = _period(raw, profile, issue_date)
    habits = habits_of(profile, stated=basis == "stated")
    events = tuple(
        _with_few_dates(event_draft(position, item, issue_date, period, habits), item, origin)
        for position, item in enumerate(raw.items, 1)
    )
    remarks = (
        *raw.remarks,
        *_date_conflict(raw, profile, origin),
        *_doubts(events, raw.items, origin),
    )
    return DigestDraft(
        id=issue_id(profile.code, raw.volume, raw.number, issue_date),
        series=raw.series,
        code=profile.code,
        title=raw.title
        if raw.title_stated
        else issue_title(profile, raw.volume, raw.number, issue_date),
        volume=raw.volume,
        number=raw.number,
        issue_date=issue_date,
        issue_date_basis=basis,
        period=period,
        image_credit=raw.image_credit,
        retold=raw.retold,
        events=events,
        conventions=habits,
        profile=profile,
        remarks=remarks,
    )


def _with_few_dates(event: EventDraft, item: RawItem, origin: str) -> EventDraft:
    """An item as it is; one of thousands of dates would make the others wait, and all readers."""
    count = len(event.reading.dates)
    if count > MAX_DATES:
        where = f" at line {item.headline_line}" if item.headline_line else f" {event.position}"
        raise UnreadableSource(
            f"{origin}: the item{where} has {count:,} dates; an item has at most {MAX_DATES}"
        )
    return event


def habits_of(profile: SeriesProfile | None, *, stated: bool) -> Conventions:
    """How a series writes dates, for an issue whose own date is stated or inferred."""
    if profile is None:
        return Conventions(issue_date_stated=stated)
    calendar = profile.last_week is LastWeek.CALENDAR
    return Conventions(
        weeks=Weeks.CALENDAR if calendar else Weeks.SEVEN_DAYS,
        day_first=True if profile.date_order is DateOrder.DAY_MONTH else None,
        issue_date_stated=stated,
    )


def event_draft(
    position: int,
    item: RawItem,
    issue_date: date,
    period: tuple[date, date],
    conventions: Conventions = DEFAULT,
) -> EventDraft:
    """Normalise one item.

    Args:
        position: its place in the issue, from 1.
        item: headline and paragraph.
        issue_date: day by which "last week" and the like are understood.
        period: first and last day that the issue covers.
        conventions: how the series writes dates.
    """
    return EventDraft(
        position=position,
        headline=item.headline,
        text=item.text,
        truncated=item.truncated,
        reading=read_item(item.headline, item.text, issue_date, conventions, entry=item.dated),
        period=period,
        entry=item.dated,
    )


def reread(
    item: EventDraft, headline: str, text: str, issue_date: date, conventions: Conventions
) -> EventDraft:
    """An item with other words, or of an issue with another date, read anew."""
    words = RawItem(headline, text, None, None, truncated=item.truncated, dated=item.entry)
    return event_draft(item.position, words, issue_date, item.period, conventions)


def _issue_date(raw: RawDigest, profile: SeriesProfile, origin: str) -> tuple[date, str]:
    if raw.stated_date is not None:
        return raw.stated_date, "stated"
    if raw.number is None:
        raise UnreadableSource(
            f"{origin}: the issue states neither its date nor its number; give --date 2024-05-24 "
            "or --volume 2.7"
        )
    try:
        inferred = profile.issue_date(raw.volume, raw.number)
    except (ValueError, OverflowError) as error:
        raise UnreadableSource(
            f"{origin}: {error}; the issue states no date: give it with --date 2024-05-24"
        ) from error
    if not FIRST_DAY <= inferred <= LAST_DAY:
        raise UnreadableSource(
            f"{origin}: volume {raw.volume} of {profile.title} would be of the year "
            f"{inferred.year}; its number is wrong"
        )
    return inferred, "inferred"


def _date_conflict(raw: RawDigest, profile: SeriesProfile, origin: str) -> Iterator[Remark]:
    """The numbering says another time than the issue itself."""
    if raw.stated_date is None or raw.number is None:
        return
    try:
        implied = profile.issue_date(raw.volume, raw.number)
    except ValueError:
        return
    if abs(raw.stated_date - implied) > _TIME_APART:
        yield Remark(
            Severity.WARNING,
            "date-conflict",
            f"the issue states {raw.stated_date}, its number {raw.volume}.{raw.number} implies "
            f"{implied}; the stated date was believed",
            origin,
        )


def _period(raw: RawDigest, profile: SeriesProfile, issue_date: date) -> tuple[date, date]:
    if raw.stated_date is None and raw.number is not None:
        return profile.period(raw.volume, raw.number)
    return profile.covered(issue_date)


def issue_title(
    profile: SeriesProfile, volume: int | None, number: int | None, issue_date: date
) -> str:
    """The title of an issue by its series and number, or date where it has no number."""
    if volume is not None and number is not None:
        return f"{profile.title} Vol {volume}.{number}"
    if number is not None:
        return f"{profile.title} No. {number}"
    return f"{profile.title}, {issue_date.isoformat()}"


def _doubts(
    events: Sequence[EventDraft], items: Sequence[RawItem], origin: str
) -> Iterable[Remark]:
    """What the normalisers were unsure of, or found nothing for."""
    for event, item in zip(events, items, strict=True):
        line = item.text_line or item.headline_line
        for span in event.reading.dates:
            if span.note:
                yield Remark(Severity.WARNING, "date-doubtful", span.note, origin, line, span.quote)
            elif span.start - event.period[1] > timedelta(days=366):
                yield Remark(
                    Severity.INFO, "date-far", "more than a year ahead", origin, line, span.quote
                )
        for doubt in event.reading.doubts:
            yield Remark(
                Severity.WARNING, "date-impossible", doubt.reason, origin, line, doubt.quote
            )
        kinds = {tag.kind for tag in event.reading.tags}
        for kind in ("country", "domain"):
            if kind not in kinds:
                yield Remark(
                    Severity.WARNING,
                    f"no-{kind}",
                    f"no {kind} was found in this item",
                    origin,
                    line,
                    event.headline,
                )
