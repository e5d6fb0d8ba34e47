"""Citations for reference managers: BibTeX, BibLaTeX, RIS and CSL-JSON."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from json import dumps

from api.answers.formats.base import ExportContext
from api.answers.formats.citation import Citation, EventDate
from indexer.models import Precision
from indexer.projection import Projected

# BibTeX counts braces even behind a backslash, so a brace becomes a command without one.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "%": r"\%",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_NOT_IN_KEY = re.compile("[^A-Za-z0-9:.-]+")
_NOT_IN_URL = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})
# BibTeX's own names, which styles print in their language.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def bib(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """BibTeX, one ``@misc`` an event, in UTF-8; what TeX would take for commands is escaped.

    The date is that of the issue; the note says when the event happened. The address stays as it
    is, since TeX's command for addresses wants it so.
    """
    yield from _entries("misc", events, context, _bib_fields)


def biblatex(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """BibLaTeX, one ``@online`` an event; its dates are ISO 8601, ``eventdate`` the event's own."""
    yield from _entries("online", events, context, _biblatex_fields)


def _entries(
    kind: str,
    events: Iterable[Projected],
    context: ExportContext,
    fields_of: Callable[[Citation], Iterable[tuple[str, str]]],
) -> Iterator[str]:
    for told in events:
        citation = Citation.of(told.event(), context)
        fields = "".join(f"  {name} = {value},\n" for name, value in fields_of(citation))
        yield f"@{kind}{{{_NOT_IN_KEY.sub('-', citation.id)},\n{fields}}}\n\n"


def ris(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """RIS, one record an event; CRLF line ends, one line a field, empty fields left out."""
    for told in events:
        fields = _ris_fields(Citation.of(told.event(), context))
        lines = "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value)
        yield f"{lines}ER  - \r\n\r\n"


def csl(events: Iterable[Projected], context: ExportContext) -> Iterator[str]:
    """CSL-JSON, an array with one item an event, as citation processors read it."""
    yield "["
    separator = "\n"
    for told in events:
        item = _csl_item(Citation.of(told.event(), context))
        yield f"{separator}{dumps(item, ensure_ascii=False)}"
        separator = ",\n"
    yield "\n]\n"


def _bib_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{_tex(citation.title)}}}}}"
    yield "year", f"{{{citation.issued.year}}}"
    yield "month", _MONTHS[citation.issued.month - 1]
    if not citation.inferred:
        yield "day", f"{{{citation.issued.day}}}"
    yield "howpublished", f"{{{_tex(_place(citation))}}}"
    if citation.volume is not None:
        yield "volume", f"{{{citation.volume}}}"
    if citation.number is not None:
        yield "number", f"{{{citation.number}}}"
    yield from _tex_end(citation)


def _biblatex_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{_tex(citation.title)}}}}}"
    yield "titleaddon", f"{{{_tex(_place(citation))}}}"
    if citation.publisher:
        yield "organization", f"{{{{{_tex(citation.publisher)}}}}}"
    if citation.volume is not None:
        yield "volume", f"{{{citation.volume}}}"
    if citation.number is not None:
        yield "number", f"{{{citation.number}}}"
    yield "date", f"{{{citation.issued_text}}}"
    if days := _iso_days(citation.happened):
        yield "eventdate", f"{{{days}}}"
    yield "langid", "{english}"
    yield from _tex_end(citation)


def _tex_end(citation: Citation) -> Iterator[tuple[str, str]]:
    """What both kinds of entry end with."""
    yield "url", f"{{{citation.url.translate(_NOT_IN_URL)}}}"
    if citation.accessed:
        yield "urldate", f"{{{citation.accessed.isoformat()}}}"
    yield "note", f"{{{_tex(citation.note())}}}"
    if citation.keywords:
        yield "keywords", f"{{{', '.join(map(_keyword, citation.keywords))}}}"


def _keyword(words: str) -> str:
    """One of a list that commas part; its own commas part nothing."""
    return f"{{{_tex(words)}}}" if "," in words else _tex(words)


def _iso_days(happened: EventDate) -> str:
    """A day, a month or an interval as BibLaTeX has them; empty where the event is not dated."""
    if happened.precision is Precision.ISSUE:
        return ""
    days = (happened.start.isoformat(), happened.end.isoformat())
    if happened.precision is Precision.MONTH:
        days = (days[0][:7], days[1][:7])
    # ~ behind a date says "about" (ISO 8601-2).
    about = "~" if happened.precision is Precision.APPROXIMATE else ""
    return "/".join(f"{day}{about}" for day in dict.fromkeys(days))


def _ris_date(parts: Sequence[int]) -> str:
    """YYYY/MM/DD, the day left empty where it is not known, and room for other words."""
    shown = [f"{part:02d}" for part in parts]
    return "/".join(shown if len(shown) == len(("Y", "M", "D")) else [*shown, "", ""])


def _place(citation: Citation) -> str:
    return (
        f"{citation.container}, retold from {citation.place}" if citation.retold else citation.place
    )


def _ris_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    # A digest appears in numbered issues, like a magazine: MGZN is the one type of this kind
    # whose volume, issue and day reference managers keep. A report (RPRT) has no issue, and what
    # is generic (GEN) is printed without its container by many styles.
    yield "TY", "MGZN"
    yield "ID", citation.id
    yield "TI", citation.title
    yield "AB", citation.abstract
    yield "DA", _ris_date(citation.issued_parts)
    yield "PY", f"{citation.issued.year:04d}"
    yield "T2", citation.container
    yield "VL", _figure(citation.volume)
    yield "IS", _figure(citation.number)
    yield "SE", f"item {citation.position}"
    yield "PB", citation.publisher or ""
    yield "UR", citation.url
    if citation.accessed:
        yield "Y2", f"{citation.accessed:%Y/%m/%d}"
    yield "LA", "en"
    for keyword in citation.keywords:
        yield "KW", keyword
    yield "N1", citation.note()


def _csl_item(citation: Citation) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": citation.id,
        "type": "article-magazine",
        "title": citation.title,
        "abstract": citation.abstract,
        "container-title": citation.container,
        "publisher": citation.publisher,
        "volume": citation.volume,
        "issue": citation.number,
        "section": f"item {citation.position}",
        "issued": {"date-parts": [list(citation.issued_parts)]},
        "event-date": _csl_event_date(citation.happened),
        "URL": citation.url,
        "accessed": _csl_day(citation.accessed),
        "keyword": ", ".join(citation.keywords),
        "language": "en",
    }
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _csl_day(day: date | None) -> dict[str, object] | None:
    return None if day is None else {"date-parts": [_parts(day)]}


def _csl_event_date(happened: EventDate) -> dict[str, object] | None:
    """Day, month or interval; nothing where the event is not dated."""
    if happened.precision is Precision.ISSUE:
        return None
    figures = 2 if happened.precision is Precision.MONTH else 3
    start, end = _parts(happened.start)[:figures], _parts(happened.end)[:figures]
    shown: dict[str, object] = {"date-parts": [start] if start == end else [start, end]}
    return shown | {"circa": True} if happened.precision is Precision.APPROXIMATE else shown


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _figure(value: int | None) -> str:
    return "" if value is None else str(value)


def _tex(text: str) -> str:
    return text.translate(_TEX)
