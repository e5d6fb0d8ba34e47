"""An answer as it is recorded: what varies from run to run put still, what is long shortened.

The form is made for reading a difference: JSON stands as JSON, small objects on one line; of a long
text its beginning and a fingerprint stand, so that a change anywhere in it shows; of a page what
its main part says.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from httpx2 import Response
from selectolax.lexbor import LexborHTMLParser, LexborNode

# Headers that are part of the contract and the same in every run.
_HEADERS = (
    "allow",
    "cache-control",
    "content-disposition",
    "link",
    "location",
    "vary",
    "www-authenticate",
)
_LONG = 96  # characters of a text before it is shortened
_KEPT = 48
_LINE = 120  # an object that fits is written on one line
_VOLATILE = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?"), "<moment>"),
    (re.compile(r"\d{8}T\d{6}Z"), "<moment>"),
    (re.compile(r"urn:uuid:[0-9a-f-]{36}"), "<urn>"),
    (re.compile(r"(cursor=)[^&\"'>\s]+"), r"\1<cursor>"),
)
_OPAQUE = {
    "next": "<cursor>",
    "request_id": "<request id>",
    "ledger": "<ledger>",
    **dict.fromkeys(("fingerprint", "previous", "hash", "head_hash", "state"), "<hash>"),
}
_BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, th, td, legend, label, figcaption, summary, time"


@dataclass(frozen=True, slots=True)
class Recorder:
    """Turns answers into what is recorded of them, and says nothing two hundred times.

    Attributes:
        events: events as a list first showed them, by id. Where one is listed again, its id stands
            and what differs.
        query: the first echo of a query; of those that follow stands what differs from it.
    """

    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)

    def recorded(self, answer: Response, *, outline: bool = False) -> dict[str, Any]:
        """The answer as it stands in the record.

        Args:
            answer: what the application said.
            outline: its figures are expected to change; keep the names of fields, or the headings.
        """
        shown: dict[str, Any] = {"status": answer.status_code}
        media_type = answer.headers.get("content-type")
        if media_type is not None:
            shown["type"] = media_type
        shown |= {name: answer.headers[name] for name in _HEADERS if name in answer.headers}
        if "etag" in answer.headers:
            shown["etag"] = True
        body = _body(answer, outline=outline)
        return shown if body is None else shown | {"answer": self._once(_still(body))}

    def _once(self, value: Any) -> Any:
        match value:
            case {"id": str(event_id), "headline": _, "occurrences": _}:
                known = self.events.setdefault(
                    event_id, {name: part for name, part in value.items() if name != "highlights"}
                )
                return {"id": event_id} | _difference(known, value)
            case [{"value": _, "label": _, "count": _}, *_] if all(len(one) == 3 for one in value):
                return {f"{one['value']} {one['label']}": one["count"] for one in value}
            case {"query": dict(query)} if self.query:
                rest = {name: part for name, part in value.items() if name != "query"}
                return self._once(rest) | {"query": _difference(self.query, query)}
            case dict():
                self.query.update(value.get("query", {}))
                return {name: self._once(part) for name, part in value.items()}
            case list():
                return [self._once(part) for part in value]
        return value


def text_of(record: Any, indent: str = "") -> str:
    """JSON with what is short on one line and what is long indented, for reading."""
    flat = json.dumps(record, ensure_ascii=False)
    if not isinstance(record, dict | list) or not record or len(indent) + len(flat) <= _LINE:
        return flat
    inner = f"{indent} "
    if isinstance(record, dict):
        parts = [
            f"{inner}{json.dumps(name, ensure_ascii=False)}: {text_of(value, inner)}"
            for name, value in record.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    values = [text_of(value, inner) for value in record]
    return "[\n" + ",\n".join(f"{inner}{value}" for value in values) + f"\n{indent}]"


def _difference(known: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    """The fields that are not as known, and the names of those that are missing."""
    missing = [name for name in known if name not in value]
    return {
        name: part for name, part in value.items() if name not in known or known[name] != part
    } | ({"left out": missing} if missing else {})


def _body(answer: Response, *, outline: bool) -> Any:
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if not answer.content:
        return None
    if media_type == "application/x-ndjson":
        return [json.loads(line) for line in answer.text.splitlines()]
    if media_type.endswith("json"):
        return _outline(answer.json()) if outline else answer.json()
    if media_type == "text/html":
        return list(_main_part(answer.text, "h1, h2, h3" if outline else _BLOCKS))
    return answer.text.splitlines()


def _main_part(page: str, blocks: str) -> Iterator[str]:
    """The texts of a page's main part (of a fragment: all of it), block by block."""
    tree = LexborHTMLParser(page)
    root = tree.css_first("main") or tree.body
    for node in root.css(blocks) if root is not None else ():
        text = " ".join(node.text(separator=" ").split())
        if text and not _has_inner(node, blocks):
            yield text


def _has_inner(node: LexborNode, blocks: str) -> bool:
    return any(inner.mem_id != node.mem_id for inner in node.css(blocks))


def _outline(value: Any) -> Any:
    match value:
        case dict():
            return {name: _outline(part) for name, part in value.items()}
        case [first, *_]:
            return [_outline(first)]
        case bool() | None | str() | []:
            return type(value).__name__
        case _:
            return "number"


def _still(value: Any) -> Any:
    """The same in every run, and short."""
    match value:
        case dict():
            return {
                name: _OPAQUE[name] if name in _OPAQUE and part else _still(part)
                for name, part in sorted(value.items())  # the order of fields is no promise
            }
        case list():
            return ["<today>"] if value in _today_in_parts() else [_still(part) for part in value]
        case str():
            return _short(_put_still(value))
    return value


def _put_still(text: str) -> str:
    for pattern, word in _VOLATILE:
        text = pattern.sub(word, text)
    today = datetime.now(UTC).date()
    forms = (
        *(today.isoformat(), f"{today:%Y/%m/%d}", f"{today.day} {today:%B %Y}"),
        f"{today:%B} {today.day}, {today.year}",
    )
    for form in forms:
        text = text.replace(form, "<today>")
    return text


def _today_in_parts() -> list[list[int]]:
    today = datetime.now(UTC).date()
    return [[today.year, today.month, today.day]]


def _short(text: str) -> str:
    if len(text) <= _LONG:
        return text
    fingerprint = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{text[:_KEPT]}… ({len(text)} characters, {fingerprint})"
