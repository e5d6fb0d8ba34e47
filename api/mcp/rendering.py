"""The API's answers as text, for clients that do not read structured content."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.knowledge.excerpt import ELLIPSIS, excerpt
from indexer.normalise.spans import EXACT
from indexer.normalise.tags.kinds import KINDS
from indexer.search.query import Span

Body = Mapping[str, Any]
_LARGEST = 40


def search_text(page: Body, site: str) -> str:
    """A page of events as a list."""
    lines = [f"Matching events: {page['total']}; on this page: {len(page['items'])}."]
    lines += [f"Warning: {warning}" for warning in page["warnings"]]
    lines += [f"As filters: {one['label']}: events: {one['total']}" for one in page["readings"]]
    for event in page["items"]:
        lines += ["", *_found(event, site)]
    if page["near"] is not None:
        lines += ["", *_nearly(page["near"], site)]
    if page["explanation"] is not None:
        lines += _explained(page["explanation"], page["total"])
    if page["next"] is not None:
        lines += ["", f"There are more: ask again with cursor {page['next']}"]
    return "\n".join(lines)


def event_text(event: Body, _site: str) -> str:
    """One event, with the words that earned its tags."""
    lines = [
        event["headline"],
        f"id {event['id']}",
        event["url"],
        _issue(event),
        "",
        event["text"],
        "",
        "Dates:",
    ]
    for row in event["occurrences"]:
        words = f', from "{row["quote"]}"' if row["quote"] else ""
        primary = ", primary" if row["primary"] else ""
        lines.append(f"- {_days(row)}{primary}{words}")
    for plural, tags in event["tags"].items():
        if tags:
            lines += [f"{plural.capitalize()}:", *map(_tag, tags)]
    lines += ["Cite as:", event["citation"]]
    for title, others in (("Related:", event["related"]), ("Same story:", event["thread"])):
        if others:
            lines += [
                title,
                *(f"- {one['day']} {one['headline']} [id {one['id']}]" for one in others),
            ]
    return "\n".join(lines)


def counts_text(table: Body, _site: str) -> str:
    """The values of each dimension, and the largest cells."""
    lines = [f"Matching events: {table['total']}."]
    for dimension in table["dimensions"]:
        values = dimension["values"]
        lines += ["", f"{dimension['name']}: {len(values)} values"]
        lines += [f"- {_value(one)}: {one['count']}" for one in values[:_LARGEST]]
    if len(table["by"]) > 1:
        cells = sorted(table["items"], key=lambda cell: -cell["count"])
        lines += ["", f"Largest of {len(cells)} cells, by {' x '.join(table['by'])}:"]
        lines += [f"- {' x '.join(cell['values'])}: {cell['count']}" for cell in cells[:_LARGEST]]
    return "\n".join(lines)


def timeline_text(answer: Body, _site: str) -> str:
    """One bucket a line; those without events are left out."""
    lines = [f"Events by {answer['interval']}; certain ones are known to the day."]
    lines += [
        f"- {one['label']}: {one['total']} ({one['certain']} certain, {one['possible']} possible)"
        for one in answer["items"]
        if one["total"]
    ]
    for line in answer.get("lines") or ():
        told = ", ".join(f"{one['label']} {one['total']}" for one in line["items"] if one["total"])
        lines.append(f"{line['label']}: {told}")
    return "\n".join(lines) if answer["items"] else "No events match."


def changes_text(page: Body, site: str) -> str:
    """A row a line, and where to go on."""
    lines = [f"Changes on this page: {len(page['items'])}."]
    for row in page["items"]:
        told = row["after"] or row["before"] or {}
        name = told.get("headline") or told.get("title") or ""
        place = f", {site}/events/{row['subject_id']}" if row["event_id"] and row["after"] else ""
        lines.append(
            f"- {row['at'][:10]} {row['subject']} {row['kind']}: {name} [id {row['subject_id']}]"
            f"{place}"
        )
    more = "There are more: ask" if page["next"] < page["head"] else "That is all; next time, ask"
    return "\n".join([*lines, f"{more} with since {page['next']}"])


def citations_text(answer: Body, _site: str) -> str:
    """Every entry in every style."""
    lines: list[str] = []
    for one in answer["items"]:
        lines.append(one["id"])
        lines += [
            f"- {style}: {printed['text']}"
            for style, printed in one.items()
            if isinstance(printed, Mapping)
        ]
    return "\n".join(lines)


def _found(event: Body, site: str) -> Iterator[str]:
    (when,) = (row for row in event["occurrences"] if row["primary"])
    tags = "; ".join(
        ", ".join(values) for kind in KINDS.values() if (values := event.get(kind.plural))
    )
    yield f"{event['headline']} [id {event['id']}]"
    yield f"{_days(when)}; {tags}"
    yield _snippet(event)
    digest = event["digest"]
    yield f"{digest['title']} (series {digest['series']}), {site}/events/{event['id']}"


def _issue(event: Body) -> str:
    digest = event["digest"]
    return f"{digest['title']} of {digest['issue_date']} (series {digest['series']})"


def _snippet(event: Body) -> str:
    """The text around the first match."""
    text = event["text"]
    cut = excerpt(text, tuple(Span(**mark) for mark in event["highlights"]["text"]))
    before = ELLIPSIS if cut.start > 0 else ""
    after = ELLIPSIS if cut.end < len(text) else ""
    return f"{before}{text[cut.start : cut.end]}{after}"


def _nearly(near: Body, site: str) -> Iterator[str]:
    yield f"Almost matching: {near['reason']}"
    for event in near["items"]:
        yield ""
        yield from _found(event, site)
        said = [f"lacks {word}" for word in event["missing"]]
        said += [f"{one['instead']} for {one['word']}" for one in event["instead"]]
        yield f"({'; '.join(said)})" if said else "(in another form)"
    if near["next_page"] is not None:
        yield f"There are more that almost match: ask again with near_page {near['next_page']}"


def _explained(one: Body, total: int) -> Iterator[str]:
    advice = [
        *(
            f'write "{x["instead"]}" for "{x["word"]}": events: {x["total"]}'
            for x in one["spellings"]
        ),
        *(
            f"leave out {part['part']}: events: {part['total']}"
            for part in one["without"]
            if part["total"] > total
        ),
    ]
    if advice:
        yield from ("", "What would give more:", *(f"- {words}" for words in advice))
    for name, words in (("earlier", "before the period: last in"), ("later", "after it: first in")):
        if one[name] is not None:
            yield f"- {words} {one[name]['label']}, events: {one[name]['total']}"


def _days(row: Body) -> str:
    start, end = row["start"], row["end"]
    days = start if start == end else f"{start} to {end}"
    exact = "" if row["precision"] in EXACT else f", {row['precision']}"
    return f"{days} ({row['status']}{exact})"


def _tag(tag: Body) -> str:
    quotes = dict.fromkeys(f'"{evidence["quote"]}"' for evidence in tag["evidence"])
    return f"- {_value(tag)}: {', '.join(quotes)}"


def _value(one: Body) -> str:
    value, label = one["value"], one["label"]
    return str(value) if value == label else f"{value} ({label})"
