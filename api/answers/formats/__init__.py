"""Exports: pure writers that turn a stream of events into a file, and the list of them."""

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType

from api.answers.formats import parquet, workbook
from api.answers.formats.base import ExportContext, Format
from api.answers.formats.bibliography import bib, biblatex, csl, ris
from api.answers.formats.feeds import atom, feed_json
from api.answers.formats.ics import ics
from api.answers.formats.objects import json, ndjson
from api.answers.formats.printed import txt
from api.answers.formats.tabular import csv

__all__ = [
    "CHOOSING",
    "CITED",
    "EVIDENT",
    "EXTRA",
    "FEEDS",
    "FORMATS",
    "SHAPED",
    "ExportContext",
    "Format",
]

# What follows news, newest first; and what one event alone is offered in.
FEEDS = ("atom", "feed.json")
CITED = ("bib", "biblatex.bib", "ris", "csl.json", "txt", "ics")
# Where a row may be something else than an event, and where fields may be chosen.
SHAPED = ("csv", "ndjson", "parquet")
CHOOSING = ("csv", "ndjson", "json", "parquet")
# Where evidence can come along beside the events.
EVIDENT = ("ndjson", "json", "xlsx")

_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALL = (
    Format("csv", "text/csv; charset=utf-8", "CSV for spreadsheets", csv),
    Format("xlsx", _SHEETS, "Excel workbook", workbook.xlsx, needs=workbook.NEEDS),
    Format(
        "parquet", "application/vnd.apache.parquet", "Parquet", parquet.parquet, needs=parquet.NEEDS
    ),
    Format("ndjson", "application/x-ndjson", "JSON, one event a line", ndjson),
    Format("json", "application/json", "JSON", json),
    Format("atom", "application/atom+xml", "Atom feed", atom),
    Format("feed.json", "application/feed+json", "JSON Feed", feed_json),
    Format("ics", "text/calendar", "Calendar", ics),
    Format("bib", "application/x-bibtex", "BibTeX", bib),
    Format("biblatex.bib", "application/x-biblatex", "BibLaTeX", biblatex),
    Format("ris", "application/x-research-info-systems", "RIS for reference managers", ris),
    Format("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl),
    Format("txt", "text/plain; charset=utf-8", "Bibliography as text", txt),
)
# What only an installation with the extra `export` offers.
EXTRA = tuple(one.suffix for one in _ALL if one.needs)
# Every format that is offered here by its suffix, in the order in which pages offer them.
FORMATS: Mapping[str, Format] = MappingProxyType(
    {one.suffix: one for one in _ALL if one.needs is None or find_spec(one.needs)}
)
