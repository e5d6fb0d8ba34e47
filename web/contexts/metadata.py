"""What an event page tells machines: citation_* meta elements and JSON-LD."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from api.answers.formats import ExportContext
from api.answers.formats.citation import Citation
from indexer.models import Digest, Precision
from indexer.normalise.spans import EXACT
from indexer.projection import EventOut

# What could end the script element or open a comment inside it.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def citation_of(event: EventOut, base_url: str) -> Citation:
    """The citation of one event on the site at ``base_url``."""
    return Citation.of(event, ExportContext.of_event(event, base_url))


def citation_meta(citation: Citation) -> tuple[tuple[str, str], ...]:
    """Names and contents of the meta elements that Zotero and Google Scholar read."""
    return tuple(_meta(citation))


def _meta(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "citation_title", citation.title
    yield "citation_journal_title", citation.container
    if citation.publisher:
        yield "citation_publisher", citation.publisher
    if citation.volume is not None:
        yield "citation_volume", str(citation.volume)
    if citation.number is not None:
        yield "citation_issue", str(citation.number)
    yield "citation_publication_date", citation.issued_text.replace("-", "/")
    yield "citation_abstract_html_url", citation.url
    yield "citation_abstract", citation.abstract
    yield "citation_language", "en"
    for keyword in citation.keywords:
        yield "citation_keywords", keyword


def json_ld(citation: Citation) -> str:
    """The event as schema.org JSON, safe inside a script element."""
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": citation.url,
        "identifier": citation.id,
        "headline": citation.title,
        "articleBody": citation.abstract,
        "inLanguage": "en",
        "datePublished": citation.issued_text,
        "position": citation.position,
        ("isBasedOn" if citation.retold else "isPartOf"): _issue(citation),
        "keywords": list(citation.keywords),
        "url": citation.url,
    }
    if citation.publisher:
        document["publisher"] = {"@type": "Organization", "name": citation.publisher}
    if about := _about(citation):
        document["about"] = about
    return json.dumps(document, ensure_ascii=False).translate(_ESCAPES)


def catalogue_ld(base_url: str, events: int, period: tuple[date, date] | None) -> str:
    """The whole base as schema.org JSON: a catalogue of one dataset, and how to search it.

    Args:
        base_url: how readers know the site.
        events: how many it holds.
        period: the days that its issues cover; None where it holds none.
    """
    dataset: dict[str, Any] = {
        "@type": "Dataset",
        "@id": f"{base_url}/#events",
        "name": "Alliance developments",
        "description": f"{events} dated alliance developments with countries, domains and "
        "groups, each tag with the words that earned it.",
        "url": f"{base_url}/",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": encoding,
                "contentUrl": f"{base_url}/api/v1/events.{suffix}",
            }
            for suffix, encoding in (("csv", "text/csv"), ("ndjson", "application/x-ndjson"))
        ],
    }
    if period is not None:
        dataset["temporalCoverage"] = f"{period[0].isoformat()}/{period[1].isoformat()}"
    document = {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": f"{base_url}/",
        "name": "Entente",
        "url": f"{base_url}/",
        "dataset": dataset,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{base_url}/?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
    return json.dumps(document, ensure_ascii=False).translate(_ESCAPES)


def issue_ld(
    digest: Digest, series: str, publisher: str, url: str, headlines: Sequence[str]
) -> str:
    """An issue as schema.org JSON, with its items in order.

    Args:
        digest: the issue.
        series: title of its series.
        publisher: of the series; empty where it has none.
        url: the page of the issue.
        headlines: of its items.
    """
    periodical = {"@type": "Periodical", "name": series}
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "PublicationIssue",
        "@id": url,
        "url": url,
        "name": digest.title,
        "datePublished": digest.issue_date.isoformat(),
        ("isBasedOn" if digest.retold else "isPartOf"): periodical,
        "inLanguage": "en",
        "hasPart": [
            {"@type": "Article", "headline": headline, "position": at}
            for at, headline in enumerate(headlines, 1)
        ],
    }
    if digest.number is not None and not digest.retold:
        document["issueNumber"] = digest.number
    if publisher and not digest.retold:
        document["publisher"] = {"@type": "Organization", "name": publisher}
    return json.dumps(document, ensure_ascii=False).translate(_ESCAPES)


def _issue(citation: Citation) -> dict[str, Any]:
    issue: dict[str, Any] = {
        "@type": "PublicationIssue",
        "name": citation.digest_title,
        "datePublished": citation.issued_text,
    }
    if citation.retold:
        return issue
    if citation.number is not None:
        issue["issueNumber"] = citation.number
    issue["isPartOf"] = {"@type": "Periodical", "name": citation.container}
    if citation.volume is not None:
        issue["isPartOf"] = {
            "@type": "PublicationVolume",
            "volumeNumber": citation.volume,
            "isPartOf": issue["isPartOf"],
        }
    return issue


def _about(citation: Citation) -> dict[str, Any] | None:
    """The event with its days, as exact as they are known; none where it is undated."""
    happened = citation.happened
    if happened.precision is Precision.ISSUE:
        return None
    figures = len("2023-04-15") if happened.precision in EXACT else len("2023-04")
    return {
        "@type": "Event",
        "name": citation.title,
        "startDate": happened.start.isoformat()[:figures],
        "endDate": happened.end.isoformat()[:figures],
    }
