"""Series, for admins: what is known of each, and forms to add, change and remove one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.ingest.series_book import KeptIn, SeriesBook
from indexer.normalise.series import Covers, DateOrder, Numbering, Rights, SeriesProfile
from web.contexts.cards import Link
from web.contexts.editor.account import EDITOR, Account

PATH = f"{EDITOR}/series"
_KEPT = {
    KeptIn.STORE: "of this installation",
    KeptIn.FILE: "in a file of the settings",
    KeptIn.PACKAGE: "comes with Entente",
    None: "known by its issues",
}
_NUMBERED: Mapping[str, str] = {
    Numbering.VOLUME: "volume and number",
    Numbering.NUMBER: "number",
    Numbering.DATE: "date alone",
}
_COVERS: Mapping[str, str] = {
    Covers.HALF_MONTH: "half a month",
    Covers.MONTH: "a month",
    Covers.WEEK: "a week",
}
_ORDERS: Mapping[str, str] = {
    DateOrder.MONTH_DAY: "4/5 is the 5th of April",
    DateOrder.DAY_MONTH: "4/5 is the 4th of May",
}
_RIGHTS: Mapping[str, str] = {
    Rights.FULL: "all",
    Rights.EXCERPT: "the beginning",
    Rights.METADATA: "no text",
}
# Each field of the form: its name, its label, what helps, and its choices where it has some.
_FIELDS: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("title", "Title", "As it writes it", {}),
    ("id", "Name in addresses", "Made of the title where it is left out", {}),
    ("code", "Code", "Begins the ids of its events and never changes; made of the title", {}),
    ("publisher", "Publisher", "", {}),
    ("url", "Home page", "", {}),
    ("numbering", "It counts its issues by", "", _NUMBERED),
    ("per_volume", "Issues a volume", "Where that is fixed", {}),
    ("first_year", "Year of volume 0", "Where volumes are years", {}),
    ("covers", "An issue covers", "", _COVERS),
    ("date_order", "In figures", "", _ORDERS),
    ("rights", "Of each item is shown", "Searches find all of it", _RIGHTS),
)
_NUMBERS = frozenset({"per_volume", "first_year"})
_FIXED = frozenset({"id", "code"})
NAMES = tuple(name for name, *_ in _FIELDS)


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series: its profile, where that is kept, and how many issues are held."""

    page: Link
    change: str
    code: str
    publisher: Link
    numbering: str
    kept: str
    held: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form; one with ``options`` is a choice of their values."""

    name: str
    label: str
    help: str
    value: str
    options: tuple[tuple[str, str], ...]
    fixed: bool


@dataclass(frozen=True, slots=True)
class SeriesListPage:
    """Every series that is known, and the form for another.

    Attributes:
        done: what was just done, in words; empty where nothing was.
    """

    title: str
    by: Account
    series: tuple[SeriesLine, ...]
    fields: tuple[Field, ...]
    reason: str
    done: str
    error: str


@dataclass(frozen=True, slots=True)
class SeriesFormPage:
    """The profile of one series, to change or to remove.

    Attributes:
        url: its forms are sent to it.
        removable: whether there is anything to remove: no issue of it is held, and its profile is
            this installation's own.
    """

    title: str
    by: Account
    name: str
    url: str
    kept: str
    held: int
    removable: bool
    fields: tuple[Field, ...]
    reason: str
    error: str


def series_list_page(
    by: Account,
    book: SeriesBook,
    held: Mapping[str, int],
    told: Mapping[str, str],
    *,
    done: str = "",
    error: str = "",
) -> SeriesListPage:
    """Every series that is known, those that are held first.

    Args:
        by: who looks.
        book: knows them.
        held: issues of each.
        told: what was filled in for another one.
        done: what was just done, in words.
        error: why another one was not added.
    """
    lines = [_line(one, book, held) for one in book.registry()]
    lines.sort(key=lambda line: (-line.held, line.page.label))
    return SeriesListPage(
        title="Series – Entente",
        by=by,
        series=tuple(lines),
        fields=tuple(_fields(told, fixed=frozenset())),
        reason=told.get("reason", ""),
        done=done,
        error=error,
    )


def series_form_page(
    by: Account,
    profile: SeriesProfile,
    kept: KeptIn | None,
    held: int,
    *,
    told: Mapping[str, str] | None = None,
    error: str = "",
) -> SeriesFormPage:
    """One series; what was filled in stays where it could not be used."""
    known = {name: _said(getattr(profile, name)) for name in NAMES}
    return SeriesFormPage(
        title=f"{profile.title}: change – Entente",
        by=by,
        name=profile.title,
        url=f"{PATH}/{profile.id}",
        kept=_KEPT[kept],
        held=held,
        removable=kept is KeptIn.STORE and not held,
        fields=tuple(_fields(known | dict(told or {}), fixed=_FIXED)),
        reason=(told or {}).get("reason", ""),
        error=error,
    )


def profile_told(told: Mapping[str, str], known: SeriesProfile | None) -> dict[str, object]:
    """A profile as a form gives it, over what is known beside it.

    Fields that the form does not have stay as they are; an empty field has its default.
    """
    whole = known.model_dump(mode="json", exclude_defaults=True) if known else {}
    for name in NAMES:
        value = told.get(name, "")
        if known and name in _FIXED:
            continue
        whole.pop(name, None)
        if value:
            whole[name] = int(value) if name in _NUMBERS and value.isdecimal() else value
    return whole


def _line(one: SeriesProfile, book: SeriesBook, held: Mapping[str, int]) -> SeriesLine:
    return SeriesLine(
        page=Link(one.title, f"/series/{one.id}" if held.get(one.id) else ""),
        change=f"{PATH}/{one.id}",
        code=one.code,
        publisher=Link(one.publisher, one.url),
        numbering=_NUMBERED[one.numbering],
        kept=_KEPT[book.kept_in(one.id)],
        held=held.get(one.id, 0),
    )


def _fields(told: Mapping[str, str], *, fixed: frozenset[str]) -> Iterable[Field]:
    for name, label, said, options in _FIELDS:
        choices = tuple(options.items())
        yield Field(name, label, said, told.get(name, ""), choices, name in fixed)


def _said(value: object) -> str:
    return "" if value is None else str(value)
