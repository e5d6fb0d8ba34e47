"""The API reference in the site's own frame: the description of the API, section by section."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from api.knowledge.params import FilterParams

PATH = "/docs"
_SHOWN = 2400  # characters of an example
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a description; code as it is to be written."""

    text: str
    code: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: where it stands, whether it must, what it takes, what it says."""

    name: str
    place: str
    required: bool
    kind: str
    meaning: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and what it means."""

    status: str
    meaning: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked.

    Attributes:
        filtered: it takes every filter, too.
        keyed: it needs a key.
        command: how to ask it from a shell.
        body, answer: recorded examples; empty where there is none.
    """

    id: str
    method: str
    path: str
    title: str
    paragraphs: tuple[tuple[Words, ...], ...]
    parameters: tuple[Parameter, ...]
    filtered: bool
    keyed: bool
    command: str
    body: str
    answer: str
    answer_type: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Operations that belong together."""

    id: str
    title: str
    meaning: str
    url: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """The whole API in short, or one section of it in full."""

    title: str
    description: str
    address: str
    heading: str
    lede: tuple[Words, ...]
    version: str
    base: str
    sections: tuple[Section, ...]
    here: Section | None
    filters: tuple[Parameter, ...]


def sections(document: Mapping[str, Any], base_url: str) -> tuple[Section, ...]:
    """Every section, in the order of the description's tags.

    Args:
        document: the OpenAPI description.
        base_url: how readers know the site, for commands.
    """
    by_tag: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["others"])[0]
            by_tag.setdefault(tag, []).append(_operation(path, method, document, base_url))
    told = {tag["name"]: tag.get("description", "") for tag in document.get("tags", ())}
    names = [*(name for name in told if name in by_tag), *(n for n in by_tag if n not in told)]
    return tuple(
        Section(name, name.capitalize(), told.get(name, ""), f"{PATH}/{name}", tuple(by_tag[name]))
        for name in names
    )


def reference_page(
    document: Mapping[str, Any], found: Sequence[Section], here: Section | None, base_url: str
) -> ReferencePage:
    """The API in short; with ``here`` one section in full."""
    info = document["info"]
    heading = f"API: {here.title.lower()}" if here else "API reference"
    return ReferencePage(
        title=f"{heading} – Entente",
        description=here.meaning
        if here and here.meaning
        else "Every operation of the API with its parameters, a command to try and an answer that "
        "was recorded; exact totals, no ceiling, no key for reading.",
        address=here.url if here else PATH,
        heading=heading,
        lede=words(here.meaning if here else " ".join(info.get("description", "").split())),
        version=info["version"],
        base=base_url,
        sections=tuple(found),
        here=here,
        filters=tuple(_filters(document)),
    )


def _filters(document: Mapping[str, Any]) -> Iterator[Parameter]:
    """What every search takes, told once."""
    operation = document["paths"]["/api/v1/events"]["get"]
    for given in operation["parameters"]:
        if given["name"] in FilterParams.model_fields and given["in"] == "query":
            yield _parameter(given, document["components"]["schemas"])


def _operation(path: str, method: str, document: Mapping[str, Any], base_url: str) -> Operation:
    operation, schemas = document["paths"][path][method], document["components"]["schemas"]
    given = [one for one in operation.get("parameters", ()) if "name" in one]
    filters = [
        one for one in given if one["in"] == "query" and one["name"] in FilterParams.model_fields
    ]
    filtered = len(filters) == len(FilterParams.model_fields)
    own = [one for one in given if not (filtered and one in filters)]
    answer_type, answer = _answer(operation["responses"])
    body = _body(operation)
    keyed = bool(operation.get("security"))
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        title=(operation.get("summary") or operation["operationId"]).capitalize(),
        paragraphs=tuple(
            words(" ".join(part.split()))
            for part in operation.get("description", "").split("\n\n")
            if part.strip()
        ),
        parameters=tuple(_parameter(one, schemas) for one in own),
        filtered=filtered,
        keyed=keyed,
        command=_command(path, method, given, base_url, body=body, keyed=keyed),
        body=body,
        answer=answer,
        answer_type=answer_type,
        answers=tuple(
            Answer(status, words(_meaning(told.get("description", ""))))
            for status, told in sorted(operation["responses"].items())
        ),
    )


def _parameter(given: Mapping[str, Any], schemas: Mapping[str, Any]) -> Parameter:
    schema = given.get("schema", {})
    return Parameter(
        name=given["name"],
        place=given["in"],
        required=bool(given.get("required")),
        kind=_kind(schema, schemas),
        meaning=words(given.get("description") or schema.get("description") or ""),
    )


def _kind(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    """What a parameter takes, in a few words."""
    if "$ref" in schema:
        schema = schemas[str(schema["$ref"]).rpartition("/")[2]]
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"] if one != "")
    if "anyOf" in schema:
        kinds = [_kind(one, schemas) for one in schema["anyOf"] if one.get("type") != "null"]
        return " | ".join(dict.fromkeys(kinds))
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}), schemas)}, may be repeated"
    kind = str(schema.get("format") or schema.get("type") or "text")
    kind = "text" if kind == "string" else kind
    if "minimum" in schema and "maximum" in schema:
        return f"{kind}, {schema['minimum']:,} to {schema['maximum']:,}"
    return kind


def _meaning(text: str) -> str:
    """What a status means, to stand within a sentence."""
    if text == "Successful Response":
        return "as described"
    text = text.rstrip(".")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _answer(responses: Mapping[str, Any]) -> tuple[str, str]:
    """Media type and text of the example of what is answered where all goes well."""
    for status, told in sorted(responses.items()):
        if status.startswith("2"):
            for media_type, content in told.get("content", {}).items():
                if "example" in content:
                    return media_type, _shortened(_text(content["example"]))
    return "", ""


def _body(operation: Mapping[str, Any]) -> str:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if "example" in content:
            return _text(content["example"])
    return ""


def _text(example: Any) -> str:
    if isinstance(example, str):
        return example
    return json.dumps(example, indent=2, ensure_ascii=False)


def _shortened(text: str) -> str:
    if len(text) <= _SHOWN:
        return text
    return text[:_SHOWN].rpartition("\n")[0] + "\n…"


def _command(
    path: str,
    method: str,
    given: Iterable[Mapping[str, Any]],
    base_url: str,
    *,
    body: str,
    keyed: bool,
) -> str:
    """The recorded request as one would write it in a shell."""
    query: list[tuple[str, str]] = []
    for one in given:
        example = one.get("example")
        if example is None:
            continue
        value = str(example[0] if isinstance(example, list) else example)
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(value, safe=""))
        elif one["in"] == "query":
            query.append((one["name"], value))
    parts = ["curl"]
    if method != "get":
        parts.append(f"-X {method.upper()}")
    if keyed:
        parts.append('-H "Authorization: Bearer $ENTENTE_KEY"')
    if body:
        parts.append("-H 'Content-Type: application/json' -d @body.json")
    asked = f"?{urlencode(query)}" if query else ""
    return " ".join([*parts, f"'{base_url}{path}{asked}'"])


def words(text: str) -> tuple[Words, ...]:
    """Text with its code apart."""
    pieces = _CODE.split(text.replace("``", "`"))
    return tuple(Words(piece, bool(at % 2)) for at, piece in enumerate(pieces) if piece)
