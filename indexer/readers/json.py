"""The JSON reader: digests made by other programs, field by field."""

import codecs
import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from indexer.errors import UnreadableSource
from indexer.normalise.series import SeriesRegistry
from indexer.readers.encoding import as_utf8
from indexer.readers.format import Format
from indexer.readers.front_matter import json_front
from indexer.readers.language import note_language
from indexer.readers.limits import require_short
from indexer.readers.masthead import identify
from indexer.readers.opening import Context, Given, Opening
from indexer.readers.raw import (
    FIRST_DAY,
    LAST_DAY,
    MAX_ITEMS,
    MAX_TEXT,
    RawDigest,
    RawItem,
    SourceHints,
)
from indexer.readers.report import Report
from indexer.validation import faults, sentence


def _one_line(text: str) -> str:
    """Every run of white space and control characters as one space; NUL is refused."""
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    return re.sub(r"[\s\x01-\x1f\x7f-\x9f]+", " ", text).strip()


def _words(text: str) -> str:
    line = _one_line(text)
    if not any(char.isalnum() for char in line):
        raise ValueError("is empty: it needs a letter or a digit")
    return line


# The length is asked first: a limit that follows a validator is not told in characters.
_Name = Annotated[str, Field(max_length=300), AfterValidator(_words)]


class ItemDocument(BaseModel):
    """One item of a digest."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    headline: Annotated[
        str,
        Field(max_length=1_000, examples=["Space dialogue held"]),
        AfterValidator(_words),
    ]
    text: Annotated[
        str,
        Field(
            max_length=MAX_TEXT,
            description="The paragraph; empty where it is lost.",
            examples=["The US and Japan held a dialogue on space in Tokyo on March 24."],
        ),
        AfterValidator(_one_line),
    ]


class DigestDocument(BaseModel):
    """One issue of a series. Unknown fields are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    series: Annotated[
        _Name,
        Field(
            description="Title or id of the series.",
            examples=["US-Japan Alliance Digest"],
        ),
    ]
    title: Annotated[
        _Name | None,
        Field(description="Title; made of series and number where not given."),
    ] = None
    volume: Annotated[int | None, Field(ge=1, le=999, examples=[2])] = None
    number: Annotated[
        int | None,
        Field(ge=1, le=999, description="Number within the volume, or of the issue.", examples=[7]),
    ] = None
    issue_date: Annotated[
        date | None,
        Field(
            ge=FIRST_DAY,
            le=LAST_DAY,
            description="Day of issue; inferred from volume and number where not given.",
        ),
    ] = None
    image_credit: _Name | None = None
    retold: Annotated[
        bool,
        Field(description="It retells the publication; it is not the publisher's own text."),
    ] = False
    items: Annotated[
        tuple[ItemDocument, ...],
        # Told by the validator below: Pydantic's own minimum also complains of faulty items.
        Field(
            max_length=MAX_ITEMS,
            description="The items in order.",
            json_schema_extra={"minItems": 1},
        ),
    ]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.items:
            raise ValueError("items is empty: a digest has at least one")
        if self.volume is not None and self.number is None:
            raise ValueError("volume and number go together: give both, or the number alone")
        return self


def read_json(data: bytes, hints: SourceHints, registry: SeriesRegistry) -> RawDigest:
    """Read a digest document.

    Raises:
        UnreadableSource: it is not JSON, has other fields, or is of no known series or issue.
    """
    data = as_utf8(data).removeprefix(codecs.BOM_UTF8)
    if data.lstrip().startswith(b"["):
        raise UnreadableSource(
            f"{hints.origin}: this is a list; an issue is one object with its series and items. "
            "Items alone are read one a line (NDJSON), with --series and --date"
        )
    try:
        _refuse_unlike(data, hints.origin)
        document = DigestDocument.model_validate_json(data)
    except ValidationError as error:
        told = sentence(faults(error, DigestDocument))
        raise UnreadableSource(f"{hints.origin}: {told}") from error
    report = Report(hints.origin)
    number = None if document.number is None else (document.volume, document.number)
    given = Given(
        titles=(document.title,) if document.title else (),
        day=document.issue_date,
        day_from="field issue_date",
        series=document.series,
        number=number,
    )
    masthead = identify(Opening(()), Context(hints, registry, report, given))
    if masthead.number is None and masthead.day is None:
        raise UnreadableSource(
            f"{hints.origin}: the issue cannot be dated: give volume and number, or issue_date"
        )
    require_short(sum(len(item.headline) + len(item.text) for item in document.items), hints.origin)
    if _CONTROL.search(data):
        report.note("control-character", "control characters were replaced by spaces")
    for item in document.items:
        if not item.text:
            report.warn(
                "paragraph-missing",
                "this headline's paragraph is missing; the event has its headline only",
                words=item.headline,
            )
    items = tuple(
        RawItem(item.headline, item.text, None, None, truncated=not item.text)
        for item in document.items
    )
    note_language(items, report)
    return RawDigest(
        profile=masthead.profile,
        title=document.title or masthead.profile.title,
        volume=masthead.volume,
        number=masthead.number,
        stated_date=masthead.day,
        image_credit=document.image_credit,
        items=items,
        remarks=tuple(report.remarks),
        retold=document.retold,
        title_stated=document.title is not None,
        new_series=masthead.new_series,
    )


def _refuse_unlike(data: bytes, origin: str) -> None:
    """Refuse what no digest is like, before every fault in it is looked for and put into words.

    A name that stands twice in one object would lose its first value.
    """

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(pairs) > _MAX_FIELDS:
            some = ", ".join(repr(name[:60]) for name, _ in pairs[:_TOLD])
            raise UnreadableSource(
                f"{origin}: an object has {len(pairs):,} fields ({some}, ...); "
                f"there are only {', '.join(_KNOWN)}"
            )
        seen: dict[str, object] = {}
        for name, value in pairs:
            if name in seen:
                raise UnreadableSource(f"{origin}: {name[:60]!r} stands twice in one object")
            seen[name] = value
        return seen

    try:
        found = json.loads(data, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return  # told by the validation, with its place
    items = found.get("items") if isinstance(found, dict) else None
    if isinstance(items, list) and len(items) > MAX_ITEMS:
        raise UnreadableSource(
            f"{origin}: items: takes at most {MAX_ITEMS} values; there are {len(items):,}"
        )


_MAX_FIELDS = 100  # of one object; a digest has nine
_TOLD = 3
_KNOWN = (*DigestDocument.model_fields, *ItemDocument.model_fields)
_CONTROL = re.compile(rb"\\u00(?:0[1-8bcef]|1[0-9a-f]|7f|[89][0-9a-f])", re.IGNORECASE)
# A digest in plain text may begin with a bracket, but not with one that opens a list of values.
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[\[{\"\]])")


def _sniff(head: bytes, origin: str) -> bool:
    """A document of JSON, not one that stands as front matter above a text."""
    del origin
    return _JSON.match(head) is not None and not json_front(head.decode("utf-8", "replace"))


# JSON Schema of the document, for those who make it; the API's description holds it, too.
SCHEMA = Path(__file__).with_name("digest.schema.json")
FORMAT = Format(
    name="json",
    title="JSON",
    media_types=("application/json",),
    suffixes=(".json",),
    sniff=_sniff,
    read=read_json,
)


if __name__ == "__main__":
    schema = json.dumps(DigestDocument.model_json_schema(), indent=1, ensure_ascii=False)
    SCHEMA.write_text(schema + "\n", encoding="utf-8")
