"""Exports: pure writers that turn a stream of events into text, and the list of them."""

from collections.abc import Mapping
from types import MappingProxyType

from api.answers.formats.base import ExportContext, Format
from api.answers.formats.bibliography import bib, csl, ris
from api.answers.formats.feeds import atom, feed_json
from api.answers.formats.ics import ics
from api.answers.formats.objects import json, ndjson
from api.answers.formats.tabular import csv

__all__ = ["CITED", "FEEDS", "FORMATS", "ExportContext", "Format"]

# What follows news, newest first; and what one event alone is offered in.
FEEDS = ("atom", "feed.json")
CITED = ("bib", "ris", "csl.json", "ics")

_ALL = (
    Format("csv", "text/csv; charset=utf-8", "CSV for spreadsheets", csv),
    Format("ndjson", "application/x-ndjson", "JSON, one event a line", ndjson),
    Format("json", "application/json", "JSON", json),
    Format("atom", "application/atom+xml", "Atom feed", atom),
    Format("feed.json", "application/feed+json", "JSON Feed", feed_json),
    Format("ics", "text/calendar", "Calendar", ics),
    Format("bib", "application/x-bibtex", "BibTeX", bib),
    Format("ris", "application/x-research-info-systems", "RIS for reference managers", ris),
    Format("csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl),
)
# Every format by its suffix, in the order in which pages offer them.
FORMATS: Mapping[str, Format] = MappingProxyType({one.suffix: one for one in _ALL})
